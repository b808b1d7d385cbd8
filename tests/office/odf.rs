//! OpenDocument: each place of a text and of a presentation, packed and flat, and what opens only with a password.

use super::{at, categories, first, package, read, value};
use recordroom::extract::{Category, Format, Place, TextStatus};

const TEXT: &str = "application/vnd.oasis.opendocument.text";
const SLIDES: &str = "application/vnd.oasis.opendocument.presentation";

const STYLES: &str = r#"<style:style style:name="V" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>"#;

const META: &str = r#"<office:meta><dc:title>Lamp title</dc:title><meta:initial-creator>Odile Farrant</meta:initial-creator>
<meta:keyword>wickmark</meta:keyword><meta:creation-date>2019-04-02T10:05:00</meta:creation-date>
<meta:user-defined meta:name="Berth">berthmark</meta:user-defined></office:meta>"#;

const BODY: &str = r#"<office:text><text:tracked-changes>
<text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Nobody</dc:creator></office:change-info><text:p>gonemark </text:p></text:deletion></text:changed-region>
<text:changed-region text:id="c2"><text:insertion><office:change-info><dc:creator>Nobody</dc:creator></office:change-info></text:insertion></text:changed-region>
</text:tracked-changes>
<text:h>Bodymark <text:span>INV/02</text:span><text:span>83/2020</text:span></text:h>
<text:p>One<text:s text:c="2"/>two<text:tab/>three<text:line-break/>four &#163;10 &amp; more.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>notemark</text:p></text:note-body></text:note></text:p>
<text:p>Kept <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>newmark <text:change-end text:change-id="c2"/>end.</text:p>
<text:p>Seen<office:annotation><dc:creator>Tobias Quill</dc:creator><dc:date>2019-04-03</dc:date><text:p>commentmark</text:p></office:annotation><text:span text:style-name="V">veiledmark</text:span>.</text:p>
<text:p><text:a xlink:href="https://lamps.example/linkmark">shownmark</text:a><text:hidden-text text:string-value="secretmark"/></text:p>
<text:p>Out<draw:frame><draw:text-box><text:p>boxmark</text:p></draw:text-box><svg:desc>altmark</svg:desc></draw:frame>side</text:p>
<table:table><table:table-row><table:table-cell><text:p>cellmark</text:p></table:table-cell><table:table-cell><text:p>second</text:p></table:table-cell></table:table-row></table:table>
<text:section text:display="none"><text:p>sectionmark</text:p></text:section></office:text>"#;

fn root(name: &str, attributes: &str, inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:{name} xmlns:office=\"o\" xmlns:text=\"t\" xmlns:draw=\"d\" {attributes}>{inner}</office:{name}>"
    )
}

/// A text document with a marker in every place.
pub fn text() -> Vec<u8> {
    let content = root(
        "document-content",
        "",
        &format!(
            "<office:automatic-styles>{STYLES}</office:automatic-styles><office:body>{BODY}</office:body>"
        ),
    );
    let styles = root(
        "document-styles",
        "",
        "<office:master-styles><style:master-page><style:header><text:p>headmark</text:p></style:header><style:footer-left><text:p>footmark</text:p></style:footer-left></style:master-page></office:master-styles>",
    );
    let meta = root("document-meta", "", META);
    let object = root(
        "document-content",
        "",
        "<office:body><office:chart><text:p>chartmark</text:p></office:chart></office:body>",
    );
    package(&[
        ("mimetype", TEXT.as_bytes()),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
        ("meta.xml", meta.as_bytes()),
        ("Object 1/content.xml", object.as_bytes()),
        ("Attached/kite.txt", b"paper packedmark"),
        ("settings.xml", b"<settingmark/>"),
    ])
}

fn slides() -> String {
    let slide = |n: u32, style: &str, more: &str| {
        format!(
            "<draw:page draw:style-name=\"{style}\">{more}<draw:frame><draw:text-box><text:p>slidemark{n}</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>speakermark{n}</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>"
        )
    };
    format!(
        "<office:presentation><presentation:footer-decl>footmark</presentation:footer-decl>{}{}{}</office:presentation>",
        slide(
            1,
            "dp1",
            "<office:annotation><dc:creator>Tobias Quill</dc:creator><text:p>commentmark</text:p></office:annotation>"
        ),
        slide(2, "dp2", ""),
        slide(3, "dp1", "")
    )
}

fn check_text(item: &recordroom::extract::Item) {
    assert_eq!(item.extraction.format, Format::Odt);
    assert!(item.problems.is_empty(), "{:?}", item.problems);
    let body = at(item, Place::Body, None);
    for mark in [
        "Bodymark INV/0283/2020\n",
        "One  two\tthree\nfour £10 & more.\n",
        "Kept newmark end.\n",
        "shownmark\n",
        "Outside\n",
        "cellmark\tsecond\n",
    ] {
        assert!(body.contains(mark), "{mark} in {body}");
    }
    for (place, mark) in [
        (Place::Note, "notemark"),
        (Place::Comment, "Tobias Quill: commentmark"),
        (Place::Box, "boxmark"),
        (Place::Box, "altmark"),
        (Place::Hidden, "Kept gonemark end.\n"),
        (Place::Hidden, "veiledmark"),
        (Place::Hidden, "secretmark"),
        (Place::Hidden, "sectionmark"),
        (Place::Metadata, "https://lamps.example/linkmark"),
    ] {
        let text = at(item, place, None);
        assert!(text.contains(mark), "{mark} in {place:?}: {text}");
    }
    assert_eq!(value(item, "title"), Some("Lamp title"));
    assert_eq!(value(item, "author"), Some("Odile Farrant"));
    assert_eq!(value(item, "created"), Some("2019-04-02T10:05:00"));
    assert_eq!(value(item, "Berth"), Some("berthmark"));
}

#[test]
fn every_place_of_a_text_is_read() {
    let reading = read(&text(), "whatever.zip");
    let item = first(&reading);
    check_text(item);
    assert!(at(item, Place::Header, None).contains("headmark"));
    assert!(at(item, Place::Footer, None).contains("footmark"));
    assert!(at(item, Place::Box, None).contains("chartmark"));
    assert_eq!(reading.items.len(), 2);
    assert_eq!(at(&reading.items[1], Place::Body, None), "paper packedmark");
}

#[test]
fn a_flat_file_says_the_same() {
    let flat = root(
        "document",
        &format!("office:mimetype=\"{TEXT}\""),
        &format!(
            "{META}<office:automatic-styles>{STYLES}</office:automatic-styles><office:body>{BODY}</office:body>"
        ),
    );
    check_text(first(&read(flat.as_bytes(), "lamp.xml")));
}

#[test]
fn slides_bear_their_numbers_and_hidden_ones_are_told() {
    let content = root(
        "document-content",
        "",
        &format!(
            "<office:automatic-styles>{STYLES}</office:automatic-styles><office:body>{}</office:body>",
            slides()
        ),
    );
    let styles = root(
        "document-styles",
        "",
        "<office:master-styles><style:master-page><draw:frame presentation:placeholder=\"true\"><draw:text-box><text:p>promptmark</text:p></draw:text-box></draw:frame><draw:frame><draw:text-box><text:p>mastermark</text:p></draw:text-box></draw:frame></style:master-page></office:master-styles>",
    );
    let bytes = package(&[
        ("mimetype", SLIDES.as_bytes()),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ]);
    let reading = read(&bytes, "lamp.odp");
    let item = first(&reading);
    assert_eq!(item.extraction.format, Format::Odp);
    assert_eq!(item.extraction.pages, Some(3));
    assert_eq!(at(item, Place::Body, Some(1)), "slidemark1\n");
    assert_eq!(at(item, Place::Body, Some(3)), "slidemark3\n");
    assert_eq!(at(item, Place::Note, Some(2)), "speakermark2\n");
    assert_eq!(at(item, Place::Hidden, Some(2)), "slidemark2\n");
    assert_eq!(
        at(item, Place::Comment, Some(1)),
        "Tobias Quill: commentmark\n"
    );
    assert!(at(item, Place::Footer, None).contains("footmark"));
    let beside = at(item, Place::Box, None);
    assert!(beside.contains("mastermark") && !beside.contains("promptmark"));
    assert!(item.extraction.doubts[0].contains("1 slide is hidden"));
}

#[test]
fn a_password_is_told_and_nothing_is_guessed() {
    let manifest = r#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let bytes = package(&[
        ("mimetype", TEXT.as_bytes()),
        ("content.xml", b"\x01\x02 sealed \x03"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ]);
    let reading = read(&bytes, "sealed.odt");
    assert_eq!(categories(first(&reading)), [Category::Encrypted]);
    assert_eq!(
        first(&reading).extraction.text_status,
        TextStatus::Encrypted
    );
}

#[test]
fn numbers_of_lists_and_headings_are_counted() {
    let body = "<text:h text:outline-level=\"1\">First</text:h><text:h text:outline-level=\"2\">Within</text:h>\
                <text:list text:style-name=\"L\"><text:list-item><text:p>one</text:p><text:p>more</text:p>\
                <text:list><text:list-item><text:p>deep</text:p></text:list-item></text:list></text:list-item>\
                <text:list-item><text:p>two</text:p></text:list-item></text:list>\
                <text:list text:style-name=\"L\" text:continue-numbering=\"true\"><text:list-item><text:p>three</text:p></text:list-item></text:list>\
                <text:list text:style-name=\"L\"><text:list-item><text:p>anew</text:p></text:list-item></text:list>\
                <text:h text:outline-level=\"1\">Second</text:h>";
    let styles = "<office:automatic-styles><text:list-style style:name=\"L\">\
                  <text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\"/>\
                  <text:list-level-style-number text:level=\"2\" style:num-format=\"a\" style:num-suffix=\")\" text:display-levels=\"2\"/>\
                  </text:list-style></office:automatic-styles>";
    let outline = "<office:styles><text:outline-style><text:outline-level-style text:level=\"1\" style:num-format=\"I\"/>\
                   <text:outline-level-style text:level=\"2\" style:num-format=\"\"/></text:outline-style></office:styles>";
    let content = root(
        "document-content",
        "",
        &format!("{styles}<office:body><office:text>{body}</office:text></office:body>"),
    );
    let bytes = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        (
            "styles.xml",
            root("document-styles", "", outline).as_bytes(),
        ),
    ]);
    let reading = read(&bytes, "lists");
    assert_eq!(
        at(first(&reading), Place::Body, None),
        "I First\nWithin\n1. one\nmore\n1.a) deep\n2. two\n3. three\n1. anew\nII Second\n"
    );
}
