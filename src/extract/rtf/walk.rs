//! One pass over the tokens of RTF, without recursion: what each group means, and where its text goes.

use super::destinations::{self, Catch};
use super::fonts::Fonts;
use super::pages::Page;
use super::tokens::{Token, Tokens};
use super::writing::Writing;
use crate::extract::{Category, Limits, Place};

mod entering;

/// Groups within groups beyond this many share what the last of them says.
const DEEPEST: usize = 100_000;

/// Where letters go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Text,
    Caught,
    Fonts,
    Object,
    Picture,
    Html,
    Nowhere,
}

/// What the end of a group finishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finishes {
    Nothing,
    Story(Place),
    Catch(Catch),
    Object,
    Picture,
}

/// How a tracked change touched letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Kept,
    Inserted,
    Deleted,
}

/// What holds within a group, and is as before when it ends.
#[derive(Debug, Clone, Copy)]
struct Group {
    to: To,
    finishes: Finishes,
    /// How many letters stand for one that `\u` gives.
    stand_ins: u16,
    font: Option<i32>,
    hidden: bool,
    change: Change,
    /// Nothing in it is read.
    muted: bool,
    /// It belongs to the RTF alone, not to the HTML that it was made from.
    rtf_only: bool,
    /// How much text there was when the shape around it began.
    shape: usize,
}

/// The walk, and what it has written.
#[derive(Debug)]
pub struct Walk {
    /// What was read so far.
    pub writing: Writing,
    group: Group,
    outer: Vec<Group>,
    /// Groups beyond [`DEEPEST`].
    beyond: usize,
    fonts: Fonts,
    document: Page,
    default_font: Option<i32>,
    /// Bytes of one page that were not read yet, and their page.
    bytes: Vec<u8>,
    page: Page,
    /// The first half of a pair of UTF-16 units.
    half: Option<u16>,
    /// Letters still to be passed over, after a `\u`.
    skip: u16,
    /// The next word is the group's first.
    head: bool,
    /// That word may be ignored.
    ignorable: bool,
}

/// Reads RTF from its first byte to its last.
pub fn read(bytes: &[u8], limits: &Limits) -> Writing {
    let mut walk = Walk {
        writing: Writing::new(limits),
        group: Group {
            to: To::Text,
            finishes: Finishes::Nothing,
            stand_ins: 1,
            font: None,
            hidden: false,
            change: Change::Kept,
            muted: false,
            rtf_only: false,
            shape: 0,
        },
        outer: Vec::new(),
        beyond: 0,
        fonts: Fonts::default(),
        document: Page::WESTERN,
        default_font: None,
        bytes: Vec::new(),
        page: Page::WESTERN,
        half: None,
        skip: 0,
        head: false,
        ignorable: false,
    };
    let mut tokens = Tokens::new(bytes);
    for token in tokens.by_ref() {
        walk.take(token);
        if walk.writing.is_full() {
            break;
        }
    }
    let open = walk.outer.len() + walk.beyond;
    walk.flush();
    let ends_well = bytes
        .iter()
        .rfind(|b| !matches!(b, 0 | b' ' | b'\r' | b'\n'))
        .is_some_and(|b| *b == b'}');
    if !walk.writing.is_full() && open > 0 && ends_well && !tokens.cut_binary {
        let doubt = "it opens more groups than it closes";
        walk.writing.assembly.doubt(doubt.into());
    } else if !walk.writing.is_full() && (open > 0 || tokens.cut_binary) {
        walk.writing.assembly.problem(
            Category::Damaged,
            "it breaks off inside a group; what stands before was read".into(),
        );
    }
    while !walk.outer.is_empty() {
        walk.close();
    }
    walk.writing.finish();
    walk.writing
}

impl Walk {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Open => {
                self.flush();
                self.skip = 0;
                self.open();
            }
            Token::Close => {
                self.flush();
                self.skip = 0;
                self.close();
            }
            Token::Word(word, number) => {
                self.flush();
                self.word(word, number);
            }
            Token::Symbol(symbol) => {
                self.flush();
                self.symbol(symbol);
            }
            Token::Byte(byte) => {
                self.head = false;
                if self.skip > 0 {
                    self.skip -= 1;
                } else {
                    self.byte(byte);
                }
            }
            Token::Letters(letters) => self.letters(letters),
            Token::Binary(data) => {
                self.head = false;
                if self.skip > 0 {
                    self.skip -= 1;
                } else if self.group.to == To::Object && !self.group.muted {
                    self.writing.object_bytes(data);
                } else if self.group.to == To::Picture && !self.group.muted {
                    self.writing.picture_bytes(data);
                }
            }
        }
    }

    fn open(&mut self) {
        if self.outer.len() >= DEEPEST {
            self.beyond += 1;
            self.writing.assembly.doubt(format!(
                "groups lie more than {DEEPEST} deep; those within were read as one"
            ));
            return;
        }
        if self.group.finishes == Finishes::Catch(Catch::Variable) {
            // its name and its value are groups of their own
            self.writing.catch(" ");
        }
        self.outer.push(self.group);
        self.group.finishes = Finishes::Nothing;
        self.head = true;
        self.ignorable = false;
    }

    fn close(&mut self) {
        self.head = false;
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(outer) = self.outer.pop() else {
            self.writing
                .assembly
                .doubt("it closes more groups than it opens".into());
            return;
        };
        let inner = std::mem::replace(&mut self.group, outer);
        match inner.finishes {
            Finishes::Nothing => {}
            Finishes::Story(place) => self.writing.end_story(place),
            Finishes::Catch(catch) => self.writing.end_catch(catch),
            Finishes::Object => self.writing.end_object(),
            Finishes::Picture => self.writing.end_picture(),
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        if self.skip > 0 && word != b"u" {
            self.skip -= 1;
            return;
        }
        let head = std::mem::take(&mut self.head);
        if word == b"ud" && head {
            self.unmute();
            return;
        }
        if head && self.destination(word) {
            self.ignorable = false;
            return;
        }
        self.ignorable = false;
        if self.group.muted {
            return;
        }
        match word {
            b"u" => self.unit(number.unwrap_or(0)),
            b"uc" => self.group.stand_ins = u16::try_from(number.unwrap_or(1)).unwrap_or(1),
            b"ansi" => self.document = Page::WESTERN,
            b"mac" => self.document = Page::of_number(10000).unwrap_or(Page::WESTERN),
            b"pc" => self.document = Page::Pc437,
            b"pca" => self.document = Page::Pc850,
            b"ansicpg" => self.code_page(number.unwrap_or(1252)),
            b"deff" => self.default_font = number,
            _ if self.group.to == To::Fonts => self.fonts.word(word, number.unwrap_or(0)),
            b"f" => self.group.font = number,
            b"plain" => {
                self.group.font = self.default_font;
                self.group.hidden = false;
                self.group.change = Change::Kept;
            }
            b"v" => self.group.hidden = number != Some(0),
            b"deleted" | b"revised" => {
                self.group.change = match (word, number) {
                    (_, Some(0)) => Change::Kept,
                    (b"deleted", _) => Change::Deleted,
                    _ => Change::Inserted,
                };
            }
            b"htmlrtf" => self.group.rtf_only = number != Some(0),
            b"fromhtml" => self.writing.begin_html(),
            b"par" | b"sect" | b"page" | b"column" | b"cell" | b"nestcell" | b"row"
            | b"nestrow" => self.layout(word),
            b"yr" | b"mo" | b"dy" | b"hr" | b"min" | b"sec" if self.group.to == To::Caught => {
                self.writing.moment(word, number.unwrap_or(0));
            }
            _ if self.group.to == To::Picture => self.writing.picture_kind(word),
            _ => {
                if let Some(text) = destinations::character(word) {
                    self.say(text);
                }
            }
        }
    }

    fn layout(&mut self, word: &[u8]) {
        match self.group.to {
            To::Text => {
                if !self.group.rtf_only {
                    self.writing.html(html_of(word));
                }
                match word {
                    b"cell" | b"nestcell" => self.writing.end_cell(),
                    b"row" | b"nestrow" => self.writing.end_row(),
                    b"page" => self.writing.end_paragraph("\u{0C}"),
                    _ => self.writing.end_paragraph("\n"),
                }
            }
            _ => self.say(html_of(word)),
        }
    }

    fn code_page(&mut self, number: i32) {
        match Page::of_number(number) {
            Some(page) => self.document = page,
            // Some writers put 0 where they mean the usual one.
            None if number <= 1 => {}
            None => self.writing.assembly.doubt(format!(
                "its code page {number} is not known; read as windows-1252"
            )),
        }
    }

    fn symbol(&mut self, symbol: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if symbol == b'*' {
            self.ignorable = self.head;
            return;
        }
        self.head = false;
        match symbol {
            b'~' => self.say("\u{A0}"),
            b'-' => self.say("\u{AD}"),
            b'_' => self.say("\u{2011}"),
            b'\n' | b'\r' if !self.group.muted => self.layout(b"par"),
            b'\t' => self.say("\t"),
            b'{' => self.say("{"),
            b'}' => self.say("}"),
            b'\\' => self.say("\\"),
            // The mark between an index entry and the entry below it.
            b':' if self.group.to == To::Caught => self.say(" "),
            _ => {}
        }
    }

    fn letters(&mut self, letters: &[u8]) {
        if letters.iter().any(|b| *b != b' ') {
            self.head = false;
        }
        if self.group.muted {
            self.skip = 0;
            return;
        }
        let skipped = usize::from(self.skip).min(letters.len());
        self.skip -= skipped as u16;
        let letters = &letters[skipped..];
        match self.group.to {
            To::Object => self.writing.object_digits(letters),
            To::Picture => self.writing.picture_digits(letters),
            To::Nowhere => {}
            _ => {
                for byte in letters {
                    self.byte(*byte);
                }
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.group.muted || matches!(self.group.to, To::Nowhere | To::Object | To::Picture) {
            return;
        }
        let page = match self.group.to {
            To::Fonts => None,
            _ => self.group.font.and_then(|font| self.fonts.page(font)),
        };
        let page = page.unwrap_or(self.document);
        if page != self.page {
            self.flush();
            self.page = page;
        }
        self.bytes.push(byte);
    }

    /// Reads the bytes in hand as letters.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (text, sound) = self.page.read(&bytes);
        if !sound {
            self.writing
                .assembly
                .doubt("some bytes do not fit the code page that they are in".into());
        }
        self.say(&text);
        self.bytes = bytes;
        self.bytes.clear();
    }

    /// A unit of UTF-16, or a whole character where a writer gave one.
    fn unit(&mut self, number: i32) {
        self.skip = self.group.stand_ins;
        let number = if number < 0 {
            number + 0x1_0000
        } else {
            number
        };
        let code = u32::try_from(number).unwrap_or(0xFFFD);
        let half = self.half.take();
        match (half, code) {
            (_, 0xD800..=0xDBFF) => self.half = Some(code as u16),
            (Some(high), 0xDC00..=0xDFFF) => {
                let pair = [high, code as u16];
                for letter in char::decode_utf16(pair) {
                    let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
                    self.say(letter.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {
                let letter = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                if letter != '\0' {
                    self.say(letter.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    fn say(&mut self, text: &str) {
        if self.group.muted {
            return;
        }
        match self.group.to {
            To::Text => {
                if !self.group.rtf_only {
                    self.writing.html(text);
                }
                if self.group.hidden {
                    self.writing.hide(text);
                } else {
                    self.writing.text(text, self.group.change);
                }
            }
            To::Caught => self.writing.catch(text),
            To::Html => self.writing.html(text),
            To::Fonts => self.fonts.letters(text),
            To::Object | To::Picture | To::Nowhere => {}
        }
    }
}

/// How the end of a paragraph or a cell stands in HTML and in texts that are caught.
fn html_of(word: &[u8]) -> &'static str {
    match word {
        b"cell" | b"nestcell" => "\t",
        _ => "\n",
    }
}
