//! What a PDF says of itself: its information dictionary, its XMP packet, its bookmarks.

use super::strings;
use crate::extract::Field;
use crate::extract::xml;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{
    Dict, Name, ObjRef, Object, ObjectIdentifier, Stream, String as PdfString,
};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashSet;

/// Bookmarks beyond this many are not read; no real table of contents comes near.
const MOST_BOOKMARKS: usize = 50_000;

/// Title, author and their kin; a value that both places give is given once.
pub fn metadata(pdf: &Pdf, root: Option<&Dict<'_>>) -> Vec<Field> {
    let mut fields = Vec::new();
    let info = pdf.metadata();
    for (name, value) in [
        ("title", &info.title),
        ("author", &info.author),
        ("subject", &info.subject),
        ("keywords", &info.keywords),
        ("creator", &info.creator),
        ("producer", &info.producer),
    ] {
        if let Some(bytes) = value {
            add(&mut fields, name, strings::text(bytes));
        }
    }
    for (name, value) in [
        ("created", &info.creation_date),
        ("modified", &info.modification_date),
    ] {
        if let Some(date) = value {
            add(&mut fields, name, strings::date(date));
        }
    }
    own_entries(pdf, &mut fields);
    if let Some(packet) = root.and_then(|root| root.get::<Stream<'_>>("Metadata"))
        && let Ok(xml) = packet.decoded_data()
    {
        xmp(&String::from_utf8_lossy(&xml), &mut fields);
    }
    fields
}

fn add(fields: &mut Vec<Field>, name: &str, value: String) {
    let value = value.trim().to_string();
    if value.is_empty() || fields.iter().any(|f| f.name == name && f.value == value) {
        return;
    }
    fields.push(Field {
        name: name.to_string(),
        value,
    });
}

/// The entries of the information dictionary that its writer made up.
fn own_entries(pdf: &Pdf, fields: &mut Vec<Field>) {
    let Some(info) = information(pdf.data().as_ref()).and_then(|id| pdf.xref().get::<Dict<'_>>(id))
    else {
        return;
    };
    for key in info.keys() {
        let name = strings::text(key.as_ref());
        let known = [
            "Title",
            "Author",
            "Subject",
            "Keywords",
            "Creator",
            "Producer",
            "CreationDate",
            "ModDate",
            "Trapped",
        ];
        if known.contains(&name.as_str()) {
            continue;
        }
        if let Some(value) = info.get::<PdfString<'_>>(key.as_ref()) {
            add(fields, &name, strings::text(value.as_bytes()));
        }
    }
}

/// Where the last trailer says that the information dictionary lies. Trailers are never compressed or encrypted.
fn information(bytes: &[u8]) -> Option<ObjectIdentifier> {
    let at = memchr::memmem::rfind(bytes, b"/Info")?;
    let rest = bytes.get(at + 5..bytes.len().min(at + 40))?;
    let rest = String::from_utf8_lossy(rest);
    let mut words = rest.split_ascii_whitespace();
    let number = words.next()?.parse().ok()?;
    let generation = words.next()?.parse().ok()?;
    words
        .next()
        .filter(|word| word.starts_with('R'))
        .map(|_| ObjectIdentifier::new(number, generation))
}

/// Reads the simple values of an XMP packet, whether written as elements or as attributes.
fn xmp(xml: &str, fields: &mut Vec<Field>) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut name: Option<&'static str> = None;
    let mut value = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                for attribute in start.attributes().flatten() {
                    attribute_field(attribute.key.as_ref(), &attribute, fields);
                }
                if let Some(known) = xmp_name(start.name().as_ref()) {
                    name = Some(known);
                }
                value.clear();
            }
            Ok(Event::Empty(start)) => {
                for attribute in start.attributes().flatten() {
                    attribute_field(attribute.key.as_ref(), &attribute, fields);
                }
            }
            Ok(Event::Text(text)) => value.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(entity)) => {
                value.push_str(&xml::entity(&entity));
            }
            Ok(Event::End(end)) => {
                if let Some(name) = name {
                    add(fields, name, std::mem::take(&mut value));
                }
                value.clear();
                if xmp_name(end.name().as_ref()).is_some() {
                    name = None;
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn attribute_field(
    key: &str,
    attribute: &quick_xml::events::attributes::Attribute<'_>,
    fields: &mut Vec<Field>,
) {
    if let Some(name) = xmp_name(key)
        && let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0)
    {
        add(fields, name, value.into_owned());
    }
}

fn xmp_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "dc:title" => "title",
        "dc:creator" => "author",
        "dc:description" => "subject",
        "dc:subject" | "pdf:Keywords" => "keywords",
        "xmp:CreateDate" | "xap:CreateDate" => "created",
        "xmp:ModifyDate" | "xap:ModifyDate" => "modified",
        "pdf:Producer" => "producer",
        "xmp:CreatorTool" | "xap:CreatorTool" => "creator",
        _ => return None,
    })
}

/// The titles of the bookmarks, one a line.
pub fn bookmarks(pdf: &Pdf, root: &Dict<'_>) -> String {
    let mut titles = String::new();
    let mut seen = HashSet::new();
    let outlines = root.get::<Dict<'_>>("Outlines");
    let mut ahead: Vec<ObjRef> = outlines
        .and_then(|o| o.get_ref("First"))
        .into_iter()
        .collect();
    while let Some(id) = ahead.pop() {
        if seen.len() >= MOST_BOOKMARKS || !seen.insert(id) {
            continue;
        }
        let Some(item) = pdf.xref().get::<Dict<'_>>(id.into()) else {
            continue;
        };
        if let Some(title) = item.get::<PdfString<'_>>("Title") {
            titles.push_str(&strings::text(title.as_bytes()));
            titles.push('\n');
        }
        ahead.extend(item.get_ref("Next"));
        ahead.extend(item.get_ref("First"));
    }
    titles
}

/// Whether the file turns some of its layers off; what they hold is never drawn.
pub fn has_layers_off(root: &Dict<'_>) -> bool {
    let Some(usual) = root
        .get::<Dict<'_>>("OCProperties")
        .and_then(|layers| layers.get::<Dict<'_>>("D"))
    else {
        return false;
    };
    let all_off = usual
        .get::<Name<'_>>("BaseState")
        .is_some_and(|state| state.as_ref() == b"OFF");
    all_off
        || matches!(usual.get::<Object<'_>>("OFF"), Some(Object::Array(off)) if off.raw_iter().next().is_some())
}
