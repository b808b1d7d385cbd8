//! The words of one part of an OpenDocument file, in the order in which they stand.
//!
//! One pass over the events of the XML, without recursion. A deletion of a tracked change leaves the text as it reads
//! now, and the whole paragraph as it read before goes to [`Place::Hidden`].

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::element::{Tag, tag};
use super::numbers::{ListStyles, Lists};
use crate::extract::assembly::Assembly;
use crate::extract::docx::flow::Flow;
use crate::extract::xml::{self, Visitor};
use crate::extract::{Category, Place};

mod marks;

/// What styles say of hiding and of lists; it holds for all parts of a file.
#[derive(Debug, Default)]
pub struct Styles {
    hidden: HashSet<String>,
    lists: ListStyles,
}

/// How a part is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    /// The body of a text document.
    Text,
    /// The body of a presentation.
    Slides,
    /// Styles: only what stands on master pages.
    Styles,
    /// An object within: all of it stands beside the text.
    Object,
}

/// What was learnt of a part beyond its words.
#[derive(Debug, Default)]
pub struct Learnt {
    /// It has a body.
    pub has_body: bool,
    /// The number of slides.
    pub slides: u32,
    /// How many slides are hidden.
    pub hidden_slides: u32,
}

/// Reads a part into `assembly`; `path` names it in what is said of it.
pub fn read(
    text: &str,
    path: &str,
    kind: As,
    styles: &mut Styles,
    assembly: &mut Assembly,
) -> Learnt {
    let mut walk = Walk::new(path, kind, styles, assembly);
    let broken = xml::visit(text, &mut walk);
    let learnt = walk.finish();
    if let Some(reason) = broken {
        assembly.problem(
            Category::Damaged,
            format!("{path} is not sound XML ({reason}); what stands before was read"),
        );
    }
    learnt
}

/// A text in the making.
#[derive(Debug)]
struct Story {
    place: Place,
    flow: Flow,
    hidden: String,
}

impl Story {
    fn new(place: Place) -> Self {
        Self {
            place,
            flow: Flow::default(),
            hidden: String::new(),
        }
    }
}

/// An open element, and what its end undoes.
#[derive(Debug, Clone, Copy)]
struct Open {
    tag: Tag,
    opened_story: bool,
    hides: bool,
    is_list: bool,
}

#[derive(Debug)]
struct Walk<'a> {
    path: &'a str,
    kind: As,
    styles: &'a mut Styles,
    assembly: &'a mut Assembly,
    learnt: Learnt,
    open: Vec<Open>,
    stories: Vec<Story>,
    /// The depth from which everything is passed over.
    skipped: Option<usize>,
    hiding: usize,
    page: Option<u32>,
    slide_hidden: bool,
    /// The style in hand.
    style: String,
    region: String,
    insertions: HashSet<String>,
    inserting: usize,
    deletions: HashMap<String, String>,
    said: String,
    binary: String,
    pictures: usize,
    lists: Lists,
    taken: usize,
    room: usize,
}

impl Visitor for Walk<'_> {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.name();
        let mut open = Open {
            tag: self.meaning(name.as_ref()),
            opened_story: false,
            hides: false,
            is_list: false,
        };
        if self.skipped.is_none() {
            self.enter(name.as_ref(), start, &mut open);
        }
        self.hiding += usize::from(open.hides);
        self.open.push(open);
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        self.hiding -= usize::from(open.hides).min(self.hiding);
        if let Some(from) = self.skipped {
            if self.open.len() == from {
                self.skipped = None;
            }
            return;
        }
        if open.is_list {
            self.lists.end();
        }
        match open.tag {
            Tag::Paragraph => self.end_paragraph(),
            Tag::Cell => self.story().flow.end_cell(),
            Tag::Row => self.story().flow.end_row(),
            Tag::Slide => self.end_page(),
            Tag::Said => {
                let said = std::mem::take(&mut self.said);
                self.put(Place::Box, format!("{}\n", said.trim()));
            }
            Tag::Creator => {
                let said = std::mem::take(&mut self.said);
                let story = self.story();
                story.flow.keep(said.trim());
                story.flow.keep(": ");
            }
            Tag::Binary => self.end_binary(),
            Tag::Formula => self.story().flow.keep(" "),
            Tag::Deletion if open.opened_story => {
                if let Some(story) = self.stories.pop() {
                    let text = story.flow.text + &story.hidden;
                    self.deletions.insert(self.region.clone(), text);
                }
            }
            _ if open.opened_story => self.end_story(),
            _ => {}
        }
    }

    fn letters(&mut self, letters: &str) {
        if self.skipped.is_some() {
            return;
        }
        match self.open.last().map(|open| open.tag) {
            Some(Tag::Paragraph | Tag::Inline | Tag::Hidden | Tag::Formula) => {
                self.say_collapsed(letters);
            }
            // Declarations of headers and footers hold their text bare.
            Some(Tag::Story(Place::Header | Place::Footer)) => self.say_collapsed(letters),
            Some(Tag::Said | Tag::Creator) => {
                self.taken += letters.len();
                self.said.push_str(letters);
            }
            Some(Tag::Binary) => self.binary.push_str(letters),
            _ => {}
        }
    }

    fn definition(&mut self, definition: &str) {
        if definition.contains("ENTITY") {
            let path = self.path;
            self.assembly
                .doubt(format!("{path} brings its own entities; none was expanded"));
        }
    }

    fn is_within(&self) -> bool {
        !self.open.is_empty()
    }

    fn has_enough(&mut self) -> bool {
        let full = self.taken > self.room;
        if full {
            self.assembly.full();
        }
        full
    }
}

impl<'a> Walk<'a> {
    fn new(path: &'a str, kind: As, styles: &'a mut Styles, assembly: &'a mut Assembly) -> Self {
        let place = match kind {
            As::Text | As::Slides => Place::Body,
            As::Styles | As::Object => Place::Box,
        };
        let room = assembly.room();
        Self {
            path,
            kind,
            styles,
            assembly,
            learnt: Learnt::default(),
            open: Vec::new(),
            stories: vec![Story::new(place)],
            skipped: None,
            hiding: 0,
            page: None,
            slide_hidden: false,
            style: String::new(),
            region: String::new(),
            insertions: HashSet::new(),
            inserting: 0,
            deletions: HashMap::new(),
            said: String::new(),
            binary: String::new(),
            pictures: 0,
            lists: Lists::default(),
            taken: 0,
            room,
        }
    }

    /// What an element is where it stands.
    fn meaning(&self, name: &str) -> Tag {
        let parent = self.open.last().map(|open| open.tag);
        match tag(name) {
            Tag::Inline if !matches!(parent, Some(Tag::Paragraph | Tag::Inline | Tag::Hidden)) => {
                Tag::Other
            }
            Tag::Creator if parent != Some(Tag::Annotation) => Tag::Other,
            // On slides it only says that a number will stand there.
            Tag::Inline if name == "text:page-number" && self.is_on_slide() => Tag::Skipped,
            // The name of a link around letters is part of them.
            Tag::Frame if name == "draw:a" => Tag::Other,
            tag => tag,
        }
    }

    fn is_on_slide(&self) -> bool {
        let place = self.stories.last().map(|story| story.place);
        self.kind != As::Text && matches!(place, Some(Place::Body | Place::Note | Place::Box))
    }

    fn enter(&mut self, name: &str, start: &BytesStart<'_>, open: &mut Open) {
        self.styles.lists.learn(name, start);
        match name {
            "text:list" if self.kind == As::Text => {
                open.is_list = true;
                self.lists.begin(start);
            }
            "text:list-item" => self.lists.item(start, &self.styles.lists),
            _ => {}
        }
        match open.tag {
            Tag::Skipped => self.skipped = Some(self.open.len()),
            Tag::Paragraph => {
                open.hides = self.is_hidden(start);
                self.story().flow.begin_paragraph();
                if self.kind == As::Text {
                    let number = self.lists.take(name, start, &self.styles.lists);
                    if !number.is_empty() {
                        self.say(&format!("{number} "));
                    }
                }
            }
            Tag::Story(place) => self.begin(place, open),
            Tag::TextBox if self.kind == As::Text => self.begin(Place::Box, open),
            Tag::Annotation => self.begin(Place::Comment, open),
            Tag::Deletion => self.begin(Place::Hidden, open),
            Tag::Notes => self.begin(Place::Note, open),
            Tag::Slide => {
                self.end_page();
                self.learnt.slides += 1;
                self.page = Some(self.learnt.slides);
                self.slide_hidden = self.is_hidden(start);
                self.learnt.hidden_slides += u32::from(self.slide_hidden);
            }
            Tag::Region => {
                self.region = ["changed-region-id", "id"]
                    .iter()
                    .find_map(|key| xml::attribute(start, key))
                    .unwrap_or_default();
            }
            Tag::Section => {
                open.hides = matches!(
                    xml::attribute(start, "display").as_deref(),
                    Some("none" | "condition")
                ) && xml::attribute(start, "is-hidden").as_deref() != Some("false");
            }
            Tag::Hidden => {
                // The text stands in an attribute, what is shown of it within.
                if let Some(text) = xml::attribute(start, "string-value") {
                    self.hide(&text);
                    self.hide("\n");
                }
            }
            Tag::Cell => self.story().flow.begin_cell(),
            Tag::Style => self.style = xml::attribute(start, "name").unwrap_or_default(),
            Tag::Said => self.said.clear(),
            Tag::Binary => self.binary.clear(),
            // A master page's frame that only says what to put there.
            Tag::Frame
                if self.kind == As::Styles
                    && xml::attribute(start, "placeholder").as_deref() == Some("true") =>
            {
                self.skipped = Some(self.open.len());
            }
            Tag::Inline => {
                open.hides = self.is_hidden(start);
                self.mark(name, start);
            }
            Tag::Other => self.mark(name, start),
            _ => {}
        }
        if matches!(name, "office:text" | "office:presentation") {
            self.learnt.has_body = true;
        }
    }

    fn end_paragraph(&mut self) {
        let hiding = self.hiding > 0;
        let story = self.story();
        // A paragraph that is hidden whole leaves no empty line.
        if !hiding {
            story.flow.keep("\n");
        }
        let before = story.flow.end_paragraph();
        story.hidden.push_str(&before);
        if !story.hidden.is_empty() && !story.hidden.ends_with('\n') {
            story.hidden.push('\n');
        }
    }

    fn begin(&mut self, place: Place, open: &mut Open) {
        open.opened_story = true;
        self.stories.push(Story::new(place));
    }

    fn end_story(&mut self) {
        if self.stories.len() > 1
            && let Some(story) = self.stories.pop()
        {
            self.put_story(story);
        }
    }

    fn put_story(&mut self, mut story: Story) {
        let before = story.flow.end_paragraph();
        story.hidden.push_str(&before);
        self.put(story.place, story.flow.text);
        self.put(Place::Hidden, story.hidden);
    }

    /// Ends what stands on the slide in hand.
    fn end_page(&mut self) {
        if self.stories.len() == 1
            && let Some(story) = self.stories.pop()
        {
            self.stories.push(Story::new(story.place));
            self.put_story(story);
        }
        self.page = None;
        self.slide_hidden = false;
    }

    fn put(&mut self, place: Place, text: String) {
        let place = match place {
            Place::Body if self.slide_hidden => Place::Hidden,
            place => place,
        };
        self.assembly.say(place, self.page, text);
    }

    /// Blanks in the file count as one, and as none where one stands already.
    fn say_collapsed(&mut self, letters: &str) {
        let mut text = String::with_capacity(letters.len());
        let hiding = self.hiding > 0;
        let story = self.story();
        let so_far = if hiding {
            &story.hidden
        } else {
            &story.flow.text
        };
        let mut blank = so_far.is_empty() || so_far.ends_with([' ', '\n', '\t']);
        for letter in letters.chars() {
            if matches!(letter, ' ' | '\t' | '\n' | '\r') {
                if !blank {
                    text.push(' ');
                }
                blank = true;
            } else {
                text.push(letter);
                blank = false;
            }
        }
        self.say(&text);
    }

    fn say(&mut self, letters: &str) {
        self.taken += letters.len();
        if self.hiding > 0 {
            self.hide(letters);
        } else if self.inserting > 0 {
            self.story().flow.insert(letters);
        } else {
            self.story().flow.keep(letters);
        }
    }

    fn hide(&mut self, letters: &str) {
        self.story().hidden.push_str(letters);
    }

    fn story(&mut self) -> &mut Story {
        if self.stories.is_empty() {
            self.stories.push(Story::new(Place::Body));
        }
        let last = self.stories.len() - 1;
        &mut self.stories[last]
    }

    fn finish(mut self) -> Learnt {
        // A part that breaks off leaves stories open.
        while self.stories.len() > 1 {
            self.end_story();
        }
        self.end_page();
        // What was taken out at no known place.
        let mut left: Vec<_> = self.deletions.drain().collect();
        left.sort();
        for (_, text) in left {
            self.assembly.say(Place::Hidden, None, text);
        }
        self.learnt
    }
}
