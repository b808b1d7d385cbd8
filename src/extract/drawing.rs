//! Pages as pictures, for OCR: which pages of an item want it, and each of them drawn in grey, one at a time.
//!
//! A first reading only says that an item has such pages and hands its bytes on; the pictures are made in a second
//! sitting, so that no more than a few pages are ever held.

use serde::{Deserialize, Serialize};

use super::protocol::bytes;
use super::{Category, Format, Limits, NEEDS_OCR, Ocr, Opened, Problem, Reading, pdf, picture};

/// Pages are drawn at so many dots to the inch, at which tesseract reads ordinary print best.
pub const DOTS: f32 = 300.0;
/// No page is drawn with more pixels: A3 at [`DOTS`] has 17 million, and a larger sheet is drawn more coarsely.
pub const MOST_PIXELS: usize = 32 << 20;
/// Scans of one input that are handed on, in bytes: what lies beyond is listed.
pub const MOST_BYTES: usize = 128 << 20;
/// Pages of one item that are read by OCR; the rest is listed.
pub const MOST_PAGES: usize = 2_000;

/// Why a page wants OCR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// It is a picture, with hardly a letter beside it.
    Picture,
    /// A picture covers most of it, and there is little text.
    Behind,
    /// It is drawn as shapes.
    Outlines,
    /// Most of its letters have no meaning.
    Unmapped,
    /// Some of its letters have no meaning.
    SomeUnmapped,
    /// It has a picture, and OCR of every picture was asked for.
    Asked,
}

/// A page that wants OCR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Its number, from 1.
    pub page: u32,
    /// Why it does.
    pub why: Why,
}

impl Wanted {
    /// What is said of pages that were not read by OCR, those of one kind together.
    pub fn tell(pages: &[Self], ocr: Ocr) -> Vec<Problem> {
        let kinds = [
            (Why::Picture, "an image"),
            (Why::Behind, "little text over an image that may hold more"),
            (Why::Outlines, "drawn as shapes without any letter"),
            (
                Why::Unmapped,
                "the fonts do not say what most of the letters are",
            ),
            (
                Why::SomeUnmapped,
                "the fonts do not say what some of the letters are",
            ),
            (Why::Asked, "text beside an image that may hold more"),
        ];
        kinds
            .into_iter()
            .filter_map(|(why, what)| {
                let pages: Vec<u32> = pages
                    .iter()
                    .filter(|wanted| wanted.why == why)
                    .map(|wanted| wanted.page)
                    .collect();
                (!pages.is_empty()).then(|| Problem {
                    category: Category::NoText,
                    reason: format!("{}: {what}, {}", page_numbers(&pages), ocr.wanting()),
                })
            })
            .collect()
    }
}

/// Page numbers in words: `page 3`, `pages 1, 4-6`.
pub fn page_numbers(pages: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => runs.push((*page, *page)),
        }
    }
    let runs: Vec<String> = runs
        .iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        })
        .collect();
    let word = if pages.len() == 1 { "page" } else { "pages" };
    format!("{word} {}", runs.join(", "))
}

/// What a worker is to draw.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sitting {
    /// The format, as it was read.
    pub format: Format,
    /// The item's bytes.
    #[serde(with = "bytes")]
    pub bytes: Vec<u8>,
    /// Only pages after this one; 0 for all.
    pub after: u32,
    /// The limits; [`Limits::ocr`] says which pages want OCR.
    pub limits: Limits,
}

/// What a worker says of one sitting.
#[derive(Debug, Serialize, Deserialize)]
pub enum Told {
    /// All pages that want OCR, those before the sitting's first too.
    Pages(Vec<Wanted>),
    /// One of them.
    Drawn(Drawn),
    /// One that could not be drawn, and why.
    NotDrawn(u32, Problem),
}

/// A page in shades of grey: 0 is black, 255 white, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Its number, from 1.
    pub page: u32,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Dots to the inch, where that is known.
    pub dots: Option<u32>,
    /// The shades: `width` times `height` of them.
    #[serde(with = "bytes")]
    pub shades: Vec<u8>,
}

/// Draws the pages of an item that want OCR, in their order, and hands each over.
///
/// # Errors
/// Only what `tell` refuses.
pub fn draw(
    sitting: &Sitting,
    tell: &mut dyn FnMut(Told) -> std::io::Result<()>,
) -> std::io::Result<()> {
    match sitting.format {
        Format::Pdf => pdf::draw(sitting, tell),
        Format::Image => picture::draw(sitting, tell),
        _ => tell(Told::Pages(Vec::new())),
    }
}

/// Bytes of scans that a reading hands on.
pub fn bytes_of(reading: &Reading) -> usize {
    reading
        .items
        .iter()
        .filter_map(|item| item.scan.as_ref())
        .map(Vec::len)
        .sum()
}

/// The bytes of an item to be handed on: where it has pages for OCR, OCR is on, and the reading has room for them.
pub(super) fn handed_on(
    bytes: &[u8],
    opened: &mut Opened,
    reading: &Reading,
    limits: &Limits,
) -> Option<Vec<u8>> {
    let drawable = matches!(opened.extraction.format, Format::Pdf | Format::Image);
    if !limits.ocr.is_on() || !drawable {
        return None;
    }
    let wanting = opened.problems.iter().any(|problem| problem.needs_ocr());
    if !wanting {
        return None;
    }
    if bytes_of(reading).saturating_add(bytes.len()) > MOST_BYTES {
        for problem in &mut opened.problems {
            if problem.needs_ocr() {
                problem.category = Category::TooLarge;
                problem.reason = problem.reason.replace(
                    NEEDS_OCR,
                    &format!(
                        "beyond the limit of {} MiB of scans read by OCR in one input",
                        MOST_BYTES >> 20
                    ),
                );
            }
        }
        return None;
    }
    Some(bytes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_gathered_into_runs() {
        assert_eq!(page_numbers(&[3]), "page 3");
        assert_eq!(page_numbers(&[1, 4, 5, 6]), "pages 1, 4-6");
    }

    #[test]
    fn pages_of_one_kind_are_told_together_with_why_they_were_not_read() {
        let wanted = |page, why| Wanted { page, why };
        let told = Wanted::tell(
            &[
                wanted(1, Why::Picture),
                wanted(2, Why::Behind),
                wanted(3, Why::Picture),
            ],
            Ocr::Absent,
        );
        let reasons: Vec<&str> = told.iter().map(|p| p.reason.as_str()).collect();
        assert_eq!(
            reasons,
            [
                "pages 1, 3: an image, needs OCR, and tesseract is not installed",
                "page 2: little text over an image that may hold more, needs OCR, and tesseract is not installed",
            ]
        );
    }
}
