//! The words of one part of a Word package, in the order in which they stand.
//!
//! One pass over the events of the XML, without recursion, so that no depth of nesting can hurt. Words of a text box
//! are kept apart from the sentence that it is anchored in; a deletion leaves the text as it reads now, and the whole
//! paragraph as it read before goes to [`Place::Hidden`].

use super::element::{Tag, tag};
use super::flow::Flow;
use super::numbering::{Listed, Numbering};
use crate::extract::xml::{self, Visitor};
use crate::extract::{Passage, Place};
use quick_xml::events::BytesStart;

/// What one part says.
#[derive(Debug, Default)]
pub struct Words {
    /// The text by place.
    pub passages: Vec<Passage>,
    /// Where links lead that are written into fields, and what pictures are said to show.
    pub links: Vec<String>,
    /// The part is the document's body.
    pub is_body: bool,
    /// It declares entities of its own.
    pub has_dtd: bool,
    /// Why the rest of it could not be read.
    pub broken: Option<String>,
    /// The room for text was used up.
    pub cut: bool,
}

/// The attributes of an element that hold words: what a picture is said to show, a watermark, what a form field or a
/// control is called, says and offers, a link's tip, a variable of the document.
fn beside(name: &str) -> &'static [&'static str] {
    match name {
        "docPr" | "cNvPr" => &["title", "descr"],
        "textpath" => &["string"],
        "shape" | "rect" | "oval" | "roundrect" | "group" => &["alt", "title"],
        "name" | "helpText" | "statusText" | "default" | "listEntry" | "alias" | "tag" => &["val"],
        "listItem" => &["displayText", "value"],
        "hyperlink" => &["tooltip"],
        "docVar" => &["name", "val"],
        _ => &[],
    }
}

/// Reads a part, as far as it goes and as far as `room` bytes of text allow.
pub fn read(text: &str, room: usize, numbering: &mut Numbering) -> Words {
    let mut walk = Walk::new(room, numbering);
    let broken = xml::visit(text, &mut walk);
    if walk.open == [Tag::Ignored] {
        return Words::default();
    }
    walk.words.broken = broken;
    walk.finish()
}

#[derive(Debug)]
struct Walk<'n> {
    words: Words,
    numbering: &'n mut Numbering,
    /// What each open paragraph says of its list.
    listed: Vec<Listed>,
    open: Vec<Tag>,
    flows: Vec<Flow>,
    place: Option<Place>,
    boxes: String,
    hidden: String,
    /// The depth from which everything is passed over.
    skipped: Option<usize>,
    insertions: usize,
    deletions: usize,
    vanished: bool,
    instructions: Vec<String>,
    /// For each choice of renderings: how much text there was before it.
    alternates: Vec<usize>,
    taken: usize,
    room: usize,
}

impl Visitor for Walk<'_> {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.name();
        let name = xml::local(name.as_ref());
        let tag = self.meaning(name);
        let parent = self.open.last().copied();
        self.open.push(tag);
        if self.skipped.is_some() {
            return;
        }
        match tag {
            Tag::Story(place) => {
                self.place = Some(place);
                self.words.is_body = place == Place::Body;
            }
            Tag::Ignored => self.skipped = Some(self.open.len()),
            Tag::Insertion => self.insertions += 1,
            Tag::Deletion => self.deletions += 1,
            Tag::Run => self.vanished = false,
            Tag::Paragraph => {
                self.listed.push(Listed::default());
                self.flow().begin_paragraph();
            }
            Tag::Cell => self.flow().begin_cell(),
            Tag::Comment => self.comment(start),
            Tag::TextBox => self.flows.push(Flow::default()),
            Tag::Alternates => self.alternates.push(self.taken),
            Tag::Other if name == "Fallback" && self.has_alternate() => {
                self.skipped = Some(self.open.len());
            }
            // how the paragraph was set before
            Tag::Other if name == "pPrChange" => self.skipped = Some(self.open.len()),
            Tag::Other => self.mark(name, parent, start),
            _ => {}
        }
    }

    fn end(&mut self) {
        let depth = self.open.len();
        let Some(tag) = self.open.pop() else {
            return;
        };
        if let Some(from) = self.skipped {
            if depth == from {
                self.skipped = None;
            }
            return;
        }
        match tag {
            Tag::Paragraph => {
                let listed = self.listed.pop().unwrap_or_default();
                let number = self.numbering.count(&listed);
                self.count(&number);
                self.flow().number(&number);
                self.say_plainly("\n");
                let before = self.flow().end_paragraph();
                self.hidden.push_str(&before);
            }
            Tag::Cell => self.flow().end_cell(),
            Tag::Row => self.flow().end_row(),
            Tag::Insertion => self.insertions = self.insertions.saturating_sub(1),
            Tag::Deletion => self.deletions = self.deletions.saturating_sub(1),
            Tag::Run if self.vanished => {
                self.hidden.push('\n');
                self.vanished = false;
            }
            Tag::TextBox => self.end_box(),
            Tag::Chart => self.say_plainly("\n"),
            Tag::Comment => self.end_piece(Place::Comment),
            Tag::Note => self.end_piece(Place::Note),
            Tag::Alternates => {
                self.alternates.pop();
            }
            _ => {}
        }
    }

    fn letters(&mut self, letters: &str) {
        if self.skipped.is_some() {
            return;
        }
        match self.open.last() {
            Some(Tag::Text) => self.say(letters),
            Some(Tag::Chart) if self.place == Some(Place::Box) => self.say(letters),
            Some(Tag::Deleted) => {
                self.flow().delete(letters);
                self.count(letters);
            }
            Some(Tag::Instruction) => {
                if let Some(instruction) = self.instructions.last_mut() {
                    instruction.push_str(letters);
                }
            }
            _ => {}
        }
    }

    fn definition(&mut self, _definition: &str) {
        self.words.has_dtd = true;
    }

    fn is_within(&self) -> bool {
        !self.open.is_empty()
    }

    fn has_enough(&mut self) -> bool {
        self.words.cut || self.open == [Tag::Ignored]
    }
}

impl<'n> Walk<'n> {
    fn new(room: usize, numbering: &'n mut Numbering) -> Self {
        Self {
            words: Words::default(),
            numbering,
            listed: Vec::new(),
            open: Vec::new(),
            flows: vec![Flow::default()],
            place: None,
            boxes: String::new(),
            hidden: String::new(),
            skipped: None,
            insertions: 0,
            deletions: 0,
            vanished: false,
            instructions: Vec::new(),
            alternates: Vec::new(),
            taken: 0,
            room,
        }
    }

    /// Whether a better rendering of the thing in hand gave text.
    fn has_alternate(&self) -> bool {
        self.alternates
            .last()
            .is_some_and(|before| self.taken > *before)
    }

    /// The first element says what the part is; one that holds no words is passed over whole.
    fn meaning(&self, name: &str) -> Tag {
        let tag = tag(name);
        match (self.open.is_empty(), tag) {
            (true, Tag::Story(_)) => tag,
            (true, _) => Tag::Ignored,
            (false, Tag::Story(_)) => Tag::Other,
            (false, _) => tag,
        }
    }

    /// Elements that stand for a character or bring something beside the text.
    fn mark(&mut self, name: &str, parent: Option<Tag>, start: &BytesStart<'_>) {
        match (parent, name) {
            (Some(Tag::Run), "tab" | "ptab") => self.say("\t"),
            (Some(Tag::Run), "cr") => self.say("\n"),
            (Some(Tag::Run | Tag::Paragraph), "br") => {
                let page = xml::attribute(start, "type").as_deref() == Some("page");
                self.say(if page { "\u{0C}" } else { "\n" });
            }
            (Some(Tag::Run), "noBreakHyphen") => self.say("\u{2011}"),
            (Some(Tag::Run), "softHyphen") => self.say("\u{AD}"),
            (Some(Tag::Run), "sym") => {
                let symbol = xml::attribute(start, "char")
                    .and_then(|code| u32::from_str_radix(&code, 16).ok())
                    .and_then(char::from_u32);
                if let Some(symbol) = symbol {
                    self.say(symbol.encode_utf8(&mut [0; 4]));
                }
            }
            (Some(Tag::Run), "fldChar") => match xml::attribute(start, "fldCharType").as_deref() {
                Some("begin") => self.instructions.push(String::new()),
                Some("separate") => self.end_instruction(),
                Some("end") => {
                    self.end_instruction();
                    self.instructions.pop();
                }
                _ => {}
            },
            (Some(Tag::RunProperties), "vanish") => {
                let in_run = self.open.iter().rev().nth(2) == Some(&Tag::Run);
                let off = matches!(
                    xml::attribute(start, "val").as_deref(),
                    Some("0" | "false" | "off")
                );
                self.vanished |= in_run && !off;
            }
            (_, "fldSimple") => {
                if let Some(instruction) = xml::attribute(start, "instr") {
                    self.link(&instruction);
                }
            }
            (_, "pStyle" | "numId" | "ilvl") => {
                let value = xml::attribute(start, "val");
                if let Some(listed) = self.listed.last_mut() {
                    match name {
                        "pStyle" => listed.style = value,
                        "numId" => listed.list = value,
                        _ => listed.level = value.and_then(|level| level.parse().ok()),
                    }
                }
            }
            (_, "bookmarkStart") => {
                // those that a program sets for itself begin so
                let name = xml::attribute(start, "name").filter(|name| !name.starts_with('_'));
                self.words.links.extend(name);
            }
            _ => self.aside(start, beside(name)),
        }
    }

    fn aside(&mut self, start: &BytesStart<'_>, keys: &[&str]) {
        for key in keys {
            let said = xml::attribute(start, key).unwrap_or_default();
            if said.chars().any(char::is_alphabetic) {
                self.boxes.push_str(said.trim());
                self.boxes.push('\n');
            }
        }
    }

    fn say(&mut self, letters: &str) {
        self.count(letters);
        if self.vanished {
            self.hidden.push_str(letters);
        } else if self.deletions > 0 {
            self.flow().delete(letters);
        } else if self.insertions > 0 {
            self.flow().insert(letters);
        } else {
            self.flow().keep(letters);
        }
    }

    fn say_plainly(&mut self, letters: &str) {
        self.flow().keep(letters);
    }

    fn count(&mut self, letters: &str) {
        self.taken += letters.len();
        self.words.cut |= self.taken > self.room;
    }

    fn flow(&mut self) -> &mut Flow {
        if self.flows.is_empty() {
            self.flows.push(Flow::default());
        }
        let last = self.flows.len() - 1;
        &mut self.flows[last]
    }

    fn comment(&mut self, start: &BytesStart<'_>) {
        let writer = xml::attribute(start, "author").unwrap_or_default();
        if !writer.trim().is_empty() {
            self.say_plainly(writer.trim());
            self.say_plainly(": ");
        }
    }

    /// Ends a comment or a note that stands among others in its part.
    fn end_piece(&mut self, place: Place) {
        let flow = self.flow();
        let text = flow.take();
        self.put(place, text);
    }

    fn end_box(&mut self) {
        if self.flows.len() < 2 {
            return;
        }
        if let Some(flow) = self.flows.pop() {
            self.boxes.push_str(flow.text.trim_matches('\n'));
            self.boxes.push('\n');
        }
    }

    fn end_instruction(&mut self) {
        if let Some(instruction) = self.instructions.last_mut() {
            let instruction = std::mem::take(instruction);
            self.link(&instruction);
        }
    }

    /// Keeps the target that a field's instruction names in quotes: `HYPERLINK "https://..."`.
    fn link(&mut self, instruction: &str) {
        let mut words = instruction.trim_start().splitn(2, char::is_whitespace);
        let kind = words.next().unwrap_or_default().to_uppercase();
        if !matches!(
            kind.as_str(),
            "HYPERLINK" | "INCLUDETEXT" | "INCLUDEPICTURE" | "LINK"
        ) {
            return;
        }
        let quoted = words.next().unwrap_or_default().split('"').nth(1);
        if let Some(target) = quoted.map(str::trim).filter(|target| !target.is_empty()) {
            self.words.links.push(target.to_string());
        }
    }

    fn put(&mut self, place: Place, text: String) {
        if !text.trim().is_empty() {
            self.words.passages.push(Passage {
                place,
                page: None,
                text,
            });
        }
    }

    fn finish(mut self) -> Words {
        // A part that breaks off leaves boxes open.
        while self.flows.len() > 1 {
            self.end_box();
        }
        let mut flow = self.flows.pop().unwrap_or_default();
        let before = flow.end_paragraph();
        self.hidden.push_str(&before);
        if let Some(place) = self.place {
            self.put(place, flow.text);
            let boxes = std::mem::take(&mut self.boxes);
            self.put(Place::Box, boxes);
            let hidden = std::mem::take(&mut self.hidden);
            self.put(Place::Hidden, hidden);
        }
        self.words
    }
}
