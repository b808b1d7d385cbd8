//! Microsoft's numbers for charsets, and the labels by which the charset reader knows them.

use encoding_rs::Encoding;

/// The label of a code page; none where no decoder knows it.
///
/// Numbers are those of Windows ("Code Page Identifiers") and of early Excel ([MS-XLS] 2.4.52), labels those of the
/// Encoding Standard.
pub fn label(number: i64) -> Option<&'static str> {
    Some(match number {
        367 => "us-ascii",
        866 => "ibm866",
        874 => "windows-874",
        932 | 943 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 | 951 => "big5",
        1200 => "utf-16le",
        1201 => "utf-16be",
        1250 => "windows-1250",
        1251 => "windows-1251",
        1252 | 0x8001 => "windows-1252",
        1253 => "windows-1253",
        1254 => "windows-1254",
        1255 => "windows-1255",
        1256 => "windows-1256",
        1257 => "windows-1257",
        1258 => "windows-1258",
        10000 | 0x8000 => "macintosh",
        10007 => "x-mac-cyrillic",
        20127 => "us-ascii",
        20866 => "koi8-r",
        20932 | 51932 => "euc-jp",
        20936 | 52936 | 51936 => "gbk",
        20949 | 51949 => "euc-kr",
        21866 => "koi8-u",
        28591 => "iso-8859-1",
        28592 => "iso-8859-2",
        28593 => "iso-8859-3",
        28594 => "iso-8859-4",
        28595 => "iso-8859-5",
        28596 => "iso-8859-6",
        28597 => "iso-8859-7",
        28598 => "iso-8859-8",
        28599 => "iso-8859-9",
        28600 => "iso-8859-10",
        28603 => "iso-8859-13",
        28604 => "iso-8859-14",
        28605 => "iso-8859-15",
        28606 => "iso-8859-16",
        38598 => "iso-8859-8-i",
        50220..=50222 => "iso-2022-jp",
        54936 => "gb18030",
        65000 => "utf-7",
        65001 => "utf-8",
        _ => return None,
    })
}

/// The decoder of a code page; none where there is none.
pub fn encoding(number: u16) -> Option<&'static Encoding> {
    Encoding::for_label(label(i64::from(number))?.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_one_that_a_decoder_knows() {
        for number in 0..70_000 {
            if let Some(label) = label(number).filter(|label| *label != "utf-7") {
                assert!(
                    encoding_rs::Encoding::for_label(label.as_bytes()).is_some(),
                    "{label}"
                );
            }
        }
        assert_eq!(label(950), Some("big5"));
        assert_eq!(label(850), None);
    }
}
