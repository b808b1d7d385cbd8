//! The list of fonts, as far as it says how bytes are to be read.

use std::collections::HashMap;

use super::pages::Page;

/// Each font's code page, by its number.
#[derive(Debug, Default)]
pub struct Fonts {
    pages: HashMap<i32, Page>,
    /// The font that the list is at.
    entry: Option<i32>,
    /// Its page was given by number, which counts for more than its charset or name.
    numbered: bool,
    name: String,
}

impl Fonts {
    /// The page of a font; none where the list says nothing of it.
    pub fn page(&self, font: i32) -> Option<Page> {
        self.pages.get(&font).copied()
    }

    /// Takes a control word of the list.
    pub fn word(&mut self, word: &[u8], number: i32) {
        match word {
            b"f" => {
                self.end_name();
                self.entry = Some(number);
                self.numbered = false;
            }
            b"fcharset" if !self.numbered => self.set(Page::of_charset(number)),
            b"cpg" => {
                self.set(Page::of_number(number));
                self.numbered = true;
            }
            _ => {}
        }
    }

    /// Takes letters of the list: names, each ended by a semicolon.
    pub fn letters(&mut self, letters: &str) {
        for letter in letters.chars() {
            if letter == ';' {
                self.end_name();
            } else if self.name.len() < 64 {
                self.name.push(letter);
            }
        }
    }

    fn end_name(&mut self) {
        let name = std::mem::take(&mut self.name);
        if !self.numbered
            && let Some(page) = Page::of_font_name(name.trim())
        {
            self.set(Some(page));
        }
    }

    fn set(&mut self, page: Option<Page>) {
        if let (Some(entry), Some(page)) = (self.entry, page) {
            self.pages.insert(entry, page);
        }
    }
}
