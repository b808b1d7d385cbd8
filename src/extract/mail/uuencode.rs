//! Files written in uuencode within a text.

use super::super::identity::line_end;

/// A file written in uuencode within a text.
pub(super) struct File {
    /// Its name as the `begin` line gives it.
    pub name: Vec<u8>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it stands in the text, from its `begin` line to its `end` line.
    pub range: std::ops::Range<usize>,
}

/// The uuencoded files in a text. One that is not well formed to its `end` line is left as text.
pub(super) fn find(text: &[u8]) -> Vec<File> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(hit) = memchr::memmem::find(&text[from..], b"begin ") {
        let start = from + hit;
        from = start + 6;
        if start > 0 && text[start - 1] != b'\n' {
            continue;
        }
        let first = line_end(text, start);
        let line = text[start + 6..first].trim_ascii();
        let mode = line
            .iter()
            .take_while(|b| (b'0'..=b'7').contains(*b))
            .count();
        if !(3..=4).contains(&mode) || line.get(mode) != Some(&b' ') {
            continue;
        }
        if let Some((bytes, end)) = uu_lines(text, first) {
            found.push(File {
                name: line[mode + 1..].trim_ascii().to_vec(),
                bytes,
                range: start..end,
            });
            from = end;
        }
    }
    found
}

/// The encoding of a file within a text that is none of ours, by the line that announces it.
pub(super) fn other_encoding(text: &[u8]) -> Option<&'static str> {
    let begins = |mark: &[u8]| {
        memchr::memmem::find_iter(text, mark).any(|at| at == 0 || text[at - 1] == b'\n')
    };
    if begins(b"=ybegin ") {
        Some("yEnc")
    } else if begins(b"(This file must be converted with BinHex") {
        Some("BinHex")
    } else {
        None
    }
}

fn uu_lines(text: &[u8], first: usize) -> Option<(Vec<u8>, usize)> {
    let mut bytes = Vec::new();
    let mut at = first;
    while at < text.len() {
        let next = line_end(text, at);
        let line = text[at..next]
            .strip_suffix(b"\n")
            .unwrap_or(&text[at..next]);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        at = next;
        if line == b"end" {
            return Some((bytes, at));
        }
        let Some(count) = line.first() else { continue };
        if !(0x20..=0x60).contains(count) {
            return None;
        }
        let count = usize::from((count - 0x20) & 63);
        let body = &line[1..];
        // Trailing blanks, which stand for zero bits, are often cut off.
        if body.len() > count.div_ceil(3) * 4 + 2 || body.iter().any(|b| !(0x20..=0x60).contains(b))
        {
            return None;
        }
        let value = |n: usize| u32::from((body.get(n).copied().unwrap_or(0x20) - 0x20) & 63);
        let start = bytes.len();
        for group in 0..count.div_ceil(3) {
            let quantum = (0..4).fold(0u32, |sum, n| (sum << 6) | value(group * 4 + n));
            bytes.extend_from_slice(&quantum.to_be_bytes()[1..]);
        }
        bytes.truncate(start + count);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuencoded_file_is_found_in_its_text() {
        let text = b"See:\nbegin 644 a note.txt\n#0V%T\n`\nend\nBye\n";
        let found = find(text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].bytes, b"Cat");
        assert_eq!(found[0].name, b"a note.txt");
        assert_eq!(&text[found[0].range.end..], b"Bye\n");
        assert_eq!(
            other_encoding(b"Hello\n=ybegin line=128 size=3 name=a\n"),
            Some("yEnc")
        );
        assert_eq!(other_encoding(b"they wrote =ybegin in it"), None);
        assert!(find(b"begin 644 of a story\nOnce upon a time\n").is_empty());
    }
}
