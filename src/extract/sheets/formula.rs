//! The words in formulas that are stored as tokens.

/// How a format writes its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// Excel 5 and 95: letters of one byte.
    Old,
    /// Excel 97 to 2003.
    Binary,
    /// XLSB.
    BinaryXml,
}

/// The texts that stand in a formula. Tokens whose size is not known end the reading: what follows them could be
/// anything.
pub fn texts(tokens: &[u8], writing: Writing) -> Vec<String> {
    let mut texts = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let rest = tokens.get(at..).unwrap_or_default();
        if *token == 0x17 {
            let Some((text, size)) = text(rest, writing) else {
                break;
            };
            texts.push(text);
            at += size;
            continue;
        }
        match size_of(*token, rest, writing) {
            Some(size) => at += size,
            None => break,
        }
    }
    texts.retain(|text| text.chars().any(char::is_alphanumeric));
    texts
}

fn text(rest: &[u8], writing: Writing) -> Option<(String, usize)> {
    let wide = |bytes: &[u8]| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    let narrow = |bytes: &[u8]| encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned();
    let length = usize::from(*rest.first()?);
    Some(match writing {
        Writing::Old => (narrow(rest.get(1..=length)?), 1 + length),
        Writing::Binary if rest.get(1)? & 1 == 0 => (
            // Letters of one byte are the first 256 of Unicode.
            rest.get(2..2 + length)?
                .iter()
                .copied()
                .map(char::from)
                .collect(),
            2 + length,
        ),
        Writing::Binary => (wide(rest.get(2..2 + length * 2)?), 2 + length * 2),
        Writing::BinaryXml => {
            let length = usize::from(u16::from_le_bytes([*rest.first()?, *rest.get(1)?]));
            (wide(rest.get(2..2 + length * 2)?), 2 + length * 2)
        }
    })
}

/// The size of a token's operands, by its number (MS-XLS 2.5.198, MS-XLSB 2.5.97; Excel 5 for the old writing).
fn size_of(token: u8, rest: &[u8], writing: Writing) -> Option<usize> {
    let pick = |old, binary, binary_xml| match writing {
        Writing::Old => old,
        Writing::Binary => binary,
        Writing::BinaryXml => binary_xml,
    };
    // Tokens from 0x20 on come in three classes of the same size.
    let token = if token >= 0x40 {
        token & 0x1F | 0x20
    } else {
        token
    };
    Some(match token {
        0x01 | 0x02 => 4,
        0x03..=0x16 => 0,
        0x19 => {
            let kind = *rest.first()?;
            let count = usize::from(u16::from_le_bytes([*rest.get(1)?, *rest.get(2)?]));
            // A choice lists where its branches begin.
            if kind & 4 != 0 {
                3 + (count + 1) * 2
            } else {
                3
            }
        }
        0x1C | 0x1D => 1,
        0x1E => 2,
        0x1F => 8,
        0x20 => pick(7, 7, 14),
        0x21 => 2,
        0x22 => 3,
        0x23 => pick(14, 4, 4),
        0x24 | 0x2A | 0x2C => pick(3, 4, 6),
        0x25 | 0x2B | 0x2D => pick(6, 8, 12),
        0x26..=0x28 => 6,
        0x29 => 2,
        0x39 => pick(24, 6, 6),
        0x3A | 0x3C => pick(17, 6, 8),
        0x3B | 0x3D => pick(20, 10, 14),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_behind_other_tokens() {
        // IF(A1>5, "held", ""), written as Excel 97 does.
        let tokens = [
            &[0x44, 0, 0, 0, 0xC0][..],
            &[0x1E, 5, 0, 0x0D],
            &[0x19, 2, 9, 0],
            &[0x17, 4, 0, b'h', b'e', b'l', b'd'],
            &[0x17, 0, 0, 0x42, 3, 1, 0],
        ]
        .concat();
        assert_eq!(texts(&tokens, Writing::Binary), ["held"]);
        assert!(texts(&[0x17, 200, 1, 5], Writing::Binary).is_empty());
        assert_eq!(texts(&[0x17, 2, b'h', b'i'], Writing::Old), ["hi"]);
    }
}
