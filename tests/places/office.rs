//! Words in DOCX, PPTX and RTF.

use crate::packages::{relations, zip};
use crate::planting::{Planted, Planting};

pub fn planted() -> Vec<Planted> {
    vec![docx(), pptx(), rtf()]
}

const W: &str = "xmlns:w=\"w\" xmlns:r=\"r\" xmlns:wp=\"wp\" xmlns:wps=\"wps\" xmlns:a=\"a\" xmlns:m=\"m\" xmlns:v=\"v\"";

fn para(word: &str) -> String {
    format!("<w:p><w:r><w:t>{word}</w:t></w:r></w:p>")
}

fn docx() -> Planted {
    let p = Planting::new("all.docx");
    let run = |place: &str| format!("<w:r><w:t>{}</w:t></w:r>", p.at(place));
    let body = [
        format!("<w:p>{}</w:p>", run("body")),
        format!("<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>", run("table cell")),
        format!("<w:p><w:ins>{}</w:ins><w:del><w:r><w:delText>{}</w:delText></w:r></w:del></w:p>", run("inserted"), p.at("deleted")),
        format!("<w:p><w:moveFrom><w:r><w:t>{}</w:t></w:r></w:moveFrom></w:p>", p.at("moved from")),
        format!("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r></w:p>", p.at("hidden run")),
        format!("<w:p><w:hyperlink r:id=\"r9\" w:tooltip=\"{}\">{}</w:hyperlink></w:p>", p.at("tooltip"), run("link text")),
        format!("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:name w:val=\"{}\"/><w:helpText w:val=\"{}\"/><w:statusText w:val=\"{}\"/>\
                 <w:textInput><w:default w:val=\"{}\"/></w:textInput></w:ffData></w:fldChar></w:r><w:r><w:instrText> HYPERLINK \"https://x.example/{}\" </w:instrText></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
                p.at("form field's name"), p.at("form field's help"), p.at("form field's status line"), p.at("form field's default"), p.at("link in a field"), run("field result")),
        format!("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ddList><w:listEntry w:val=\"{}\"/></w:ddList></w:ffData></w:fldChar><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>", p.at("form field's choice")),
        format!("<w:sdt><w:sdtPr><w:alias w:val=\"{}\"/><w:tag w:val=\"{}\"/><w:dropDownList><w:listItem w:displayText=\"{}\" w:value=\"1\"/></w:dropDownList></w:sdtPr><w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt>",
                p.at("control's title"), p.at("control's tag"), p.at("control's choice"), run("control")),
        format!("<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"x\" descr=\"{}\" title=\"{}\"/><a:graphic><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></a:graphic></wp:inline></w:drawing></w:r></w:p>",
                p.at("alt text"), p.at("title of a picture"), para(&p.at("text box"))),
        format!("<w:p><w:r><w:pict><v:shape alt=\"{}\"><v:textpath string=\"{}\"/></v:shape></w:pict></w:r></w:p>", p.at("alt of an old shape"), p.at("word art")),
        format!("<w:p><w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r></w:p>", run("ruby"), run("ruby base")),
        format!("<w:p><m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath></w:p>", p.at("formula")),
        format!("<w:p><w:bookmarkStart w:id=\"1\" w:name=\"{}\"/><w:bookmarkEnd w:id=\"1\"/></w:p>", p.at("bookmark")),
        format!("<w:p><w:smartTag><w:r><w:t>{}</w:t></w:r></w:smartTag></w:p>", p.at("smart tag")),
    ]
    .concat();
    let part = |root: &str, inner: String| format!("<w:{root} {W}>{inner}</w:{root}>");
    let note = |root: &str, kind: &str, word: String| {
        part(
            root,
            format!("<w:{kind} w:id=\"2\">{}</w:{kind}>", para(&word)),
        )
    };
    let members: Vec<(&str, String)> = vec![
        (
            "word/document.xml",
            part("document", format!("<w:body>{body}</w:body>")),
        ),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                (
                    "r9",
                    "hyperlink",
                    &format!("https://x.example/{}", p.at("link target")),
                ),
                ("r8", "aFChunk", "chunk.html"),
            ]),
        ),
        ("word/header1.xml", part("hdr", para(&p.at("header")))),
        ("word/footer1.xml", part("ftr", para(&p.at("footer")))),
        (
            "word/footnotes.xml",
            note("footnotes", "footnote", p.at("footnote")),
        ),
        (
            "word/endnotes.xml",
            note("endnotes", "endnote", p.at("endnote")),
        ),
        (
            "word/comments.xml",
            part(
                "comments",
                format!(
                    "<w:comment w:id=\"1\" w:author=\"{}\">{}</w:comment>",
                    p.at("comment's author"),
                    para(&p.at("comment"))
                ),
            ),
        ),
        (
            "word/glossary/document.xml",
            part(
                "glossaryDocument",
                format!(
                    "<w:docParts><w:docPart><w:docPartBody>{}</w:docPartBody></w:docPart></w:docParts>",
                    para(&p.at("building block"))
                ),
            ),
        ),
        (
            "word/settings.xml",
            part(
                "settings",
                format!(
                    "<w:docVars><w:docVar w:name=\"n\" w:val=\"{}\"/></w:docVars>",
                    p.at("document variable")
                ),
            ),
        ),
        (
            "word/diagrams/data1.xml",
            format!(
                "<dgm:dataModel xmlns:dgm=\"d\" xmlns:a=\"a\"><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:dataModel>",
                p.at("diagram")
            ),
        ),
        (
            "word/charts/chart1.xml",
            format!(
                "<c:chartSpace xmlns:c=\"c\" xmlns:a=\"a\"><c:title><a:p><a:r><a:t>{}</a:t></a:r></a:p></c:title><c:ser><c:strCache><c:pt><c:v>{}</c:v></c:pt></c:strCache></c:ser></c:chartSpace>",
                p.at("chart title"),
                p.at("chart series")
            ),
        ),
        (
            "customXml/item1.xml",
            format!(
                "<form xmlns=\"x\"><field>{}</field></form>",
                p.at("custom XML")
            ),
        ),
        (
            "docProps/core.xml",
            format!(
                "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{}</dc:creator><cp:keywords>{}</cp:keywords><dc:description>{}</dc:description><cp:lastModifiedBy>{}</cp:lastModifiedBy><cp:category>{}</cp:category><cp:contentStatus>{}</cp:contentStatus></cp:coreProperties>",
                p.at("title"),
                p.at("subject"),
                p.at("author"),
                p.at("keywords"),
                p.at("description"),
                p.at("last modified by"),
                p.at("category"),
                p.at("status")
            ),
        ),
        (
            "docProps/app.xml",
            format!(
                "<Properties><Company>{}</Company><Manager>{}</Manager></Properties>",
                p.at("company"),
                p.at("manager")
            ),
        ),
        (
            "docProps/custom.xml",
            format!(
                "<Properties><property name=\"{}\"><vt:lpwstr>{}</vt:lpwstr></property></Properties>",
                p.at("custom property's name"),
                p.at("custom property")
            ),
        ),
        (
            "word/chunk.html",
            format!("<html><body>{}</body></html>", p.at("inserted document")),
        ),
        ("word/embeddings/note.txt", p.at("embedded file")),
        (
            "word/media/plan.svg",
            format!("<svg><text>{}</text></svg>", p.at("drawing")),
        ),
    ];
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    p.bear(zip(&members))
}

fn pptx() -> Planted {
    let p = Planting::new("all.pptx");
    const P: &str = "xmlns:p=\"p\" xmlns:a=\"a\" xmlns:r=\"r\"";
    let shape = |word: &str| {
        format!("<p:sp><p:txBody><a:p><a:r><a:t>{word}</a:t></a:r></a:p></p:txBody></p:sp>")
    };
    let tree = |inner: &str| format!("<p:cSld><p:spTree>{inner}</p:spTree></p:cSld>");
    let slide = format!(
        "{}<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>\
         <p:pic><p:nvPicPr><p:cNvPr id=\"4\" name=\"x\" descr=\"{}\" title=\"{}\"/></p:nvPicPr></p:pic>",
        shape(&p.at("slide")),
        p.at("table"),
        p.at("alt text"),
        p.at("title of a picture"),
    );
    let members: Vec<(&str, String)> = vec![
        (
            "_rels/.rels",
            relations(&[("r1", "officeDocument", "ppt/presentation.xml")]),
        ),
        (
            "ppt/presentation.xml",
            format!(
                "<p:presentation {P} xmlns:p14=\"x\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"r1\"/><p:sldId id=\"257\" r:id=\"r2\"/></p:sldIdLst><p:extLst><p14:section name=\"{}\"/></p:extLst></p:presentation>",
                p.at("section")
            ),
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            relations(&[
                ("r1", "slide", "slides/slide1.xml"),
                ("r2", "slide", "slides/slide2.xml"),
            ]),
        ),
        (
            "ppt/slides/slide1.xml",
            format!("<p:sld {P}>{}</p:sld>", tree(&slide)),
        ),
        (
            "ppt/slides/_rels/slide1.xml.rels",
            relations(&[
                ("r1", "notesSlide", "../notesSlides/notesSlide1.xml"),
                ("r2", "comments", "../comments/comment1.xml"),
                (
                    "r3",
                    "hyperlink",
                    &format!("https://x.example/{}", p.at("link target")),
                ),
            ]),
        ),
        (
            "ppt/slides/slide2.xml",
            format!(
                "<p:sld {P} show=\"0\">{}</p:sld>",
                tree(&shape(&p.at("hidden slide")))
            ),
        ),
        (
            "ppt/notesSlides/notesSlide1.xml",
            format!("<p:notes {P}>{}</p:notes>", tree(&shape(&p.at("notes")))),
        ),
        (
            "ppt/comments/comment1.xml",
            format!(
                "<p:cmLst {P}><p:cm authorId=\"0\"><p:text>{}</p:text></p:cm></p:cmLst>",
                p.at("comment")
            ),
        ),
        (
            "ppt/commentAuthors.xml",
            format!(
                "<p:cmAuthorLst {P}><p:cmAuthor id=\"0\" name=\"{}\"/></p:cmAuthorLst>",
                p.at("comment's author")
            ),
        ),
        (
            "ppt/slideMasters/slideMaster1.xml",
            format!(
                "<p:sldMaster {P}>{}</p:sldMaster>",
                tree(&shape(&p.at("master")))
            ),
        ),
        (
            "ppt/diagrams/data1.xml",
            format!(
                "<dgm:dataModel xmlns:dgm=\"d\" xmlns:a=\"a\"><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:dataModel>",
                p.at("diagram")
            ),
        ),
        (
            "ppt/charts/chart1.xml",
            format!(
                "<c:chartSpace xmlns:c=\"c\" xmlns:a=\"a\"><c:title><a:p><a:r><a:t>{}</a:t></a:r></a:p></c:title></c:chartSpace>",
                p.at("chart title")
            ),
        ),
        (
            "docProps/core.xml",
            format!(
                "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>{}</dc:title></cp:coreProperties>",
                p.at("title")
            ),
        ),
        (
            "docProps/custom.xml",
            format!(
                "<Properties><property name=\"n\"><vt:lpwstr>{}</vt:lpwstr></property></Properties>",
                p.at("custom property")
            ),
        ),
        ("ppt/embeddings/note.txt", p.at("embedded file")),
    ];
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    p.bear(zip(&members))
}

fn rtf() -> Planted {
    let p = Planting::new("all.rtf");
    let text = format!(
        "{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Arial;}}}}{{\\info{{\\title {}}}{{\\subject {}}}{{\\author {}}}{{\\keywords {}}}{{\\doccomm {}}}{{\\company {}}}}}\
         {{\\*\\userprops{{\\propname n}}\\proptype30{{\\staticval {}}}}}{{\\*\\docvar {{n}}{{{}}}}}\
         {{\\header {}\\par}}{{\\footer {}\\par}}{} \\par{{\\b {}}} {{\\footnote {}}}{{\\v {}}} {{\\revised {}}} {{\\deleted {}}} \
         {{\\*\\atnid x}}{{\\*\\atnauthor {}}}{{\\*\\annotation {}}}\
         \\trowd\\intbl {}\\cell\\row\\pard{{\\field{{\\*\\fldinst HYPERLINK \"https://x.example/{}\"}}{{\\fldrslt {}}}}}\
         {{\\shp{{\\*\\shpinst{{\\shptxt {}\\par}}{{\\sp{{\\sn wzDescription}}{{\\sv {}}}}}}}}}\
         {{\\*\\bkmkstart {}}}{{\\xe {}}}{{\\*\\formfield{{\\*\\ffdeftext {}}}{{\\*\\ffhelptext {}}}}}{{\\*\\nosuchgroup {} and more}}\
         \\u8220?{}\\u8221? {{\\object\\objemb{{\\*\\objdata {}}}{{\\result x}}}}\\par}}",
        p.at("title"),
        p.at("subject"),
        p.at("author"),
        p.at("keywords"),
        p.at("comment on the document"),
        p.at("company"),
        p.at("own property"),
        p.at("variable"),
        p.at("header"),
        p.at("footer"),
        p.at("body"),
        p.at("bold"),
        p.at("footnote"),
        p.at("hidden"),
        p.at("revised"),
        p.at("deleted"),
        p.at("annotation's author"),
        p.at("annotation"),
        p.at("cell"),
        p.at("link target"),
        p.at("field result"),
        p.at("text box"),
        p.at("description of a shape"),
        p.at("bookmark"),
        p.at("index entry"),
        p.at("form field's default"),
        p.at("form field's help"),
        p.at("group that nobody knows"),
        p.at("after a Unicode letter"),
        {
            let file = p.at("embedded file");
            let sized = |text: &str| {
                [
                    &(text.len() as u32 + 1).to_le_bytes()[..],
                    text.as_bytes(),
                    b"\0",
                ]
                .concat()
            };
            let mut packed = b"\x02\0note.txt\0C:\\note.txt\0\0\0\x03\0".to_vec();
            packed.extend(sized("C:\\t"));
            packed.extend((file.len() as u32).to_le_bytes());
            packed.extend(file.bytes());
            let mut object = vec![1, 5, 0, 0, 2, 0, 0, 0];
            object.extend(sized("Package"));
            object.extend([0; 8]);
            object.extend((packed.len() as u32).to_le_bytes());
            object.extend(packed);
            object
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        },
    );
    p.bear(text)
}
