//! DOCX: every part that holds words, tracked changes both ways, and packages that are broken or hostile.

use super::{body, categories, open, open_within, specimen, text_of, value};
use recordroom::extract::docx::Docx;
use recordroom::extract::{
    Category, Confidence, Extractor, Limits, Opened, Place, Step, TextStatus,
};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SPACE: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

fn package(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(root: &str, inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:{root} {SPACE}>{inner}</w:{root}>")
}

fn document(inner: &str) -> String {
    part("document", &format!("<w:body>{inner}</w:body>"))
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn read(inner: &str) -> Opened {
    let document = document(inner);
    open(
        &Docx,
        &package(&[("word/document.xml", document.as_bytes())]),
    )
}

#[test]
fn a_reference_split_over_three_runs_is_whole() {
    let opened = read(
        "<w:p><w:r><w:t>Ref INV/02</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:b/></w:rPr><w:t>83/</w:t></w:r>\
         <w:bookmarkStart w:id=\"0\" w:name=\"x\"/><w:r><w:t xml:space=\"preserve\">2020 of &#163;10 &amp; more</w:t></w:r></w:p>",
    );
    assert_eq!(body(&opened), "Ref INV/0283/2020 of £10 & more\n");
    assert_eq!(opened.extraction.text_status, TextStatus::Text);
    assert!(opened.problems.is_empty() && opened.extraction.doubts.is_empty());
}

#[test]
fn every_part_is_read_to_its_own_place() {
    let header = part("hdr", &p("OFFICIAL"));
    let footer = part("ftr", &p("Page one"));
    let notes = part(
        "footnotes",
        &format!("<w:footnote w:id=\"2\">{}</w:footnote>", p("See s31")),
    );
    let comments = part(
        "comments",
        &format!(
            "<w:comment w:id=\"0\" w:author=\"A Kerr\">{}</w:comment>",
            p("Is this held?")
        ),
    );
    let opened = open(
        &Docx,
        &package(&[
            ("word/header7.xml", header.as_bytes()),
            ("word/document.xml", document(&p("Dear Sir")).as_bytes()),
            ("word/odd name.xml", footer.as_bytes()),
            ("word/footnotes.xml", notes.as_bytes()),
            ("word/comments.xml", comments.as_bytes()),
            (
                "word/styles.xml",
                part("styles", &p("not words")).as_bytes(),
            ),
        ]),
    );
    assert_eq!(body(&opened), "Dear Sir\n");
    assert_eq!(text_of(&opened, Place::Header), "OFFICIAL\n");
    assert_eq!(text_of(&opened, Place::Footer), "Page one\n");
    assert_eq!(text_of(&opened, Place::Note), "See s31\n");
    assert_eq!(text_of(&opened, Place::Comment), "A Kerr: Is this held?\n");
    assert_eq!(opened.extraction.passages[0].place, Place::Body);
}

#[test]
fn tracked_changes_read_both_ways() {
    let opened = read(
        "<w:p><w:r><w:t>INV/028</w:t></w:r><w:del w:id=\"1\" w:author=\"A\"><w:r><w:delText>3</w:delText></w:r></w:del>\
         <w:ins w:id=\"2\" w:author=\"A\"><w:r><w:t>4</w:t></w:r></w:ins><w:r><w:t>/2020</w:t></w:r></w:p>\
         <w:p><w:ins w:id=\"3\"><w:r><w:t>only added</w:t></w:r></w:ins></w:p>\
         <w:p><w:moveFrom w:id=\"4\"><w:r><w:t>moved away</w:t></w:r></w:moveFrom></w:p>",
    );
    assert_eq!(body(&opened), "INV/0284/2020\nonly added\n\n");
    assert_eq!(
        text_of(&opened, Place::Hidden),
        "INV/0283/2020\nmoved away\n"
    );
}

#[test]
fn hidden_runs_are_kept_apart() {
    let opened = read(
        "<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>",
    );
    assert_eq!(body(&opened), "seen\n");
    assert_eq!(text_of(&opened, Place::Hidden), "unseen\n");
}

#[test]
fn tables_read_row_by_row_even_within_tables() {
    let cell = |inner: &str| format!("<w:tc><w:tcPr/>{inner}</w:tc>");
    let inner = format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>{}",
        cell(&p("i")),
        cell(&p("ii")),
        p("after")
    );
    let opened = read(&format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>{}",
        cell(&p("Date")),
        cell(&p("Reference")),
        cell(&inner),
        cell(&p("EA/2018/0033")),
        p("end")
    ));
    assert_eq!(
        body(&opened),
        "Date\tReference\ni\tii\nafter\tEA/2018/0033\nend\n"
    );
}

#[test]
fn a_text_box_is_read_once_and_splits_no_word() {
    let text_box = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let opened = read(&format!(
        "<w:p><w:r><w:t>refer</w:t></w:r><w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>ence</w:t></w:r></w:p>",
        text_box("boxed"),
        text_box("boxed")
    ));
    assert_eq!(body(&opened), "reference\n");
    assert_eq!(text_of(&opened, Place::Box), "boxed\n");
    let old_only = read(&format!(
        "<w:p><w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><w:drawing/></mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
        text_box("old")
    ));
    assert_eq!(text_of(&old_only, Place::Box), "old\n");
}

#[test]
fn fields_give_their_results_and_links_their_targets() {
    let relations = "<Relationships><Relationship Id=\"r1\" Type=\"x/hyperlink\" Target=\"mailto:foi@northshire.example?a=1&amp;b=2\" TargetMode=\"External\"/></Relationships>";
    let text = document(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"https://ico.example/</w:instrText></w:r>\
         <w:r><w:instrText>leaflets\" \\o \"tip\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
         <w:r><w:t>our page</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
    );
    let opened = open(
        &Docx,
        &package(&[
            ("word/document.xml", text.as_bytes()),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
        ]),
    );
    assert_eq!(body(&opened), "our page\n");
    let links = text_of(&opened, Place::Metadata);
    assert!(links.contains("https://ico.example/leaflets\n"), "{links}");
    assert!(
        links.contains("mailto:foi@northshire.example?a=1&b=2\n"),
        "{links}"
    );
}

#[test]
fn marks_that_stand_for_characters_become_them() {
    let opened = read(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"1\"/></w:tabs></w:pPr><w:r><w:t>INV</w:t><w:noBreakHyphen/><w:t>0283</w:t><w:noBreakHyphen/><w:t>2020</w:t>\
         <w:tab/><w:t>leaf</w:t><w:softHyphen/><w:t>let</w:t><w:br/><w:t>next</w:t><w:br w:type=\"page\"/><w:sym w:font=\"Arial\" w:char=\"00A3\"/><w:t>5</w:t></w:r></w:p>",
    );
    assert_eq!(
        body(&opened),
        "INV\u{2011}0283\u{2011}2020\tleaf\u{AD}let\nnext\u{0C}£5\n"
    );
}

#[test]
fn properties_become_metadata() {
    let core = "<cp:coreProperties><dc:title>Leaflets &amp; posters</dc:title><dc:creator>A Kerr</dc:creator><dcterms:created>2020-07-14T09:30:00Z</dcterms:created></cp:coreProperties>";
    let custom = "<Properties><property name=\"Case number\"><vt:lpwstr>CR-77</vt:lpwstr></property></Properties>";
    let opened = open(
        &Docx,
        &package(&[
            ("word/document.xml", document(&p("text")).as_bytes()),
            ("docProps/core.xml", core.as_bytes()),
            ("docProps/custom.xml", custom.as_bytes()),
        ]),
    );
    assert_eq!(value(&opened, "title"), Some("Leaflets & posters"));
    assert_eq!(value(&opened, "author"), Some("A Kerr"));
    assert_eq!(value(&opened, "created"), Some("2020-07-14T09:30:00Z"));
    assert_eq!(value(&opened, "Case number"), Some("CR-77"));
}

#[test]
fn embedded_and_inserted_files_are_parts_and_so_are_pictures_but_for_small_ones() {
    let relations =
        "<Relationships><Relationship Type=\"x/aFChunk\" Target=\"chunk.xml\"/></Relationships>";
    let (crest, scan) = (png(40, 60), png(600, 400));
    let opened = open(
        &Docx,
        &package(&[
            ("word/document.xml", document(&p("text")).as_bytes()),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
            ("word/chunk.xml", b"<html/>"),
            ("word/embeddings/sheet1.xlsx", b"PK..."),
            ("word/media/crest.png", &crest),
            ("word/media/scan.png", &scan),
            ("word/media/again.png", &scan),
            ("word/fonts/font1.odttf", b"font"),
        ]),
    );
    let steps: Vec<_> = opened
        .parts
        .iter()
        .map(|part| part.steps[0].clone())
        .collect();
    assert_eq!(
        steps,
        [
            Step::Member("word/chunk.xml".into()),
            Step::Member("word/embeddings/sheet1.xlsx".into()),
            Step::Member("word/media/scan.png".into())
        ]
    );
    assert_eq!(opened.parts[1].name, "sheet1.xlsx");
    assert_eq!(opened.extraction.doubts, Vec::<String>::new());
    assert_eq!(
        text_of(&opened, Place::Metadata),
        "crest.png: a picture of 40 by 60 pixels, too small for a sentence\n\
         again.png: the same picture again\n"
    );
}

/// A white picture of this size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::new_luma8(width, height)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

#[test]
fn a_document_without_words_says_so() {
    let opened = read("<w:p/>");
    assert_eq!(opened.extraction.text_status, TextStatus::None);
    assert_eq!(categories(&opened), [Category::NoText]);
}

#[test]
fn a_package_without_its_directory_is_read_by_its_members() {
    let long: String = (0..2000)
        .map(|n| p(&format!("Line {n} of INV/0283/2020")))
        .collect();
    let whole = package(&[
        ("word/header1.xml", part("hdr", &p("OFFICIAL")).as_bytes()),
        ("word/document.xml", document(&long).as_bytes()),
    ]);
    let cut = open(&Docx, &whole[..whole.len() * 2 / 3]);
    assert_eq!(text_of(&cut, Place::Header), "OFFICIAL\n");
    assert!(
        body(&cut).starts_with("Line 0 of INV/0283/2020\nLine 1 of"),
        "{}",
        body(&cut).len()
    );
    assert!(categories(&cut).contains(&Category::Damaged));
}

#[test]
fn a_part_that_breaks_off_gives_what_stands_before() {
    let text = document(&format!("{}<w:p><w:r><w:t>half a sent", p("INV/0283/2020")));
    let broken = text.split("</w:body>").next().unwrap();
    let opened = open(&Docx, &package(&[("word/document.xml", broken.as_bytes())]));
    assert!(body(&opened).starts_with("INV/0283/2020\nhalf a sent"));
    assert_eq!(categories(&opened), [Category::Damaged]);
}

#[test]
fn a_bomb_is_stopped_while_it_unpacks() {
    let head = format!(
        "<w:document {SPACE}><w:body>{}<w:p><w:r><w:t>",
        p("INV/0283/2020")
    );
    let bomb = [head.as_bytes(), &vec![b'a'; 80 << 20]].concat();
    let bytes = package(&[
        ("word/document.xml", &bomb),
        ("word/footer1.xml", part("ftr", &p("foot")).as_bytes()),
    ]);
    assert!(bytes.len() < 200_000);
    let opened = open(&Docx, &bytes);
    assert!(categories(&opened).contains(&Category::TooLarge));
    assert!(body(&opened).starts_with("INV/0283/2020\n"));
    assert!(body(&opened).len() < 40 << 20);
    assert_eq!(text_of(&opened, Place::Footer), "foot\n");
    let tight = Limits {
        unpacked: 10_000,
        ..Limits::default()
    };
    let opened = open_within(&Docx, &bytes, &tight);
    assert!(categories(&opened).contains(&Category::TooLarge));
    assert!(body(&opened).len() < 10_000);
}

#[test]
fn entities_of_a_dtd_are_not_expanded_and_deep_nesting_is_harmless() {
    let text = document(&p("fee &lol; INV/0283/2020"))
        .replacen("<w:document", "<!DOCTYPE d [<!ENTITY lol \"ha\"><!ENTITY ext SYSTEM \"file:///etc/hostname\">]><w:document", 1);
    let opened = open(&Docx, &package(&[("word/document.xml", text.as_bytes())]));
    assert_eq!(body(&opened), "fee &lol; INV/0283/2020\n");
    assert_eq!(opened.extraction.doubts.len(), 1);
    let deep = format!(
        "{}{}{}",
        "<w:sdt>".repeat(300_000),
        p("deep down"),
        "</w:sdt>".repeat(300_000)
    );
    assert_eq!(body(&read(&deep)), "deep down\n");
}

#[test]
fn only_a_package_with_a_document_is_docx() {
    let text = document("");
    let docx = package(&[("word/document.xml", text.as_bytes())]);
    let plain = package(&[("notes.txt", b"words")]);
    assert_eq!(
        Docx.bid(&specimen(&docx, "a.bin")),
        Some(Confidence::Certain)
    );
    assert_eq!(Docx.bid(&specimen(&plain, "a.zip")), None);
    assert_eq!(
        Docx.bid(&specimen(&plain, "a.docx")),
        Some(Confidence::Named)
    );
    let opened = open(&Docx, &plain);
    assert_eq!(opened.extraction.text_status, TextStatus::Failed);
    assert_eq!(categories(&opened), [Category::Damaged]);
}

#[test]
fn numbers_of_lists_stand_before_their_paragraphs() {
    let item = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>\
             <w:pPrChange><w:pPr><w:numPr><w:numId w:val=\"9\"/></w:numPr></w:pPr></w:pPrChange></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let level = |n: u8, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"3\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let lists = part(
        "numbering",
        &format!(
            "<w:abstractNum w:abstractNumId=\"0\">{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
            level(0, "decimal", "%1."),
            level(1, "lowerLetter", "%1(%2)")
        ),
    );
    let body = [
        item(0, "first"),
        item(1, "within"),
        p("plain"),
        item(0, "next"),
    ]
    .concat();
    let opened = open(
        &Docx,
        &package(&[
            ("word/document.xml", document(&body).as_bytes()),
            ("word/numbering.xml", lists.as_bytes()),
        ]),
    );
    assert_eq!(
        super::body(&opened),
        "3. first\n3(c) within\nplain\n4. next\n"
    );
}
