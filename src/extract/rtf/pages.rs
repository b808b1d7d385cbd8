//! Code pages: what a number in RTF means for the bytes that follow.
//!
//! Windows and Macintosh pages are the encoding standard's. The two pages of early PCs that British documents used,
//! 437 and 850, are not in that standard and stand here as tables, from the published code charts.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

const PC_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const PC_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How bytes beyond ASCII are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// As the encoding standard says.
    Standard(&'static Encoding),
    /// Code page 437.
    Pc437,
    /// Code page 850.
    Pc850,
    /// A font of signs: bytes stand for pictures, so those beyond ASCII go to the private letters at U+F000.
    Signs,
}

impl Page {
    /// The western page, which is the rule where nothing else is said.
    pub const WESTERN: Self = Self::Standard(WINDOWS_1252);

    /// The page of a Windows, PC or Macintosh number; none for one that cannot be read here.
    pub fn of_number(number: i32) -> Option<Self> {
        let label = match number {
            437 => return Some(Self::Pc437),
            850 | 858 => return Some(Self::Pc850),
            42 => return Some(Self::Signs),
            65001 => return Some(Self::Standard(UTF_8)),
            20127 => "windows-1252",
            866 => "ibm866",
            874 => "windows-874",
            932 => "shift_jis",
            936 | 54936 => "gb18030",
            949 => "euc-kr",
            950 => "big5",
            10000 => "macintosh",
            10007 | 10017 => "x-mac-cyrillic",
            20866 => "koi8-r",
            21866 => "koi8-u",
            20932 | 51932 => "euc-jp",
            1250..=1258 => return Self::labelled(&format!("windows-{number}")),
            28591..=28606 => return Self::labelled(&format!("iso-8859-{}", number - 28590)),
            _ => return None,
        };
        Self::labelled(label)
    }

    /// The page of a font's charset number; none for the default one, which is the document's.
    pub fn of_charset(charset: i32) -> Option<Self> {
        let number = match charset {
            0 => 1252,
            2 => return Some(Self::Signs),
            77 => 10000,
            78 | 128 => 932,
            79 | 129 => 949,
            80 | 134 => 936,
            81 | 136 => 950,
            84 | 178 => 1256,
            83 | 177 => 1255,
            85 | 161 => 1253,
            86 | 162 => 1254,
            87 | 222 => 874,
            88 | 238 => 1250,
            89 | 204 => 1251,
            163 => 1258,
            186 => 1257,
            254 => 437,
            255 => 850,
            _ => return None,
        };
        Self::of_number(number)
    }

    /// The page that the end of a font's name tells: `Arial CE`.
    pub fn of_font_name(name: &str) -> Option<Self> {
        let number = match name.rsplit(' ').next()? {
            "CE" => 1250,
            "Cyr" | "CYR" => 1251,
            "Greek" | "GREEK" => 1253,
            "Tur" | "TUR" => 1254,
            "Baltic" | "BALTIC" => 1257,
            _ => return None,
        };
        Self::of_number(number)
    }

    fn labelled(label: &str) -> Option<Self> {
        Encoding::for_label(label.as_bytes()).map(Self::Standard)
    }

    /// The text of some bytes, and whether all of them fit the page.
    pub fn read(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        if bytes.is_ascii()
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            return (Cow::Borrowed(text), true);
        }
        match self {
            Self::Standard(encoding) => {
                let (text, broken) = encoding.decode_without_bom_handling(bytes);
                if broken && encoding == UTF_8 {
                    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
                    return (text, false);
                }
                (text, !broken)
            }
            Self::Pc437 => (Cow::Owned(by_table(bytes, PC_437)), true),
            Self::Pc850 => (Cow::Owned(by_table(bytes, PC_850)), true),
            Self::Signs => {
                let letters = bytes.iter().map(|b| match b {
                    0..0x80 => char::from(*b),
                    _ => char::from_u32(0xF000 + u32::from(*b)).unwrap_or('\u{FFFD}'),
                });
                (Cow::Owned(letters.collect()), true)
            }
        }
    }
}

fn by_table(bytes: &[u8], upper: &str) -> String {
    let upper: Vec<char> = upper.chars().collect();
    bytes
        .iter()
        .map(|b| match b {
            0..0x80 => char::from(*b),
            _ => upper
                .get(usize::from(b - 0x80))
                .copied()
                .unwrap_or('\u{FFFD}'),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole_and_pages_read_what_they_should() {
        assert_eq!(PC_437.chars().count(), 128);
        assert_eq!(PC_850.chars().count(), 128);
        let read = |number: i32, bytes: &'static [u8]| {
            Page::of_number(number).map(|page| page.read(bytes).0.into_owned())
        };
        assert_eq!(read(437, b"\x9C10").as_deref(), Some("£10"));
        assert_eq!(read(850, b"caf\x82").as_deref(), Some("café"));
        assert_eq!(read(1251, b"\xC4\xE0").as_deref(), Some("Да"));
        assert_eq!(read(932, b"\x83\x65").as_deref(), Some("テ"));
        assert_eq!(read(65001, b"\xC2\xA3").as_deref(), Some("£"));
        assert_eq!(Page::of_number(99), None);
    }
}
