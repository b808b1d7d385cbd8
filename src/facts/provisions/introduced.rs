//! The word before a number that makes it a provision: `section`, `s.`, `regs`, `Article`, `Sch.`, or `subsection (2) of`.

use super::limbs;
use super::printed::{Introduced, Unit, floor, gap, word_at, word_before};

/// What was found before a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Introduction {
    pub unit: Unit,
    pub introduced: Introduced,
    /// Whether the word announces several numbers.
    pub plural: bool,
    /// Where the word begins.
    pub start: usize,
}

/// The introducing word that ends right before the number at `at`; blanks, one line break, a full stop may lie between.
pub(super) fn before(text: &str, at: usize) -> Option<Introduction> {
    let glued = text.get(..at)?.chars().next_back()?;
    if glued.is_ascii_alphabetic() {
        return by_word(text, at, true);
    }
    if glued == '§' {
        let start = text.get(..at)?.trim_end_matches('§').len();
        return Some(Introduction {
            unit: Unit::Section,
            introduced: Introduced::Surely,
            plural: at - start > glued.len_utf8(),
            start,
        });
    }
    let end = back_over_gap(text, at)?;
    let end = past_number_sign(text, end);
    by_word(text, end, end == at)
}

/// Steps back over blanks, quote marks of a broken line, one full stop, dash, colon or open quotation mark.
fn back_over_gap(text: &str, at: usize) -> Option<usize> {
    let mut breaks = 0;
    let mut end = at;
    for (place, c) in text.get(..at)?.char_indices().rev().take(24) {
        match c {
            '\n' => breaks += 1,
            '.' | '-' | ':' | '>' | '*' | '_' | '“' | '"' | '‘' => {}
            c if c.is_whitespace() && c != '\u{c}' => {}
            c if c.is_alphabetic() => break,
            '§' => break,
            _ => return None,
        }
        if breaks > 1 {
            return None;
        }
        end = place;
    }
    Some(end)
}

/// `section no. 12`, `section number 12`.
fn past_number_sign(text: &str, end: usize) -> usize {
    let (word, start) = word_before(text, end);
    if matches!(word, "no" | "No" | "number" | "Number") {
        return back_over_gap(text, start).unwrap_or(end);
    }
    end
}

fn by_word(text: &str, end: usize, glued: bool) -> Option<Introduction> {
    let (word, start) = word_before(text, end);
    let mark = text.get(end..).and_then(|rest| rest.chars().next());
    // Behind a dash or a colon only a word in full introduces a number.
    let short = glued || matches!(mark, Some('.' | ' ' | '\u{a0}' | '\n' | '\r' | '\t'));
    let known = of_word(word).or_else(|| of_broken_word(text, word, start));
    let (unit, introduced, plural, start) = match known {
        Some((unit, introduced, plural)) => (unit, introduced, plural, start),
        None => return None,
    };
    let start = match (of_word(word), of_broken_word(text, word, start)) {
        (None, Some(_)) => word_before(text, back_over_gap(text, start)?).1,
        _ => start,
    };
    let (earlier, _) = word_before(text, text.get(..start)?.trim_end_matches([' ', '-']).len());
    if earlier.eq_ignore_ascii_case("cross") {
        return None;
    }
    if introduced == Introduced::Surely {
        let joins = text.get(..start)?.chars().next_back();
        let free = !joins.is_some_and(|c| c.is_ascii_digit() || matches!(c, '\'' | '’' | '_'));
        return (free && (short || word.len() >= 6)).then_some(Introduction {
            unit,
            introduced,
            plural,
            start,
        });
    }
    let before = text.get(..start)?.chars().next_back();
    let stands = before.is_none_or(|c| {
        !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '.' | '-' | '_' | '/' | '@' | '£')
    });
    (stands && short).then_some(Introduction {
        unit,
        introduced,
        plural,
        start,
    })
}

/// What a word introduces. Letters that stand for much else do it weakly.
fn of_word(word: &str) -> Option<(Unit, Introduced, bool)> {
    use Introduced::{Surely, Weakly};
    if word.len() > 11 {
        return None;
    }
    Some(match word.to_ascii_lowercase().as_str() {
        "section" | "sect" | "sec" | "seciton" | "sction" | "secton" | "secion" => {
            (Unit::Section, Surely, false)
        }
        "sections" | "sects" | "secs" => (Unit::Section, Surely, true),
        "ss" => (Unit::Section, Weakly, true),
        "s" => (Unit::Section, Weakly, false),
        "regulation" | "reg" => (Unit::Regulation, Surely, false),
        "regulations" | "regs" => (Unit::Regulation, Surely, true),
        "r" => (Unit::Regulation, Weakly, false),
        "article" => (Unit::Article, Surely, false),
        "articles" => (Unit::Article, Surely, true),
        "art" => (Unit::Article, Weakly, false),
        "arts" => (Unit::Article, Weakly, true),
        "schedule" | "sched" | "sch" => (Unit::Schedule, Surely, false),
        "schedules" | "scheds" => (Unit::Schedule, Surely, true),
        "adran" => (Unit::Section, Surely, false),
        "adrannau" => (Unit::Section, Surely, true),
        "rheoliad" | "reoliad" => (Unit::Regulation, Surely, false),
        "rheoliadau" | "reoliadau" => (Unit::Regulation, Surely, true),
        "erthygl" => (Unit::Article, Surely, false),
        _ => return None,
    })
}

/// `sectio n 1`: a word that a page's extraction broke.
fn of_broken_word(text: &str, tail: &str, start: usize) -> Option<(Unit, Introduced, bool)> {
    if tail.is_empty() || tail.len() > 6 {
        return None;
    }
    let gap = text.get(..start)?.strip_suffix(' ')?.len();
    let (head, _) = word_before(text, gap);
    if head.is_empty() || head.len() + tail.len() < 7 {
        return None;
    }
    of_word(&format!("{head}{tail}")).filter(|(_, introduced, _)| *introduced == Introduced::Surely)
}

/// Limbs that stand before their section: `subsection (2) of`, `paragraphs (a) and (b) of`; they come below what the
/// section itself prints. Gives them, and where they begin.
pub(super) fn limbs_before(text: &str, start: usize) -> Option<(Vec<String>, usize)> {
    const WORDS: [&str; 9] = [
        "sub-sections",
        "subsections",
        "sub-section",
        "subsection",
        "sub-paragraph",
        "paragraphs",
        "paragraph",
        "paras",
        "para",
    ];
    let head = text.get(..start)?;
    let head = head.trim_end().trim_end_matches("the").trim_end();
    let joined = ["of", "to", "in"]
        .iter()
        .find_map(|word| head.strip_suffix(word))?;
    let end = joined.trim_end().len();
    if end == joined.len() {
        return None;
    }
    let from = floor(text, end.saturating_sub(64));
    let window = text.get(from..end)?.to_ascii_lowercase();
    let (at, word) = WORDS
        .iter()
        .find_map(|word| window.rfind(word).map(|at| (at, *word)))?;
    let limbs_at = from + at + word.len();
    let (inner, first_end) = match limbs::read(text, limbs_at) {
        Some(read) => read,
        None => bare_list(text, limbs_at)?,
    };
    (first_end == end).then_some((inner, from + at))
}

/// `section 40, subsection (2)`: limbs behind a word of their own, and where they end.
pub(super) fn subsection_behind(text: &str, at: usize) -> Option<(Vec<String>, usize)> {
    let rest = text.get(at..)?;
    let next = at + rest.len() - rest.strip_prefix(',').unwrap_or(rest).len();
    let (next, _) = gap(text, next);
    let word = word_at(text, next);
    let mut behind = next + word.len();
    let word = if word.eq_ignore_ascii_case("sub") && text.get(behind..)?.starts_with('-') {
        let second = word_at(text, behind + 1);
        behind += 1 + second.len();
        second.to_ascii_lowercase()
    } else {
        let lower = word.to_ascii_lowercase();
        lower.strip_prefix("sub")?.to_owned()
    };
    if !matches!(word.as_str(), "section" | "sections") {
        return None;
    }
    limbs::read(text, behind).or_else(|| bare(text, behind))
}

/// `paragraphs 2 and 5(3)`: numbers without brackets, and where the last ends.
pub(super) fn bare_list(text: &str, at: usize) -> Option<(Vec<String>, usize)> {
    const MOST: usize = 12;
    let (mut all, mut end) = bare(text, at)?;
    for _ in 0..MOST {
        let Some(next) = limbs::past_comma(text, end) else {
            break;
        };
        let Some((more, after)) = bare(text, next) else {
            break;
        };
        all.extend(more);
        end = after;
    }
    Some((all, end))
}

/// `paragraph 2`, `paragraph 2(1)(c)`: the first number without a bracket.
pub(super) fn bare(text: &str, at: usize) -> Option<(Vec<String>, usize)> {
    let (at, _) = gap(text, at);
    let rest = text.get(at..)?;
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let letters = rest
        .bytes()
        .skip(figures)
        .take_while(u8::is_ascii_uppercase)
        .count();
    let end = at + figures + letters;
    let number = text.get(at..end)?;
    let ends = !text.get(end..)?.starts_with(|c: char| c.is_alphanumeric());
    if !(1..=3).contains(&figures) || letters > 1 || !ends {
        return None;
    }
    let here = format!("({number})");
    let Some((below, end)) = limbs::read(text, end).filter(|(limbs, _)| {
        // A number in brackets right behind stays below; one that is listed is beside it.
        limbs.iter().all(|limb| limb.starts_with('('))
    }) else {
        return Some((vec![here], end));
    };
    Some((
        below.iter().map(|limb| format!("{here}{limb}")).collect(),
        end,
    ))
}
