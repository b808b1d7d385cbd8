//! A response cut into paragraphs and sentences, each with its place, its zone and the heading it stands under.

use super::zones::{self, Zone};

/// A paragraph as narrow as this share of the widest line ended by itself.
const FULL_LINE: f64 = 0.72;
/// Lines longer than this are whole paragraphs.
const WIDEST_WRAPPED: usize = 120;
/// No paragraph is longer, in bytes: what goes on is another. Much is asked of a whole one for each provision in it.
const LONGEST: usize = 6_000;
/// A heading has no more words than this.
const WORDS_OF_A_HEADING: usize = 16;

/// A line of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its number, from 1.
    pub n: usize,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Its words without the blanks round them.
    pub text: &'a str,
}

/// A paragraph, a heading, or one entry of a list.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// What part of the paper it is.
    pub zone: Zone,
    /// Its words on one line.
    pub text: String,
    /// The same in small letters, with plain quotes and hyphens.
    pub lower: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it is a heading.
    pub heading: bool,
    /// Its mark where it is an entry of a list, such as `1.` or `(a)`.
    pub mark: Option<String>,
    /// Its sentences, as a range of [`Paper::sentences`].
    pub sentences: std::ops::Range<usize>,
}

/// A sentence.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its words on one line.
    pub text: String,
    /// The same in small letters, with plain quotes and hyphens.
    pub lower: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The paragraph it stands in.
    pub paragraph: usize,
}

/// A response's text, cut up.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    /// Its paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
    /// Its sentences in order.
    pub sentences: Vec<Sentence>,
}

impl Paper {
    /// The paragraphs of the authority's own words.
    pub fn own(&self) -> impl Iterator<Item = (usize, &Paragraph)> {
        self.paragraphs
            .iter()
            .enumerate()
            .filter(|(_, paragraph)| paragraph.zone.is_own())
    }

    /// The sentences of the authority's own words.
    pub fn own_sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|sentence| {
            self.paragraphs
                .get(sentence.paragraph)
                .is_some_and(|paragraph| paragraph.zone.is_own())
        })
    }

    /// The paragraph in which a place of the text lies.
    pub fn paragraph_at(&self, at: usize) -> Option<usize> {
        let after = self
            .paragraphs
            .partition_point(|paragraph| paragraph.start <= at);
        let found = after.checked_sub(1)?;
        (at < self.paragraphs.get(found)?.end).then_some(found)
    }

    /// The sentence in which a place of the text lies.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        let after = self
            .sentences
            .partition_point(|sentence| sentence.start <= at);
        let found = after.checked_sub(1)?;
        (at < self.sentences.get(found)?.end).then_some(found)
    }
}

/// Cuts a text up.
pub(super) fn read(text: &str, message: bool) -> Paper {
    let lines = lines(text);
    let zones = zones::of_lines(text, &lines, message);
    let widest = lines
        .iter()
        .map(|line| line.text.chars().count())
        .max()
        .unwrap_or(0);
    let wrapped = widest <= WIDEST_WRAPPED;
    let mut paper = Paper::default();
    let mut open: Option<(usize, usize)> = None;
    let mut close = |open: &mut Option<(usize, usize)>| {
        if let Some((first, last)) = open.take() {
            add(&mut paper, text, &lines, &zones, first, last);
        }
    };
    for (at, line) in lines.iter().enumerate() {
        if line.text.is_empty() {
            close(&mut open);
            continue;
        }
        let joins = open.is_some_and(|(_, last)| {
            let before = lines.get(last).map_or("", |line| line.text);
            zones.get(last) == zones.get(at)
                && mark(line.text).is_none()
                && !super::rows::begins(line.text)
                && goes_on(before, line.text, wrapped, widest)
        });
        if joins {
            if let Some((_, last)) = &mut open {
                *last = at;
            }
        } else {
            close(&mut open);
            open = Some((at, at));
        }
    }
    close(&mut open);
    zones::settle(&mut paper.paragraphs);
    paper
}

/// Whether a line goes on with the paragraph of the line before it.
fn goes_on(before: &str, line: &str, wrapped: bool, widest: usize) -> bool {
    let small = line.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')'));
    if !wrapped {
        return small && !before.ends_with(['.', ':', '?', '!']);
    }
    let full = before.chars().count() as f64 >= FULL_LINE * widest as f64;
    let ended = before.ends_with(['.', '?', '!', ':', ';']);
    full || (small && !ended)
}

fn add(
    paper: &mut Paper,
    text: &str,
    lines: &[Line<'_>],
    zones: &[Zone],
    first: usize,
    last: usize,
) {
    let (Some(begin), Some(finish)) = (lines.get(first), lines.get(last)) else {
        return;
    };
    let zone = zones.get(first).copied().unwrap_or(Zone::Own);
    let (mut start, mut line) = (begin.start, begin.n);
    let end = finish.start + finish.text.len();
    while let Some(rest) = text.get(start..end).filter(|rest| !rest.trim().is_empty()) {
        let raw = longest(rest);
        add_paragraph(paper, raw, zone, line, start);
        if start > begin.start
            && let Some(goes_on) = paper.paragraphs.last_mut()
        {
            (goes_on.heading, goes_on.mark) = (false, None);
        }
        line += line_ends(raw);
        start += raw.len();
    }
}

/// As much of a paragraph as is taken for one, to the end of a sentence or else of a word.
fn longest(rest: &str) -> &str {
    if rest.len() <= LONGEST {
        return rest;
    }
    let cut = &rest[..rest.floor_char_boundary(LONGEST)];
    let ended = cut.rfind(". ").or_else(|| cut.rfind([' ', '\n']));
    ended.map_or(cut, |at| &cut[..=at])
}

fn line_ends(raw: &str) -> usize {
    raw.matches(['\n', '\u{c}']).count()
}

/// Adds what stands at `start`, its first line being the text's line `line`.
fn add_paragraph(paper: &mut Paper, raw: &str, zone: Zone, line: usize, start: usize) {
    let one_line = on_one_line(raw);
    let paragraph = paper.paragraphs.len();
    let begun = paper.sentences.len();
    let (mut counted, mut breaks) = (0, 0);
    for (from, to) in sentence_bounds(raw) {
        let words = raw.get(from..to).unwrap_or_default();
        let lead = words.len() - words.trim_start().len();
        let (from, words) = (from + lead, on_one_line(words));
        if words.is_empty() {
            continue;
        }
        breaks += line_ends(raw.get(counted..from).unwrap_or_default());
        counted = from;
        paper.sentences.push(Sentence {
            lower: without_reported(&plain(&words)),
            text: words,
            line: line + breaks,
            start: start + from,
            end: start + to,
            paragraph,
        });
    }
    let words = one_line.split(' ').count();
    let heading = words <= WORDS_OF_A_HEADING
        && one_line.len() <= 130
        && !one_line.ends_with(['.', '?', '!', ';', ','])
        && one_line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '*');
    paper.paragraphs.push(Paragraph {
        zone,
        lower: plain(&one_line),
        mark: mark(&one_line).map(str::to_owned),
        text: one_line,
        line,
        start,
        end: start + raw.len(),
        heading,
        sentences: begun..paper.sentences.len(),
    });
}

/// A sentence without what it reports in quotation marks: `you wrote: "..."`, `in 2016 we told you "..."`.
fn without_reported(lower: &str) -> String {
    const FEW: usize = 4;
    let mut kept = String::new();
    let mut rest = lower;
    while let Some((before, after)) = rest.split_once('"') {
        let Some((quoted, behind)) = after.split_once('"') else {
            break;
        };
        let lead = before.trim_end().trim_end_matches([':', ',']);
        let reported = lower.starts_with("you ")
            || [
                "wrote",
                "said",
                "quote",
                "you",
                "told",
                "stated",
                "asked",
                "read",
                "reads",
                "replied",
                "argued",
                "us",
                "requested",
                "as follows",
                "that",
                "words",
            ]
            .iter()
            .any(|word| lead.ends_with(word));
        kept.push_str(before);
        kept.push('"');
        if !(reported && quoted.split(' ').count() >= FEW) {
            kept.push_str(quoted);
        }
        kept.push('"');
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

/// Every line, a new page beginning a new one.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split(['\n', '\u{c}'])
        .enumerate()
        .map(|(at, raw)| {
            let lead = raw.len() - raw.trim_start().len();
            let line = Line {
                n: at + 1,
                start: start + lead,
                text: raw.trim(),
            };
            start += raw.len() + 1;
            line
        })
        .collect()
}

/// The mark of a list's entry: `1.`, `(a)`, `iv)`, `Q2:`, `•`.
pub(super) fn mark(line: &str) -> Option<&str> {
    let first = line.split(' ').next().unwrap_or_default();
    if matches!(
        first,
        "-" | "–" | "•" | "*" | "·" | "o" | "▪" | "●" | "\u{f0b7}"
    ) && line.len() > 2
    {
        return Some(first);
    }
    let bare = first.trim_start_matches('(');
    let closed = bare.ends_with(['.', ')', ':']);
    let inner = bare.trim_end_matches(['.', ')', ':']);
    let figures = inner.trim_start_matches(['Q', 'q', 'A']);
    let numbered = !figures.is_empty()
        && figures.len() <= 3
        && figures.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && figures.bytes().all(|b| b.is_ascii_alphanumeric());
    let lettered = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase());
    let roman = !inner.is_empty()
        && inner.len() <= 4
        && inner.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    (closed && first.len() < line.len() && (numbered || lettered || roman)).then_some(first)
}

/// Words on one line with single blanks.
pub(super) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Small letters, plain quotes, plain hyphens.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '‘' | '’' | '´' | '`' => '\'',
            '“' | '”' => '"',
            '‐' | '‑' | '‒' | '–' | '—' => '-',
            '\u{a0}' => ' ',
            c => c,
        })
        .collect::<String>()
        .to_lowercase()
}

/// Abbreviations after which a full stop ends no sentence.
const SHORTENED: [&str; 28] = [
    "s", "ss", "sec", "secs", "sect", "reg", "regs", "art", "arts", "para", "paras", "no", "nos",
    "mr", "mrs", "ms", "dr", "prof", "st", "ltd", "e.g", "i.e", "eg", "ie", "v", "rev", "sgt",
    "insp",
];

/// Where the sentences of a paragraph begin and end.
fn sentence_bounds(raw: &str) -> Vec<(usize, usize)> {
    let mut bounds = Vec::new();
    let mut start = 0;
    let mut signs = raw.char_indices().peekable();
    while let Some((at, c)) = signs.next() {
        if !matches!(c, '.' | '?' | '!') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, closing)) = signs.peek() {
            if matches!(closing, '"' | '”' | '’' | '\'' | ')') {
                end = next + closing.len_utf8();
                signs.next();
            } else {
                break;
            }
        }
        let rest = raw.get(end..).unwrap_or_default();
        if !rest.starts_with(char::is_whitespace) {
            continue;
        }
        let next = rest.trim_start().chars().next();
        let begins = next.is_some_and(|c| {
            c.is_uppercase()
                || c.is_ascii_digit()
                || matches!(c, '"' | '“' | '‘' | '(' | '\'' | '•' | '£')
        });
        let before = raw.get(start..at).unwrap_or_default();
        let word = before
            .rsplit(|c: char| c.is_whitespace() || c == '(')
            .next()
            .unwrap_or_default();
        let shortened = c == '.'
            && (SHORTENED.contains(&word.to_lowercase().as_str())
                || (word.chars().count() == 1 && word.chars().all(char::is_uppercase))
                || (before.trim().len() == word.len()
                    && word
                        .trim_start_matches(['Q', 'A', 'q'])
                        .bytes()
                        .all(|b| b.is_ascii_digit())));
        if begins && !shortened {
            bounds.push((start, end));
            start = end;
        }
    }
    if raw.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        bounds.push((start, raw.len()));
    }
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_letter_is_put_together_and_each_sentence_knows_its_line() {
        let text = "Dear Ms Tarn,\n\nThe lamps are listed under s. 21 of the Act, which is what was\nasked. The wicks are not.\n\nYours sincerely\n";
        let paper = read(text, false);
        let sentences: Vec<(usize, &str)> = paper
            .sentences
            .iter()
            .map(|sentence| (sentence.line, sentence.text.as_str()))
            .collect();
        assert_eq!(
            sentences,
            [
                (1, "Dear Ms Tarn,"),
                (
                    3,
                    "The lamps are listed under s. 21 of the Act, which is what was asked."
                ),
                (4, "The wicks are not."),
                (6, "Yours sincerely"),
            ]
        );
    }

    #[test]
    fn a_paragraph_without_end_is_cut_and_nothing_of_it_is_lost() {
        let line = "The lamps of bay four are kept back. ";
        let text = format!("First.\n\n{}\n{}", line.repeat(200), line.repeat(200));
        let paper = read(&text, false);
        assert!(paper.paragraphs.len() > 2);
        let short = |paragraph: &Paragraph| paragraph.end - paragraph.start <= LONGEST;
        assert!(paper.paragraphs.iter().all(short));
        let lamps: Vec<&Sentence> = (paper.sentences.iter())
            .filter(|sentence| sentence.text == line.trim())
            .collect();
        assert_eq!(lamps.len(), 400);
        assert_eq!(lamps.iter().filter(|one| one.line == 3).count(), 200);
        assert!(
            lamps
                .iter()
                .all(|one| text[one.start..].starts_with("The lamps"))
        );
    }

    #[test]
    fn marks_of_lists_are_told_from_words() {
        for (line, wanted) in [
            ("1. Letter", Some("1.")),
            ("(a) the fact", Some("(a)")),
            ("iv) more", Some("iv)")),
            ("Q2: how many", Some("Q2:")),
            ("• Section 31", Some("•")),
            ("Section 31", None),
            ("3 December 2021", None),
            ("a lamp", None),
        ] {
            assert_eq!(mark(line), wanted, "{line}");
        }
    }
}
