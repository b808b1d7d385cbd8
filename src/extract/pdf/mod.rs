//! PDF: the text layer page by page, notes, form values, bookmarks, metadata and embedded files.
//!
//! hayro draws each page into a listener of ours (`device`), which hears letters and where they stand, and
//! `layout` makes lines of them. Reading renders nothing: a page that is a picture is listed as one, and `drawn`
//! renders it where OCR is on.

mod attached;
mod covered;
mod device;
mod direction;
mod drawn;
mod glyph;
mod layout;
mod overprint;
mod pages;
mod properties;
mod spacing;
mod strings;
mod xfa;

use super::{
    Category, Confidence, Extraction, Extractor, Format, Limits, Opened, Passage, Place, Problem,
    Specimen, TextStatus, sniff,
};
use attached::Files;
pub use drawn::draw;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf as File};

/// The mark that a PDF bears, within its first kilobyte.
const MARK: &[u8] = b"%PDF-";
/// How far from the front the mark may stand.
const MARK_WITHIN: usize = 1024;

/// What closes the stream that a cut went through, so that its first half can be decoded.
const CLOSED: &[u8] = b"\nendstream\nendobj\n";

/// Reads PDF.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pdf;

impl Extractor for Pdf {
    fn format(&self) -> Format {
        Format::Pdf
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let bytes = specimen.bytes;
        let front = &bytes[..bytes.len().min(MARK_WITHIN)];
        if bytes.trim_ascii_start().starts_with(MARK) {
            return Some(Confidence::Certain);
        }
        if memchr::memmem::find(front, MARK).is_some() {
            return Some(Confidence::Likely);
        }
        let named = specimen.name.to_lowercase().ends_with(".pdf")
            || matches!(
                specimen.declared,
                Some("application/pdf" | "application/x-pdf")
            );
        // words that somebody saved under a PDF's name are read as what they are
        let denied = || {
            [&b"endobj"[..], b"startxref", b"%%EOF"]
                .iter()
                .all(|mark| memchr::memmem::find(bytes, mark).is_none())
                && sniff::is_text(bytes)
        };
        (named && !denied()).then_some(Confidence::Named)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let (file, cut) = load(specimen.bytes);
        match file {
            Ok(file) => read(&file, cut, limits),
            Err(LoadPdfError::Decryption(reason)) => {
                let reason = match reason {
                    DecryptionError::PasswordProtected => "it opens only with a password",
                    DecryptionError::UnsupportedAlgorithm => {
                        "it is encrypted in a way not known here"
                    }
                    DecryptionError::MissingIDEntry | DecryptionError::InvalidEncryption => {
                        "it is encrypted, and the entry that says how is broken"
                    }
                };
                refused(TextStatus::Encrypted, Category::Encrypted, reason)
            }
            Err(LoadPdfError::Invalid)
                if memchr::memmem::find(specimen.bytes, b"/Encrypt").is_some() =>
            {
                refused(
                    TextStatus::Encrypted,
                    Category::Encrypted,
                    "it is encrypted, and without its password no page can be found",
                )
            }
            Err(LoadPdfError::Invalid) => refused(
                TextStatus::Failed,
                Category::Damaged,
                "it is not a PDF that can be read: no page was found",
            ),
        }
    }
}

/// The file, closed where it was cut short, and whether it was.
fn load(bytes: &[u8]) -> (Result<File, LoadPdfError>, bool) {
    let cut = is_cut_short(bytes);
    let mut bytes = bytes.to_vec();
    if cut {
        bytes.extend_from_slice(CLOSED);
    }
    (File::new(bytes), cut)
}

fn refused(text_status: TextStatus, category: Category, reason: &str) -> Opened {
    let mut opened = empty();
    opened.extraction.text_status = text_status;
    opened.problems.push(problem(category, reason));
    opened
}

fn empty() -> Opened {
    Opened {
        extraction: Extraction {
            format: Format::Pdf,
            headers: Vec::new(),
            metadata: Vec::new(),
            passages: Vec::new(),
            pages: None,
            text_status: TextStatus::None,
            doubts: Vec::new(),
        },
        identity: None,
        parts: Vec::new(),
        problems: Vec::new(),
    }
}

fn problem(category: Category, reason: impl Into<String>) -> Problem {
    Problem {
        category,
        reason: reason.into(),
    }
}

fn read(file: &File, cut: bool, limits: &Limits) -> Opened {
    let mut opened = empty();
    let root: Option<Dict<'_>> = file.xref().get(file.xref().root_id());
    let mut files = Files::new(limits);
    if cut {
        opened.problems.push(problem(
            Category::Damaged,
            "it ends before its end mark; what is there was read",
        ));
    }
    let count = file.pages().len();
    opened.extraction.pages = Some(u32::try_from(count).unwrap_or(u32::MAX));
    if count == 0 {
        opened
            .problems
            .push(problem(Category::Damaged, "it has no pages"));
    }
    let said = pages::read(file, limits, &mut files);
    opened.extraction.passages = said.passages;
    opened.extraction.doubts = said.doubts;
    opened.problems.extend(said.problems);
    opened.extraction.metadata = properties::metadata(file, root.as_ref());
    if let Some(root) = &root {
        beside_the_pages(file, root, &mut files, &mut opened.extraction);
    }
    let (parts, lost) = files.finish();
    opened.parts = parts;
    opened.problems.extend(
        lost.into_iter()
            .map(|reason| problem(Category::TooLarge, reason)),
    );
    settle(&mut opened, count);
    opened
}

fn beside_the_pages(file: &File, root: &Dict<'_>, files: &mut Files, extraction: &mut Extraction) {
    let printed: String = extraction
        .passages
        .iter()
        .filter(|passage| passage.place == Place::Body)
        .map(|passage| passage.text.as_str())
        .collect();
    for (place, text) in [
        (Place::Box, attached::form_values(file, root, &printed)),
        (Place::Box, xfa::answers(file, root, &printed)),
        (Place::Metadata, properties::bookmarks(file, root)),
    ] {
        if !text.is_empty() {
            extraction.passages.push(Passage {
                place,
                page: None,
                text,
            });
        }
    }
    files.take_all(file, root);
    if !files.described.is_empty() {
        extraction.passages.push(Passage {
            place: Place::Metadata,
            page: None,
            text: std::mem::take(&mut files.described),
        });
    }
    if properties::has_layers_off(root) {
        extraction
            .doubts
            .push("it has layers that are switched off; what they hold was not read".to_string());
    }
}

/// Says how much text there was, and that there was none.
fn settle(opened: &mut Opened, pages: usize) {
    let has_text = opened
        .extraction
        .passages
        .iter()
        .any(|passage| passage.text.chars().any(char::is_alphanumeric));
    if has_text {
        opened.extraction.text_status = TextStatus::Text;
        return;
    }
    let damaged = opened
        .problems
        .iter()
        .any(|p| p.category == Category::Damaged);
    if damaged {
        opened.extraction.text_status = TextStatus::Failed;
    } else if pages > 0
        && !opened
            .problems
            .iter()
            .any(|p| p.category == Category::NoText)
    {
        opened
            .problems
            .push(problem(Category::NoText, "no page has any text"));
    }
}

/// A whole file has its end mark after its last object.
fn is_cut_short(bytes: &[u8]) -> bool {
    let end = memchr::memmem::rfind(bytes, b"%%EOF");
    let object = memchr::memmem::rfind(bytes, b"endobj");
    match (end, object) {
        (None, _) => true,
        (Some(end), Some(object)) => end < object,
        (Some(_), None) => false,
    }
}
