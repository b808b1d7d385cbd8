//! A workbook in the making: what every spreadsheet format gathers, within the limits on text, and how it ends.

use super::super::pictures::Pictures;
use super::super::{
    Category, Extraction, Field, Format, Limits, Opened, Part, Passage, Place, Problem, TextStatus,
};
use super::rows::Rows;
use std::collections::HashSet;

/// Who sees a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sight {
    /// Everybody.
    #[default]
    Shown,
    /// Who asks the program for its hidden sheets.
    Hidden,
    /// Who opens the file with a programmer's tools.
    VeryHidden,
}

/// A sheet as it was read.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its number, from 1, in the order of the tabs.
    pub page: u32,
    /// Who sees it.
    pub sight: Sight,
    /// Its cells as a reader sees them.
    pub cells: Rows,
    /// What is stored in cells that show something else.
    pub stored: Rows,
    /// Words that stand beside the cells and that no reader sees: in formulas, filters, lists of allowed values.
    pub unseen: String,
}

/// What has been gathered of a workbook.
#[derive(Debug)]
pub struct Book<'a> {
    limits: &'a Limits,
    left: usize,
    is_cut: bool,
    passages: Vec<Passage>,
    links: Vec<String>,
    /// Metadata, in the order it was met.
    pub metadata: Vec<Field>,
    /// What may have been lost or guessed.
    pub doubts: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Files within.
    pub parts: Vec<Part>,
    /// How many sheets there are.
    pub sheets: u32,
    pictures: Pictures,
    drawn: usize,
}

impl<'a> Book<'a> {
    /// An empty one, to be filled within `limits`.
    pub fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            left: limits.text,
            is_cut: false,
            passages: Vec::new(),
            links: Vec::new(),
            metadata: Vec::new(),
            doubts: Vec::new(),
            problems: Vec::new(),
            parts: Vec::new(),
            sheets: 0,
            pictures: Pictures::new(limits),
            drawn: 0,
        }
    }

    /// How many bytes of text it may still take.
    pub fn room(&self) -> usize {
        self.left
    }

    /// The limits that it is read within.
    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// A sheet to be filled; its cells end where the room does.
    pub fn new_sheet(&self, name: &str, page: u32, sight: Sight) -> Sheet {
        Sheet {
            name: name.to_string(),
            page,
            sight,
            cells: Rows::within(self.left),
            stored: Rows::within(self.left),
            unseen: String::new(),
        }
    }

    /// Adds a problem.
    pub fn problem(&mut self, category: Category, reason: impl Into<String>) {
        self.problems.push(Problem {
            category,
            reason: reason.into(),
        });
    }

    /// Adds a doubt, once.
    pub fn doubt(&mut self, doubt: impl Into<String>) {
        let doubt = doubt.into();
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    /// Adds a field of metadata, if it says something.
    pub fn field(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.metadata.push(Field {
                name: name.to_string(),
                value: value.to_string(),
            });
        }
    }

    /// Keeps where a link leads.
    pub fn link(&mut self, target: &str) {
        let target = target.trim();
        if !target.is_empty() {
            self.links.push(target.to_string());
        }
    }

    /// Keeps a picture: as a part, or as a line about it where it is small or was met before.
    pub fn picture(&mut self, part: Part) {
        self.parts.extend(self.pictures.admit(part));
    }

    /// Keeps the pictures in a stream of Office's drawings.
    pub fn drawings(&mut self, stream: &[u8]) {
        let parts = self.pictures.in_drawings(stream, &mut self.drawn);
        self.parts.extend(parts);
    }

    /// Adds text that stands at a place; what goes beyond the limit on text is left out, and that is said once.
    pub fn say(&mut self, place: Place, page: Option<u32>, mut text: String) {
        if text.trim().is_empty() {
            return;
        }
        if text.len() > self.left {
            text.truncate(text.floor_char_boundary(self.left));
            self.cut();
        }
        if text.is_empty() {
            return;
        }
        self.left -= text.len();
        self.passages.push(Passage { place, page, text });
    }

    fn cut(&mut self) {
        if !self.is_cut {
            self.is_cut = true;
            let reason = format!(
                "the limit of {} bytes of text was met; the rest was not read",
                self.limits.text
            );
            self.problem(Category::TooLarge, reason);
        }
    }

    /// Adds a sheet: its name and its cells, then what stands beside them.
    pub fn add(&mut self, sheet: Sheet) {
        let page = Some(sheet.page);
        let hidden = match sheet.sight {
            Sight::Shown => None,
            Sight::Hidden => Some("hidden"),
            Sight::VeryHidden => Some("hidden from the program's own list of sheets"),
        };
        let place = match hidden {
            None => Place::Body,
            Some(how) => {
                self.doubt(format!("sheet \"{}\" is {how}; it was read", sheet.name));
                Place::Hidden
            }
        };
        if sheet.cells.is_full() || sheet.stored.is_full() {
            self.cut();
        }
        let cells = sheet.cells.finish();
        let text = match sheet.name.is_empty() {
            true => cells,
            false => format!("{}\n{cells}", sheet.name),
        };
        self.say(place, page, text);
        self.say(Place::Alternative, page, sheet.stored.finish());
        self.say(Place::Hidden, page, sheet.unseen);
    }

    /// Whether any text stands in a body, a hidden sheet or beside them.
    fn has_text(&self) -> bool {
        self.passages
            .iter()
            .any(|passage| passage.text.chars().any(char::is_alphanumeric))
    }

    /// What was read, the sheets first, then what stands around them.
    pub fn finish(mut self, format: Format) -> Opened {
        let mut seen = HashSet::new();
        let links: String = std::mem::take(&mut self.links)
            .into_iter()
            .filter(|link| seen.insert(link.clone()))
            .map(|link| link + "\n")
            .collect();
        self.say(Place::Metadata, None, links);
        let pictures = self.pictures.told();
        self.say(Place::Metadata, None, pictures);
        self.passages.sort_by_key(|passage| rank(passage.place));
        let has = |category| self.problems.iter().any(|p| p.category == category);
        let text_status = if self.has_text() {
            TextStatus::Text
        } else if has(Category::Encrypted) {
            TextStatus::Encrypted
        } else if has(Category::Damaged) || has(Category::TooLarge) {
            TextStatus::Failed
        } else if self.sheets == 0 {
            self.problem(Category::Damaged, "no sheet was found inside");
            TextStatus::Failed
        } else {
            self.problem(
                Category::NoText,
                match self.pictures.admitted {
                    0 => "it holds no text",
                    _ => "it holds no text of its own; the pictures in it are parts of it",
                },
            );
            TextStatus::None
        };
        Opened {
            extraction: Extraction {
                format,
                headers: Vec::new(),
                metadata: self.metadata,
                passages: self.passages,
                pages: (self.sheets > 0).then_some(self.sheets),
                text_status,
                doubts: self.doubts,
            },
            identity: None,
            parts: self.parts,
            problems: self.problems,
        }
    }
}

/// The sheets first, then what stands around them.
fn rank(place: Place) -> usize {
    [
        Place::Body,
        Place::Header,
        Place::Footer,
        Place::Comment,
        Place::Box,
        Place::Note,
        Place::Hidden,
        Place::Alternative,
        Place::Remainder,
        Place::Metadata,
    ]
    .iter()
    .position(|known| *known == place)
    .unwrap_or(usize::MAX)
}
