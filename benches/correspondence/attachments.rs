//! What is enclosed: plain text, HTML, a DOCX and a PDF with a text layer, each made from the same paragraphs.

use std::fmt::Write as _;
use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::words::Chance;

/// The kinds in the order in which they are numbered: the ending and the media type.
pub const KINDS: [(&str, &str); 4] = [
    ("txt", "text/plain; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("pdf", "application/pdf"),
];

/// The bytes of one enclosure of this kind.
///
/// # Errors
/// When the packing of a DOCX fails.
pub fn made(kind: usize, paragraphs: &[String], chance: &mut Chance) -> io::Result<Vec<u8>> {
    match kind {
        0 => Ok(plain(paragraphs).into_bytes()),
        1 => Ok(html(paragraphs).into_bytes()),
        2 => docx(paragraphs, chance),
        _ => Ok(pdf(paragraphs)),
    }
}

/// Paragraphs as plain text, in lines of at most 72 letters.
pub fn plain(paragraphs: &[String]) -> String {
    let mut out = String::new();
    for paragraph in paragraphs {
        for line in lines(paragraph, 72) {
            out.push_str(&line);
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// Paragraphs as a web page.
pub fn html(paragraphs: &[String]) -> String {
    let mut out =
        String::from("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head>\n<body>\n");
    for paragraph in paragraphs {
        let _ = writeln!(
            out,
            "<p style=\"margin:0 0 8pt\">{}</p>",
            escaped(paragraph)
        );
    }
    out.push_str("</body></html>\n");
    out
}

/// A paragraph in lines of at most so many letters, broken at blanks.
pub fn lines(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in paragraph.split(' ') {
        let letters = word.chars().count();
        if used > 0 && used + 1 + letters > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += letters;
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn docx(paragraphs: &[String], chance: &mut Chance) -> io::Result<Vec<u8>> {
    const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let types = format!(
        "{declaration}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{}.main+xml\"/></Types>",
        KINDS[2].1
    );
    let relations = format!(
        "{declaration}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let mut body = format!("{declaration}<w:document xmlns:w=\"{WORDS}\"><w:body>");
    for paragraph in paragraphs {
        body.push_str("<w:p>");
        let letters: Vec<char> = paragraph.chars().collect();
        let mut start = 0;
        // A word processor breaks a paragraph into runs anywhere, in the middle of a word too.
        while start < letters.len() {
            let end = letters.len().min(start + chance.between(40, 400));
            let run: String = letters[start..end].iter().collect();
            let _ = write!(
                body,
                "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
                escaped(&run)
            );
            start = end;
        }
        body.push_str("</w:p>");
    }
    body.push_str("</w:body></w:document>");
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, content) in [
        ("[Content_Types].xml", &types),
        ("_rels/.rels", &relations),
        ("word/document.xml", &body),
    ] {
        package.start_file(name, options)?;
        package.write_all(content.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}

/// A PDF of A4 pages in Helvetica. Letters outside Latin-1 cannot be written in it and become `?`.
fn pdf(paragraphs: &[String]) -> Vec<u8> {
    const LINES_A_PAGE: usize = 52;
    let mut all: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        all.extend(lines(paragraph, 84));
        all.push(String::new());
    }
    let pages: Vec<&[String]> = all.chunks(LINES_A_PAGE).collect();
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + page * 2))
        .collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            kids.len()
        )
        .into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_vec(),
    ];
    for (number, page) in pages.iter().enumerate() {
        let mut content = b"BT /F1 11 Tf 14 TL 56 780 Td\n".to_vec();
        for line in *page {
            content.push(b'(');
            for letter in line.chars() {
                match letter {
                    '(' | ')' | '\\' => content.extend([b'\\', letter as u8]),
                    _ => content.push(u8::try_from(u32::from(letter)).unwrap_or(b'?')),
                }
            }
            content.extend(b") Tj T*\n");
        }
        content.extend(b"ET\n");
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> \
                 /Contents {} 0 R >>",
                5 + number * 2
            )
            .into_bytes(),
        );
        let mut stream = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        stream.extend(content);
        stream.extend(b"endstream");
        objects.push(stream);
    }
    let mut out = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", number + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    out
}
