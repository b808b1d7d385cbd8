//! Cells of a workbook that are not seen: in rows and columns that are hidden, by a filter or by hand, and in the colour
//! of what is behind them.
//!
//! They are read with the rest; what is told here is that nobody who opens the sheet sees them.

use super::pieces::{Go, Piece, each, said};
use crate::extract::covered::Cover;
use quick_xml::events::BytesStart;

/// Words beyond this many bytes of one sort on one sheet are not gathered.
const ROOM: usize = 16 << 10;
/// The paper of a sheet.
const WHITE: &str = "ffffff";

/// Which looks of cells have letters in the colour of their ground.
#[derive(Debug, Default)]
pub struct Looks {
    lost: Vec<bool>,
}

impl Looks {
    /// Reads them off a workbook's styles.
    pub fn read(text: &str) -> Self {
        let mut fonts: Vec<Option<String>> = Vec::new();
        let mut fills: Vec<Option<String>> = Vec::new();
        let mut lost = Vec::new();
        let (mut in_fonts, mut in_fills, mut in_looks, mut solid) = (false, false, false, false);
        each(text, |piece| {
            match piece {
                Piece::Open("fonts", _) => in_fonts = true,
                Piece::Close("fonts") => in_fonts = false,
                Piece::Open("fills", _) => in_fills = true,
                Piece::Close("fills") => in_fills = false,
                Piece::Open("cellXfs", _) => in_looks = true,
                Piece::Close("cellXfs") => in_looks = false,
                Piece::Open("font", _) if in_fonts => fonts.push(None),
                Piece::Open("fill", _) if in_fills => fills.push(None),
                Piece::Open("patternFill", start) if in_fills => {
                    solid = said(start, "patternType").as_deref() == Some("solid");
                }
                Piece::Open("color", start) if in_fonts => {
                    if let Some(last) = fonts.last_mut() {
                        *last = colour(start);
                    }
                }
                Piece::Open("fgColor", start) if in_fills && solid => {
                    if let Some(last) = fills.last_mut() {
                        *last = Some(colour(start).unwrap_or_else(|| "?".to_owned()));
                    }
                }
                Piece::Open("gradientFill", _) if in_fills => {
                    if let Some(last) = fills.last_mut() {
                        *last = Some("?".to_owned());
                    }
                }
                Piece::Open("xf", start) if in_looks => {
                    let of = |key: &str, list: &[Option<String>]| {
                        said(start, key)
                            .and_then(|n| n.parse::<usize>().ok())
                            .and_then(|n| list.get(n).cloned().flatten())
                    };
                    let font = of("fontId", &fonts);
                    let ground = of("fillId", &fills);
                    lost.push(match (&font, &ground) {
                        (Some(font), Some(ground)) => font == ground,
                        (Some(font), None) => font == WHITE,
                        _ => false,
                    });
                }
                _ => {}
            }
            Go::On
        });
        Self { lost }
    }

    fn is_lost(&self, look: usize) -> bool {
        self.lost.get(look).copied().unwrap_or(false)
    }

    fn any(&self) -> bool {
        self.lost.iter().any(|lost| *lost)
    }
}

/// A colour in plain figures, where the file gives it so or by the two first colours of every theme.
fn colour(start: &BytesStart<'_>) -> Option<String> {
    if said(start, "tint").is_some_and(|tint| tint.trim() != "0") {
        return None;
    }
    if let Some(rgb) = said(start, "rgb") {
        let rgb = rgb.to_lowercase();
        return rgb.get(rgb.len().checked_sub(6)?..).map(str::to_owned);
    }
    match said(start, "theme").as_deref() {
        Some("0") => Some(WHITE.to_owned()),
        Some("1") => Some("000000".to_owned()),
        _ => None,
    }
}

/// What of a sheet is not seen, and by what.
pub fn find(text: &str, strings: &[String], looks: &Looks) -> Vec<(Cover, String)> {
    if !looks.any() && !text.contains("hidden=") {
        return Vec::new();
    }
    let mut columns: Vec<(u32, u32)> = Vec::new();
    let mut found: Vec<(Cover, String)> = Vec::new();
    let mut row_hidden = false;
    let mut cell: Option<(Option<Cover>, bool)> = None;
    let mut words = String::new();
    let mut taking = false;
    each(text, |piece| {
        match piece {
            Piece::Open("col", start) if is_on(start, "hidden") => {
                let of = |key: &str| said(start, key).and_then(|n| n.parse::<u32>().ok());
                if let (Some(from), Some(to)) = (of("min"), of("max")) {
                    columns.push((from, to));
                }
            }
            Piece::Open("row", start) => row_hidden = is_on(start, "hidden"),
            Piece::Open("c", start) => {
                let column = said(start, "r").as_deref().and_then(column_of);
                let look = said(start, "s").and_then(|s| s.parse::<usize>().ok());
                let cover = if row_hidden {
                    Some(Cover::HiddenRow)
                } else if column
                    .is_some_and(|at| columns.iter().any(|(from, to)| (*from..=*to).contains(&at)))
                {
                    Some(Cover::HiddenColumn)
                } else if looks.is_lost(look.unwrap_or(0)) {
                    Some(Cover::SameColour)
                } else {
                    None
                };
                cell = Some((cover, said(start, "t").as_deref() == Some("s")));
                words.clear();
            }
            Piece::Open("v" | "t", _) => taking = cell.is_some(),
            Piece::Close("v" | "t") => taking = false,
            Piece::Letters(letters) if taking => words.push_str(letters),
            Piece::Close("c") => {
                if let Some((Some(cover), shared)) = cell.take() {
                    let said = if shared {
                        words
                            .trim()
                            .parse::<usize>()
                            .ok()
                            .and_then(|n| strings.get(n).cloned())
                            .unwrap_or_default()
                    } else {
                        std::mem::take(&mut words)
                    };
                    add(&mut found, cover, &said);
                }
            }
            _ => {}
        }
        Go::On
    });
    found
}

fn add(found: &mut Vec<(Cover, String)>, cover: Cover, words: &str) {
    if words.trim().is_empty() {
        return;
    }
    match found.iter_mut().find(|(of, _)| *of == cover) {
        Some((_, all)) if all.len() < ROOM => {
            all.push_str("; ");
            all.push_str(words);
        }
        Some(_) => {}
        None => found.push((cover, words.to_owned())),
    }
}

fn is_on(start: &BytesStart<'_>, key: &str) -> bool {
    said(start, key).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

/// The column of a cell's place, from 1: `C7` is in 3.
fn column_of(place: &str) -> Option<u32> {
    place
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .try_fold(0_u32, |column, letter| {
            column
                .checked_mul(26)?
                .checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
        })
        .filter(|column| *column > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = "<styleSheet><fonts><font><color theme=\"1\"/></font><font><color rgb=\"FFFFFFFF\"/></font></fonts>\
        <fills><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF000000\"/>\
        </patternFill></fill></fills><cellXfs><xf fontId=\"0\" fillId=\"0\"/><xf fontId=\"0\" fillId=\"1\"/>\
        <xf fontId=\"1\" fillId=\"0\"/><xf fontId=\"1\" fillId=\"1\"/></cellXfs></styleSheet>";

    #[test]
    fn hidden_rows_and_columns_and_lost_letters_are_told() {
        let sheet = "<worksheet><cols><col min=\"3\" max=\"4\" hidden=\"1\"/></cols><sheetData>\
            <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\"><v>77</v></c></row>\
            <row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>1</v></c></row>\
            <row r=\"3\"><c r=\"A3\" s=\"1\" t=\"inlineStr\"><is><t>black on black</t></is></c>\
            <c r=\"B3\" s=\"2\"><v>42</v></c><c r=\"E3\" s=\"3\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
        let strings = ["lamp".to_owned(), "Osbert Quill".to_owned()];
        assert_eq!(
            find(sheet, &strings, &Looks::read(STYLES)),
            [
                (Cover::HiddenColumn, "77".to_owned()),
                (Cover::HiddenRow, "Osbert Quill".to_owned()),
                (Cover::SameColour, "black on black; 42".to_owned()),
            ]
        );
    }

    #[test]
    fn a_plain_sheet_has_nothing_to_tell() {
        let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" s=\"3\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
        assert_eq!(
            find(sheet, &["heading".to_owned()], &Looks::read(STYLES)),
            []
        );
    }
}
