//! What is attacked: one function a target, which takes any bytes and panics where a promise of its reader is broken.
//!
//! `cargo +nightly fuzz run TARGET` attacks one for as long as one likes; `tests/fuzzed.rs` of the crate above uses this
//! same file, and goes through the kept corpus and changed copies of it on every run of the tests.
//!
//! Promises: no reader panics; what it unpacks and says keeps to its limits; a part comes after what holds it; what
//! gave no text says why; what was found in a text stands there. A panic in somebody else's code that a reader catches
//! and tells is no fault.

use std::sync::LazyLock;

use recordroom::extract::archives::zip::Zip;
use recordroom::extract::docx::Docx;
use recordroom::extract::html::Html;
use recordroom::extract::mail::Mail;
use recordroom::extract::mbox::Mailbox;
use recordroom::extract::odf::Odt;
use recordroom::extract::outlook::{Msg, Pst, Tnef};
use recordroom::extract::pdf::Pdf;
use recordroom::extract::rtf::Rtf;
use recordroom::extract::sheets::Xlsx;
use recordroom::extract::tree::{fetch, read_file};
use recordroom::extract::{
    Extraction, Extractor, Limits, Ocr, Passage, Problem, Specimen, TextStatus,
};
use recordroom::facts::response::{self, Corrections};
use recordroom::facts::{self, Form, Tables, View, dates, request};
use recordroom::query;

/// A target: its name, which is that of its folder in `corpus`, and what is done with some bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 19] = [
    ("any", any),
    ("citations", citations),
    ("dates", dates),
    ("docx", docx),
    ("html", html),
    ("mail", mail),
    ("mbox", mbox),
    ("msg", msg),
    ("odt", odt),
    ("pdf", pdf),
    ("pst", pst),
    ("query", query),
    ("references", references),
    ("requests", requests),
    ("responses", responses),
    ("rtf", rtf),
    ("tnef", tnef),
    ("xlsx", xlsx),
    ("zip", zip),
];

/// Small bounds: to meet them is part of the attack.
const LIMITS: Limits = Limits {
    depth: 8,
    parts: 100,
    text: 256 << 10,
    unpacked: 4 << 20,
    ratio: 200,
    ocr: Ocr::Never,
};
/// What a reader may say beyond the text that it counts: names of parts, its own sentences.
const BESIDE: usize = 64 << 10;

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::built_in);

/// Makes ready: a panic that a reader catches is told by the reader, and needs no words of its own.
pub fn begin() {
    LazyLock::force(&TABLES);
    std::panic::set_hook(Box::new(|told| {
        let place = told.location().map(ToString::to_string).unwrap_or_default();
        // what lies below a folder of its own is somebody else's
        if place.starts_with("src/") || place.contains("fuzz/src/") || place.contains("/../src/") {
            eprintln!("{told}");
        }
    }));
}

/// Attacks one target with some bytes.
///
/// # Panics
/// Where a promise is broken, and for a name that is no target's.
pub fn run(target: &str, bytes: &[u8]) {
    let known = TARGETS.iter().find(|(name, _)| *name == target);
    let (_, attack) = known.unwrap_or_else(|| panic!("no target `{target}`"));
    attack(bytes);
}

/// Reads with one reader, whatever the bytes look like.
fn opened(reader: &dyn Extractor, bytes: &[u8], name: &str) {
    let specimen = Specimen {
        bytes,
        name,
        declared: None,
        charset: None,
    };
    let _ = reader.bid(&specimen);
    let opened = reader.open(&specimen, &LIMITS);
    assert!(opened.parts.len() <= LIMITS.parts + 1, "too many parts");
    let unpacked: usize = opened.parts.iter().map(|part| part.bytes.len()).sum();
    assert!(
        unpacked <= LIMITS.unpacked + 2 * bytes.len(),
        "unpacked {unpacked}"
    );
    said(
        &opened.extraction,
        &opened.problems,
        opened.parts.len(),
        bytes,
    );
}

/// What every extraction must keep to.
fn said(extraction: &Extraction, problems: &[Problem], parts: usize, bytes: &[u8]) {
    let length = |passage: &Passage| passage.text.len();
    let all: usize = extraction.passages.iter().map(length).sum();
    assert!(
        all <= 4 * LIMITS.text + 4 * bytes.len() + BESIDE,
        "{all} bytes of text out of {}",
        bytes.len()
    );
    let silent = extraction.text_status != TextStatus::Text && problems.is_empty() && parts == 0;
    assert!(!silent, "no text, and no word why: {extraction:?}");
    for problem in problems {
        assert!(!problem.reason.is_empty(), "a problem without words");
    }
}

/// Reads down to the last part, with whichever reader the bytes ask for.
fn read(bytes: &[u8], name: &str) {
    let reading = read_file(bytes, name, &LIMITS);
    assert!(
        !reading.items.is_empty() || !reading.problems.is_empty() || bytes.is_empty(),
        "nothing came of {name}"
    );
    for (nth, item) in reading.items.iter().enumerate() {
        assert!(
            item.parent.is_none_or(|parent| parent < nth),
            "a part before what holds it"
        );
        assert!(item.steps.len() <= 2 * LIMITS.depth + 2, "too deep");
    }
    // what is listed can be had again; two will do
    for item in reading.items.iter().rev().take(2) {
        let again = fetch(bytes, name, &item.steps, &LIMITS);
        if let Some(again) = again {
            assert_eq!(again.len() as u64, item.size, "{:?}", item.steps);
        }
    }
}

fn any(bytes: &[u8]) {
    read(bytes, "unnamed");
}

fn docx(bytes: &[u8]) {
    opened(&Docx, bytes, "letter.docx");
}

fn html(bytes: &[u8]) {
    opened(&Html, bytes, "page.html");
}

fn mail(bytes: &[u8]) {
    opened(&Mail, bytes, "letter.eml");
    read(bytes, "letter.eml");
}

fn mbox(bytes: &[u8]) {
    opened(&Mailbox, bytes, "letters.mbox");
}

fn msg(bytes: &[u8]) {
    opened(&Msg, bytes, "letter.msg");
}

fn odt(bytes: &[u8]) {
    opened(&Odt, bytes, "letter.odt");
}

fn pdf(bytes: &[u8]) {
    opened(&Pdf, bytes, "letter.pdf");
}

fn pst(bytes: &[u8]) {
    opened(&Pst, bytes, "store.pst");
}

fn rtf(bytes: &[u8]) {
    opened(&Rtf, bytes, "letter.rtf");
}

fn tnef(bytes: &[u8]) {
    opened(&Tnef, bytes, "winmail.dat");
}

fn xlsx(bytes: &[u8]) {
    opened(&Xlsx, bytes, "sums.xlsx");
}

fn zip(bytes: &[u8]) {
    opened(&Zip, bytes, "box.zip");
    read(bytes, "box.zip");
}

fn query(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    match query::parse(&typed, &TABLES.families) {
        Ok(read) => {
            assert_eq!(read.typed(), typed);
            assert!(!read.read_as().is_empty(), "{typed:?}");
            let _ = (read.leaves().len(), read.references().len());
        }
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
    }
}

fn references(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let families = &TABLES.families;
    let (exact, possible) = families.find_with_possible(&text);
    for found in exact.iter().chain(&possible) {
        assert_eq!(
            text.get(found.start..found.end),
            Some(found.as_printed.as_str())
        );
    }
    for found in &exact {
        let again = families.find(found.reference.canonical());
        assert!(
            families.find(&text).contains(found),
            "{found:?} only beside look-alikes, {again:?} alone"
        );
    }
    for found in families.in_file_name(&text) {
        assert!(text.get(found.start..found.end).is_some());
    }
    let _ = families.read_typed(&text);
}

fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut last = 0;
    for found in dates::find(&text) {
        assert_eq!(
            text.get(found.start..found.end),
            Some(found.as_printed.as_str())
        );
        assert!(last <= found.start, "{found:?} goes back");
        last = found.end;
        assert!((1800..=2100).contains(&found.day.year()));
    }
    for doubtful in dates::doubtful(&text) {
        assert!(text.contains(&doubtful.as_printed) && !doubtful.reason.is_empty());
    }
}

fn citations(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for form in [Form::Document, Form::Email] {
        let facts = facts::read(&View::of_text(form, &text), &TABLES);
        for cited in &facts.cites {
            assert!(!cited.as_printed.is_empty() && !cited.kind.is_empty());
        }
        assert!(facts.mentions.is_sorted());
    }
}

fn requests(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let read = request::read(&text, &TABLES);
    for item in &read.items {
        assert!(
            !item.n.is_empty() && !item.text.trim().is_empty(),
            "{item:?}"
        );
    }
}

fn responses(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for form in [Form::Document, Form::Email] {
        let view = View::of_text(form, &text);
        let facts = facts::read(&view, &TABLES);
        let read = response::read(&view, &facts, &Corrections::default(), &TABLES);
        let _ = read.refuses();
    }
}
