//! Rich Text Format: its body, what stands around it, what it hides, and the files embedded in it.
//!
//! Follows Microsoft's "Rich Text Format (RTF) Specification", version 1.9.1, and for HTML that travels as RTF
//! [MS-OXRTFEX]. Pictures are parts. Groups that readers may ignore are
//! ignored where they are known to hold no words; what words an unknown one holds is kept apart.

mod destinations;
mod fonts;
mod pages;
mod tokens;
mod walk;
mod writing;

use super::{
    Confidence, Extractor, Field, Format, Limits, Opened, Part, Passage, Place, Problem, Specimen,
    html,
};

/// Reads RTF.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rtf;

/// What some RTF says, for a reader of messages whose body is RTF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RichText {
    /// The text by place, the body first.
    pub passages: Vec<Passage>,
    /// The HTML that the RTF was made from (`\fromhtml1`), as it was before; none where it was made from something
    /// else. It is text: a charset that its head declares no longer counts.
    pub html: Option<String>,
    /// Properties of the document.
    pub metadata: Vec<Field>,
    /// Embedded files.
    pub parts: Vec<Part>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What may have been lost or guessed.
    pub doubts: Vec<String>,
}

/// Reads RTF that is not a file of its own: the body of an Outlook message, already decompressed.
///
/// Never fails: what cannot be read is told in the answer. Bytes that are no RTF are read as if they were its text.
pub fn text_of(bytes: &[u8], limits: &Limits) -> RichText {
    let mut writing = walk::read(bytes, limits);
    writing.assembly.settle();
    RichText {
        passages: writing.assembly.passages,
        html: writing.html,
        metadata: writing.assembly.metadata,
        parts: writing.assembly.parts,
        problems: writing.assembly.problems,
        doubts: writing.assembly.doubts,
    }
}

impl Extractor for Rtf {
    fn format(&self) -> Format {
        Format::Rtf
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let bytes = specimen.bytes;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let bytes = bytes.trim_ascii_start();
        (bytes.starts_with(b"{\\rtf") || bytes.starts_with(b"{\\urtf"))
            .then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let bytes = specimen.bytes;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut writing = walk::read(bytes, limits);
        // The page that it was made from may hide or name more than its rendering shows.
        if let Some(page) = writing.html.take() {
            for passage in html::read_text(&page).passages() {
                if passage.place != Place::Body {
                    writing.assembly.say(passage.place, None, passage.text);
                }
            }
        }
        writing.assembly.finish(Format::Rtf, None, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rtf: &[u8]) -> RichText {
        text_of(rtf, &Limits::default())
    }

    fn at(rich: &RichText, place: Place) -> String {
        let texts = rich.passages.iter().filter(|p| p.place == place);
        texts.map(|p| p.text.as_str()).collect()
    }

    #[test]
    fn html_within_comes_out_as_it_went_in() {
        let rtf = b"{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset238 Times;}}\r\n\
            {\\*\\htmltag64 <p>}\\htmlrtf {\\f0 RTF only\\htmlrtf0 Kite \\'a310 {\\*\\htmltag84 <b>}\\htmlrtf {\\b \\htmlrtf0 \
            bold{\\*\\htmltag84 </b>}\\htmlrtf }\\htmlrtf0 {\\f1 \\'b3} \\u8364?{\\*\\htmltag84 &nbsp;}\\htmlrtf \\'a0\\htmlrtf0 \
            {\\*\\htmltag72 </p>}\\htmlrtf }\\htmlrtf0 {\\*\\mhtmltag84 <a href=no>}{\\*\\htmltag84 <a href=yes>}\\tab x\\par}";
        let rich = read(rtf);
        assert_eq!(
            rich.html.as_deref(),
            Some("<p>Kite \u{a3}10 <b>bold</b>\u{142} \u{20ac}&nbsp;</p><a href=yes>\tx\n")
        );
        assert!(at(&rich, Place::Body).contains("Kite \u{a3}10 bold\u{142} \u{20ac}"));
        assert!(read(b"{\\rtf1 plain}").html.is_none());
    }

    #[test]
    fn letters_are_read_by_their_fonts_pages_and_units() {
        let rtf = b"{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\fcharset204 A;}{\\f1\\fcharset128 B;}{\\f2 Arial CE;}}\
            \\f0\\'c4\\f1\\'83e\\'83\\'67\\f2\\'b3\\uc2\\u163 ab{\\uc0\\u-10179\\u-8704}\\u8364\\'80\\'20.\\~\\_\\emdash}";
        let rich = read(rtf);
        assert_eq!(
            at(&rich, Place::Body),
            "\u{414}\u{30c6}\u{30c8}\u{142}\u{a3}\u{1f600}\u{20ac}.\u{a0}\u{2011}\u{2014}"
        );
    }
}
