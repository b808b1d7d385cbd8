//! What a walk over RTF has written so far: stories, texts that were caught, objects, and the HTML within.

use super::destinations::Catch;
use super::walk::Change;
use crate::extract::assembly::Assembly;
use crate::extract::docx::flow::Flow;
use crate::extract::wrapped::{self, Object};
use crate::extract::{Limits, Part, Place, pictures};

/// Stories, catches and the rest.
#[derive(Debug)]
pub struct Writing {
    /// Where finished passages go.
    pub assembly: Assembly,
    /// The HTML that the RTF was made from, where it was.
    pub html: Option<String>,
    flows: Vec<Flow>,
    /// The hidden text of each story.
    hidden: Vec<String>,
    catches: Vec<String>,
    taken: usize,
    told: usize,
    author: String,
    own_name: String,
    shape_name: String,
    moment: [i32; 6],
    object: Vec<u8>,
    /// The first of two hexadecimal digits.
    digit: Option<u8>,
    objects: u32,
    picture: Vec<u8>,
    picture_ending: &'static str,
    pictures: usize,
    text_limit: usize,
    object_room: usize,
}

impl Writing {
    /// Nothing yet but the body's story.
    pub fn new(limits: &Limits) -> Self {
        Self {
            assembly: Assembly::new(limits),
            html: None,
            flows: vec![Flow::default()],
            hidden: vec![String::new()],
            catches: Vec::new(),
            taken: 0,
            told: 0,
            author: String::new(),
            own_name: String::new(),
            shape_name: String::new(),
            moment: [0; 6],
            object: Vec::new(),
            digit: None,
            objects: 0,
            picture: Vec::new(),
            picture_ending: "",
            pictures: 0,
            text_limit: limits.text,
            object_room: limits.unpacked,
        }
    }

    /// How many bytes of text stand in stories so far.
    pub fn told(&self) -> usize {
        self.told
    }

    /// Whether the limit on text was met.
    pub fn is_full(&self) -> bool {
        self.assembly.is_full()
    }

    fn count(&mut self, text: &str) {
        self.taken += text.len();
        if self.taken > self.text_limit {
            self.assembly.full();
        }
    }

    /// Letters of the story in hand.
    pub fn text(&mut self, text: &str, change: Change) {
        self.count(text);
        self.told += text.len();
        if let Some(hidden) = self.hidden.last_mut()
            && hidden.ends_with(char::is_alphanumeric)
        {
            // what is hidden at one place is no word with what is hidden at the next
            hidden.push('\n');
        }
        if let Some(flow) = self.flows.last_mut() {
            match change {
                Change::Kept => flow.keep(text),
                Change::Inserted => flow.insert(text),
                Change::Deleted => flow.delete(text),
            }
        }
    }

    /// Letters that the page does not show.
    pub fn hide(&mut self, text: &str) {
        self.count(text);
        self.told += text.len();
        if let Some(hidden) = self.hidden.last_mut() {
            hidden.push_str(text);
        }
    }

    /// Ends a paragraph, and with it what its tracked changes took out.
    pub fn end_paragraph(&mut self, with: &str) {
        let (Some(flow), Some(hidden)) = (self.flows.last_mut(), self.hidden.last_mut()) else {
            return;
        };
        flow.keep(with);
        let before = flow.end_paragraph();
        hidden.push_str(&before);
        if !hidden.is_empty() && !hidden.ends_with('\n') {
            hidden.push('\n');
        }
        self.count(with);
    }

    /// Ends a cell: cells of a row are parted by tabs.
    pub fn end_cell(&mut self) {
        self.end_paragraph("\t");
    }

    /// Ends a row.
    pub fn end_row(&mut self) {
        if let Some(flow) = self.flows.last_mut() {
            flow.end_row();
        }
        self.end_paragraph("");
    }

    /// Begins a story of its own.
    pub fn begin_story(&mut self) {
        self.flows.push(Flow::default());
        self.hidden.push(String::new());
    }

    /// Heads a comment with its writer's name.
    pub fn begin_comment(&mut self) {
        let author = std::mem::take(&mut self.author);
        if !author.trim().is_empty() {
            self.text(&format!("{}: ", author.trim()), Change::Kept);
        }
    }

    /// Ends the story in hand.
    pub fn end_story(&mut self, place: Place) {
        if self.flows.len() > 1 {
            self.put_story(place);
        }
    }

    fn put_story(&mut self, place: Place) {
        let mut flow = self.flows.pop().unwrap_or_default();
        let mut hidden = self.hidden.pop().unwrap_or_default();
        hidden.push_str(&flow.end_paragraph());
        self.assembly.say(place, None, flow.text);
        self.assembly.say(Place::Hidden, None, hidden);
    }

    /// Begins to catch a text.
    pub fn begin_catch(&mut self) {
        self.catches.push(String::new());
    }

    /// Letters of the text that is caught.
    pub fn catch(&mut self, text: &str) {
        self.count(text);
        if let Some(caught) = self.catches.last_mut() {
            caught.push_str(text);
        }
    }

    /// Forgets the text in hand, adding it to the one around it.
    pub fn drop_catch(&mut self) {
        if let Some(caught) = self.catches.pop() {
            self.catch(&caught);
        }
    }

    /// Puts a caught text to its use.
    pub fn end_catch(&mut self, catch: Catch) {
        let caught = self.catches.pop().unwrap_or_default();
        let said = caught.trim();
        match catch {
            Catch::Instruction => self.instruction(said),
            Catch::Author => self.author = said.to_owned(),
            Catch::Property(name) => self.assembly.field(name, said.trim_end_matches(';')),
            Catch::Moment(name) => {
                let [year, month, day, hour, minute, second] = std::mem::take(&mut self.moment);
                if year > 0 && (1..=12).contains(&month) && (1..=31).contains(&day) {
                    let when =
                        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
                    self.assembly.field(name, &when);
                }
            }
            Catch::OwnName => self.own_name = said.to_owned(),
            Catch::OwnValue => {
                let name = std::mem::take(&mut self.own_name);
                self.assembly.field(&name, said);
            }
            Catch::ShapeName => self.shape_name = said.to_owned(),
            Catch::ShapeValue => {
                let name = std::mem::take(&mut self.shape_name);
                if matches!(
                    name.as_str(),
                    "gtextUNICODE" | "wzDescription" | "wzTooltip"
                ) {
                    self.assembly.say(Place::Box, None, format!("{said}\n"));
                }
            }
            Catch::Link => self.assembly.link(said),
            Catch::Variable | Catch::Form => {
                self.assembly.say(Place::Box, None, format!("{said}\n"));
            }
            Catch::Entry => self.assembly.say(Place::Hidden, None, format!("{said}\n")),
            Catch::Unknown => self.unknown(said),
        }
    }

    /// A group that readers may ignore and that nobody here knows: its words are kept apart, figures alone are not.
    fn unknown(&mut self, said: &str) {
        let words = said.split_whitespace().any(|word| {
            word.chars().filter(|c| c.is_alphabetic()).count() > 2
                && !word.chars().all(|c| c.is_ascii_hexdigit())
        });
        if words {
            self.assembly
                .say(Place::Remainder, None, format!("{said}\n"));
        }
    }

    /// A field's instruction: the target that it names in quotes, or the words that it shows itself.
    fn instruction(&mut self, said: &str) {
        let (kind, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
        match kind.to_uppercase().as_str() {
            "HYPERLINK" | "INCLUDETEXT" | "INCLUDEPICTURE" | "LINK" => {
                let quoted = rest.split('"').nth(1);
                let bare = || rest.split_whitespace().find(|word| !word.starts_with('\\'));
                if let Some(target) = quoted.or_else(bare) {
                    self.assembly.link(target);
                }
            }
            // An equation, or a reading aid set as one, has no words but those of its instruction.
            "EQ" => self.text(rest.trim(), Change::Kept),
            "MACROBUTTON" => {
                if let Some((_, shown)) = rest.trim_start().split_once(char::is_whitespace) {
                    self.text(shown, Change::Kept);
                }
            }
            _ => {}
        }
    }

    /// A part of a moment: year, month and so on.
    pub fn moment(&mut self, word: &[u8], number: i32) {
        let parts: [&[u8]; 6] = [b"yr", b"mo", b"dy", b"hr", b"min", b"sec"];
        if let Some(at) = parts.iter().position(|part| *part == word) {
            self.moment[at] = number;
        }
    }

    /// From now on the HTML within is gathered.
    pub fn begin_html(&mut self) {
        self.html.get_or_insert_default();
    }

    /// Adds to the HTML within, if there is any.
    pub fn html(&mut self, text: &str) {
        if let Some(html) = &mut self.html {
            if html.len() + text.len() > self.text_limit {
                self.assembly.full();
            } else {
                html.push_str(text);
            }
        }
    }

    /// Bytes of an embedded object.
    pub fn object_bytes(&mut self, bytes: &[u8]) {
        let fits = bytes.len().min(self.object_room);
        self.object_room -= fits;
        self.object.extend_from_slice(&bytes[..fits]);
        if fits < bytes.len() {
            self.assembly.problem(
                crate::extract::Category::TooLarge,
                "the limit on unpacked bytes was met in an embedded object".into(),
            );
        }
    }

    /// Bytes of an embedded object, two hexadecimal digits each.
    pub fn object_digits(&mut self, digits: &[u8]) {
        let bytes = self.undigit(digits);
        self.object_bytes(&bytes);
    }

    fn undigit(&mut self, digits: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(digits.len() / 2);
        for digit in digits {
            let Some(value) = char::from(*digit).to_digit(16) else {
                continue;
            };
            match self.digit.take() {
                None => self.digit = Some(value as u8),
                Some(high) => bytes.push(high << 4 | value as u8),
            }
        }
        bytes
    }

    /// Ends an embedded object: its file becomes a part.
    pub fn end_object(&mut self) {
        self.digit = None;
        let bytes = std::mem::take(&mut self.object);
        if bytes.is_empty() {
            return;
        }
        self.objects += 1;
        let n = self.objects;
        match wrapped::first_generation(&bytes) {
            Some(Object::Linked(target)) => self.assembly.link(&target),
            Some(Object::Embedded(file)) if !file.bytes.is_empty() => {
                self.assembly.part(file.part(format!("object {n}")));
            }
            _ => self.assembly.doubt(format!(
                "embedded object {n} could not be taken apart; its content was not read"
            )),
        }
    }

    /// Begins a picture.
    pub fn begin_picture(&mut self) {
        self.picture.clear();
        self.picture_ending = "";
        self.digit = None;
    }

    /// Whether a word within a picture's group says what kind of picture it is.
    pub fn picture_kind(&mut self, word: &[u8]) {
        let ending = match word {
            b"pngblip" => "png",
            b"jpegblip" => "jpg",
            b"emfblip" => "emf",
            b"wmetafile" => "wmf",
            b"dibitmap" | b"wbitmap" => "bmp",
            b"macpict" => "pct",
            _ => return,
        };
        self.picture_ending = ending;
    }

    /// Bytes of a picture.
    pub fn picture_bytes(&mut self, bytes: &[u8]) {
        let fits = bytes.len().min(self.object_room);
        self.object_room -= fits;
        self.picture.extend_from_slice(&bytes[..fits]);
        if fits < bytes.len() {
            self.assembly.problem(
                crate::extract::Category::TooLarge,
                "the limit on unpacked bytes was met in a picture".into(),
            );
        }
    }

    /// Bytes of a picture, two hexadecimal digits each.
    pub fn picture_digits(&mut self, digits: &[u8]) {
        let bytes = self.undigit(digits);
        self.picture_bytes(&bytes);
    }

    /// Ends a picture: it becomes a part.
    pub fn end_picture(&mut self) {
        self.digit = None;
        let mut bytes = std::mem::take(&mut self.picture);
        self.pictures += 1;
        if self.picture_ending == "bmp"
            && let Some(file) = pictures::with_file_header(&bytes)
        {
            bytes = file;
        }
        let dot = if self.picture_ending.is_empty() {
            ""
        } else {
            "."
        };
        let name = format!("picture {}{dot}{}", self.pictures, self.picture_ending);
        self.assembly.picture(Part::member(name, bytes));
    }

    /// Puts what is left where it belongs: a document that breaks off leaves stories open.
    pub fn finish(&mut self) {
        while self.flows.len() > 1 {
            self.put_story(Place::Box);
        }
        self.put_story(Place::Body);
    }
}
