//! The pages of a PDF, one after the other: what each says, and what of it could not be read.

use super::attached::{self, Files};
use super::covered::Covers;
use super::device::{Heard, Listener};
use super::problem;
use crate::extract::covered;
use crate::extract::drawing::{Wanted, Why, page_numbers};
use crate::extract::{Category, Limits, Ocr, Passage, Place, Problem};
use hayro_interpret::hayro_syntax::Pdf as File;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, interpret_page,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Fewer letters than this beside a picture, and the picture is the page.
const FEW_GLYPHS: usize = 20;
/// Fewer letters than this over a picture of most of the page, and the picture may hold the rest: a fax with its
/// header line, say.
const SOME_GLYPHS: usize = 200;
/// A picture of most of the page covers at least this share of it.
const MOST_OF_A_PAGE: f64 = 0.5;
/// A share of letters without a known meaning beyond this is told.
const UNMAPPED_TOLD: f64 = 0.1;
/// A share beyond this leaves a page unread.
const UNMAPPED_UNREAD: f64 = 0.5;
/// A page without letters and with at least this many shapes may be text turned into outlines.
const MANY_SHAPES: usize = 50;

/// What the pages said.
#[derive(Debug, Default)]
pub struct Said {
    /// The text, page by page, with the notes of each.
    pub passages: Vec<Passage>,
    /// What may have been lost.
    pub doubts: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Why a page was not read, or not wholly; pages of one kind are told together.
#[derive(Debug, Default)]
struct Unread {
    scans: Vec<Wanted>,
    broken: Vec<u32>,
    fallen: Vec<u32>,
    endless: Vec<u32>,
}

/// Reads every page, within the limit on text.
pub fn read(file: &File, limits: &Limits, files: &mut Files) -> Said {
    let mut said = Said::default();
    let mut unread = Unread::default();
    let mut links = String::new();
    let warnings = Warnings::default();
    let mut cache = InterpreterCache::new();
    let mut room = limits.text;
    for (number, page) in (1_u32..).zip(file.pages().iter()) {
        let mut listener = Listener::new(room, area(page));
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            draw(file, page, &cache, warnings.settings(), &mut listener);
        }));
        let mut heard = listener.finish();
        if drawn.is_err() {
            // What the page left in the cache is not to be trusted.
            cache = InterpreterCache::new();
            if !heard.cut {
                unread.fallen.push(number);
            }
        }
        if page.raw().contains_key("Contents") && page.page_stream().is_none() {
            unread.broken.push(number);
        }
        if let Some(why) = why_ocr(page, &heard, limits.ocr) {
            unread.scans.push(Wanted { page: number, why });
        }
        if let Some(doubt) = unmapped(number, &heard) {
            said.doubts.push(doubt);
        }
        let notes = catch_unwind(AssertUnwindSafe(|| {
            attached::notes(page, &heard.text, files)
        }));
        let covers = std::mem::take(&mut heard.covers);
        said.doubts.extend(covered_words(page, number, covers));
        room = room.saturating_sub(heard.text.len());
        if !heard.text.trim().is_empty() {
            said.passages.push(Passage {
                place: Place::Body,
                page: Some(number),
                text: heard.text,
            });
        }
        if let Ok(notes) = notes {
            for text in notes.comments {
                said.passages.push(Passage {
                    place: Place::Comment,
                    page: Some(number),
                    text,
                });
            }
            for link in notes.links {
                links.push_str(&link);
                links.push('\n');
            }
        }
        if heard.cut && room > 0 {
            unread.endless.push(number);
        }
        if room == 0 {
            said.problems.push(problem(
                Category::TooLarge,
                format!(
                    "the limit of {} bytes of text was met on page {number}",
                    limits.text
                ),
            ));
            break;
        }
    }
    if !links.is_empty() {
        said.passages.push(Passage {
            place: Place::Metadata,
            page: None,
            text: links,
        });
    }
    said.problems
        .extend(Wanted::tell(&unread.scans, limits.ocr));
    unread.tell(&mut said.problems);
    warnings.tell(&mut said.doubts);
    said
}

fn draw<'a>(
    file: &'a File,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: InterpreterSettings,
    listener: &mut Listener,
) {
    let (width, height) = page.base_dimensions();
    let mut context = Context::new(
        Affine::IDENTITY,
        Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
        cache,
        file.xref(),
        settings,
    );
    interpret_page(page, &mut context, listener);
}

/// The area of a page, in square units.
fn area(page: &Page<'_>) -> f64 {
    let (width, height) = page.base_dimensions();
    f64::from(width) * f64::from(height)
}

/// The doubts about words that a page covers, or that are only marked for redaction.
fn covered_words(page: &Page<'_>, number: u32, mut covers: Covers) -> Vec<String> {
    for place in attached::redaction_marks(page) {
        covers.mark(place);
    }
    let place = format!("page {number}");
    covers
        .finish()
        .into_iter()
        .filter_map(|(cover, words)| covered::doubt(&place, cover, &words))
        .take(covered::MOST)
        .collect()
}

/// Which pages want OCR, and why: the same judgement as in [`read`], the text let go.
pub fn wanted(file: &File, limits: &Limits) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let warnings = Warnings::default();
    let mut cache = InterpreterCache::new();
    for (number, page) in (1_u32..).zip(file.pages().iter()) {
        let mut listener = Listener::new(limits.text, area(page));
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            draw(file, page, &cache, warnings.settings(), &mut listener);
        }));
        if drawn.is_err() {
            cache = InterpreterCache::new();
        }
        if let Some(why) = why_ocr(page, &listener.finish(), limits.ocr) {
            wanted.push(Wanted { page: number, why });
        }
    }
    wanted
}

/// Why a page wants OCR, if it does.
fn why_ocr(page: &Page<'_>, heard: &Heard, ocr: Ocr) -> Option<Why> {
    let count = heard.count;
    let (width, height) = page.base_dimensions();
    let area = f64::from(width) * f64::from(height);
    let covered = if area > 0.0 {
        heard.image_area / area
    } else {
        0.0
    };
    let unmapped = count.unmapped as f64 / count.glyphs.max(1) as f64;
    if heard.images > 0 && count.glyphs < FEW_GLYPHS {
        Some(Why::Picture)
    } else if covered > MOST_OF_A_PAGE && count.glyphs < SOME_GLYPHS {
        Some(Why::Behind)
    } else if count.glyphs == 0 && heard.paths >= MANY_SHAPES {
        Some(Why::Outlines)
    } else if unmapped > UNMAPPED_UNREAD {
        Some(Why::Unmapped)
    } else if unmapped > UNMAPPED_TOLD && ocr.is_on() {
        // without OCR it is a doubt and no problem: most of the page was read
        Some(Why::SomeUnmapped)
    } else if heard.images > 0 && ocr == Ocr::Always {
        Some(Why::Asked)
    } else {
        None
    }
}

/// The doubt about a page with some letters that its fonts do not explain.
fn unmapped(number: u32, heard: &Heard) -> Option<String> {
    let count = heard.count;
    let share = count.unmapped as f64 / count.glyphs.max(1) as f64;
    (share > UNMAPPED_TOLD && share <= UNMAPPED_UNREAD).then(|| {
        format!(
            "page {number}: the fonts do not say what {} of its {} letters are",
            count.unmapped, count.glyphs
        )
    })
}

impl Unread {
    fn tell(&self, problems: &mut Vec<Problem>) {
        let rows = [
            (
                &self.broken,
                Category::Damaged,
                "the content could not be decoded",
            ),
            (
                &self.fallen,
                Category::Crashed,
                "the reader fell over it; what it had read was kept",
            ),
            (
                &self.endless,
                Category::TooLarge,
                "more is drawn there than on any page; what was read was kept",
            ),
        ];
        for (pages, category, reason) in rows {
            if !pages.is_empty() {
                problems.push(problem(
                    category,
                    format!("{}: {reason}", page_numbers(pages)),
                ));
            }
        }
    }
}

/// Counts what hayro warns of.
#[derive(Debug, Clone, Default)]
struct Warnings(Arc<[AtomicUsize; 3]>);

impl Warnings {
    fn settings(&self) -> InterpreterSettings {
        let counts = Arc::clone(&self.0);
        InterpreterSettings {
            warning_sink: Arc::new(move |warning| {
                let kind = match warning {
                    InterpreterWarning::UnsupportedFont => 0,
                    InterpreterWarning::UnresolvedAnnotationAppearance => 1,
                    _ => 2,
                };
                counts[kind].fetch_add(1, Ordering::Relaxed);
            }),
            ..InterpreterSettings::default()
        }
    }

    fn tell(&self, doubts: &mut Vec<String>) {
        // Pictures that cannot be decoded are of no account: none is looked at.
        let meanings = [
            "a font could not be loaded; text set in it may be missing",
            "an annotation's appearance could not be found; text in it may be missing",
        ];
        for (count, meaning) in self.0.iter().zip(meanings) {
            let count = count.load(Ordering::Relaxed);
            if count > 0 {
                doubts.push(format!("{meaning} ({count} times)"));
            }
        }
    }
}
