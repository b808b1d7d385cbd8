//! The numbers of lists and headings, which an OpenDocument text does not hold: computed as ISO/IEC 26300 tells it.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::extract::docx::numbering::written;
use crate::extract::xml;

/// Levels of a list.
const LEVELS: usize = 10;

/// How the number of one level looks.
#[derive(Debug, Clone, Default)]
struct Look {
    format: String,
    before: String,
    after: String,
    /// How many levels are shown.
    shown: usize,
    start: u32,
}

type Counts = [Option<u32>; LEVELS];

/// How lists look, as styles say it.
#[derive(Debug, Default)]
pub struct ListStyles {
    styles: HashMap<String, Vec<Look>>,
    now: String,
}

/// The name under which the style of headings is kept; no list's name is empty.
const HEADINGS: &str = "";

impl ListStyles {
    /// Learns from an element that says how lists look.
    pub fn learn(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "text:list-style" => {
                self.now = xml::attribute(start, "name").unwrap_or_default();
                self.styles
                    .insert(self.now.clone(), vec![Look::default(); LEVELS]);
            }
            "text:outline-style" => {
                self.now = HEADINGS.to_owned();
                self.styles
                    .insert(self.now.clone(), vec![Look::default(); LEVELS]);
            }
            "text:list-level-style-number" | "text:outline-level-style" => {
                let number = |key: &str| xml::attribute(start, key).and_then(|n| n.parse().ok());
                let level = number("level").unwrap_or(1).max(1) as usize - 1;
                let look = self
                    .styles
                    .get_mut(&self.now)
                    .and_then(|all| all.get_mut(level));
                if let Some(look) = look {
                    *look = Look {
                        format: xml::attribute(start, "num-format").unwrap_or_default(),
                        before: xml::attribute(start, "num-prefix").unwrap_or_default(),
                        after: xml::attribute(start, "num-suffix").unwrap_or_default(),
                        shown: number("display-levels").unwrap_or(1).max(1) as usize,
                        start: number("start-value").unwrap_or(1),
                    };
                }
            }
            _ => {}
        }
    }

    fn label(&self, style: &str, level: usize, counts: &Counts) -> String {
        let Some(look) = self.styles.get(style).and_then(|all| all.get(level)) else {
            return String::new();
        };
        if look.format.is_empty() {
            return String::new();
        }
        let from = (level + 1).saturating_sub(look.shown);
        let numbers: Vec<String> = (from..=level)
            .filter_map(|level| {
                let shown = self.styles.get(style)?.get(level)?;
                let number = counts[level].unwrap_or(shown.start);
                let told = written(number, word_for(&shown.format));
                (!shown.format.is_empty()).then_some(told)
            })
            .collect();
        format!("{}{}{}", look.before, numbers.join("."), look.after)
            .trim()
            .to_owned()
    }

    fn start(&self, style: &str, level: usize) -> u32 {
        let look = self.styles.get(style).and_then(|all| all.get(level));
        look.map_or(1, |look| look.start)
    }
}

/// OpenDocument's sign for a way of writing numbers, by Word's name for it.
fn word_for(format: &str) -> &'static str {
    match format {
        "I" => "upperRoman",
        "i" => "lowerRoman",
        "A" => "upperLetter",
        "a" => "lowerLetter",
        _ => "decimal",
    }
}

/// Where counting stands in one text.
#[derive(Debug, Default)]
pub struct Lists {
    /// The style of each open list.
    open: Vec<String>,
    counts: Counts,
    /// Where each style's last list ended, for one that goes on.
    ended: HashMap<String, Counts>,
    headings: Counts,
    /// The number for the next paragraph.
    waiting: Option<String>,
}

impl Lists {
    /// A list begins.
    pub fn begin(&mut self, start: &BytesStart<'_>) {
        let named = xml::attribute(start, "style-name");
        let style = named
            .or_else(|| self.open.last().cloned())
            .unwrap_or_default();
        if self.open.is_empty() {
            let goes_on = xml::attribute(start, "continue-numbering").as_deref() == Some("true")
                || xml::attribute(start, "continue-list").is_some();
            self.counts = match goes_on {
                true => self.ended.get(&style).copied().unwrap_or_default(),
                false => Counts::default(),
            };
        } else if let Some(deeper) = self.counts.get_mut(self.open.len()) {
            *deeper = None;
        }
        self.open.push(style);
    }

    /// A list ends.
    pub fn end(&mut self) {
        if let Some(style) = self.open.pop()
            && self.open.is_empty()
        {
            self.ended.insert(style, self.counts);
            self.waiting = None;
        }
    }

    /// An item of the innermost list begins.
    pub fn item(&mut self, start: &BytesStart<'_>, styles: &ListStyles) {
        let Some((style, level)) = self.open.last().zip(self.open.len().checked_sub(1)) else {
            return;
        };
        let Some(count) = self.counts.get_mut(level) else {
            return;
        };
        let own = xml::attribute(start, "start-value").and_then(|n| n.parse().ok());
        let next = count.map_or_else(
            || styles.start(style, level),
            |count| count.saturating_add(1),
        );
        *count = Some(own.unwrap_or(next));
        for deeper in self.counts.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        self.waiting = Some(styles.label(style, level, &self.counts));
    }

    /// The number of the paragraph that begins; empty where it has none.
    pub fn take(&mut self, name: &str, start: &BytesStart<'_>, styles: &ListStyles) -> String {
        if let Some(label) = self.waiting.take() {
            return label;
        }
        if name != "text:h" || xml::attribute(start, "is-list-header").as_deref() == Some("true") {
            return String::new();
        }
        let level = xml::attribute(start, "outline-level").and_then(|n| n.parse::<usize>().ok());
        let level = level.unwrap_or(1).saturating_sub(1);
        let Some(count) = self.headings.get_mut(level) else {
            return String::new();
        };
        *count = Some(count.map_or_else(
            || styles.start(HEADINGS, level),
            |count| count.saturating_add(1),
        ));
        for deeper in self.headings.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        styles.label(HEADINGS, level, &self.headings)
    }
}
