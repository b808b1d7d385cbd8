//! PDF: the text layer, what stands beside it, and pages that cannot be read.

use super::pdf_bytes::{Paper, line};
use super::{body, categories, open, open_within, specimen, text_of, value};
use recordroom::extract::pdf::Pdf;
use recordroom::extract::{
    Category, Confidence, Extractor, Format, Limits, Place, Step, TextStatus, sniff,
};

const LETTER: &str = "Our reference INV/0283/2020";

fn one_page(content: &str) -> Vec<u8> {
    Paper::with_pages(&[content]).bytes()
}

#[test]
fn a_text_layer_is_read_with_its_reference() {
    let opened = open(&Pdf, &one_page(&line(700, LETTER)));
    assert_eq!(body(&opened), format!("{LETTER}\n"));
    assert_eq!(opened.extraction.text_status, TextStatus::Text);
    assert_eq!(opened.extraction.pages, Some(1));
    assert!(opened.problems.is_empty(), "{:?}", opened.problems);
    assert!(opened.extraction.doubts.is_empty());
}

#[test]
fn what_is_no_pdf_is_not_read_as_one_for_its_name() {
    let cut_at_its_head = &one_page(&line(700, LETTER))[40..];
    for (bytes, format) in [
        (LETTER.as_bytes(), Format::Text),
        (
            "\u{feff}Mae\u{2019}r llythyr yma.\r\n".as_bytes(),
            Format::Text,
        ),
        (b"\xff\xfeO\0u\0r\0 \0r\0e\0f\0", Format::Text),
        (b"<html><body><p>Our ref</p></body></html>", Format::Html),
        (cut_at_its_head, Format::Pdf),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07\x08", Format::Pdf),
    ] {
        let mut named = specimen(bytes, "letter.PDF");
        assert_eq!(sniff::pick(&named).format(), format, "{bytes:?}");
        (named.name, named.declared) = ("letter", Some("application/pdf"));
        assert_eq!(sniff::pick(&named).format(), format, "{bytes:?}");
    }
}

#[test]
fn each_page_is_a_passage_with_its_number() {
    let first = line(700, "Page the first");
    let second = line(700, LETTER) + &line(680, "Yours faithfully");
    let opened = open(&Pdf, &Paper::with_pages(&[&first, "", &second]).bytes());
    let pages: Vec<_> = opened
        .extraction
        .passages
        .iter()
        .map(|p| (p.page, p.text.as_str()))
        .collect();
    assert_eq!(
        pages,
        [
            (Some(1), "Page the first\n"),
            (Some(3), "Our reference INV/0283/2020\nYours faithfully\n")
        ]
    );
    assert_eq!(opened.extraction.pages, Some(3));
}

#[test]
fn kerning_splits_no_word_and_a_gap_is_a_space() {
    let content =
        "BT /F1 12 Tf 72 700 Td [(Lea) 60 (fl) -40 (ets) -400 (IN) 20 (V/0283) 15 (/2020)] TJ ET";
    assert_eq!(
        body(&open(&Pdf, &one_page(content))),
        "Leaflets INV/0283/2020\n"
    );
}

#[test]
fn text_turned_on_its_side_is_read_along_its_own_baseline() {
    let content = "BT /F1 12 Tf 0 1 -1 0 300 100 Tm (INV/0283/2020) Tj ET";
    assert_eq!(body(&open(&Pdf, &one_page(content))), "INV/0283/2020\n");
}

#[test]
fn invisible_text_is_read_and_overprinted_text_once() {
    let content = format!(
        "{0}{0}BT 3 Tr /F1 12 Tf 72 650 Td (read once by OCR) Tj ET BT 2 Tr /F1 12 Tf 72 600 Td (outlined) Tj ET",
        line(700, "bold")
    );
    assert_eq!(
        body(&open(&Pdf, &one_page(&content))),
        "bold\nread once by OCR\noutlined\n"
    );
}

#[test]
fn a_cut_file_gives_what_is_left_and_says_so() {
    let first = line(700, LETTER);
    let second: String = (0..20)
        .map(|n| line(800 - 20 * n, &format!("line {n} of the second page")))
        .collect();
    let whole = Paper::with_pages(&[&first, &second]).bytes();
    let middle = whole.windows(7).position(|w| w == b"line 12").unwrap();
    for cut in [middle, whole.len() - 20, whole.len() - 300] {
        let opened = open(&Pdf, &whole[..cut]);
        assert!(body(&opened).contains(LETTER), "{opened:?}");
        assert!(
            body(&opened).contains("line 11 of the second page"),
            "{opened:?}"
        );
        assert_eq!(categories(&opened), [Category::Damaged]);
        assert_eq!(opened.extraction.text_status, TextStatus::Text);
    }
}

#[test]
fn what_is_no_pdf_or_has_no_page_is_damaged() {
    for bytes in [
        &b"%PDF-1.7\n"[..],
        b"%PDF-1.4 nothing here %%EOF",
        &Paper::default().bytes(),
    ] {
        let opened = open(&Pdf, bytes);
        assert_eq!(opened.extraction.text_status, TextStatus::Failed);
        assert_eq!(categories(&opened).first(), Some(&Category::Damaged));
    }
}

fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len() / 2)
        .map(|n| u8::from_str_radix(&digits[2 * n..2 * n + 2], 16).unwrap())
        .collect()
}

fn encrypted(user_check: &str) -> Vec<u8> {
    // RC4 with 40 bits, made once with the standard's own algorithm: owner's password "owner", none for the user.
    let content = hex(
        "cc16974adb99f795ea15f7d11a9aeb528a81729e31aadc97f089c0be2dfe75aa9d01d6a105090a31010388d689fb10c58d835e7967d2aeca8611",
    );
    let mut paper = Paper::with_bytes(&content);
    paper.trailer = format!(
        "/ID [<000102030405060708090a0b0c0d0e0f> <000102030405060708090a0b0c0d0e0f>] \
         /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 \
         /O <c92422687facee686e373f10b5c7d04738053152f7e2ee30e11c69ec442576ab> /U <{user_check}> >>"
    );
    paper.bytes()
}

#[test]
fn an_owner_password_does_not_keep_the_text_back() {
    let bytes = encrypted("19794f9d50ebc9182f8a72bb20274501272fe2bee8bbe219d98cb9360ba26be1");
    assert_eq!(body(&open(&Pdf, &bytes)), format!("{LETTER}\n"));
}

#[test]
fn a_user_password_is_told_as_encrypted() {
    let opened = open(&Pdf, &encrypted(&"5a".repeat(32)));
    assert_eq!(categories(&opened), [Category::Encrypted]);
    assert_eq!(opened.extraction.text_status, TextStatus::Encrypted);
}

fn with_picture(contents: &[&str]) -> Vec<u8> {
    let mut paper = Paper::with_pages(contents);
    let entries = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
    let picture = paper.add_stream(entries, b"\x80");
    paper.page = format!("/Resources << /Font << /F1 3 0 R >> /XObject << /Im {picture} 0 R >> >>");
    paper.bytes()
}

const SCAN: &str = "q 595 0 0 842 0 0 cm /Im Do Q\n";

#[test]
fn a_page_that_is_a_picture_is_listed_by_its_number() {
    let text = line(
        700,
        "A letter with words enough to be a page of its own, and no picture",
    );
    let opened = open(&Pdf, &with_picture(&[&text, SCAN, SCAN, &text, SCAN]));
    assert_eq!(opened.extraction.text_status, TextStatus::Text);
    assert_eq!(categories(&opened), [Category::NoText]);
    let reason = &opened.problems[0].reason;
    assert!(reason.starts_with("pages 2-3, 5: an image"), "{reason}");
}

#[test]
fn a_file_of_pictures_has_no_text() {
    let opened = open(&Pdf, &with_picture(&[SCAN]));
    assert_eq!(opened.extraction.text_status, TextStatus::None);
    assert_eq!(categories(&opened), [Category::NoText]);
}

#[test]
fn a_fax_header_does_not_hide_the_picture_below_it() {
    let fax = SCAN.to_string() + &line(820, "12 MAR 2020 10:14 FROM 0161 496 0000 PAGE 01");
    let opened = open(&Pdf, &with_picture(&[&fax]));
    assert_eq!(opened.extraction.text_status, TextStatus::Text);
    assert_eq!(categories(&opened), [Category::NoText]);
}

#[test]
fn letters_that_the_font_does_not_name_are_told() {
    let mut paper = Paper::with_pages(&["BT /F2 12 Tf 72 700 Td <00240025002600270028> Tj ET"]);
    let below = paper.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    );
    let font = paper.add(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [{below} 0 R] >>"
    ));
    paper.page = format!("/Resources << /Font << /F2 {font} 0 R >> >>");
    let opened = open(&Pdf, &paper.bytes());
    assert!(
        opened
            .problems
            .iter()
            .any(|p| p.reason.contains("page 1: the fonts do not say")),
        "{opened:?}"
    );
}

#[test]
fn notes_forms_links_bookmarks_and_properties_are_read_beside_the_pages() {
    let mut paper = Paper::with_pages(&[&line(700, LETTER)]);
    let note = paper.add("<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (A Kerr) /Contents (Ask the \\(West\\) desk) >>");
    let printed = paper.add("<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] /Contents (Our reference\\rINV/0283/2020) >>");
    let link = paper.add("<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (mailto:foi@northshire.example) >> >>");
    let field = paper
        .add("<< /T (box1) /TU (Badge number) /V <FEFF0050004300200034> /Kids [1 0 R 99 0 R] >>");
    let first = paper.add("<< /Title (Background) >>");
    let info = paper.add("<< /Title (Leaflets \\225 2020) /Author (A Kerr) /CreationDate (D:20200714093000+01'00') /CaseNumber (CR-77) >>");
    let xmp = paper.add_stream(
        "/Type /Metadata /Subtype /XML",
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:title><rdf:Alt><rdf:li>Leaflets &amp; posters</rdf:li></rdf:Alt></dc:title></x:xmpmeta>",
    );
    // A reference to nothing must not hide what follows it.
    paper.page = format!(
        "/Resources << /Font << /F1 3 0 R >> >> /Annots [98 0 R {note} 0 R {printed} 0 R {link} 0 R]"
    );
    paper.catalogue = format!(
        "/AcroForm << /Fields [{field} 0 R] >> /Outlines << /First {first} 0 R >> /Metadata {xmp} 0 R"
    );
    paper.trailer = format!("/Info {info} 0 R");
    let opened = open(&Pdf, &paper.bytes());
    assert_eq!(
        text_of(&opened, Place::Comment),
        "A Kerr: Ask the (West) desk"
    );
    assert_eq!(text_of(&opened, Place::Box), "Badge number: PC 4\n");
    let beside = text_of(&opened, Place::Metadata);
    assert!(
        beside.contains("mailto:foi@northshire.example\n"),
        "{beside}"
    );
    assert!(beside.contains("Background\n"), "{beside}");
    assert_eq!(value(&opened, "title"), Some("Leaflets Ł 2020"));
    assert_eq!(value(&opened, "author"), Some("A Kerr"));
    assert_eq!(value(&opened, "created"), Some("2020-07-14T09:30:00+01:00"));
    assert_eq!(value(&opened, "CaseNumber"), Some("CR-77"));
    let titles = opened
        .extraction
        .metadata
        .iter()
        .filter(|f| f.name == "title")
        .count();
    assert_eq!(titles, 2);
}

#[test]
fn embedded_files_are_parts_and_names_never_clash() {
    let mut paper = Paper::with_pages(&[&line(700, LETTER)]);
    let one = paper.add_stream("/Type /EmbeddedFile /Subtype /text#2Fplain", b"first");
    let two = paper.add_stream("/Type /EmbeddedFile", b"second");
    let spec = |stream: usize| {
        format!("<< /Type /Filespec /F (note.txt) /UF (note.txt) /EF << /F {stream} 0 R >> >>")
    };
    paper.catalogue = format!(
        "/Names << /EmbeddedFiles << /Names [(a) {} (b) {} (c) {}] >> >>",
        spec(one),
        spec(two),
        spec(one)
    );
    let opened = open(&Pdf, &paper.bytes());
    let parts: Vec<_> = opened
        .parts
        .iter()
        .map(|p| {
            (
                p.steps[0].clone(),
                p.name.as_str(),
                p.bytes.as_slice(),
                p.declared.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        parts,
        [
            (
                Step::Member("note.txt".into()),
                "note.txt",
                &b"first"[..],
                Some("text/plain")
            ),
            (
                Step::Member("note.txt (2)".into()),
                "note.txt",
                &b"second"[..],
                None
            ),
        ]
    );
}

#[test]
fn rings_and_deep_nests_come_to_an_end() {
    let mut paper = Paper::with_pages(&[&line(700, LETTER)]);
    let ring = paper.add("<< /Title (round) /Next 6 0 R /First 6 0 R >>");
    assert_eq!(ring, 6);
    let deep = paper.add(format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
    let form = paper.add("<< /Kids [8 0 R 8 0 R] /V (once) >>");
    assert_eq!(form, 8);
    paper.catalogue = format!(
        "/Outlines << /First {ring} 0 R >> /AcroForm << /Fields [{form} 0 R {deep} 0 R] >> /Names {deep} 0 R"
    );
    let opened = open(&Pdf, &paper.bytes());
    assert_eq!(text_of(&opened, Place::Box), "once\n");
    assert_eq!(text_of(&opened, Place::Metadata), "round\n");
    assert_eq!(body(&opened), format!("{LETTER}\n"));
}

#[test]
fn forms_that_multiply_are_stopped_and_the_other_pages_read() {
    let mut paper = Paper::with_pages(&[&(line(700, LETTER) + "/X Do"), &line(700, "page two")]);
    for level in 0..9 {
        let form = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {} 0 R >> >>",
            9 + level
        );
        paper.add_stream(&form, "0 0 1 1 re f /X Do ".repeat(10).as_bytes());
    }
    paper.page = "/Resources << /Font << /F1 3 0 R >> /XObject << /X 8 0 R >> >>".to_string();
    let opened = open(&Pdf, &paper.bytes());
    assert_eq!(body(&opened), format!("{LETTER}\npage two\n"));
    assert_eq!(categories(&opened), [Category::TooLarge]);
    assert!(opened.problems[0].reason.starts_with("page 1:"));
}

#[test]
fn the_limit_on_text_is_met_with_a_problem() {
    let pages: Vec<String> = (0..5)
        .map(|_| line(700, &"many words ".repeat(40)))
        .collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let limits = Limits {
        text: 1000,
        ..Limits::default()
    };
    let opened = open_within(&Pdf, &Paper::with_pages(&pages).bytes(), &limits);
    assert_eq!(categories(&opened), [Category::TooLarge]);
    assert!(body(&opened).len() < 2000);
}

#[test]
fn a_pdf_is_known_by_its_mark_not_its_name() {
    let bytes = one_page("");
    assert_eq!(
        Pdf.bid(&specimen(&bytes, "scan.txt")),
        Some(Confidence::Certain)
    );
    let late = [b"HTTP/1.1 200 OK\n", &bytes[..]].concat();
    assert_eq!(Pdf.bid(&specimen(&late, "")), Some(Confidence::Likely));
    assert_eq!(
        Pdf.bid(&specimen(&bytes[40..], "a.PDF")),
        Some(Confidence::Named)
    );
    assert_eq!(Pdf.bid(&specimen(b"words", "a.txt")), None);
}
