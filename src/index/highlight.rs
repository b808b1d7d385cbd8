//! Shows where a query matched a text: the passage with most of what was asked for, and the places in it.
//!
//! The text is cut into tokens by the room's own tokeniser and references are found by the families, so a highlight
//! stands wherever the index would match. What stands under a NOT, or is limited to a field, is not highlighted.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::broken::Broken;
use super::compile::Compiler;
use super::tokens;
use crate::error::Result;
use crate::query::{Field, Lent, Node, Query};

/// A passage of a text in one line, without control characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The passage; `…` stands where text was left out.
    pub text: String,
    /// What matched: half-open, in Unicode scalar values of `text`, ascending and apart.
    pub highlights: Vec<(usize, usize)>,
}

/// A query made ready to be looked for in many texts.
pub struct Highlighter<'a> {
    families: Lent<'a>,
    /// Rows of places, one or more each; at each place any of these tokens.
    rows: Vec<Vec<HashSet<u32>>>,
    /// The rows by each token of their first place.
    beginning: HashMap<u32, Vec<usize>>,
    tokens: HashMap<String, u32>,
    /// A bit for each length and each first byte that one of the tokens has, so that most words of a text need no look
    /// into the table.
    lengths: u64,
    beginnings: [bool; 256],
    keys: HashSet<String>,
}

/// A match: bytes of the text, or characters of the passage, and which part of the query it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    place: Range<usize>,
    answers: usize,
}

/// A token's length as a bit; those of 63 bytes and more share one.
fn length_of(token: &str) -> u64 {
    1 << token.len().min(63)
}

fn first_of(token: &str) -> usize {
    usize::from(token.as_bytes().first().copied().unwrap_or_default())
}

/// What stands at one place of a text.
struct Standing {
    token: Option<u32>,
    /// The whole word of which this is the first part.
    whole: Option<u32>,
    /// Whether it is the second part of a broken word, which a row may pass over.
    second: bool,
    range: Range<usize>,
}

/// Where a row ends that begins at this place, by bytes: the furthest, where a second part may be passed over or not.
fn end_of(found: &[Standing], at: usize, row: &[HashSet<u32>]) -> Option<usize> {
    let has = |place: &HashSet<u32>, token: Option<u32>| {
        token.is_some_and(|token| place.contains(&token))
    };
    let (last, before) = row.split_last()?;
    let mut reached = vec![at];
    for place in before {
        let mut next = Vec::new();
        for at in reached {
            let stands = found
                .get(at)
                .is_some_and(|here| has(place, here.whole) || has(place, here.token));
            if stands {
                next.push(at + 1);
                let passed = found.get(at + 1).is_some_and(|next| next.second);
                next.extend(passed.then_some(at + 2));
            }
        }
        next.dedup();
        reached = next;
    }
    let ends = reached.into_iter().filter_map(|at| {
        let here = found.get(at)?;
        if has(last, here.whole) {
            return Some(found.get(at + 1).unwrap_or(here).range.end);
        }
        has(last, here.token).then_some(here.range.end)
    });
    ends.max()
}

impl<'a> Highlighter<'a> {
    pub(super) fn new(query: &Query, families: Lent<'a>, compiler: &Compiler<'_>) -> Result<Self> {
        let mut highlighter = Self {
            families,
            rows: Vec::new(),
            beginning: HashMap::new(),
            tokens: HashMap::new(),
            lengths: 0,
            beginnings: [false; 256],
            keys: HashSet::new(),
        };
        highlighter.take(query.root(), compiler)?;
        Ok(highlighter)
    }

    fn take(&mut self, node: &Node, compiler: &Compiler<'_>) -> Result<()> {
        match node {
            Node::And(parts) | Node::Or(parts) => {
                parts
                    .iter()
                    .try_for_each(|part| self.take(part, compiler))?;
            }
            Node::Text {
                field: field @ (None | Some(Field::Text)),
                text,
                ..
            } => {
                for row in compiler.shown(*field, text)? {
                    self.add(&row);
                }
            }
            Node::Reference { .. } | Node::ReferencePattern { .. } => {
                self.keys.extend(compiler.keys(node)?);
            }
            Node::Everything | Node::Text { .. } | Node::Field { .. } | Node::Not(_) => {}
        }
        Ok(())
    }

    fn add(&mut self, row: &[Vec<String>]) {
        let mut numbered: Vec<HashSet<u32>> = Vec::with_capacity(row.len());
        for place in row {
            let mut tokens = HashSet::with_capacity(place.len());
            for word in place {
                let next = self.tokens.len() as u32;
                self.lengths |= length_of(word);
                self.beginnings[first_of(word)] = true;
                tokens.insert(*self.tokens.entry(word.clone()).or_insert(next));
            }
            numbered.push(tokens);
        }
        if self.rows.contains(&numbered) {
            return;
        }
        for token in numbered.first().into_iter().flatten() {
            self.beginning
                .entry(*token)
                .or_default()
                .push(self.rows.len());
        }
        self.rows.push(numbered);
    }

    /// The number of a token that the query has.
    fn known(&self, token: &str) -> Option<u32> {
        let may_be = self.lengths & length_of(token) != 0 && self.beginnings[first_of(token)];
        may_be.then(|| self.tokens.get(token).copied())?
    }

    /// The best passage of at most `width` characters; the beginning where nothing matched.
    pub fn snippet(&self, text: &str, width: usize) -> Snippet {
        let marks = self.marks(text);
        let enough = if marks.is_empty() {
            width.saturating_add(1)
        } else {
            usize::MAX
        };
        let (line, marks) = in_one_line(text, marks, enough);
        cut_out(&line, &marks, width)
    }

    /// The places of a text, each with what the query knows of it.
    fn standing(&self, text: &str) -> Vec<Standing> {
        let mut found: Vec<Standing> = Vec::new();
        let mut broken = Broken::default();
        tokens::each(text, |token, range| {
            let whole = broken.take(text, token, &range);
            if let (Some((whole, _)), Some(first)) = (&whole, found.last_mut()) {
                first.whole = self.known(whole);
            }
            found.push(Standing {
                token: self.known(token),
                whole: None,
                second: whole.is_some(),
                range,
            });
        });
        found
    }

    /// Every match in a text, by bytes.
    fn marks(&self, text: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        if !self.rows.is_empty() {
            let found = self.standing(text);
            for (at, one) in found.iter().enumerate() {
                for row in [one.token, one.whole]
                    .into_iter()
                    .flatten()
                    .filter_map(|token| self.beginning.get(&token))
                    .flatten()
                {
                    if let Some(end) = end_of(&found, at, &self.rows[*row]) {
                        marks.push(Mark {
                            place: one.range.start..end,
                            answers: *row,
                        });
                    }
                }
            }
        }
        if !self.keys.is_empty() {
            let found = self
                .families
                .find(text)
                .into_iter()
                .filter(|found| self.keys.contains(&found.reference.key()));
            marks.extend(found.map(|found| Mark {
                place: found.start..found.end,
                answers: self.rows.len(),
            }));
        }
        marks.sort_by_key(|mark| (mark.place.start, mark.place.end));
        marks
    }
}

/// The first `enough` characters of a text with its blanks drawn together, and where the marks came to stand.
fn in_one_line(text: &str, marks: Vec<Mark>, enough: usize) -> (Vec<char>, Vec<Mark>) {
    let mut borders: Vec<usize> = marks
        .iter()
        .flat_map(|mark| [mark.place.start, mark.place.end])
        .collect();
    borders.sort_unstable();
    borders.dedup();
    // where each of the first borders came to stand
    let mut moved: Vec<usize> = Vec::with_capacity(borders.len());
    let mut line: Vec<char> = Vec::with_capacity(text.len().min(enough));
    let mut blank = false;
    let (bytes, mut at) = (text.as_bytes(), 0);
    while line.len() < enough
        && let Some(&byte) = bytes.get(at)
    {
        // a run of plain characters is taken at once
        let room = enough - line.len() - usize::from(blank && !line.is_empty());
        let run = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_graphic());
        let run = run.take(room.max(1)).count();
        let (c, taken) = match run {
            0 if byte.is_ascii() => (char::from(byte), 1),
            0 => match text[at..].chars().next() {
                Some(c) => (c, c.len_utf8()),
                None => break,
            },
            _ => (char::from(byte), run),
        };
        let shown = run > 0 || !(c.is_whitespace() || c.is_control() || steers(c));
        if shown && blank && !line.is_empty() {
            line.push(' ');
        }
        let here = line.len();
        // within a character there is no border
        let passed = borders[moved.len()..].iter();
        let passed = passed.take_while(|border| **border < at + taken);
        moved.extend(passed.map(|border| here + border.saturating_sub(at)));
        match run {
            0 if shown => line.push(c),
            _ => line.extend(bytes[at..at + run].iter().map(|byte| char::from(*byte))),
        }
        blank = !shown && (blank || c.is_whitespace());
        at += taken;
    }
    let place = |border: usize| {
        let known = borders.binary_search(&border).ok();
        known.and_then(|nth| moved.get(nth)).copied()
    };
    let place = |border: usize| place(border).unwrap_or(line.len());
    let marks = marks
        .into_iter()
        .map(|mark| Mark {
            place: place(mark.place.start)..place(mark.place.end),
            answers: mark.answers,
        })
        .filter(|mark| mark.place.start < mark.place.end)
        .map(|mark| without_last_blank(&line, mark))
        .collect();
    (line, marks)
}

/// A mark ends with its last character, not with the blank that follows.
fn without_last_blank(line: &[char], mut mark: Mark) -> Mark {
    while mark.place.end > mark.place.start + 1 && line[mark.place.end - 1] == ' ' {
        mark.place.end -= 1;
    }
    mark
}

/// Characters that show nothing and may turn the writing round.
fn steers(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0001}'..='\u{e007f}')
}

/// Cuts the passage with most of what was asked for out of a line.
fn cut_out(line: &[char], marks: &[Mark], width: usize) -> Snippet {
    if line.len() <= width {
        return finished(line, marks, 0..line.len());
    }
    let room = width.saturating_sub(2).max(1);
    let wanted = best(marks, room).unwrap_or(0..0);
    let spare = room.saturating_sub(wanted.len());
    let mut start = wanted
        .start
        .saturating_sub(spare / 2)
        .min(line.len().saturating_sub(room));
    if start > 0 && line[start - 1] != ' ' {
        let blank = line[start..wanted.start.max(start)]
            .iter()
            .position(|c| *c == ' ');
        start = blank.map_or(start, |blank| start + blank + 1);
    }
    let mut end = (start + room).min(line.len());
    if end < line.len() && line[end] != ' ' {
        let floor = wanted.end.clamp(start, end);
        let blank = line[floor..end].iter().rposition(|c| *c == ' ');
        end = blank.map_or(end, |blank| floor + blank);
    }
    finished(line, marks, start..end)
}

/// The stretch of marks, no wider than `room`, that answers most parts of the query, and most often; the first such.
fn best(marks: &[Mark], room: usize) -> Option<Range<usize>> {
    let mut best: Option<((usize, usize), Range<usize>)> = None;
    for (at, first) in marks.iter().enumerate() {
        let mut answered: Vec<usize> = Vec::new();
        let (mut end, mut count) = (first.place.end, 0);
        for mark in &marks[at..] {
            if count > 0 && mark.place.end.max(end) - first.place.start > room {
                break;
            }
            end = end.max(mark.place.end);
            count += 1;
            if !answered.contains(&mark.answers) {
                answered.push(mark.answers);
            }
        }
        let worth = (answered.len(), count);
        if best.as_ref().is_none_or(|(most, _)| worth > *most) {
            best = Some((worth, first.place.start..end));
        }
    }
    best.map(|(_, stretch)| stretch)
}

/// The passage with its marks, those that touch each other as one.
fn finished(line: &[char], marks: &[Mark], window: Range<usize>) -> Snippet {
    let mut text = String::new();
    let ahead = usize::from(window.start > 0);
    if ahead > 0 {
        text.push('…');
    }
    text.extend(&line[window.clone()]);
    if window.end < line.len() {
        text.push('…');
    }
    let mut highlights: Vec<(usize, usize)> = Vec::new();
    for mark in marks {
        let start = mark.place.start.clamp(window.start, window.end) - window.start + ahead;
        let end = mark.place.end.clamp(window.start, window.end) - window.start + ahead;
        match highlights.last_mut() {
            _ if start >= end => {}
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => highlights.push((start, end)),
        }
    }
    Snippet { text, highlights }
}
