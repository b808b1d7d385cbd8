//! What is written beside a picture: PNG's text chunks, JPEG's comments, the Dublin Core fields of XMP.

use image::ImageFormat;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::extract::{Field, charset};

/// Comments of one picture are read up to so many bytes.
const MOST_BYTES: usize = 1 << 20;

/// What was found.
#[derive(Debug, Default)]
pub struct Said {
    /// Comments and descriptions.
    pub fields: Vec<Field>,
    /// What could not be read of them.
    pub doubts: Vec<String>,
}

/// The comments in a picture's own frame.
pub fn of(kind: ImageFormat, bytes: &[u8]) -> Said {
    let mut said = Said::default();
    match kind {
        ImageFormat::Png => of_png(bytes, &mut said),
        ImageFormat::Jpeg => of_jpeg(bytes, &mut said),
        _ => {}
    }
    said
}

/// The chunks of a PNG: its kind and its data.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 8_usize;
    std::iter::from_fn(move || {
        let length: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let length = u32::from_be_bytes(length) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        let data = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
        at = at.checked_add(length)?.checked_add(12)?;
        Some((kind, data))
    })
}

/// Whether a PNG is an animation.
pub fn is_animated(bytes: &[u8]) -> bool {
    chunks(bytes).any(|(kind, _)| kind == b"acTL")
}

fn of_png(bytes: &[u8], said: &mut Said) {
    for (kind, data) in chunks(bytes) {
        let mut pieces = data.splitn(2, |byte| *byte == 0);
        let (Some(keyword), Some(rest)) = (pieces.next(), pieces.next()) else {
            continue;
        };
        let text = match kind {
            b"tEXt" => Some(rest),
            // compression flag and method, language, translated keyword, text
            b"iTXt" if rest.first() == Some(&0) => rest
                .get(2..)
                .and_then(|rest| rest.splitn(3, |byte| *byte == 0).nth(2)),
            b"iTXt" | b"zTXt" => {
                said.doubts
                    .push("a compressed comment beside the picture was not read".into());
                None
            }
            _ => None,
        };
        if keyword.starts_with(b"XML:") {
            continue; // XMP, read by itself
        }
        if let Some(text) = text {
            add(said, "comment", text);
        }
    }
}

fn of_jpeg(bytes: &[u8], said: &mut Said) {
    const COMMENT: u8 = 0xFE;
    const SCAN: u8 = 0xDA;
    let mut at = 2_usize;
    while let Some([0xFF, marker, high, low]) = bytes.get(at..at.saturating_add(4)) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if *marker == SCAN || length < 2 {
            break;
        }
        let end = at + 2 + length;
        if *marker == COMMENT
            && let Some(text) = bytes.get(at + 4..end)
        {
            add(said, "comment", text);
        }
        at = end;
    }
}

fn add(said: &mut Said, name: &str, raw: &[u8]) {
    let raw = raw.get(..MOST_BYTES).unwrap_or(raw);
    let (text, _) = charset::read(raw, None);
    let text = text.trim_matches(['\0', ' ', '\n', '\r']);
    if !text.is_empty() {
        said.fields.push(Field {
            name: name.to_owned(),
            value: text.to_owned(),
        });
    }
}

/// The Dublin Core fields of an XMP packet: what describes the picture, not the camera.
pub fn of_xmp(packet: &[u8]) -> Vec<Field> {
    let packet = packet.get(..MOST_BYTES).unwrap_or(packet);
    let text = String::from_utf8_lossy(packet);
    let mut reader = Reader::from_str(&text);
    let mut fields = Vec::new();
    let mut within: Option<&'static str> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                within = match start.name().as_ref() {
                    "dc:title" => Some("title"),
                    "dc:description" => Some("description"),
                    "dc:creator" => Some("author"),
                    "dc:subject" => Some("keywords"),
                    _ => within,
                };
            }
            Ok(Event::End(end)) if end.name().as_ref().starts_with("dc:") => within = None,
            Ok(Event::Text(words)) => {
                let words = words.trim().to_owned();
                if let Some(name) = within
                    && !words.is_empty()
                {
                    fields.push(Field {
                        name: name.to_owned(),
                        value: words,
                    });
                }
            }
            Ok(Event::Eof) | Err(_) => return fields,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_of_a_jpeg_and_of_a_png_is_read() {
        let jpeg = b"\xFF\xD8\xFF\xFE\0\x0Ekettle notes\xFF\xDA\0\x02";
        let said = of(ImageFormat::Jpeg, jpeg);
        assert_eq!(said.fields[0].value, "kettle notes");
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        png.extend(16_u32.to_be_bytes());
        png.extend(b"tEXtComment\0blue cup\0\0\0\0");
        let said = of(ImageFormat::Png, &png);
        assert_eq!(said.fields[0].value, "blue cup");
        png.truncate(30);
        assert!(of(ImageFormat::Png, &png).fields.is_empty());
    }

    #[test]
    fn xmp_tells_its_description() {
        let packet =
            b"<x:xmpmeta><rdf:RDF><dc:description><rdf:Alt><rdf:li>A red door</rdf:li></rdf:Alt>\
                       </dc:description><tiff:Make>Acme</tiff:Make></rdf:RDF></x:xmpmeta>";
        let fields = of_xmp(packet);
        assert_eq!(fields.len(), 1);
        assert_eq!(fields[0].value, "A red door");
    }
}
