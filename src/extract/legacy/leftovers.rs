//! The last resort: words found among bytes whose layout could not be read.

/// Runs of letters shorter than this are taken for chance.
const SHORTEST: usize = 8;

/// Runs of printing letters, one byte each or two, as far as `room` allows, one a line.
pub fn words(bytes: &[u8], room: usize) -> String {
    let mut text = String::new();
    runs(bytes.iter().map(|b| u16::from(*b)), &mut text, room);
    let pairs = |from: usize| {
        bytes
            .get(from..)
            .unwrap_or_default()
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
    };
    runs(pairs(0), &mut text, room);
    runs(pairs(1), &mut text, room);
    text
}

fn runs(units: impl Iterator<Item = u16>, text: &mut String, room: usize) {
    let mut run = String::new();
    let mut plain = 0;
    for unit in units.chain(std::iter::once(0)) {
        let letter = match unit {
            0x20..=0x7E | 0xA0..=0xFF => char::from_u32(u32::from(unit)),
            0x09 | 0x0B => Some(' '),
            0x2010..=0x2026 => char::from_u32(u32::from(unit)),
            _ => None,
        };
        if let Some(letter) = letter {
            plain += usize::from(letter.is_ascii_alphanumeric() || letter == ' ');
            run.push(letter);
            continue;
        }
        let length = run.chars().count();
        // Words are mostly letters; compressed bytes are not.
        if length >= SHORTEST && plain * 10 >= length * 8 && text.len() + run.len() < room {
            text.push_str(run.trim());
            text.push('\n');
        }
        run.clear();
        plain = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_either_width_are_found() {
        let mut bytes = b"\x01\x02a paper kite\x00\x03".to_vec();
        bytes.extend(
            "the second string"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        );
        let found = words(&bytes, 1000);
        assert!(found.contains("a paper kite\n") && found.contains("the second string\n"));
        assert_eq!(words(&bytes, 5), "");
    }
}
