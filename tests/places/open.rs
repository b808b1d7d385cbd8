//! Words in ODT, ODP, PDF and archives.

use crate::packages::zip;
use crate::packing::{self, Member, gz, tar};
use crate::pdf_bytes::{Paper, line};
use crate::planting::{Planted, Planting};

pub fn planted() -> Vec<Planted> {
    vec![
        odt(),
        odp(),
        pdf(),
        zipped(),
        sealed(),
        tarred(),
        gzipped(),
        nested(),
    ]
}

const SPACES: &str = "xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"tb\" xmlns:draw=\"d\" xmlns:style=\"s\" xmlns:dc=\"dc\" \
                      xmlns:meta=\"m\" xmlns:svg=\"svg\" xmlns:xlink=\"x\" xmlns:form=\"f\" xmlns:presentation=\"p\"";

fn root(name: &str, inner: &str) -> String {
    format!("<office:{name} {SPACES}>{inner}</office:{name}>")
}

fn odt() -> Planted {
    let p = Planting::new("all.odt");
    let body = format!(
        "<text:tracked-changes><text:changed-region text:id=\"c1\"><text:deletion><text:p>{}</text:p></text:deletion></text:changed-region>\
         <text:changed-region text:id=\"c2\"><text:insertion/></text:changed-region></text:tracked-changes>\
         <text:user-field-decls><text:user-field-decl text:name=\"u\" office:value-type=\"string\" office:string-value=\"{}\"/></text:user-field-decls>\
         <text:h>{}</text:h><text:p>{} <text:change text:change-id=\"c1\"/> <text:change-start text:change-id=\"c2\"/>{}<text:change-end text:change-id=\"c2\"/></text:p>\
         <text:p>x<text:note><text:note-body><text:p>{}</text:p></text:note-body></text:note></text:p>\
         <text:p>x<office:annotation><dc:creator>{}</dc:creator><text:p>{}</text:p></office:annotation></text:p>\
         <text:p><draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box><svg:title>{}</svg:title><svg:desc>{}</svg:desc></draw:frame></text:p>\
         <text:section text:display=\"none\"><text:p>{}</text:p></text:section>\
         <text:p><text:hidden-text text:string-value=\"{}\">x</text:hidden-text> <text:a xlink:href=\"https://x.example/{}\">{}</text:a></text:p>\
         <table:table><table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row></table:table>\
         <text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>\
         <text:p><text:bookmark text:name=\"{}\"/><text:drop-down><text:label text:value=\"{}\"/>x</text:drop-down></text:p>\
         <form:form><form:text form:current-value=\"{}\"/></form:form>",
        p.at("deleted"),
        p.at("user field"),
        p.at("heading"),
        p.at("paragraph"),
        p.at("inserted"),
        p.at("note"),
        p.at("annotation's author"),
        p.at("annotation"),
        p.at("text box"),
        p.at("title of a frame"),
        p.at("description of a frame"),
        p.at("hidden section"),
        p.at("hidden text"),
        p.at("link target"),
        p.at("link text"),
        p.at("cell"),
        p.at("list item"),
        p.at("bookmark"),
        p.at("choice"),
        p.at("form control"),
    );
    let styles = format!(
        "<office:master-styles><style:master-page><style:header><text:p>{}</text:p></style:header><style:footer><text:p>{}</text:p></style:footer></style:master-page></office:master-styles>",
        p.at("header"),
        p.at("footer"),
    );
    let meta = format!(
        "<office:meta><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:description>{}</dc:description><meta:keyword>{}</meta:keyword>\
         <meta:initial-creator>{}</meta:initial-creator><meta:user-defined meta:name=\"n\">{}</meta:user-defined></office:meta>",
        p.at("title"),
        p.at("subject"),
        p.at("description"),
        p.at("keyword"),
        p.at("author"),
        p.at("own property"),
    );
    let members = [
        (
            "mimetype",
            "application/vnd.oasis.opendocument.text".to_owned(),
        ),
        (
            "content.xml",
            root(
                "document-content",
                &format!("<office:body><office:text>{body}</office:text></office:body>"),
            ),
        ),
        ("styles.xml", root("document-styles", &styles)),
        ("meta.xml", root("document-meta", &meta)),
        (
            "Object 1/content.xml",
            root(
                "document-content",
                &format!(
                    "<office:body><office:text><text:p>{}</text:p></office:text></office:body>",
                    p.at("object within")
                ),
            ),
        ),
        (
            "Pictures/plan.svg",
            format!("<svg><text>{}</text></svg>", p.at("drawing")),
        ),
        ("papers/note.txt", p.at("file within")),
    ];
    p.bear(package(&members))
}

fn odp() -> Planted {
    let p = Planting::new("all.odp");
    let body = format!(
        "<draw:page draw:name=\"a\"><draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>\
         <presentation:notes><draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame></presentation:notes>\
         <office:annotation><text:p>{}</text:p></office:annotation></draw:page>",
        p.at("slide"),
        p.at("notes"),
        p.at("annotation"),
    );
    let members = [
        (
            "mimetype",
            "application/vnd.oasis.opendocument.presentation".to_owned(),
        ),
        (
            "content.xml",
            root(
                "document-content",
                &format!(
                    "<office:body><office:presentation>{body}</office:presentation></office:body>"
                ),
            ),
        ),
        (
            "meta.xml",
            root(
                "document-meta",
                &format!(
                    "<office:meta><dc:title>{}</dc:title></office:meta>",
                    p.at("title")
                ),
            ),
        ),
    ];
    p.bear(package(&members))
}

/// A package with its kind first, where readers look for it.
fn package(members: &[(&str, String)]) -> Vec<u8> {
    let members: Vec<Member> = members
        .iter()
        .map(|(path, text)| {
            let mut member = Member::new(path, text.as_bytes());
            member.method = if *path == "mimetype" { 0 } else { 8 };
            member
        })
        .collect();
    packing::zip(&members)
}

fn pdf() -> Planted {
    let p = Planting::new("all.pdf");
    let (first, second) = (
        line(700, &p.at("first page")),
        line(700, &p.at("second page")),
    );
    let mut paper = Paper::with_pages(&[&first, &second]);
    let note = paper.add(format!(
        "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents ({}) /T ({}) >>",
        p.at("annotation"),
        p.at("annotation's author")
    ));
    let link = paper.add(format!("<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://x.example/{}) >> >>", p.at("link target")));
    let field = paper.add(format!(
        "<< /Type /Annot /Subtype /Widget /FT /Tx /TU ({}) /V ({}) /Rect [0 0 9 9] >>",
        p.at("form field's tip"),
        p.at("form field")
    ));
    let bookmark = paper.add(format!("<< /Title ({}) >>", p.at("bookmark")));
    let outline = paper.add(format!(
        "<< /Type /Outlines /First {bookmark} 0 R /Last {bookmark} 0 R >>"
    ));
    let file = paper.add_stream("/Type /EmbeddedFile", p.at("embedded file").as_bytes());
    let described = paper.add(format!(
        "<< /Type /Filespec /F (n.txt) /Desc ({}) /EF << /F {file} 0 R >> >>",
        p.at("embedded file's description")
    ));
    let xmp = format!(
        "<x:xmpmeta xmlns:x=\"x\"><rdf:RDF xmlns:rdf=\"r\"><rdf:Description><dc:subject xmlns:dc=\"d\">{}</dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>",
        p.at("XMP")
    );
    let xmp = paper.add_stream("/Type /Metadata /Subtype /XML", xmp.as_bytes());
    let info = paper.add(format!(
        "<< /Title ({}) /Author ({}) /Subject ({}) /Keywords ({}) /Own ({}) >>",
        p.at("title"),
        p.at("author"),
        p.at("subject"),
        p.at("keywords"),
        p.at("own property")
    ));
    paper.page = format!("/Annots [{note} 0 R {link} 0 R {field} 0 R]");
    paper.catalogue = format!(
        "/Outlines {outline} 0 R /AcroForm << /Fields [{field} 0 R] >> /Metadata {xmp} 0 R /Names << /EmbeddedFiles << /Names [(n.txt) {described} 0 R] >> >>"
    );
    paper.trailer = format!("/Info {info} 0 R");
    let bytes = paper.bytes();
    p.bear(bytes)
}

fn zipped() -> Planted {
    let p = Planting::new("box.zip");
    let members = [(format!("a/{}.txt", p.at("member's name")), p.at("member"))];
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_bytes()))
        .collect();
    p.bear(zip(&members))
}

fn sealed() -> Planted {
    let p = Planting::new("sealed.zip");
    let mut locked = Member::new("locked.txt", p.unreadable("member with a password"));
    locked.flags |= 1;
    p.bear(packing::zip(&[
        locked,
        Member::new("open.txt", p.at("member without")),
    ]))
}

fn tarred() -> Planted {
    let p = Planting::new("box.tar");
    let word = p.at("member");
    p.bear(tar(&[("a/n.txt", word.as_bytes())]))
}

fn gzipped() -> Planted {
    let p = Planting::new("one.gz");
    let word = p.at("content");
    p.bear(gz(Some("n.txt"), word.as_bytes()))
}

/// Archives in archives, eight deep.
fn nested() -> Planted {
    let p = Planting::new("nested.zip");
    let mut inner = zip(&[("n.txt", p.at("depth 8").as_bytes())]);
    for depth in (1..8).rev() {
        let note = p.at(&format!("depth {depth}"));
        inner = zip(&[("n.txt", note.as_bytes()), ("inner.zip", &inner)]);
    }
    p.bear(inner)
}
