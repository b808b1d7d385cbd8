//! What a package says of itself: its properties, and where its links lead.

use super::xml;
use crate::extract::Field;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Where a part points.
#[derive(Debug, Default)]
pub struct Relations {
    /// Targets outside the package: web and mail addresses, files.
    pub links: Vec<String>,
    /// Members whose text the document takes in as its own.
    pub inserted: Vec<String>,
}

/// Reads the relations file at `path`.
pub fn relations(text: &str, path: &str) -> Relations {
    let mut relations = Relations::default();
    // The targets are given from the folder of the part that points, which is above `_rels`.
    let folder = path.rsplit_once("_rels/").map_or("", |(folder, _)| folder);
    let mut reader = Reader::from_str(text);
    while let Ok(event) = reader.read_event() {
        let (Event::Start(start) | Event::Empty(start)) = event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        let Some(target) = xml::attribute(&start, "Target") else {
            continue;
        };
        let kind = xml::attribute(&start, "Type").unwrap_or_default();
        if xml::attribute(&start, "TargetMode").as_deref() == Some("External") {
            relations.links.push(target);
        } else if kind.ends_with("/aFChunk") {
            relations.inserted.push(match target.strip_prefix('/') {
                Some(absolute) => absolute.to_string(),
                None => format!("{folder}{target}"),
            });
        }
    }
    relations
}

/// Reads the core, application and custom properties: names of our own for the well-known ones, the rest as named.
pub fn metadata(text: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let mut custom: Option<String> = None;
    let mut value = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = xml::local(start.name().as_ref()).to_string();
                if name == "property" {
                    custom = xml::attribute(&start, "name");
                }
                path.push(name);
                value.clear();
            }
            Ok(Event::Text(text)) => value.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) => value.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => value.push_str(&xml::entity(&reference)),
            Ok(Event::End(_)) => {
                let name = path.pop().unwrap_or_default();
                let said = std::mem::take(&mut value).trim().to_string();
                if said.is_empty() {
                    continue;
                }
                let name = match &custom {
                    Some(custom) => custom.clone(),
                    None => match known(&name) {
                        Some(known) => known.to_string(),
                        None => continue,
                    },
                };
                fields.push(Field { name, value: said });
            }
            Ok(Event::Eof) | Err(_) => return fields,
            Ok(_) => {}
        }
    }
}

/// The house's name for a property; none for counts of words and the like.
fn known(element: &str) -> Option<&'static str> {
    Some(match element {
        "title" => "title",
        "creator" => "author",
        "subject" => "subject",
        "keywords" => "keywords",
        "created" => "created",
        "modified" => "modified",
        "Application" => "producer",
        "description" => "description",
        "lastModifiedBy" => "last modified by",
        "category" => "category",
        "contentStatus" => "content status",
        "Company" => "company",
        "Manager" => "manager",
        "Template" => "template",
        "Pages" => "pages",
        "HyperlinkBase" => "hyperlink base",
        _ => return None,
    })
}
