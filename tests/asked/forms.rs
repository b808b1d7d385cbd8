//! One request put into every form in which requests come.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::mapi::{Bag, Message, msg};

const HEAD: &str = "From: Someone Asking <someone@post.example>\r\nTo: information.rights.desk@met.police.uk\r\n\
                    Subject: Request\r\nDate: Mon, 12 Dec 2022 10:00:00 +0000\r\nMIME-Version: 1.0\r\n";

/// A text in a form, and the ending of its file.
pub fn put(text: &str, form: &str) -> (Vec<u8>, &'static str) {
    match form {
        "eml" => (
            message("Content-Type: text/plain; charset=utf-8", text),
            "eml",
        ),
        "base64" => (
            message(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64",
                &base64(text.as_bytes()),
            ),
            "eml",
        ),
        "quoted" => (
            message(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable",
                &quoted(text),
            ),
            "eml",
        ),
        "html mail" => (
            message("Content-Type: text/html; charset=utf-8", &html(text)),
            "eml",
        ),
        "html" => (html(text).into_bytes(), "html"),
        "utf16" => (
            [0xFEFF_u16]
                .into_iter()
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
            "txt",
        ),
        "docx" => (docx(text), "docx"),
        "pdf" => (pdf(text), "pdf"),
        "msg" => (
            msg(&Message {
                bag: Bag::default()
                    .text(0x001A, "IPM.Note")
                    .text(0x0037, "Request")
                    .text(0x0C1A, "Someone Asking")
                    .text(0x0C1E, "SMTP")
                    .text(0x0C1F, "someone@post.example")
                    .number(0x3FDE, 65001)
                    .text(0x1000, &text.replace('\n', "\r\n")),
                ..Message::default()
            }),
            "msg",
        ),
        _ => (text.as_bytes().to_vec(), "txt"),
    }
}

fn message(head: &str, body: &str) -> Vec<u8> {
    format!("{HEAD}{head}\r\n\r\n{body}\r\n").into_bytes()
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (nth, three) in bytes.chunks(3).enumerate() {
        if nth > 0 && nth % 19 == 0 {
            out.push_str("\r\n");
        }
        let number = three
            .iter()
            .chain(&[0, 0])
            .take(3)
            .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        for place in 0..4 {
            let sign = (number >> (18 - 6 * place)) & 63;
            out.push(match place <= three.len() {
                true => char::from(SIGNS[sign as usize]),
                false => '=',
            });
        }
    }
    out
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for byte in text.bytes() {
        if byte == b'\n' {
            out.push_str("\r\n");
            width = 0;
            continue;
        }
        if width > 60 {
            out.push_str("=\r\n");
            width = 0;
        }
        if (byte.is_ascii_graphic() && byte != b'=') || byte == b' ' {
            out.push(char::from(byte));
            width += 1;
        } else {
            let _ = write!(out, "={byte:02X}");
            width += 3;
        }
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn html(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", escaped(paragraph).replace('\n', "<br>")))
        .collect();
    format!(
        "<html><head><title>x</title></head><body>{}</body></html>",
        paragraphs.join("\n")
    )
}

fn docx(text: &str) -> Vec<u8> {
    let paragraphs: String = text
        .lines()
        .map(|line| {
            format!(
                "<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
                escaped(line)
            )
        })
        .collect();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}</w:body></w:document>"
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

fn pdf(text: &str) -> Vec<u8> {
    let mut content = "BT /F1 11 Tf 14 TL 60 780 Td\n".to_owned();
    for line in text.lines() {
        let safe = line
            .replace('\\', "\\\\")
            .replace('(', "\\(")
            .replace(')', "\\)");
        let _ = writeln!(content, "({safe}) Tj T*");
    }
    content.push_str("ET\n");
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
        "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    out.into_bytes()
}
