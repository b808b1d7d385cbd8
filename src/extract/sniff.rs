//! Which reader takes a specimen: each says how sure it is, the surest reads, and bytes count for more than names.

use memchr::memmem;

use super::archives::gzip::Gzip;
use super::archives::sevenz::SevenZip;
use super::archives::tar::Tar;
use super::archives::zip::Zip;
use super::cards::{Calendar, Contact};
use super::docx::Docx;
use super::html::Html;
use super::legacy::{Doc, Ppt};
use super::mail::Mail;
use super::mbox::Mailbox;
use super::mhtml::Mhtml;
use super::odf::{Odp, Odt};
use super::outlook::{Msg, Pst, Tnef};
use super::pdf::Pdf;
use super::picture::{Picture, Vector};
use super::pptx::Pptx;
use super::rtf::Rtf;
use super::sheets::{Csv, Ods, Xls, Xlsb, Xlsx};
use super::smime::Smime;
use super::text::Text;
use super::wordperfect::WordPerfect;
use super::{
    Category, Confidence, Extraction, Extractor, Format, Limits, Opened, Problem, Specimen,
    TextStatus, charset,
};

mod marks;

/// Every reader; among the equally sure the first reads. Archives come first: what they hold unpacked may look like
/// anything.
const READERS: &[&dyn Extractor] = &[
    &Zip,
    &Gzip,
    &Tar,
    &SevenZip,
    &Smime,
    &Mailbox,
    &Calendar,
    &Contact,
    &Mhtml,
    &Mail,
    &Pdf,
    &Docx,
    &Xlsx,
    &Xlsb,
    &Ods,
    &Xls,
    &Picture,
    &Vector,
    &Pptx,
    &Odt,
    &Odp,
    &Doc,
    &Ppt,
    &Rtf,
    &Msg,
    &Tnef,
    &Pst,
    &WordPerfect,
    &Html,
    &Csv,
    &Text,
    &Unread,
];

/// The reader for a specimen. There is always one: the last resort reads nothing and says what it met.
pub fn pick(specimen: &Specimen<'_>) -> &'static dyn Extractor {
    if specimen.bytes.is_empty() {
        // whatever its name says, there is nothing in it
        return &Unread;
    }
    let mut best: (&'static dyn Extractor, Confidence) = (&Unread, Confidence::Last);
    for &reader in READERS {
        match reader.bid(specimen) {
            Some(Confidence::Certain) => return reader,
            Some(bid) if bid > best.1 => best = (reader, bid),
            _ => {}
        }
    }
    best.0
}

/// The formats that there is a reader for, the last resort's too.
pub fn formats() -> impl Iterator<Item = Format> {
    READERS.iter().map(|reader| reader.format())
}

/// The last resort: a format that no reader knows. Its record can be found by its name, and its problem says what
/// the bytes look like.
pub struct Unread;

impl Extractor for Unread {
    fn format(&self) -> Format {
        Format::Other
    }

    fn bid(&self, _specimen: &Specimen<'_>) -> Option<Confidence> {
        Some(Confidence::Last)
    }

    fn open(&self, specimen: &Specimen<'_>, _limits: &Limits) -> Opened {
        let problem = if specimen.bytes.is_empty() {
            no_text("the file is empty")
        } else if specimen.bytes.trim_ascii().is_empty() || specimen.bytes.iter().all(|b| *b == 0) {
            no_text("nothing but blanks")
        } else {
            marks::problem_of(specimen)
        };
        let text_status = match problem.category {
            Category::Encrypted => TextStatus::Encrypted,
            Category::Damaged => TextStatus::Failed,
            _ => TextStatus::None,
        };
        Opened {
            extraction: Extraction {
                text_status,
                ..nothing(Format::Other)
            },
            identity: None,
            parts: Vec::new(),
            problems: vec![problem],
        }
    }
}

/// An extraction that says nothing.
pub(crate) fn nothing(format: Format) -> Extraction {
    Extraction {
        format,
        headers: Vec::new(),
        metadata: Vec::new(),
        passages: Vec::new(),
        pages: None,
        text_status: TextStatus::None,
        doubts: Vec::new(),
    }
}

/// A problem of the category [`Category::NoText`].
pub(crate) fn no_text(reason: &str) -> Problem {
    Problem {
        category: Category::NoText,
        reason: reason.into(),
    }
}

/// Whether bytes are text in some charset and bear no mark of a format that merely looks like text.
pub fn is_text(bytes: &[u8]) -> bool {
    !marks::hides_in_text(bytes) && reads_as_text(bytes)
}

/// Few control characters at the head and at the tail, or UTF-16.
pub(crate) fn reads_as_text(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 16 << 10;
    if charset::is_utf16(bytes) {
        return true;
    }
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let tail = bytes
        .get(bytes.len().saturating_sub(LOOKED_AT / 4).max(head.len())..)
        .unwrap_or_default();
    if marks::known(bytes) {
        return false;
    }
    let odd = |b: &&u8| matches!(b, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = head.iter().chain(tail).filter(odd).count();
    // One in fifty and two more: listings and short notes with a stray control character are text, compressed bytes
    // (one in nine) are not.
    controls.saturating_sub(2) * 50 <= head.len() + tail.len()
}

/// Whether a page of HTML begins here, after white space, comments and declarations.
pub fn opens_like_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..2048).unwrap_or(bytes);
    let narrow: Vec<u8> = if charset::is_utf16(head) {
        head.iter()
            .filter(|b| **b != 0)
            .map(u8::to_ascii_lowercase)
            .collect()
    } else {
        head.to_ascii_lowercase()
    };
    let mut rest: &[u8] = narrow
        .strip_prefix(b"\xEF\xBB\xBF")
        .or_else(|| narrow.strip_prefix(b"\xFF\xFE"))
        .unwrap_or(&narrow);
    loop {
        rest = rest.trim_ascii_start();
        let closing: &[u8] = match rest {
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'?', ..] => b">",
            _ => break,
        };
        match memmem::find(rest, closing) {
            Some(end) => rest = &rest[end + closing.len()..],
            None => return false,
        }
    }
    const OPENINGS: [&[u8]; 9] = [
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<title",
        b"<meta",
        b"<table",
        b"<div",
        b"<p>",
    ];
    OPENINGS.iter().any(|opening| rest.starts_with(opening))
}
