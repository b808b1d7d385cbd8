//! The workbook part, its number formats and its shared texts.

use super::super::super::{Place, xml};
use super::super::book::{Book, Sight};
use super::super::pieces::{Go, Piece, each, is_set, said};
use super::super::serial::Epoch;
use super::super::styles::Styles;

/// What the workbook says of a sheet.
#[derive(Debug)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// The relation that leads to its part.
    pub relation: String,
    /// Who sees it.
    pub sight: Sight,
}

/// The workbook part.
#[derive(Debug, Default)]
pub struct Workbook {
    /// Its sheets, in the order of the tabs.
    pub sheets: Vec<Named>,
    /// How numbers look.
    pub styles: Styles,
}

impl Workbook {
    /// Reads the workbook part; answers why not to its end, where not.
    pub fn read(&mut self, text: &str, book: &mut Book<'_>) -> Option<String> {
        let mut name: Option<String> = None;
        let mut formula = String::new();
        let mut names = String::new();
        let broken = each(text, |piece| {
            match piece {
                Piece::Open("workbookPr", start) if is_set(start, "date1904") => {
                    self.styles.epoch = Epoch::Y1904;
                }
                Piece::Open("sheet", start) => self.sheets.push(Named {
                    name: said(start, "name").unwrap_or_default(),
                    relation: relation(start),
                    sight: match said(start, "state").as_deref() {
                        Some("hidden") => Sight::Hidden,
                        Some("veryHidden") => Sight::VeryHidden,
                        _ => Sight::Shown,
                    },
                }),
                Piece::Open("definedName", start) => {
                    name = said(start, "name");
                    formula.clear();
                    for key in ["comment", "description", "help", "statusBar", "customMenu"] {
                        if let Some(told) = said(start, key) {
                            names.push_str(told.trim());
                            names.push('\n');
                        }
                    }
                }
                Piece::Close("definedName") => {
                    let name = name.take().unwrap_or_default();
                    // Names that the program gives itself: print areas, filters.
                    if !name.is_empty() && !name.starts_with("_xlnm.") {
                        names.push_str(&format!("{name} = {formula}\n"));
                    }
                }
                Piece::Open("fileSharing", start) => {
                    let writer = said(start, "userName").unwrap_or_default();
                    book.field("reserved by", &writer);
                }
                Piece::Open("workbookProtection", start)
                    if is_set(start, "lockStructure") || is_set(start, "lockWindows") =>
                {
                    book.field("protected", "workbook");
                }
                Piece::Letters(letters) if name.is_some() => formula.push_str(letters),
                _ => {}
            }
            Go::On
        });
        book.say(Place::Metadata, None, names);
        broken
    }

    /// Reads the formats part.
    pub fn read_styles(&mut self, text: &str) -> Option<String> {
        let mut in_looks = false;
        each(text, |piece| {
            match piece {
                Piece::Open("numFmt", start) => {
                    let number = said(start, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(number), Some(code)) = (number, said(start, "formatCode")) {
                        self.styles.define(number, &code);
                    }
                }
                Piece::Open("cellXfs", _) => in_looks = true,
                Piece::Close("cellXfs") => in_looks = false,
                Piece::Open("xf", start) if in_looks => {
                    let format = said(start, "numFmtId").and_then(|id| id.parse().ok());
                    self.styles.add_look(format.unwrap_or(0));
                }
                _ => {}
            }
            Go::On
        })
    }
}

/// The `r:id` of an element, which may also have an `id` of its own kind.
pub fn relation(start: &quick_xml::events::BytesStart<'_>) -> String {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| {
            let key: &str = attribute.key.as_ref();
            key.contains(':') && xml::local(key) == "id"
        })
        .map(|attribute| attribute.value.to_string())
        .unwrap_or_default()
}

/// Reads the shared texts. How a text is to be pronounced is left out.
pub fn strings(text: &str, strings: &mut Vec<String>) -> Option<String> {
    let mut in_text = false;
    let mut aloud = false;
    each(text, |piece| {
        match piece {
            Piece::Open("si", _) => strings.push(String::new()),
            Piece::Open("rPh", _) => aloud = true,
            Piece::Close("rPh") => aloud = false,
            Piece::Open("t", _) => in_text = true,
            Piece::Close("t") => in_text = false,
            Piece::Close("si") => {
                if let Some(last) = strings.last_mut() {
                    unescape(last);
                }
            }
            Piece::Letters(letters) if in_text && !aloud => {
                if let Some(last) = strings.last_mut() {
                    last.push_str(letters);
                }
            }
            _ => {}
        }
        Go::On
    })
}

/// Letters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, 22.4.2.4).
pub fn unescape(text: &mut String) {
    if !text.contains("_x") {
        return;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest
            .get(at + 2..at + 6)
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        let letter = code.and_then(char::from_u32);
        match letter.filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_')) {
            Some(letter) => {
                plain.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    *text = plain;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_xml_cannot_hold_are_read() {
        let read = |text: &str| {
            let mut text = text.to_string();
            unescape(&mut text);
            text
        };
        assert_eq!(read("a_x000D_b_x005F_x"), "a\rb_x");
        assert_eq!(read("INV_x0283"), "INV_x0283");
        assert_eq!(read("_xD800_ _x£££"), "_xD800_ _x£££");
    }

    #[test]
    fn runs_of_a_text_are_one_and_its_sound_is_left_out() {
        let mut found = Vec::new();
        let broken = strings(
            "<sst><si><r><t>IN</t></r><r><t>V/0283</t></r><rPh><t>sound</t></rPh></si><si><t>b</t></si></sst>",
            &mut found,
        );
        assert_eq!(
            (found, broken),
            (vec!["INV/0283".to_string(), "b".to_string()], None)
        );
    }
}
