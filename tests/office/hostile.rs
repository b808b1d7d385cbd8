//! Bytes that mean harm: cut short, flipped, nested, blown up. Each is read to an end and something is said.

use std::time::{Duration, Instant};

use super::{at, first, legacy, odf, package, pptx, read, rtf};
use recordroom::extract::{Category, Place};

fn specimens() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("lamp.rtf", rtf::whole()),
        ("lamp.odt", odf::text()),
        ("lamp.pptx", pptx::whole()),
        ("lamp.doc", legacy::LAMP_DOC.to_vec()),
        ("lamp.ppt", legacy::LAMP_PPT.to_vec()),
    ]
}

/// Nothing stopped a reader; what is not whole is told or read.
fn is_sound(bytes: &[u8], name: &str) {
    let reading = read(bytes, name);
    assert!(!reading.items.is_empty());
    for item in &reading.items {
        for problem in &item.problems {
            assert_ne!(problem.category, Category::Crashed, "{name}: {problem:?}");
        }
        let silent = item.extraction.passages.is_empty()
            && item.problems.is_empty()
            && item.extraction.doubts.is_empty();
        assert!(!silent, "{name} says nothing at all");
    }
}

#[test]
fn files_cut_short_anywhere_are_read_to_their_end() {
    for (name, bytes) in specimens() {
        for sixteenth in 0..16 {
            is_sound(&bytes[..bytes.len() * sixteenth / 16], name);
        }
    }
}

#[test]
fn flipped_bytes_stop_no_reader() {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    for (name, whole) in specimens() {
        for _ in 0..150 {
            let mut bytes = whole.clone();
            for _ in 0..1 + next() % 24 {
                let at = (next() % bytes.len() as u64) as usize;
                bytes[at] = next() as u8;
            }
            is_sound(&bytes, name);
        }
    }
}

/// The text within a hundred thousand groups or elements is found, and soon.
fn is_deep(bytes: &[u8], name: &str) {
    let begun = Instant::now();
    let reading = read(bytes, name);
    let all: String = first(&reading)
        .extraction
        .passages
        .iter()
        .map(|passage| passage.text.as_str())
        .collect();
    assert!(all.contains("deepmark"), "{name}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{name}");
}

#[test]
fn depth_exhausts_nothing() {
    let n = 100_000;
    let groups = format!("{{\\rtf1 {}deepmark{}}}", "{\\b ".repeat(n), "}".repeat(n));
    is_deep(groups.as_bytes(), "deep.rtf");
    let open = format!("{{\\rtf1 {}deepmark", "{\\footnote ".repeat(n + 10));
    is_deep(open.as_bytes(), "open.rtf");
    let spans = format!(
        "<office:document office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><text:p>{}deepmark",
        "<text:span>".repeat(n)
    );
    is_deep(spans.as_bytes(), "deep.fodt");
    let boxes = format!(
        "<office:document office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text>{}<text:p>deepmark",
        "<text:note>".repeat(n)
    );
    is_deep(boxes.as_bytes(), "boxes.fodt");
    let slide = format!("<p:sld>{}<a:p><a:t>deepmark", "<p:grpSp>".repeat(n));
    let bytes = package(&[
        ("ppt/presentation.xml", b"<p:presentation/>"),
        ("ppt/slides/slide1.xml", slide.as_bytes()),
    ]);
    is_deep(&bytes, "deep.pptx");
}

#[test]
fn a_bomb_is_named() {
    let zeros = vec![b' '; 40 << 20];
    let content = [b"<office:document-content>".as_slice(), &zeros].concat();
    let bytes = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
    ]);
    let reading = read(&bytes, "bomb.odt");
    let categories: Vec<Category> = first(&reading)
        .problems
        .iter()
        .map(|p| p.category)
        .collect();
    assert!(categories.contains(&Category::TooLarge), "{categories:?}");
}

#[test]
fn entities_are_not_expanded() {
    let text = "<!DOCTYPE a [<!ENTITY b \"bombmark\"><!ENTITY c \"&b;&b;\">]><office:document office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><text:p>&c;</text:p></office:text></office:body></office:document>";
    let reading = read(text.as_bytes(), "x.fodt");
    assert_eq!(at(first(&reading), Place::Body, None), "&c;\n");
    assert!(first(&reading).extraction.doubts[0].contains("entities"));
}
