//! PPTX: slides in their order, and all that hangs on them.

use super::{at, categories, first, package, read, value};
use recordroom::extract::{Category, Format, Place};

fn p(text: &str) -> String {
    format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")
}

fn shape(properties: &str, text: &str) -> String {
    format!("<p:sp><p:nvSpPr>{properties}</p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>")
}

fn slide(attributes: &str, inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><p:sld xmlns:p=\"p\" xmlns:a=\"a\" {attributes}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>"
    )
}

fn rels(list: &[(&str, &str, &str)]) -> String {
    let list: String = list
        .iter()
        .map(|(id, kind, target)| {
            let outside = match target.starts_with("http") {
                true => " TargetMode=\"External\"",
                false => "",
            };
            format!("<Relationship Id=\"{id}\" Type=\"x/relationships/{kind}\" Target=\"{target}\"{outside}/>")
        })
        .collect();
    format!("<Relationships>{list}</Relationships>")
}

/// A presentation of three slides, shown in another order than they are numbered.
pub fn whole() -> Vec<u8> {
    let one = slide(
        "",
        &(shape(
            "<p:cNvPr id=\"1\" name=\"t\" descr=\"altmark\"/>",
            &format!(
                "<a:p><a:r><a:t>INV/02</a:t></a:r><a:r><a:t>83/2020</a:t></a:r><a:br/><a:r><a:t>bodymark &#163;10</a:t></a:r></a:p>{}",
                p("secondline")
            ),
        ) + &shape(
            "<p:cNvPr id=\"2\" name=\"h\" hidden=\"1\"/>",
            &p("veiledshape"),
        ) + &format!(
            "<p:graphicFrame><a:tbl><a:tr><a:tc>{}</a:tc><a:tc>{}</a:tc></a:tr></a:tbl></p:graphicFrame>",
            p("cellmark"),
            p("second")
        )),
    );
    let two = slide("show=\"0\"", &shape("", &p("veiledslide")));
    let three = slide("", &shape("", &p("lastslide")));
    let loose = slide("", &shape("", &p("loosemark")));
    let master = format!(
        "<p:sldMaster>{}{}{}</p:sldMaster>",
        shape("<p:nvPr><p:ph type=\"title\"/></p:nvPr>", &p("promptmark")),
        shape("<p:nvPr><p:ph type=\"ftr\"/></p:nvPr>", &p("footmark")),
        shape("<p:nvPr/>", &p("mastermark"))
    );
    let notes = format!("<p:notes>{}</p:notes>", shape("", &p("speakermark")));
    package(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("ppt/presentation.xml", b"<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"r3\"/><p:sldId id=\"257\" r:id=\"r1\"/><p:sldId id=\"258\" r:id=\"r2\"/></p:sldIdLst><p14:section name=\"sectionmark\"/></p:presentation>"),
        ("ppt/_rels/presentation.xml.rels", rels(&[("r1", "slide", "slides/slide1.xml"), ("r2", "slide", "slides/slide2.xml"), ("r3", "slide", "slides/slide3.xml")]).as_bytes()),
        ("ppt/slides/slide1.xml", one.as_bytes()),
        ("ppt/slides/_rels/slide1.xml.rels", rels(&[
            ("r1", "notesSlide", "../notesSlides/n1.xml"),
            ("r2", "comments", "../comments/comment1.xml"),
            ("r3", "chart", "../charts/chart1.xml"),
            ("r4", "diagramData", "../diagrams/data1.xml"),
            ("r5", "hyperlink", "https://lamps.example/linkmark"),
            ("r6", "comments", "../comments/modernComment_1.xml"),
        ]).as_bytes()),
        ("ppt/slides/slide2.xml", two.as_bytes()),
        ("ppt/slides/slide3.xml", three.as_bytes()),
        ("ppt/slides/slide9.xml", loose.as_bytes()),
        ("ppt/notesSlides/n1.xml", notes.as_bytes()),
        ("ppt/slideMasters/m.xml", master.as_bytes()),
        ("ppt/commentAuthors.xml", b"<p:cmAuthorLst><p:cmAuthor id=\"0\" name=\"Tobias Quill\"/></p:cmAuthorLst>"),
        ("ppt/authors.xml", b"<p188:authorLst><p188:author id=\"{A}\" name=\"Odile Farrant\"/></p188:authorLst>"),
        ("ppt/comments/comment1.xml", b"<p:cmLst><p:cm authorId=\"0\"><p:text>oldcomment</p:text></p:cm></p:cmLst>"),
        ("ppt/comments/modernComment_1.xml", b"<p188:cmLst><p188:cm authorId=\"{A}\"><p188:txBody><a:p><a:r><a:t>newcomment</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>"),
        ("ppt/charts/chart1.xml", b"<c:chartSpace><c:title><a:p><a:r><a:t>chartmark</a:t></a:r></a:p></c:title><c:f>formulamark</c:f><c:pt><c:v>pointmark</c:v></c:pt></c:chartSpace>"),
        ("ppt/diagrams/data1.xml", b"<dgm:dataModel><dgm:pt><dgm:t><a:p><a:r><a:t>diagrammark</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"),
        ("ppt/diagrams/drawing1.xml", b"<dsp:drawing><a:p><a:r><a:t>diagrammark</a:t></a:r></a:p></dsp:drawing>"),
        ("ppt/embeddings/kite.txt", b"paper packedmark"),
        ("docProps/core.xml", b"<c><dc:title>Lamp title</dc:title><dc:creator>Odile Farrant</dc:creator></c>"),
        ("docProps/custom.xml", b"<Properties><property name=\"Berth\"><vt:lpwstr>berthmark</vt:lpwstr></property></Properties>"),
    ])
}

#[test]
fn slides_are_read_in_the_order_in_which_they_are_shown() {
    let reading = read(&whole(), "whatever");
    let item = first(&reading);
    assert_eq!(item.extraction.format, Format::Pptx);
    assert!(item.problems.is_empty(), "{:?}", item.problems);
    assert_eq!(item.extraction.pages, Some(4));
    assert_eq!(at(item, Place::Body, Some(1)), "lastslide\n");
    let second = at(item, Place::Body, Some(2));
    assert!(
        second.contains("INV/0283/2020\nbodymark £10\nsecondline\n"),
        "{second}"
    );
    assert!(second.contains("cellmark\tsecond\n"), "{second}");
    for (place, page, mark) in [
        (Place::Hidden, Some(3), "veiledslide"),
        (Place::Hidden, Some(2), "veiledshape"),
        (Place::Body, None, "loosemark"),
        (Place::Note, Some(2), "speakermark"),
        (Place::Comment, Some(2), "Tobias Quill: oldcomment"),
        (Place::Comment, Some(2), "Odile Farrant: newcomment"),
        (Place::Box, Some(2), "chartmark"),
        (Place::Box, Some(2), "pointmark"),
        (Place::Box, Some(2), "diagrammark"),
        (Place::Box, Some(2), "altmark"),
        (Place::Header, None, "mastermark"),
        (Place::Footer, None, "footmark"),
        (Place::Metadata, None, "https://lamps.example/linkmark"),
    ] {
        let text = at(item, place, page);
        assert!(text.contains(mark), "{mark} in {place:?} {page:?}: {text}");
    }
    let all: String = item
        .extraction
        .passages
        .iter()
        .map(|p| p.text.as_str())
        .collect();
    assert!(!all.contains("promptmark") && !all.contains("formulamark"));
    assert_eq!(all.matches("diagrammark").count(), 1);
    assert_eq!(value(item, "title"), Some("Lamp title"));
    assert_eq!(value(item, "Berth"), Some("berthmark"));
    assert_eq!(value(item, "section"), Some("sectionmark"));
    let doubts = item.extraction.doubts.join("\n");
    assert!(doubts.contains("1 slide is hidden") && doubts.contains("1 slide lies in the file"));
    assert_eq!(at(&reading.items[1], Place::Body, None), "paper packedmark");
}

#[test]
fn a_slide_that_is_listed_and_not_there_is_told() {
    let bytes = package(&[
        (
            "ppt/presentation.xml",
            b"<p:presentation><p:sldId id=\"1\" r:id=\"r1\"/></p:presentation>",
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            rels(&[("r1", "slide", "slides/slide1.xml")]).as_bytes(),
        ),
    ]);
    assert!(categories(first(&read(&bytes, "x.pptx"))).contains(&Category::Damaged));
}
