//! The words of one part of a presentation, in the order in which they stand.
//!
//! One pass over the events of the XML, without recursion. The root element says what the part is.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::extract::assembly::Assembly;
use crate::extract::docx::flow::Flow;
use crate::extract::xml::{self, Visitor};
use crate::extract::{Category, Place};

/// What a part is, by its root element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Root {
    Slide,
    Notes,
    /// What slides are made after: prompts to fill in, and what is the same on all.
    Pattern,
    Comments,
    Authors,
    Chart,
    Diagram,
    Other,
}

fn root(name: &str) -> Root {
    match name {
        "sld" => Root::Slide,
        "notes" => Root::Notes,
        "sldLayout" | "sldMaster" | "notesMaster" | "handoutMaster" => Root::Pattern,
        "cmLst" => Root::Comments,
        "cmAuthorLst" | "authorLst" => Root::Authors,
        "chartSpace" => Root::Chart,
        "dataModel" | "drawing" => Root::Diagram,
        _ => Root::Other,
    }
}

/// Reads a part into `assembly`. `authors` are the writers of comments, by their ids; a part that lists them adds to
/// them. Returns whether the part is a slide, and whether it is a hidden one.
pub fn read(
    text: &str,
    path: &str,
    page: Option<u32>,
    authors: &mut HashMap<String, String>,
    assembly: &mut Assembly,
) -> (bool, bool) {
    let mut walk = Walk {
        path,
        room: assembly.room(),
        assembly,
        authors,
        root: None,
        page,
        open: Vec::new(),
        skipped: None,
        flow: Flow::default(),
        boxes: String::new(),
        footer: String::new(),
        hidden: String::new(),
        shape: Shape::default(),
        slide_hidden: false,
        alternates: Vec::new(),
        taken: 0,
    };
    let broken = xml::visit(text, &mut walk);
    if walk.root == Some(Root::Other) {
        return (false, false);
    }
    let slide = walk.root == Some(Root::Slide);
    let hidden = walk.slide_hidden;
    walk.finish();
    if let Some(reason) = broken {
        assembly.problem(
            Category::Damaged,
            format!("{path} is not sound XML ({reason}); what stands before was read"),
        );
    }
    (slide, hidden)
}

/// What is known of the shape in hand.
#[derive(Debug, Default)]
struct Shape {
    is_hidden: bool,
    /// It only says what to put there.
    is_prompt: bool,
    is_footer: bool,
}

/// The elements that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Other,
    Text,
    Paragraph,
    Cell,
    Row,
    Shape,
    Comment,
    Value,
    Alternates,
}

fn tag(name: &str) -> Tag {
    match name {
        "t" | "text" => Tag::Text,
        "p" => Tag::Paragraph,
        "tc" => Tag::Cell,
        "tr" => Tag::Row,
        "sp" | "graphicFrame" | "pic" | "cxnSp" => Tag::Shape,
        "cm" | "reply" => Tag::Comment,
        "v" | "pt" => Tag::Value,
        "AlternateContent" => Tag::Alternates,
        _ => Tag::Other,
    }
}

#[derive(Debug)]
struct Walk<'a> {
    path: &'a str,
    assembly: &'a mut Assembly,
    authors: &'a mut HashMap<String, String>,
    root: Option<Root>,
    page: Option<u32>,
    open: Vec<Tag>,
    /// The depth from which everything is passed over.
    skipped: Option<usize>,
    flow: Flow,
    boxes: String,
    footer: String,
    hidden: String,
    shape: Shape,
    slide_hidden: bool,
    /// For each choice of renderings: how much text there was before it.
    alternates: Vec<usize>,
    taken: usize,
    room: usize,
}

impl Visitor for Walk<'_> {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.name();
        let name = xml::local(name.as_ref());
        if self.root.is_none() {
            let root = root(name);
            self.root = Some(root);
            self.slide_hidden = root == Root::Slide
                && matches!(
                    xml::attribute(start, "show").as_deref(),
                    Some("0" | "false")
                );
        }
        let tag = tag(name);
        let depth = self.open.len();
        self.open.push(tag);
        if self.skipped.is_some() {
            return;
        }
        match tag {
            Tag::Paragraph => self.flow.begin_paragraph(),
            Tag::Cell => self.flow.begin_cell(),
            Tag::Shape => self.shape = Shape::default(),
            Tag::Comment => self.comment(start),
            Tag::Alternates => self.alternates.push(self.taken),
            _ => self.mark(name, depth, start),
        }
    }

    fn end(&mut self) {
        let Some(tag) = self.open.pop() else {
            return;
        };
        if let Some(from) = self.skipped {
            if self.open.len() == from {
                self.skipped = None;
            }
            return;
        }
        match tag {
            Tag::Paragraph => {
                self.say("\n");
                self.flow.end_paragraph();
            }
            Tag::Cell => self.flow.end_cell(),
            Tag::Row => self.flow.end_row(),
            Tag::Shape => self.shape = Shape::default(),
            Tag::Comment if self.root == Some(Root::Comments) => self.end_line(),
            Tag::Value if self.root == Some(Root::Chart) => self.end_line(),
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
            Some(Tag::Value) if self.root == Some(Root::Chart) => self.say(letters),
            _ => {}
        }
    }

    fn definition(&mut self, _definition: &str) {
        let path = self.path;
        self.assembly
            .doubt(format!("{path} brings its own entities; none was expanded"));
    }

    fn is_within(&self) -> bool {
        !self.open.is_empty()
    }

    fn has_enough(&mut self) -> bool {
        let full = self.taken > self.room;
        if full {
            self.assembly.full();
        }
        full || self.root == Some(Root::Other)
    }
}

impl Walk<'_> {
    fn mark(&mut self, name: &str, depth: usize, start: &BytesStart<'_>) {
        match name {
            "br" => self.say("\n"),
            "tab" if self.open.iter().rev().nth(1) == Some(&Tag::Other) => {}
            "cNvPr" | "docPr" => {
                self.shape.is_hidden = matches!(
                    xml::attribute(start, "hidden").as_deref(),
                    Some("1" | "true")
                );
                self.aside(start, &["title", "descr"]);
            }
            "hlinkClick" | "hlinkHover" => self.aside(start, &["tooltip"]),
            "ph" if self.root == Some(Root::Pattern) => {
                let kind = xml::attribute(start, "type");
                self.shape.is_footer = matches!(kind.as_deref(), Some("ftr" | "hdr" | "dt"));
                self.shape.is_prompt = !self.shape.is_footer;
            }
            "cmAuthor" | "author" if self.root == Some(Root::Authors) => {
                if let (Some(id), Some(name)) =
                    (xml::attribute(start, "id"), xml::attribute(start, "name"))
                {
                    self.authors.insert(id, name);
                }
            }
            "Fallback" => {
                let better = self
                    .alternates
                    .last()
                    .is_some_and(|before| self.taken > *before);
                if better {
                    self.skipped = Some(depth);
                }
            }
            // Formulas of charts, where their values stand.
            "f" if self.root == Some(Root::Chart) => self.skipped = Some(depth),
            _ => {}
        }
    }

    fn aside(&mut self, start: &BytesStart<'_>, keys: &[&str]) {
        for key in keys {
            let said = xml::attribute(start, key).unwrap_or_default();
            let said = said.trim();
            if !said.is_empty() && self.root != Some(Root::Pattern) {
                self.taken += said.len();
                self.boxes.push_str(said);
                self.boxes.push('\n');
            }
        }
    }

    fn comment(&mut self, start: &BytesStart<'_>) {
        if self.root != Some(Root::Comments) {
            return;
        }
        let author = xml::attribute(start, "authorId").and_then(|id| self.authors.get(&id));
        if let Some(author) = author {
            let heading = format!("{author}: ");
            self.flow.keep(&heading);
        }
    }

    fn say(&mut self, letters: &str) {
        self.taken += letters.len();
        if self.shape.is_prompt {
            return;
        }
        if self.shape.is_hidden {
            self.hidden.push_str(letters);
        } else if self.shape.is_footer {
            self.footer.push_str(letters);
        } else {
            self.flow.keep(letters);
        }
    }

    fn end_line(&mut self) {
        if !self.flow.text.ends_with('\n') {
            self.flow.keep("\n");
        }
    }

    fn finish(mut self) {
        let text = self.flow.take();
        let place = match self.root {
            Some(Root::Slide) if self.slide_hidden => Place::Hidden,
            Some(Root::Slide) => Place::Body,
            Some(Root::Notes) => Place::Note,
            Some(Root::Pattern) => Place::Header,
            Some(Root::Comments) => Place::Comment,
            _ => Place::Box,
        };
        self.assembly.say(place, self.page, text);
        self.assembly.say(Place::Box, self.page, self.boxes);
        self.assembly.say(Place::Footer, self.page, self.footer);
        self.assembly.say(Place::Hidden, self.page, self.hidden);
    }
}
