//! What stands around the cells of XLSX and XLSB and is XML in both: comments, drawings, charts, caches, properties.
//!
//! Each part is read by its root element, not by its name.

use super::super::{Place, properties, xml};
use super::book::Book;
use super::ooxml::{Packed, say_broken};
use super::pieces::{Go, Piece, each, is_set, root, said};
use std::collections::{HashMap, HashSet};

/// A comment, still to be put to its sheet.
#[derive(Debug)]
pub struct Comment {
    /// The sheet's number.
    pub page: Option<u32>,
    /// The cell.
    pub cell: String,
    /// Its writer: a name, or what stands for one.
    pub author: String,
    /// Its text.
    pub text: String,
    /// Whether it belongs to a conversation.
    pub is_threaded: bool,
}

/// Comments and the people who wrote them, gathered from all parts.
#[derive(Debug, Default)]
pub struct Talk {
    /// All comments.
    pub comments: Vec<Comment>,
    people: HashMap<String, String>,
}

/// Reads every part that is left; `pages` says which sheet each hangs on.
pub fn read(
    packed: &mut Packed,
    pages: &HashMap<String, u32>,
    book: &mut Book<'_>,
    mut talk: Talk,
) {
    for path in packed.waiting(".xml") {
        let Some(text) = packed.xml(&path, book) else {
            continue;
        };
        let page = pages.get(&path.to_lowercase()).copied();
        if path.to_lowercase().starts_with("docprops/") {
            book.metadata.extend(properties::metadata(&text));
            continue;
        }
        let broken = match root(&text).as_deref() {
            Some("comments") => comments(&text, page, &mut talk),
            Some("ThreadedComments") => threaded(&text, page, &mut talk),
            Some("personList") => people(&text, &mut talk),
            Some("wsDr" | "userShapes" | "chartSpace" | "dataModel") => drawn(&text, page, book),
            Some("pivotCacheDefinition" | "pivotCacheRecords") => cached(&text, book),
            Some("externalLink") => elsewhere(&text, book),
            Some("connections" | "queryTable" | "table" | "slicers" | "timelines") => {
                named(&text, book)
            }
            Some("pivotTableDefinition") => None,
            Some(_) => None,
            None => Some("it holds no element".to_string()),
        };
        say_broken(book, &path, broken);
    }
    for path in packed.waiting(".vml") {
        let Some(bytes) = packed.member(&path) else {
            continue;
        };
        // These drawings are often no sound XML; what stands before the flaw is still words.
        let (text, _) = xml::into_text(bytes);
        let page = pages.get(&path.to_lowercase()).copied();
        if let Some(reason) = controls(&text, page, book) {
            book.doubt(format!(
                "{path} is not sound XML ({reason}); what stands before was read"
            ));
        }
    }
    talk.finish(book);
}

impl Talk {
    /// Puts the comments to their sheets. A conversation is also kept as a plain comment for older programs, which
    /// says nothing more and is left out.
    pub fn finish(self, book: &mut Book<'_>) {
        let threads: HashSet<(Option<u32>, String)> = self
            .comments
            .iter()
            .filter(|comment| comment.is_threaded)
            .map(|comment| (comment.page, comment.cell.clone()))
            .collect();
        let mut by_page: Vec<(Option<u32>, String)> = Vec::new();
        for comment in self.comments {
            let stands_for_thread = comment.author.starts_with("tc={")
                && threads.contains(&(comment.page, comment.cell.clone()));
            if stands_for_thread {
                continue;
            }
            let author = self.people.get(&comment.author).unwrap_or(&comment.author);
            let text = comment.text.trim();
            let line = if author.is_empty() || text.starts_with(&format!("{author}:")) {
                format!("{}: {text}\n", comment.cell)
            } else {
                format!("{}, {author}: {text}\n", comment.cell)
            };
            match by_page.iter_mut().find(|(page, _)| *page == comment.page) {
                Some((_, text)) => text.push_str(&line),
                None => by_page.push((comment.page, line)),
            }
        }
        by_page.sort_by_key(|(page, _)| page.unwrap_or(u32::MAX));
        for (page, text) in by_page {
            book.say(Place::Comment, page, text);
        }
    }
}

fn comments(text: &str, page: Option<u32>, talk: &mut Talk) -> Option<String> {
    let mut authors: Vec<String> = Vec::new();
    let mut now: Option<Comment> = None;
    let mut in_text = false;
    let mut in_author = false;
    each(text, |piece| {
        match piece {
            Piece::Open("author", _) => {
                authors.push(String::new());
                in_author = true;
            }
            Piece::Close("author") => in_author = false,
            Piece::Open("comment", start) => {
                let author = said(start, "authorId")
                    .and_then(|at| at.parse::<usize>().ok())
                    .and_then(|at| authors.get(at).cloned());
                now = Some(Comment {
                    page,
                    cell: said(start, "ref").unwrap_or_default(),
                    author: author.unwrap_or_default(),
                    text: String::new(),
                    is_threaded: false,
                });
            }
            Piece::Close("comment") => talk.comments.extend(now.take()),
            Piece::Open("t", _) => in_text = true,
            Piece::Close("t") => in_text = false,
            Piece::Letters(letters) => {
                if in_author && let Some(author) = authors.last_mut() {
                    author.push_str(letters);
                }
                if in_text && let Some(comment) = &mut now {
                    comment.text.push_str(letters);
                }
            }
            _ => {}
        }
        Go::On
    })
    .inspect(|_| talk.comments.extend(now.take()))
}

fn threaded(text: &str, page: Option<u32>, talk: &mut Talk) -> Option<String> {
    let mut now: Option<Comment> = None;
    let mut in_text = false;
    each(text, |piece| {
        match piece {
            Piece::Open("threadedComment", start) => {
                now = Some(Comment {
                    page,
                    cell: said(start, "ref").unwrap_or_default(),
                    author: said(start, "personId").unwrap_or_default(),
                    text: String::new(),
                    is_threaded: true,
                });
            }
            Piece::Close("threadedComment") => talk.comments.extend(now.take()),
            Piece::Open("text", _) => in_text = true,
            Piece::Close("text") => in_text = false,
            Piece::Letters(letters) if in_text => {
                if let Some(comment) = &mut now {
                    comment.text.push_str(letters);
                }
            }
            _ => {}
        }
        Go::On
    })
    .inspect(|_| talk.comments.extend(now.take()))
}

fn people(text: &str, talk: &mut Talk) -> Option<String> {
    each(text, |piece| {
        if let Piece::Open("person", start) = piece
            && let (Some(id), Some(name)) = (said(start, "id"), said(start, "displayName"))
        {
            talk.people.insert(id, name);
        }
        Go::On
    })
}

/// Words in shapes, charts and diagrams, and what a picture is said to show.
fn drawn(text: &str, page: Option<u32>, book: &mut Book<'_>) -> Option<String> {
    let mut words = String::new();
    let mut links = Vec::new();
    let mut in_text = false;
    let broken = each(text, |piece| {
        match piece {
            // Letters, a value of a chart, and a value of a newer chart.
            Piece::Open("t" | "v" | "pt", _) => in_text = true,
            Piece::Close("t") => in_text = false,
            Piece::Close("v" | "pt") => {
                in_text = false;
                end_line(&mut words);
            }
            Piece::Close("p") => end_line(&mut words),
            Piece::Open("br", _) => words.push('\n'),
            Piece::Open("cNvPr", start) => {
                for key in ["title", "descr"] {
                    if let Some(told) = said(start, key) {
                        words.push_str(told.trim());
                        words.push('\n');
                    }
                }
            }
            Piece::Open("hlinkClick", start) => links.extend(said(start, "tooltip")),
            Piece::Letters(letters) if in_text => words.push_str(letters),
            _ => {}
        }
        Go::On
    });
    links.iter().for_each(|link| book.link(link));
    book.say(Place::Box, page, words);
    broken
}

fn end_line(words: &mut String) {
    if !words.is_empty() && !words.ends_with('\n') {
        words.push('\n');
    }
}

/// Words on buttons and other controls, in the older way of drawing.
fn controls(text: &str, page: Option<u32>, book: &mut Book<'_>) -> Option<String> {
    let mut words = String::new();
    let mut depth = 0_usize;
    let broken = each(text, |piece| {
        match piece {
            Piece::Open("textbox", _) => depth += 1,
            Piece::Close("textbox") => {
                depth = depth.saturating_sub(1);
                end_line(&mut words);
            }
            Piece::Open("br", _) | Piece::Close("div") if depth > 0 => end_line(&mut words),
            Piece::Open("textpath", start) => {
                words.extend(said(start, "string"));
                end_line(&mut words);
            }
            Piece::Letters(letters) if depth > 0 => {
                words.push_str(letters.trim_matches(['\r', '\n']))
            }
            _ => {}
        }
        Go::On
    });
    book.say(Place::Box, page, words);
    broken
}

/// The copy of its source that a pivot table keeps, whether or not the source is in the workbook.
fn cached(text: &str, book: &mut Book<'_>) -> Option<String> {
    let mut words = String::new();
    let room = book.room();
    let broken = each(text, |piece| {
        match piece {
            Piece::Open("cacheField", start) => {
                end_line(&mut words);
                words.extend(said(start, "name"));
                words.push('\t');
            }
            Piece::Open("r", _) => end_line(&mut words),
            Piece::Open("s" | "d" | "n" | "e", start) => {
                if let Some(value) = said(start, "v") {
                    words.push_str(value.trim_end_matches("T00:00:00"));
                    words.push('\t');
                }
            }
            _ => {}
        }
        if words.len() > room { Go::Home } else { Go::On }
    });
    if !words.trim().is_empty() {
        book.doubt("a pivot table keeps a copy of its source; it was read as hidden text");
    }
    book.say(Place::Hidden, None, words);
    broken
}

/// What the workbook keeps of the cells of other workbooks.
fn elsewhere(text: &str, book: &mut Book<'_>) -> Option<String> {
    let mut words = String::new();
    let mut in_value = false;
    let broken = each(text, |piece| {
        match piece {
            Piece::Open("sheetName", start) => {
                words.extend(said(start, "val"));
                end_line(&mut words);
            }
            Piece::Open("definedName" | "ddeItem" | "oleItem", start) => {
                words.extend(said(start, "name"));
                end_line(&mut words);
            }
            Piece::Open("ddeLink", start) => {
                for key in ["ddeService", "ddeTopic"] {
                    words.extend(said(start, key));
                    end_line(&mut words);
                }
            }
            Piece::Open("v" | "val", _) => in_value = true,
            Piece::Close("v" | "val") => {
                in_value = false;
                words.push('\t');
            }
            Piece::Close("row") => end_line(&mut words),
            Piece::Letters(letters) if in_value => words.push_str(letters),
            _ => {}
        }
        Go::On
    });
    if !words.trim().is_empty() {
        book.doubt("it keeps cells of other workbooks; they were read as hidden text");
    }
    book.say(Place::Hidden, None, words);
    broken
}

/// Names and descriptions of tables, queries and connections.
fn named(text: &str, book: &mut Book<'_>) -> Option<String> {
    const TOLD: [&str; 8] = [
        "displayName",
        "description",
        "connection",
        "command",
        "url",
        "comment",
        "caption",
        "sourceFile",
    ];
    let mut words = String::new();
    let broken = each(text, |piece| {
        if let Piece::Open(name, start) = piece {
            for key in TOLD {
                if let Some(value) = said(start, key) {
                    words.push_str(value.trim());
                    words.push('\n');
                }
            }
            if matches!(name, "connection" | "queryTable" | "slicer") {
                words.extend(said(start, "name"));
                end_line(&mut words);
            }
            if is_set(start, "savePassword") {
                words.push_str("password saved\n");
            }
        }
        Go::On
    });
    book.say(Place::Metadata, None, words);
    broken
}
