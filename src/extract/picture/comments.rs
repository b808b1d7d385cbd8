//! What is written beside a picture: PNG's text chunks, the comments of JPEG and GIF, the Dublin Core fields of XMP.

use std::io::Read;

use flate2::read::ZlibDecoder;
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
        ImageFormat::Gif => of_gif(bytes, &mut said),
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
        if keyword.starts_with(b"XML:") {
            continue; // XMP, read by itself
        }
        let (text, packed) = match kind {
            b"tEXt" => (Some(rest), false),
            // compression method, text
            b"zTXt" => (rest.get(1..), true),
            // compression flag and method, language, translated keyword, text
            b"iTXt" => {
                let text = rest
                    .get(2..)
                    .and_then(|rest| rest.splitn(3, |byte| *byte == 0).nth(2));
                (text, rest.first() == Some(&1))
            }
            _ => (None, false),
        };
        let name = match keyword {
            b"Title" => "title",
            b"Description" => "description",
            b"Author" => "author",
            b"Software" => "producer",
            b"Creation Time" => "created",
            _ => "comment",
        };
        match text {
            Some(text) if packed => {
                let text = unpacked(text, &mut said.doubts);
                add(said, name, &text);
            }
            Some(text) => add(said, name, text),
            None => {}
        }
    }
}

/// A compressed comment, up to the bound; what is broken or longer is told.
fn unpacked(packed: &[u8], doubts: &mut Vec<String>) -> Vec<u8> {
    let mut text = Vec::new();
    let most = MOST_BYTES as u64;
    let read = ZlibDecoder::new(packed)
        .take(most + 1)
        .read_to_end(&mut text);
    if read.is_err() || text.len() > MOST_BYTES {
        doubts.push("a compressed comment beside the picture was not wholly read".into());
    }
    text
}

/// The comment extensions of a GIF: the blocks that follow one another after its palette (GIF89a, sections 18 to 26).
fn of_gif(bytes: &[u8], said: &mut Said) {
    let palette = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    };
    // a run of blocks, each behind its length, up to one of length 0
    let blocks = |mut at: usize| {
        let mut text = Vec::new();
        while let Some(length) = bytes.get(at).map(|length| usize::from(*length)) {
            text.extend_from_slice(bytes.get(at + 1..at + 1 + length).unwrap_or_default());
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        (text, at)
    };
    let mut at = 13 + palette(bytes.get(10).copied().unwrap_or(0));
    loop {
        match bytes.get(at..) {
            Some([0x21, label, ..]) => {
                let (text, end) = blocks(at + 2);
                if *label == 0xFE {
                    add(said, "comment", &text);
                }
                at = end;
            }
            Some([0x2C, rest @ ..]) => {
                let flags = rest.get(8).copied().unwrap_or(0);
                // the picture's own palette, then the size of its codes
                at = blocks(at + 10 + palette(flags) + 1).1;
            }
            _ => return,
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
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, b"green jug").expect("packed");
        let packed = packed.finish().expect("packed");
        let mut zipped = b"\x89PNG\r\n\x1a\n".to_vec();
        zipped.extend((packed.len() as u32 + 9).to_be_bytes());
        zipped.extend(b"zTXtComment\0\0");
        zipped.extend(&packed);
        zipped.extend([0; 4]);
        let said = of(ImageFormat::Png, &zipped);
        assert_eq!(said.fields[0].value, "green jug");
        assert_eq!(said.doubts, [""; 0]);
        zipped.truncate(30);
        zipped[11] = 8;
        assert_eq!(of(ImageFormat::Png, &zipped).fields, []);
        png.truncate(30);
        assert!(of(ImageFormat::Png, &png).fields.is_empty());
    }

    #[test]
    fn comments_of_a_gif_are_read_wherever_they_stand() {
        let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0".to_vec();
        gif.extend([0; 6]);
        gif.extend(b"\x21\xFE\x05brown\x04 lid\0");
        gif.extend(b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0");
        gif.extend(b"\x21\xFE\x03tap\0\x3B");
        let said = of(ImageFormat::Gif, &gif);
        let values: Vec<&str> = said.fields.iter().map(|one| one.value.as_str()).collect();
        assert_eq!(values, ["brown lid", "tap"]);
        for end in 0..gif.len() {
            let _ = of(ImageFormat::Gif, &gif[..end]);
        }
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
