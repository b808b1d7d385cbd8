//! What an OpenDocument package says of its members and of itself.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::extract::assembly::Assembly;
use crate::extract::xml;

/// The members that open only with a password.
pub fn sealed(manifest: &str) -> Vec<String> {
    let mut sealed = Vec::new();
    let mut entry = String::new();
    let mut reader = Reader::from_str(manifest);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                match xml::local(start.name().as_ref()) {
                    "file-entry" => entry = xml::attribute(&start, "full-path").unwrap_or_default(),
                    "encryption-data" => sealed.push(entry.clone()),
                    _ => {}
                }
            }
            Ok(Event::Eof) | Err(_) => return sealed,
            Ok(_) => {}
        }
    }
}

/// Reads the properties of a document: its `office:meta`, wherever in the text that stands.
pub fn properties(text: &str, assembly: &mut Assembly) {
    let mut reader = Reader::from_str(text);
    let mut within = false;
    let mut name: Option<String> = None;
    let mut value = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let element = start.name();
                let element: &str = element.as_ref();
                if matches!(element, "office:body" | "office:automatic-styles") {
                    return;
                }
                within |= element == "office:meta";
                if within {
                    name = known(element).map(str::to_owned);
                    if element == "meta:user-defined" {
                        name = xml::attribute(&start, "name");
                    }
                    if element == "meta:template"
                        && let Some(title) = xml::attribute(&start, "title")
                    {
                        assembly.field("template", &title);
                    }
                    value.clear();
                }
            }
            Ok(Event::Text(text)) => value.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) => value.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => value.push_str(&xml::entity(&reference)),
            Ok(Event::End(_)) => {
                if let Some(name) = name.take() {
                    assembly.field(&name, &value);
                }
                value.clear();
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The house's name for a property.
fn known(element: &str) -> Option<&'static str> {
    Some(match element {
        "dc:title" => "title",
        "meta:initial-creator" => "author",
        "dc:creator" => "last modified by",
        "dc:subject" => "subject",
        "dc:description" => "description",
        "meta:keyword" => "keywords",
        "meta:creation-date" => "created",
        "dc:date" => "modified",
        "meta:generator" => "producer",
        "meta:printed-by" => "printed by",
        "meta:print-date" => "printed",
        _ => return None,
    })
}
