//! An item's pages read by OCR and filed with what was read of it before; nothing that was read is replaced.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use super::engine::Engine;
use super::words::Words;
use super::{BY_OCR, ENGINE, RELIABLE};
use crate::error::{Error, Result};
use crate::extract::drawing::{MOST_PAGES, Sitting, Told, Wanted, Why, page_numbers};
use crate::extract::pool::{Bounds, Reader};
use crate::extract::protocol::Ask;
use crate::extract::{
    Category, Field, Item, NEEDS_OCR, Passage, Place, Problem, Reading, TextStatus,
};

/// Readings of short items that are kept: the same logo stands under thousands of messages.
const MOST_KEPT: usize = 4_096;
/// Items of more pages are not kept.
const FEW_PAGES: usize = 4;
/// So often may the worker die over one item.
const MOST_DEATHS: usize = 3;

/// What was read of items before, by the digest of their bytes; shared by all scanners of a run.
pub type Kept = Arc<Mutex<HashMap<[u8; 32], Arc<Pages>>>>;

/// The pages of one item that wanted OCR, and what came of each.
#[derive(Debug, Default)]
pub struct Pages {
    wanted: Vec<Wanted>,
    read: BTreeMap<u32, Result<Words, Problem>>,
    /// Why no page could be looked at.
    refused: Option<Problem>,
}

impl Pages {
    /// Whether OCR is what is known of a page: not where it has a text of its own and OCR came on top.
    fn rely_on_it(&self, page: u32) -> bool {
        !self.wanted.iter().any(|wanted| {
            wanted.page == page && matches!(wanted.why, Why::SomeUnmapped | Why::Asked)
        })
    }
}

/// Reads scans: has them drawn by a worker of its own and read by the engine.
pub struct Scanner {
    bounds: Bounds,
    engine: Arc<Engine>,
    reader: Reader,
    kept: Kept,
}

impl Scanner {
    /// A scanner within these bounds; none where they name no engine.
    pub fn new(bounds: &Bounds, kept: &Kept) -> Option<Self> {
        Some(Self {
            engine: Arc::clone(bounds.engine.as_ref()?),
            reader: Reader::of_drawings(bounds.clone()),
            bounds: bounds.clone(),
            kept: Arc::clone(kept),
        })
    }

    /// Reads every item that was handed on for OCR, and files what was read with it.
    ///
    /// # Errors
    /// When no worker can be started, or the engine does not answer.
    pub fn read(&mut self, reading: &mut Reading) -> Result<()> {
        for item in &mut reading.items {
            let Some(bytes) = item.scan.take() else {
                continue;
            };
            let known = self.lock().get(&item.sha256).cloned();
            let pages = match known {
                Some(pages) => pages,
                None => {
                    // a page that it cannot be asked about would be listed as one that it cannot read
                    self.engine.ready()?;
                    let pages = self.pages(item, bytes);
                    let pages = pages
                        .map_err(|cause| Error::archive("cannot start a reader").because(cause))?;
                    let pages = Arc::new(pages);
                    let mut kept = self.lock();
                    if pages.wanted.len() <= FEW_PAGES && kept.len() < MOST_KEPT {
                        kept.insert(item.sha256, Arc::clone(&pages));
                    }
                    pages
                }
            };
            file(item, &pages, &self.engine.name());
        }
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Arc<Pages>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the pages drawn and reads each; a page that kills the worker is left out of the next sitting.
    fn pages(&mut self, item: &Item, bytes: Vec<u8>) -> io::Result<Pages> {
        let mut pages = Pages::default();
        let mut sitting = Sitting {
            format: item.extraction.format,
            bytes,
            after: 0,
            limits: self.bounds.limits,
        };
        for _ in 0..MOST_DEATHS {
            let ask = Ask::Draw(sitting);
            let engine = &self.engine;
            let death = self.reader.draw(&ask, &mut |told| match told {
                Told::Pages(wanted) => pages.wanted = wanted,
                Told::NotDrawn(page, problem) => {
                    pages.read.insert(page, Err(problem));
                }
                Told::Drawn(drawn) => {
                    let read = if pages.read.len() < MOST_PAGES {
                        engine.read(&drawn)
                    } else {
                        Err(Problem {
                            category: Category::TooLarge,
                            reason: format!("more than {MOST_PAGES} pages for OCR in one item"),
                        })
                    };
                    pages.read.insert(drawn.page, read);
                }
            })?;
            let Some(death) = death else {
                if pages.wanted.is_empty() {
                    pages.refused = Some(Problem {
                        category: Category::Damaged,
                        reason: "its pages were not found again".into(),
                    });
                }
                return Ok(pages);
            };
            let guilty = pages
                .wanted
                .iter()
                .map(|wanted| wanted.page)
                .find(|page| !pages.read.contains_key(page));
            let Some(guilty) = guilty else {
                if pages.wanted.is_empty() {
                    pages.refused = Some(death);
                }
                return Ok(pages);
            };
            pages.read.insert(guilty, Err(death));
            let Ask::Draw(again) = ask else {
                return Ok(pages);
            };
            sitting = Sitting {
                after: guilty,
                ..again
            };
        }
        for wanted in &pages.wanted {
            pages.read.entry(wanted.page).or_insert_with(|| {
                Err(Problem {
                    category: Category::Crashed,
                    reason: "the worker died too often over pages before it".into(),
                })
            });
        }
        Ok(pages)
    }
}

/// Files what OCR read with what was read before. The text of a page without any stands in its place; where there is
/// some, both stay.
fn file(item: &mut Item, pages: &Pages, engine: &str) {
    let extraction = &mut item.extraction;
    if let Some(refused) = &pages.refused {
        for problem in &mut item.problems {
            if problem.needs_ocr() {
                problem.category = refused.category;
                problem.reason = problem
                    .reason
                    .replace(NEEDS_OCR, &format!("not drawn for OCR: {}", refused.reason));
            }
        }
        return;
    }
    item.problems.retain(|problem| !problem.needs_ocr());
    let said = |text: &str| text.chars().any(char::is_alphanumeric);
    let own_words = extraction.passages.iter().any(|passage| {
        !matches!(passage.place, Place::Metadata | Place::Hidden) && said(&passage.text)
    });
    let mut by_ocr = Vec::new();
    let mut wordless = Vec::new();
    for (number, read) in &pages.read {
        match read {
            Ok(words) if said(&words.text) => {
                by_ocr.push(*number);
                add(extraction, *number, words);
                if words.confidence < RELIABLE {
                    let doubt = format!(
                        "page {number} was {BY_OCR} with low confidence ({} of 100): not reliably searched",
                        words.confidence
                    );
                    if pages.rely_on_it(*number) {
                        item.problems.push(Problem {
                            category: Category::NoText,
                            reason: doubt.clone(),
                        });
                    }
                    extraction.doubts.push(doubt);
                }
            }
            Ok(_) if pages.rely_on_it(*number) => wordless.push(*number),
            Ok(_) => {}
            Err(problem) => item.problems.push(Problem {
                category: problem.category,
                reason: format!("page {number}: {}", problem.reason),
            }),
        }
    }
    let untold: Vec<u32> = pages
        .wanted
        .iter()
        .map(|wanted| wanted.page)
        .filter(|page| !pages.read.contains_key(page))
        .collect();
    if !untold.is_empty() {
        item.problems.push(Problem {
            category: Category::Damaged,
            reason: format!("{}: not drawn for OCR", page_numbers(&untold)),
        });
    }
    if !wordless.is_empty() {
        item.problems.push(Problem {
            category: Category::NoText,
            reason: format!("{}: OCR found no words", page_numbers(&wordless)),
        });
    }
    if by_ocr.is_empty() {
        if extraction.text_status == TextStatus::None && item.problems.is_empty() {
            item.problems.push(Problem {
                category: Category::NoText,
                reason: "no page has any text".into(),
            });
        }
        return;
    }
    extraction.metadata.push(Field {
        name: ENGINE.into(),
        value: engine.to_owned(),
    });
    if own_words {
        extraction.text_status = TextStatus::Text;
        let were = if by_ocr.len() == 1 { "was" } else { "were" };
        extraction
            .doubts
            .push(format!("{} {were} {BY_OCR}", page_numbers(&by_ocr)));
    } else {
        extraction.text_status = TextStatus::Ocr;
    }
}

/// Adds a page's words at the page's place among the passages, and how sure they are to the metadata.
fn add(extraction: &mut crate::extract::Extraction, number: u32, words: &Words) {
    let has_body = extraction.passages.iter().any(|passage| {
        passage.place == Place::Body
            && passage.page == Some(number)
            && passage.text.chars().any(char::is_alphanumeric)
    });
    let at = extraction
        .passages
        .iter()
        .rposition(|passage| passage.page.is_some_and(|page| page <= number))
        .map_or(0, |last| last + 1);
    extraction.passages.insert(
        at,
        Passage {
            place: if has_body {
                Place::Alternative
            } else {
                Place::Body
            },
            page: Some(number),
            text: words.text.clone(),
        },
    );
    extraction.metadata.push(Field {
        name: format!("ocr confidence p.{number}"),
        value: words.confidence.to_string(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Format, sniff};

    fn scan(passages: &[(u32, &str)]) -> Item {
        let mut extraction = sniff::nothing(Format::Pdf);
        extraction.passages = passages
            .iter()
            .map(|(page, text)| Passage {
                place: Place::Body,
                page: Some(*page),
                text: (*text).to_owned(),
            })
            .collect();
        Item {
            steps: Vec::new(),
            parent: None,
            name: "scan.pdf".into(),
            identity: [1; 32],
            sha256: [1; 32],
            size: 9,
            extraction,
            problems: vec![Problem {
                category: Category::NoText,
                reason: format!("pages 1-3: an image, {NEEDS_OCR}"),
            }],
            excluded: None,
            scan: None,
        }
    }

    fn words(text: &str, confidence: u8) -> Result<Words, Problem> {
        Ok(Words {
            text: text.into(),
            count: text.split_whitespace().count(),
            confidence,
            worth: 1.0,
        })
    }

    fn pages(read: Vec<(u32, Result<Words, Problem>)>) -> Pages {
        Pages {
            wanted: read
                .iter()
                .map(|(page, _)| Wanted {
                    page: *page,
                    why: Why::Picture,
                })
                .collect(),
            read: read.into_iter().collect(),
            refused: None,
        }
    }

    #[test]
    fn words_stand_at_their_page_and_the_text_layer_stays() {
        let mut item = scan(&[(1, "Kettle policy"), (3, "Fax 3")]);
        let read = pages(vec![
            (2, words("Blue kettles", 91)),
            (3, words("Red kettles", 90)),
        ]);
        file(&mut item, &read, "tesseract 0 (eng)");
        let said: Vec<_> = item
            .extraction
            .passages
            .iter()
            .map(|p| (p.page, p.place, p.text.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                (Some(1), Place::Body, "Kettle policy"),
                (Some(2), Place::Body, "Blue kettles"),
                (Some(3), Place::Body, "Fax 3"),
                (Some(3), Place::Alternative, "Red kettles"),
            ]
        );
        assert_eq!(item.extraction.text_status, TextStatus::Text);
        assert_eq!(item.extraction.doubts, ["pages 2-3 were read by OCR"]);
        assert_eq!(item.problems, []);
    }

    #[test]
    fn what_was_not_read_or_not_surely_is_listed_page_by_page() {
        let mut item = scan(&[]);
        let timed_out = Err(Problem {
            category: Category::TimedOut,
            reason: "OCR did not end within 60 seconds".into(),
        });
        let read = pages(vec![
            (1, words("kctl1e", 41)),
            (2, words("", 0)),
            (3, timed_out),
        ]);
        file(&mut item, &read, "tesseract 0 (eng)");
        assert_eq!(item.extraction.text_status, TextStatus::Ocr);
        assert_eq!(
            item.extraction.doubts,
            ["page 1 was read by OCR with low confidence (41 of 100): not reliably searched"]
        );
        let reasons: Vec<_> = item.problems.iter().map(|p| p.reason.as_str()).collect();
        assert_eq!(
            reasons,
            [
                "page 1 was read by OCR with low confidence (41 of 100): not reliably searched",
                "page 3: OCR did not end within 60 seconds",
                "page 2: OCR found no words",
            ]
        );
    }

    #[test]
    fn a_page_with_a_text_of_its_own_is_no_problem_when_ocr_adds_nothing_sure() {
        let mut item = scan(&[(1, "Kettle policy in full"), (2, "Its annex")]);
        let mut read = pages(vec![(1, words("kctl1e", 20)), (2, words("", 0))]);
        read.wanted[0].why = Why::SomeUnmapped;
        read.wanted[1].why = Why::Asked;
        file(&mut item, &read, "tesseract 0 (eng)");
        assert_eq!(item.problems, []);
        assert_eq!(item.extraction.doubts.len(), 2);
        assert_eq!(item.extraction.text_status, TextStatus::Text);
    }

    #[test]
    fn an_item_that_cannot_be_drawn_keeps_its_pages_in_the_list() {
        let mut item = scan(&[]);
        let refused = Pages {
            refused: Some(Problem {
                category: Category::Crashed,
                reason: "the reader died".into(),
            }),
            ..Pages::default()
        };
        file(&mut item, &refused, "tesseract 0 (eng)");
        assert_eq!(
            item.problems[0].reason,
            "pages 1-3: an image, not drawn for OCR: the reader died"
        );
        assert_eq!(item.problems[0].category, Category::Crashed);
    }
}
