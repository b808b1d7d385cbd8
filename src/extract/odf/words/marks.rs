//! Elements that stand for letters, mark changes, lead elsewhere, say what is hidden, or hold bytes.

use quick_xml::events::BytesStart;

use super::super::element::Tag;
use super::Walk;
use crate::extract::{Part, Place, mail, wrapped, xml};

/// No `text:s` stands for more spaces than this.
const SPACES: usize = 1000;

impl Walk<'_> {
    /// Elements that stand for letters, mark changes, point elsewhere or say how styles hide.
    pub(super) fn mark(&mut self, name: &str, start: &BytesStart<'_>) {
        let local = xml::local(name);
        match name {
            "text:s" => {
                let count = xml::attribute(start, "c").and_then(|c| c.parse().ok());
                self.say(&" ".repeat(count.unwrap_or(1).min(SPACES)));
            }
            "text:tab" | "text:tab-stop" => self.say("\t"),
            "text:line-break" => self.say("\n"),
            "text:change" => self.deleted(start),
            "text:change-start" => {
                self.inserting += usize::from(self.is_insertion(start));
            }
            "text:change-end" => {
                let ends = usize::from(self.is_insertion(start));
                self.inserting = self.inserting.saturating_sub(ends);
            }
            "text:insertion" => {
                self.insertions.insert(self.region.clone());
            }
            "text:user-field-decl" => self.aside(start, &["string-value"]),
            "text:bookmark" | "text:bookmark-start" => {
                if let Some(name) = xml::attribute(start, "name").filter(|n| !n.starts_with('_')) {
                    self.assembly.link(&name);
                }
            }
            "text:drop-down" | "text:label" => self.aside(start, &["value"]),
            "style:text-properties" => {
                let hides = xml::attribute(start, "display").as_deref() == Some("none");
                self.style_hides(hides);
            }
            "style:drawing-page-properties" => {
                let hides = xml::attribute(start, "visibility").as_deref() == Some("hidden");
                self.style_hides(hides);
            }
            _ if name.starts_with("form:") => {
                self.aside(start, &["label", "current-value", "value", "title"])
            }
            _ => {}
        }
        let leads = matches!(
            local,
            "a" | "image" | "object" | "object-ole" | "section-source"
        ) || name == "presentation:event-listener"
            || name == "script:event-listener";
        if leads
            && let Some(target) = xml::attribute(start, "href")
            && !target.starts_with("./")
            && !target.starts_with("Pictures/")
        {
            self.assembly.link(&target);
        }
    }

    pub(super) fn style_hides(&mut self, hides: bool) {
        if hides && !self.style.is_empty() {
            let style = self.style.clone();
            self.styles.hidden.insert(style);
        }
    }

    pub(super) fn is_insertion(&self, start: &BytesStart<'_>) -> bool {
        xml::attribute(start, "change-id").is_some_and(|id| self.insertions.contains(&id))
    }

    /// Puts back, into the paragraph as it read before, what a change took out here.
    pub(super) fn deleted(&mut self, start: &BytesStart<'_>) {
        let id = xml::attribute(start, "change-id").unwrap_or_default();
        if let Some(text) = self.deletions.remove(&id) {
            self.story().flow.delete(text.trim_end_matches('\n'));
        }
    }

    pub(super) fn aside(&mut self, start: &BytesStart<'_>, keys: &[&str]) {
        for key in keys {
            let said = xml::attribute(start, key).unwrap_or_default();
            if said.chars().any(char::is_alphabetic) {
                self.put(Place::Box, format!("{}\n", said.trim()));
            }
        }
    }

    pub(super) fn is_hidden(&self, start: &BytesStart<'_>) -> bool {
        xml::attribute(start, "style-name").is_some_and(|name| self.styles.hidden.contains(&name))
    }

    /// Bytes within a flat file: an object or a picture.
    pub(super) fn end_binary(&mut self) {
        let bytes = mail::from_base64(std::mem::take(&mut self.binary).as_bytes());
        let is_object = self
            .open
            .last()
            .is_some_and(|open| open.tag == Tag::Other && bytes.starts_with(wrapped::COMPOUND));
        if is_object {
            let file = wrapped::unwrapped(&bytes);
            let n = self.assembly.parts.len() + 1;
            self.assembly.part(file.part(format!("object {n}")));
        } else {
            self.pictures += 1;
            let n = self.pictures;
            self.assembly
                .picture(Part::member(format!("picture {n}"), bytes));
        }
    }
}
