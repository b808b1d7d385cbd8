//! Files that are broken, locked or built to do harm, each made here byte by byte.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A short message with this word in its body.
pub fn message(word: &str) -> Vec<u8> {
    format!(
        "From: Maud Larkby <maud@wexcombe.example>\nTo: Ned Gorsefield <ned@ambleford.example>\nSubject: Harbour \
         dues\nDate: Tue, 4 May 2021 10:00:00 +0100\nMessage-ID: <{word}@wexcombe.example>\n\nThe {word} is ready.\n"
    )
    .into_bytes()
}

/// A PDF of one page with this sentence; what is given goes into its trailer, before its end.
pub fn pdf(sentence: &str, trailer: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 60 700 Td ({sentence}) Tj ET\n");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}endstream", content.len()),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let table = out.len();
    out.push_str("xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<< /Size 6 /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n"
    );
    out.into_bytes()
}

/// A PDF that no empty password opens: the check values in it belong to no password anybody knows.
pub fn encrypted_pdf() -> Vec<u8> {
    let (owner, user, id) = ("5a".repeat(32), "c3".repeat(32), "1f".repeat(16));
    pdf(
        "sealed",
        &format!(
            "/ID [<{id}> <{id}>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{owner}> /U <{user}> /P -4 >>"
        ),
    )
}

/// A PDF whose page tree is arrays within arrays.
pub fn nested_pdf() -> Vec<u8> {
    let nested = format!("/Info {}{}", "[".repeat(10_000), "]".repeat(10_000));
    pdf("nested", &nested)
}

/// A DOCX with this text as the content of its one paragraph, and this before its first element.
pub fn docx(text: &str, prologue: &str) -> Vec<u8> {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>{prologue}<w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>\
         </w:body></w:document>"
    );
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
                 Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override \
                 PartName=\"/word/document.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
                     Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
                     Target=\"word/document.xml\"/></Relationships>";
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/document.xml", &body),
    ] {
        package
            .start_file(name, SimpleFileOptions::default())
            .and_then(|()| Ok(package.write_all(content.as_bytes())?))
            .expect("a package in memory");
    }
    package.finish().expect("a package in memory").into_inner()
}

/// A document type whose entities grow tenfold at each of nine steps.
pub fn growing_entities() -> String {
    let mut prologue = "<!DOCTYPE d [<!ENTITY e0 \"grow\">".to_owned();
    for step in 1..10 {
        let _ = write!(
            prologue,
            "<!ENTITY e{step} \"{}\">",
            format!("&e{};", step - 1).repeat(10)
        );
    }
    prologue + "]>"
}

/// A message of so many parts, each within the one before it; `outer` stands at the surface, `inner` at the bottom.
pub fn nested_parts(depth: usize, outer: &str, inner: &str) -> Vec<u8> {
    let mut out = "From: deep@wexcombe.example\nSubject: Boxes in boxes\nDate: Tue, 4 May 2021 10:00:00 +0100\nMIME-Version: 1.0\n".to_owned();
    for level in 0..depth {
        let _ = write!(
            out,
            "Content-Type: multipart/mixed; boundary=\"level{level}x\"\n\n--level{level}x\n"
        );
        if level == 0 {
            let _ = write!(
                out,
                "Content-Type: text/plain\n\nThe {outer} lies on top.\n--level0x\n"
            );
        }
    }
    let _ = write!(out, "Content-Type: text/plain\n\nThe {inner} lies below.\n");
    for level in (0..depth).rev() {
        let _ = writeln!(out, "--level{level}x--");
    }
    out.into_bytes()
}

/// A message that forwards a message that forwards a message, so many deep.
pub fn nested_messages(depth: usize, outer: &str, inner: &str) -> Vec<u8> {
    let mut out = format!(
        "From: top@wexcombe.example\nSubject: About the {outer}\nDate: Tue, 4 May 2021 10:00:00 +0100\nMIME-Version: 1.0\n"
    );
    for level in 0..depth {
        let _ = write!(
            out,
            "Content-Type: message/rfc822\n\nFrom: level{level}@wexcombe.example\nSubject: Level {level}\nMIME-Version: 1.0\n"
        );
    }
    let _ = write!(out, "Content-Type: text/plain\n\nThe {inner} lies below.\n");
    out.into_bytes()
}

/// A message to very many: each in a header of its own, or all in one.
pub fn many_addresses(count: usize, in_one_header: bool, word: &str) -> Vec<u8> {
    let mut out = "From: bell@wexcombe.example\nSubject: To everybody\nDate: Tue, 4 May 2021 10:00:00 +0100\n".to_owned();
    for number in 0..count {
        let start = match (in_one_header, number) {
            (true, 1..) => ",\n ",
            (true, 0) => "To: ",
            (false, _) => "To: ",
        };
        let _ = write!(out, "{start}Person {number} <p{number}@ambleford.example>");
        if !in_one_header {
            out.push('\n');
        }
    }
    if in_one_header {
        out.push('\n');
    }
    let _ = write!(out, "\nThe {word} rings at noon.\n");
    out.into_bytes()
}
