//! An office document in the making: its passages, links, properties and parts, and what went wrong, within limits.

use std::collections::HashSet;

use super::pictures::Pictures;
use super::{
    Category, Extraction, Field, Format, Limits, Opened, Part, Passage, Place, Problem, TextStatus,
};

/// No more doubts than this many are kept of one document; the next one says that there were more.
const DOUBTS: usize = 64;

/// What was gathered so far.
#[derive(Debug)]
pub(super) struct Assembly {
    /// The text by place and page.
    pub passages: Vec<Passage>,
    /// Properties.
    pub metadata: Vec<Field>,
    /// Files within.
    pub parts: Vec<Part>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What may have been lost or guessed.
    pub doubts: Vec<String>,
    /// Whether pictures were met.
    pub has_pictures: bool,
    pictures: Pictures,
    drawn: usize,
    links: Vec<String>,
    seen_links: HashSet<String>,
    room: usize,
    text_limit: usize,
    parts_limit: usize,
    cut: bool,
}

impl Assembly {
    /// Nothing yet, and room for as much as the limits allow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            passages: Vec::new(),
            metadata: Vec::new(),
            parts: Vec::new(),
            problems: Vec::new(),
            doubts: Vec::new(),
            has_pictures: false,
            pictures: Pictures::new(limits),
            drawn: 0,
            links: Vec::new(),
            seen_links: HashSet::new(),
            room: limits.text,
            text_limit: limits.text,
            parts_limit: limits.parts,
            cut: false,
        }
    }

    /// How many bytes of text there is room for still.
    pub fn room(&self) -> usize {
        self.room
    }

    /// Whether the limit on text was met.
    pub fn is_full(&self) -> bool {
        self.cut
    }

    /// Adds a passage, unless it is blank.
    pub fn say(&mut self, place: Place, page: Option<u32>, mut text: String) {
        if text.trim().is_empty() {
            return;
        }
        if text.len() > self.room {
            text.truncate(text.floor_char_boundary(self.room));
            self.full();
        }
        self.room -= text.len();
        if !text.is_empty() {
            self.passages.push(Passage { place, page, text });
        }
    }

    /// Says, once, that the limit on text was met.
    pub fn full(&mut self) {
        if !self.cut {
            self.cut = true;
            let limit = self.text_limit;
            self.problem(
                Category::TooLarge,
                format!("the limit of {limit} bytes of text was met; the rest was not read"),
            );
        }
    }

    /// Keeps where a link leads, once.
    pub fn link(&mut self, target: &str) {
        let target = target.trim();
        if !target.is_empty() && self.seen_links.insert(target.to_owned()) {
            self.links.push(target.to_owned());
        }
    }

    /// Keeps a property, unless it is blank or there already.
    pub fn field(&mut self, name: &str, value: &str) {
        let value = value.trim();
        let has = |field: &Field| field.name == name && field.value == value;
        if !value.is_empty() && !self.metadata.iter().any(has) {
            self.metadata.push(Field {
                name: name.to_owned(),
                value: value.to_owned(),
            });
        }
    }

    /// Keeps a doubt, once.
    pub fn doubt(&mut self, doubt: String) {
        if self.doubts.len() < DOUBTS && !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
            if self.doubts.len() == DOUBTS {
                self.doubts
                    .push("there were more doubts than are listed".into());
            }
        }
    }

    /// Keeps a problem, once.
    pub fn problem(&mut self, category: Category, reason: String) {
        let problem = Problem { category, reason };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Keeps a file within, as long as there are not too many.
    pub fn part(&mut self, part: Part) {
        if self.parts.len() >= self.parts_limit {
            let limit = self.parts_limit;
            self.problem(
                Category::TooLarge,
                format!("the limit of {limit} files within was met; the rest were not opened"),
            );
            return;
        }
        self.parts.push(part);
    }

    /// Keeps a picture: as a part, or as a line about it where it is small or was met before.
    pub fn picture(&mut self, part: Part) {
        self.has_pictures = true;
        if let Some(part) = self.pictures.admit(part) {
            self.part(part);
        }
    }

    /// Keeps the pictures in a stream of Office's drawings.
    pub fn drawings(&mut self, stream: &[u8]) {
        for part in self.pictures.in_drawings(stream, &mut self.drawn) {
            self.part(part);
        }
        self.has_pictures |= self.drawn > 0;
    }

    /// Whether any passage holds a letter or a figure.
    pub fn has_text(&self) -> bool {
        self.passages
            .iter()
            .any(|passage| passage.text.chars().any(char::is_alphanumeric))
    }

    /// The body first, page by page, then what stands around it, then where links lead and which pictures are no parts.
    pub fn settle(&mut self) {
        self.passages.sort_by_key(|passage| rank(passage.place));
        let links = std::mem::take(&mut self.links);
        let links: String = links.iter().map(|link| format!("{link}\n")).collect();
        self.say(Place::Metadata, None, links);
        let pictures = self.pictures.told();
        self.say(Place::Metadata, None, pictures);
    }

    /// The finished document. `whole` says whether a body was there at all, be it an empty one.
    pub fn finish(mut self, format: Format, pages: Option<u32>, whole: bool) -> Opened {
        self.settle();
        let sealed = self
            .problems
            .iter()
            .any(|p| p.category == Category::Encrypted);
        let text_status = if self.has_text() {
            TextStatus::Text
        } else if sealed {
            TextStatus::Encrypted
        } else if !whole {
            if self.problems.is_empty() {
                self.problem(
                    Category::Damaged,
                    "no document was found inside".to_string(),
                );
            }
            TextStatus::Failed
        } else {
            let reason = match (self.pictures.admitted, self.has_pictures) {
                (0, true) => "it holds pictures and no text",
                (0, false) => "it holds no text",
                _ => "it holds no text of its own; the pictures in it are parts of it",
            };
            self.problem(Category::NoText, reason.to_string());
            TextStatus::None
        };
        Opened {
            extraction: Extraction {
                format,
                headers: Vec::new(),
                metadata: self.metadata,
                passages: self.passages,
                pages,
                text_status,
                doubts: self.doubts,
            },
            identity: None,
            parts: self.parts,
            problems: self.problems,
        }
    }
}

/// The body first, then what stands around it.
fn rank(place: Place) -> u8 {
    match place {
        Place::Body => 0,
        Place::Alternative => 1,
        Place::Header => 2,
        Place::Footer => 3,
        Place::Note => 4,
        Place::Comment => 5,
        Place::Box => 6,
        Place::Hidden => 7,
        Place::Remainder => 8,
        Place::Metadata => 9,
    }
}
