//! Names of members as archives of many makers write them: UTF-8, the first PC's code page, or a Windows charset.

use super::super::charset;

/// Code page 437 from 0x80 on.
const HIGH: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ',
    'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ',
    'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡', '«', '»', '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕',
    '╣', '║', '╗', '╝', '╜', '╛', '┐', '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦',
    '╠', '═', '╬', '╧', '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐',
    '▀', 'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩', '≡', '±',
    '≥', '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{A0}',
];

/// A name, and how it was guessed where it had to be.
pub struct Name {
    /// The name.
    pub text: String,
    /// How it was guessed.
    pub doubt: Option<String>,
}

/// Decodes the names of one archive together, since each is too short to guess its charset by; `true` stands beside
/// those that their archive declares as UTF-8.
pub fn decode(names: &[(&[u8], bool)]) -> Vec<Name> {
    let doubtful: Vec<&[u8]> = names
        .iter()
        .filter(|(bytes, _)| std::str::from_utf8(bytes).is_err() && !is_cp437(bytes))
        .map(|(bytes, _)| *bytes)
        .collect();
    let mut guessed = guess(&doubtful).into_iter();
    names
        .iter()
        .map(|(bytes, declared)| match std::str::from_utf8(bytes) {
            Ok(text) => Name {
                text: text.to_owned(),
                doubt: None,
            },
            Err(_) => {
                let mut name = if is_cp437(bytes) {
                    Name {
                        text: cp437(bytes),
                        doubt: Some("its name was read in code page 437".to_owned()),
                    }
                } else {
                    guessed.next().unwrap_or_else(|| Name {
                        text: String::from_utf8_lossy(bytes).into_owned(),
                        doubt: None,
                    })
                };
                if *declared {
                    name.doubt = Some("its name is declared as UTF-8 and is not".to_owned());
                }
                name
            }
        })
        .collect()
}

/// All bytes beyond ASCII are where code page 437 has its letters and its pound sign, and other charsets have none.
fn is_cp437(bytes: &[u8]) -> bool {
    let mut high = bytes.iter().filter(|byte| **byte >= 0x80).peekable();
    high.peek().is_some() && high.all(|byte| matches!(byte, 0x80..=0x9C | 0xA0..=0xA5 | 0xE1))
}

fn cp437(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| match byte.checked_sub(0x80) {
            None => char::from(*byte),
            Some(high) => HIGH[usize::from(high)],
        })
        .collect()
}

fn guess(names: &[&[u8]]) -> Vec<Name> {
    if names.is_empty() {
        return Vec::new();
    }
    let read = |bytes: &[u8]| charset::decode(bytes, None);
    let (text, doubt) = read(&names.join(&b'\n'));
    let lines: Vec<&str> = text.split('\n').collect();
    let said = |doubt: Option<String>| {
        let doubt = doubt.unwrap_or_else(|| "no charset is declared".to_owned());
        Some(format!("its name: {doubt}"))
    };
    if lines.len() == names.len() {
        let doubt = said(doubt);
        return lines
            .into_iter()
            .map(|line| Name {
                text: line.to_owned(),
                doubt: doubt.clone(),
            })
            .collect();
    }
    names
        .iter()
        .map(|name| {
            let (text, doubt) = read(name);
            Name {
                text,
                doubt: said(doubt),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_the_charset_that_fits() {
        let (chinese, _, _) = encoding_rs::GBK.encode("会议记录和信件.txt");
        let names = decode(&[
            ("café.txt".as_bytes(), true),
            (b"caf\x82 \x9C10.txt", false),
            (&chinese, false),
            (b"plain.txt", false),
        ]);
        let texts: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "café.txt",
                "café £10.txt",
                "会议记录和信件.txt",
                "plain.txt"
            ]
        );
        let doubted: Vec<bool> = names.iter().map(|name| name.doubt.is_some()).collect();
        assert_eq!(doubted, [false, true, true, false]);
    }

    #[test]
    fn a_windows_name_keeps_its_letters() {
        let names = decode(&[(b"Beir\xFAt \xA310.doc", false)]);
        assert_eq!(names[0].text, "Beirút £10.doc");
    }
}
