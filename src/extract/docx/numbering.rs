//! The numbers of lists and headings, which a document does not hold as text: `3.2(b)` is computed as Word shows it.
//!
//! Rules of ISO/IEC 29500-1, 17.9: a paragraph names a list and a level, itself or by its style; each level says how
//! its number looks and where it begins; a number of one level begins the deeper ones anew. Bullets are no numbers.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::extract::xml;

/// Levels of a list.
const LEVELS: usize = 9;
/// A number above this is told in figures, whatever the list asks for: letters and Roman figures grow without bound.
const MOST_IN_LETTERS: u32 = 3_999;

/// How the numbers of one level of a list look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// The first number.
    pub start: u32,
    /// How numbers are written, by the name that Word's XML has for it.
    pub format: String,
    /// `%1.%2`: each sign stands for the number of that level.
    pub text: String,
    /// All its numbers are in figures.
    pub legal: bool,
    /// Up to which level, from 1, a number begins this one anew; `0` stands for none of them. Without it all do.
    pub restart: Option<usize>,
}

/// What a paragraph or a style says of its list: the list and the level, each where it says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The style by its id.
    pub style: Option<String>,
    /// The list by its number; `0` means none.
    pub list: Option<String>,
    /// The level, from 0.
    pub level: Option<usize>,
}

/// A list: which looks it has, and where it departs from them.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// The looks by their id. Lists of the same looks are counted on together.
    pub looks: String,
    /// Where levels begin anew with this list.
    pub begins: HashMap<usize, u32>,
    /// Levels that look otherwise in this list.
    pub own: HashMap<usize, Level>,
    /// Whether a paragraph of it was met.
    pub begun: bool,
}

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub struct Numbering {
    lists: HashMap<String, List>,
    looks: HashMap<String, Vec<Level>>,
    styles: HashMap<String, (Listed, Option<String>)>,
    usual_style: Option<String>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
}

fn value(start: &BytesStart<'_>) -> Option<String> {
    xml::attribute(start, "val")
}

fn level_of(text: Option<String>) -> Option<usize> {
    text?.parse().ok().filter(|level| *level < LEVELS)
}

/// Goes through the elements of a part; ends where it is not sound.
fn each(text: &str, mut take: impl FnMut(&str, &BytesStart<'_>)) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                take(xml::local(start.name().as_ref()), &start);
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

impl Numbering {
    /// Learns the lists of `numbering.xml`.
    pub fn learn_lists(&mut self, text: &str) {
        let (mut looks, mut list, mut level) = (String::new(), String::new(), 0);
        let mut in_list = false;
        each(text, |name, start| match name {
            "abstractNum" => {
                in_list = false;
                looks = xml::attribute(start, "abstractNumId").unwrap_or_default();
                self.looks
                    .insert(looks.clone(), vec![Level::default(); LEVELS]);
            }
            "num" => {
                in_list = true;
                list = xml::attribute(start, "numId").unwrap_or_default();
                self.lists.insert(list.clone(), List::default());
            }
            "abstractNumId" if in_list => {
                if let Some(list) = self.lists.get_mut(&list) {
                    list.looks = value(start).unwrap_or_default();
                }
            }
            "lvl" | "lvlOverride" => level = level_of(xml::attribute(start, "ilvl")).unwrap_or(0),
            "startOverride" => {
                if let (Some(list), Some(begin)) = (
                    self.lists.get_mut(&list),
                    value(start).and_then(|n| n.parse().ok()),
                ) {
                    list.begins.insert(level, begin);
                }
            }
            "start" | "numFmt" | "lvlText" | "isLgl" | "lvlRestart" => {
                let look = match in_list {
                    true => self
                        .lists
                        .get_mut(&list)
                        .map(|list| list.own.entry(level).or_default()),
                    false => self
                        .looks
                        .get_mut(&looks)
                        .and_then(|all| all.get_mut(level)),
                };
                let Some(look) = look else {
                    return;
                };
                match name {
                    "start" => look.start = value(start).and_then(|n| n.parse().ok()).unwrap_or(0),
                    "numFmt" => look.format = value(start).unwrap_or_default(),
                    "lvlText" => look.text = value(start).unwrap_or_default(),
                    "lvlRestart" => look.restart = value(start).and_then(|n| n.parse().ok()),
                    _ => {
                        look.legal = !matches!(value(start).as_deref(), Some("0" | "false" | "off"))
                    }
                }
            }
            _ => {}
        });
    }

    /// Learns the lists that styles of `styles.xml` belong to.
    pub fn learn_styles(&mut self, text: &str) {
        let mut now: Option<String> = None;
        each(text, |name, start| {
            if name == "style" {
                let is_paragraph = xml::attribute(start, "type").as_deref() == Some("paragraph");
                now = xml::attribute(start, "styleId").filter(|_| is_paragraph);
                let usual = matches!(
                    xml::attribute(start, "default").as_deref(),
                    Some("1" | "true" | "on")
                );
                if let Some(id) = &now {
                    self.styles.insert(id.clone(), Default::default());
                    if usual {
                        self.usual_style = Some(id.clone());
                    }
                }
            }
            let Some((listed, after)) = now.as_ref().and_then(|id| self.styles.get_mut(id)) else {
                return;
            };
            match name {
                "basedOn" => *after = value(start),
                "numId" => listed.list = value(start),
                "ilvl" => listed.level = level_of(value(start)),
                _ => {}
            }
        });
    }

    /// Adds the looks that lists may have, level by level.
    pub fn add_looks(&mut self, id: String, levels: Vec<Level>) {
        self.looks.insert(id, levels);
    }

    /// Adds a list.
    pub fn add_list(&mut self, id: String, list: List) {
        self.lists.insert(id, list);
    }

    /// Adds what a style says of its list, and the style that it is based on.
    pub fn add_style(&mut self, id: String, listed: Listed, base: Option<String>) {
        self.styles.insert(id, (listed, base));
    }

    /// Whether there is any list.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The list and level of a paragraph: its own word first, then its style's and those that the style is based on.
    fn place(&self, listed: &Listed) -> Option<(String, usize)> {
        let mut found = listed.clone();
        let mut style = listed.style.clone().or_else(|| self.usual_style.clone());
        // a ring of styles has no end
        for _ in 0..32 {
            let Some((inherited, after)) = style.as_ref().and_then(|id| self.styles.get(id)) else {
                break;
            };
            if found.list.is_none() {
                found.list = inherited.list.clone();
                found.level = found.level.or(inherited.level);
            }
            style = after.clone();
        }
        let list = found.list.filter(|list| list != "0")?;
        Some((list, found.level.unwrap_or(0)))
    }

    /// The number that stands before a paragraph, counted on by it; empty where there is none.
    pub fn count(&mut self, listed: &Listed) -> String {
        self.counted(listed).unwrap_or_default()
    }

    fn counted(&mut self, listed: &Listed) -> Option<String> {
        let (id, level) = self.place(listed)?;
        let list = self.lists.get_mut(&id)?;
        let looks = self.looks.get(&list.looks)?;
        let counts = self.counts.entry(list.looks.clone()).or_default();
        if !list.begun {
            list.begun = true;
            for (level, begin) in &list.begins {
                if let Some(count) = counts.get_mut(*level) {
                    *count = begin.checked_sub(1);
                    if *begin == 0 {
                        *count = None;
                    }
                }
            }
        }
        let look_of = |level: usize| list.own.get(&level).or_else(|| looks.get(level));
        let own = counts.get_mut(level)?;
        *own = Some(match *own {
            Some(count) => count.saturating_add(1),
            None => look_of(level)?.start,
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let restart = look_of(deeper).and_then(|look| look.restart);
            if restart.is_none_or(|last| level < last) {
                *count = None;
            }
        }
        let look = look_of(level)?;
        if matches!(look.format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut label = String::new();
        let mut rest = look.text.chars().peekable();
        while let Some(c) = rest.next() {
            let nth = rest
                .peek()
                .and_then(|digit| digit.to_digit(10))
                .filter(|n| *n > 0);
            match nth {
                Some(nth) if c == '%' => {
                    rest.next();
                    let other = nth as usize - 1;
                    let (Some(shown), Some(count)) = (look_of(other), counts.get(other)) else {
                        continue;
                    };
                    let number = count.unwrap_or(shown.start);
                    let format = if look.legal {
                        "decimal"
                    } else {
                        shown.format.as_str()
                    };
                    label.push_str(&written(number, format));
                }
                _ => label.push(c),
            }
        }
        Some(label.trim().to_owned())
    }
}

/// A number as a list writes it.
pub fn written(number: u32, format: &str) -> String {
    if number == 0 || number > MOST_IN_LETTERS {
        return number.to_string();
    }
    match format {
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letter(number),
        "lowerLetter" => letter(number).to_lowercase(),
        "decimalZero" => format!("{number:02}"),
        "ordinal" => {
            let ending = match (number % 10, number % 100) {
                (1, n) if n != 11 => "st",
                (2, n) if n != 12 => "nd",
                (3, n) if n != 13 => "rd",
                _ => "th",
            };
            format!("{number}{ending}")
        }
        "none" | "bullet" => String::new(),
        _ => number.to_string(),
    }
}

/// A, B ... Z, AA, BB ...
fn letter(number: u32) -> String {
    let nth = u8::try_from((number - 1) % 26).unwrap_or(0);
    let times = (number - 1) / 26 + 1;
    (0..times).map(|_| char::from(b'A' + nth)).collect()
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (worth, sign) in SIGNS {
        while number >= worth {
            out.push_str(sign);
            number -= worth;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = "<w:numbering><w:abstractNum w:abstractNumId=\"7\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1(%2)\"/></w:lvl>\
        <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"o\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num>\
        <w:num w:numId=\"4\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num></w:numbering>";

    fn listed(list: &str, level: usize) -> Listed {
        Listed {
            style: None,
            list: Some(list.into()),
            level: Some(level),
        }
    }

    #[test]
    fn numbers_are_counted_level_by_level() {
        let mut numbering = Numbering::default();
        numbering.learn_lists(LISTS);
        let mut count = |list: &str, level| numbering.count(&listed(list, level));
        assert_eq!(
            [
                count("3", 0),
                count("3", 1),
                count("3", 1),
                count("3", 2),
                count("3", 0),
                count("3", 1)
            ],
            ["1.", "1(a)", "1(b)", "", "2.", "2(a)"]
        );
        assert_eq!([count("4", 0), count("4", 0)], ["5.", "6."]);
        assert_eq!([count("0", 0), count("99", 0)], ["", ""]);
    }

    #[test]
    fn a_style_gives_its_list_to_those_based_on_it() {
        let mut numbering = Numbering::default();
        numbering.learn_lists(LISTS);
        numbering.learn_styles(
            "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"A\"><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style>\
             <w:style w:type=\"paragraph\" w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style>\
             <w:style w:type=\"paragraph\" w:styleId=\"C\"><w:basedOn w:val=\"C\"/></w:style></w:styles>",
        );
        let of = |style: &str| Listed {
            style: Some(style.into()),
            ..Listed::default()
        };
        assert_eq!(numbering.count(&of("B")), "1.");
        assert_eq!(numbering.count(&of("A")), "2.");
        assert_eq!(numbering.count(&of("C")), "");
        let none = Listed {
            list: Some("0".into()),
            ..of("A")
        };
        assert_eq!(numbering.count(&none), "");
    }

    #[test]
    fn numbers_are_written_as_lists_write_them() {
        let all: Vec<String> = [
            "upperRoman",
            "lowerLetter",
            "ordinal",
            "decimalZero",
            "chineseCounting",
        ]
        .iter()
        .map(|format| written(28, format))
        .collect();
        assert_eq!(all, ["XXVIII", "bb", "28th", "28", "28"]);
        assert_eq!(written(u32::MAX, "upperLetter"), u32::MAX.to_string());
    }
}
