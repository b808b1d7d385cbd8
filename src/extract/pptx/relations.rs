//! Which part of a presentation points to which: slides to their notes, comments, charts and diagrams.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::extract::xml;

/// Where one part points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its name within the part.
    pub id: String,
    /// The last step of its type: `slide`, `notesSlide`, `comments`.
    pub kind: String,
    /// The member's path, or the target as written where it lies outside.
    pub target: String,
    /// It leads out of the package.
    pub is_external: bool,
}

/// The relations of a package, by the path of the part that points.
#[derive(Debug, Default)]
pub struct Relations {
    by_part: HashMap<String, Vec<Relation>>,
}

impl Relations {
    /// Takes the relations file at `path`.
    pub fn take(&mut self, path: &str, text: &str) {
        let Some((folder, file)) = path.rsplit_once("_rels/") else {
            return;
        };
        let part = format!("{folder}{}", file.strip_suffix(".rels").unwrap_or(file));
        let list = self.by_part.entry(part).or_default();
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event() {
                Ok(Event::Start(start) | Event::Empty(start)) => {
                    let value = |key| xml::attribute(&start, key);
                    let Some(target) = value("Target") else {
                        continue;
                    };
                    let is_external = value("TargetMode").as_deref() == Some("External");
                    let kind = value("Type").unwrap_or_default();
                    list.push(Relation {
                        id: value("Id").unwrap_or_default(),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: match is_external {
                            true => target,
                            false => resolved(folder, &target),
                        },
                        is_external,
                    });
                }
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// Where a part points, in the order of its file.
    pub fn of(&self, part: &str) -> &[Relation] {
        self.by_part.get(part).map_or(&[], Vec::as_slice)
    }

    /// Targets outside the package.
    pub fn links(&self) -> Vec<&str> {
        let mut parts: Vec<_> = self.by_part.iter().collect();
        parts.sort_by_key(|(part, _)| part.as_str());
        parts
            .into_iter()
            .flat_map(|(_, list)| list)
            .filter(|relation| relation.is_external)
            .map(|relation| relation.target.as_str())
            .collect()
    }
}

/// A target's path from the package's root; it is given from the folder of the part that points.
fn resolved(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The value of an attribute that names a relation: `id` with a prefix, since `id` without one is something else.
pub fn named(start: &BytesStart<'_>) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| {
            let key: &str = attribute.key.as_ref();
            key.rsplit_once(':')
                .is_some_and(|(prefix, local)| local == "id" && prefix != "xml")
        })
        .map(|attribute| attribute.value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_where_they_are_given() {
        assert_eq!(resolved("ppt/slides/", "../notes/n.xml"), "ppt/notes/n.xml");
        assert_eq!(resolved("ppt/", "slides/s.xml"), "ppt/slides/s.xml");
        assert_eq!(resolved("ppt/", "/x/../../y.xml"), "y.xml");
    }
}
