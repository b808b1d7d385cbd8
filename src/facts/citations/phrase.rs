//! The words before a day that make it the day of a letter: `your letter to the ICO, reference INV/0283/2020, dated`.

use std::sync::LazyLock;

use regex::Regex;

use super::done;
use crate::facts::Tables;
use crate::facts::pattern::built_in;

/// How far before the day the paper may be named, in bytes.
const WITHIN: usize = 190;

/// Whose paper it is, as the sentence puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// `your`.
    Yours,
    /// `our`, `my`.
    Ours,
    /// An organisation's, by its short name.
    Of(String),
    /// A body's that a paper calls by a common noun, such as `the Council`: the noun, in lower case.
    Called(String),
    /// `their`, or nobody's that is named.
    Untold,
}

/// A paper as a sentence names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub whose: Whose,
    /// The addressee where one is named.
    pub to: Option<Whose>,
    pub kind: &'static str,
    pub plural: bool,
    pub start: usize,
}

/// Papers by the words that name them, and their kinds; the longer before the shorter that they hold.
pub(super) const PAPERS: [(&str, &str); 41] = [
    ("practice recommendation", "letter"),
    ("memorandum", "letter"),
    ("decision notice", "decision_notice"),
    ("enforcement notice", "notice"),
    ("information notice", "notice"),
    ("penalty notice", "notice"),
    ("refusal notice", "foi_response"),
    ("internal review", "internal_review"),
    ("correspondence", "letter"),
    ("acknowledgement", "letter"),
    ("acknowledgment", "letter"),
    ("representations", "letter"),
    ("submission", "letter"),
    ("complaint", "letter"),
    ("reprimand", "reprimand"),
    ("response", "letter"),
    ("request", "foi_request"),
    ("leaflet", "leaflet"),
    ("message", "email"),
    ("minutes", "minutes"),
    ("e-mail", "email"),
    ("email", "email"),
    ("letter", "letter"),
    ("notice", "notice"),
    ("report", "report"),
    ("answer", "letter"),
    ("review", "internal_review"),
    ("reply", "letter"),
    ("replies", "letter"),
    ("form", "form"),
    ("memo", "letter"),
    ("note", "letter"),
    ("yours", "letter"),
    ("ours", "letter"),
    ("submissions", "letter"),
    ("fax", "letter"),
    ("exchange", "letter"),
    ("clarification", "letter"),
    ("referral", "letter"),
    ("refusal", "foi_response"),
    ("directions", "letter"),
];

/// Papers by words that mean as much else: read where they are somebody's or dated, with no more said of them.
const ACTS: [&str; 4] = ["clarification", "referral", "refusal", "directions"];

/// A paper at the start of some words that end before a day. Looked for in every place of a sentence it would have states
/// for each paper within the words behind another.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let papers: Vec<&str> = PAPERS.iter().map(|(word, _)| *word).collect();
    let papers = papers.join("|").replace(' ', r"\s+");
    built_in(&format!(
        r"(?xis)
        ^(?P<paper>{papers})(?P<plural>s)?(?-u:\b)
        (?P<middle> (?:[\s,(]+[^\s.;:?!]+(?:[.:/][^\s.;:?!]+)*){{0,12}}? )
        (?: [\s,(]* (?-u:\b)(?:dated|of|on|sent|from|issued|written|date)(?-u:\b) (?:\s+(?:dated|of|on|from))? (?:\s+the)? (?:\s+\*+)? | [\s,(]* (?-u:\b)(?:dated|of)\s*: | \s?\( | , ) (?:\s*(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)? \s*$",
    ))
});

/// Words without which no letter is cited, or parts of them that stand in either case.
static CITES: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        "etter|mail|espon|equest|eply|otice|cknowledg|LETTER|EMAIL|omplain|eprimand|eaflet|eport|inutes|eview|ubmission|epresentation|essage|xchange of|wrote| asked| answered| replied|ours|ecommendation|emorandum|memos? |notes? |fax(es)? |eplies|larification|eferral|efusal|irections",
    )
});

/// Whether a text names a paper at all.
pub(super) fn may_cite(text: &str) -> bool {
    CITES.is_match(text)
}

/// The ends of all words that can stand between a paper, or what is told of one, and its day.
const LEADS: [&str; 10] = [
    "dated", "of", "on", "ent", "from", "ued", "written", "date", "the", "day",
];

/// Whether the words before a day end as they do where the day is a paper's.
fn may_lead(before: &str) -> bool {
    let before = before.trim_end();
    let before = before.strip_suffix(':').map_or(before, str::trim_end);
    let ends = |end: &&str| {
        let last = before.len().checked_sub(end.len());
        last.and_then(|last| before.get(last..))
            .is_some_and(|last| last.eq_ignore_ascii_case(end))
    };
    before.ends_with([',', '(', '*']) || LEADS.iter().any(ends)
}

/// The paper named before the day that begins at `at`.
pub(super) fn before(text: &str, at: usize, tables: &Tables) -> Option<Phrase> {
    let mut from = at.saturating_sub(WITHIN);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = text.get(from..at)?;
    if !may_lead(window) {
        return None;
    }
    // the sentence or line item before the day; a blank line ends it
    let cut = last_end(window);
    let sentence = window.get(cut..)?;
    // the paper nearest to the day is meant
    let mut nearest = None;
    let mut free = 0;
    for paper_at in 0..sentence.len() {
        if paper_at < free || !may_name_paper(sentence, paper_at) {
            continue;
        }
        let named = sentence
            .get(paper_at..)
            .and_then(|rest| BEFORE.captures(rest));
        let Some(captures) = named else { continue };
        let paper_end = paper_at + captures.name("paper")?.end();
        let middle = captures.name("middle").map_or("", |middle| middle.as_str());
        nearest = Some((
            paper_at,
            paper_end,
            captures.name("plural").is_some(),
            middle,
        ));
        free = paper_end;
    }
    let Some((paper_at, paper_end, plural, middle)) = nearest else {
        return done::told_before(sentence, from + cut, tables);
    };
    let middle = ["which is", "which was", "that is", "that was"]
        .iter()
        .find_map(|words| middle.trim_end().strip_suffix(words))
        .unwrap_or(middle);
    // `decision notices IC-90412-F3G9 and IC-90413-H2N5 dated`
    let numbers = plural && only_numbers(middle);
    if middle.split_whitespace().any(|word| {
        let word = word.to_lowercase();
        ["was", "were", "is", "are", "has", "had", "will", "received"].contains(&word.as_str())
            || word == "and" && !numbers
    }) {
        return None;
    }
    let word = sentence.get(paper_at..paper_end)?.to_lowercase();
    let word: Vec<&str> = word.split_whitespace().collect();
    let word = word.join(" ");
    let kind = PAPERS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, kind)| *kind)?;
    let lead = sentence.get(..paper_at)?;
    let (mut whose, lead_at) = whose(lead, tables);
    let lead_in = sentence.trim_end();
    // `Report dated: 3 May 2022` is a paper's own label, `Your letter dated: 3 May 2022` is not
    if lead_in.ends_with(':') && whose == Whose::Untold {
        return None;
    }
    if ACTS.contains(&word.as_str()) && !is_paper(lead_in, middle, whose != Whose::Untold) {
        return None;
    }
    // an exchange is one of letters where it is somebody's and nothing is said to be exchanged
    if word == "exchange" && (whose == Whose::Untold || !middle.trim().is_empty()) {
        return None;
    }
    // `the Council answered your letter on`: the day is that of the answer
    if sentence.trim_end().ends_with("on")
        && middle.trim().is_empty()
        && let Some(answer) = done::told_before(sentence, from + cut, tables)
    {
        return Some(answer);
    }
    if word == "yours" || word == "ours" {
        whose = if word == "yours" {
            Whose::Yours
        } else {
            Whose::Ours
        };
    }
    let (by, to) = sides_of(middle, tables);
    let whose = match (whose, by) {
        (Whose::Untold, Some(by)) => by,
        (whose, _) => whose,
    };
    Some(Phrase {
        whose,
        to,
        kind,
        plural: plural
            || matches!(
                word.as_str(),
                "correspondence" | "replies" | "representations"
            ),
        start: from + cut + lead_at,
    })
}

/// Whether a word begins at this place that may be the name of a paper by its first letters; one beyond ASCII may stand
/// for any.
fn may_name_paper(sentence: &str, at: usize) -> bool {
    const KNOWN: usize = 3;
    let bytes = sentence.as_bytes();
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let first = bytes.get(at..).and_then(|rest| rest.first_chunk::<KNOWN>());
    let Some(first) = first else { return false };
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    if !FIRST_BYTES[usize::from(first[0])] || in_word(&first[0]) == before.is_some_and(in_word) {
        return false;
    }
    let like = |word: &str| word.as_bytes()[..KNOWN].eq_ignore_ascii_case(first);
    !first.is_ascii() || PAPERS.iter().any(|(word, _)| like(word))
}

/// The bytes with which names of papers may begin, in either case.
const FIRST_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 0x80;
        byte += 1;
    }
    let mut nth = 0;
    while nth < PAPERS.len() {
        let first = PAPERS[nth].0.as_bytes()[0];
        table[first as usize] = true;
        table[first.to_ascii_uppercase() as usize] = true;
        nth += 1;
    }
    table
};

/// Whether nothing but numbers stands in some words, and what lists them.
fn only_numbers(words: &str) -> bool {
    words.split_whitespace().all(|word| {
        word.contains(|c: char| c.is_ascii_digit())
            || matches!(
                word,
                "and" | "&" | "," | "refs" | "references" | "numbers" | "nos"
            )
    })
}

/// Whether a word such as `refusal` names a paper: it is somebody's or dated, and what stands up to its day tells no more
/// than its number or its sides.
fn is_paper(lead_in: &str, middle: &str, somebodys: bool) -> bool {
    const SAID: [&str; 12] = [
        "to",
        "from",
        "by",
        "the",
        "us",
        "you",
        "me",
        "reference",
        "ref",
        "number",
        "no",
        "under",
    ];
    let lead_in = lead_in.trim_end_matches([':', ' ']);
    let lead_in = lead_in.strip_suffix(" the").unwrap_or(lead_in);
    let dated = lead_in.ends_with("dated");
    let of = ["of", "sent", "issued"]
        .iter()
        .any(|end| lead_in.ends_with(end));
    let bare = middle.split_whitespace().all(|word| {
        word.contains(|c: char| c.is_ascii_digit() || c.is_uppercase()) || SAID.contains(&word)
    });
    bare && (dated || of && somebodys)
}

/// The writer named behind a day: `a letter dated 6 May 2022 from the ICO`.
pub(super) fn by_behind(text: &str, end: usize, tables: &Tables) -> Option<Whose> {
    let rest = text.get(end..)?.trim_start().strip_prefix("from ")?;
    let line = rest.split(['\n', '.', ';']).next()?;
    let known = tables.parties.find(line).into_iter().next()?;
    (known.start <= 4).then_some(Whose::Of(known.short))
}

/// Behind the last end of a sentence or line item; of each kind only the last counts, and that behind a short word not.
fn last_end(window: &str) -> usize {
    const ENDS: [&str; 8] = ["\n\n", "\n\r\n", ". ", ".\n", ";", "?", "\u{c}", "•"];
    let bytes = window.as_bytes();
    let mut passed = [false; ENDS.len()];
    for place in (1..=bytes.len()).rev() {
        if !matches!(bytes[place - 1], b'\n' | b' ' | b';' | b'?' | 0x0c | 0xa2) {
            continue;
        }
        for (end, passed) in ENDS.iter().zip(&mut passed) {
            if !*passed && bytes[..place].ends_with(end.as_bytes()) {
                if !ends_short_word(window, place) {
                    return place;
                }
                *passed = true;
            }
        }
    }
    0
}

/// `no. `, `ref. `: a full stop that ends no sentence.
fn ends_short_word(window: &str, place: usize) -> bool {
    let before = window.get(..place).unwrap_or_default().trim_end();
    let before = before.strip_suffix('.').unwrap_or("").to_lowercase();
    ["no", "ref", "refs", "mr", "ms", "mrs", "dr", "st", "para"]
        .iter()
        .any(|word| {
            before
                .strip_suffix(word)
                .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        })
}

/// Whose the words before a paper say it is, and where those words begin.
fn whose(lead: &str, tables: &Tables) -> (Whose, usize) {
    // up to six words of description: `your two recent and rather long`
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = lead.len();
    for word in lead.split_whitespace().rev().take(12) {
        at = lead
            .get(..at)
            .and_then(|before| before.rfind(word))
            .unwrap_or(0);
        words.push((at, word));
    }
    let mut start = lead.len();
    for (nth, (place, word)) in words.iter().enumerate() {
        let bare = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        match bare.as_str() {
            "your" | "yours" => return (Whose::Yours, *place),
            "our" | "my" => return (Whose::Ours, *place),
            "commissioner" | "commissioners" | "commissioner's" | "commissioner’s"
                if possessive(word) =>
            {
                let place = lead.get(..*place).map_or(*place, |before| {
                    let before = before.trim_end();
                    ["the", "The"]
                        .iter()
                        .find_map(|the| before.strip_suffix(the))
                        .map_or(*place, str::len)
                });
                return (Whose::Of("ICO".to_owned()), place);
            }
            "its" => return (done::only_body(lead, tables), *place),
            "their" | "his" | "her" => return (Whose::Untold, *place),
            _ => {}
        }
        let possessive = possessive(word);
        let named =
            possessive || nth < 2 && word.contains(char::is_uppercase) || word.ends_with(')');
        if named {
            let known = tables.parties.find(lead);
            let near = known
                .iter()
                .rev()
                .find(|one| one.end + 8 > *place && one.end <= lead.len());
            if let Some(one) = near {
                let article = lead.get(..one.start).map_or(one.start, |before| {
                    let trimmed = before.trim_end();
                    ["the", "The"]
                        .iter()
                        .find_map(|the| trimmed.strip_suffix(the))
                        .map_or(one.start, str::len)
                });
                return (Whose::Of(one.short.clone()), article);
            }
        }
        if matches!(
            bare.as_str(),
            "the" | "this" | "that" | "a" | "an" | "these" | "those"
        ) {
            return (Whose::Untold, *place);
        }
        let goes_on = nth < 6
            && ![
                "to", "for", "of", "in", "by", "with", "from", "under", "see", "on", "at", "and",
                "or", "is", "was", "sent", "you", "i", "we",
            ]
            .contains(&bare.as_str());
        if !goes_on {
            break;
        }
        if !bare.is_empty() && bare.chars().all(char::is_alphabetic) && nth < 3 {
            start = *place;
        }
    }
    (Whose::Untold, start)
}

fn possessive(word: &str) -> bool {
    ["'s", "’s", "s'", "s’"]
        .iter()
        .any(|end| word.ends_with(end))
}

/// Who the words between a paper and its day say wrote it, and to whom: `from the ICO to you`, `which you sent us`.
fn sides_of(middle: &str, tables: &Tables) -> (Option<Whose>, Option<Whose>) {
    let lower = format!(
        " {} ",
        middle.to_lowercase().replace(['\n', '\r', ','], " ")
    );
    let person = |word: &str| match word {
        "you" | "yourself" | "yourselves" => Some(Whose::Yours),
        "us" | "me" => Some(Whose::Ours),
        _ => None,
    };
    let after = |preposition: &str| {
        let at = lower.find(preposition)?;
        let rest = lower.get(at + preposition.len()..)?;
        let word = rest.split_whitespace().next()?;
        person(word).or_else(|| {
            // offsets agree: the copy begins with one blank more
            let place = at + preposition.len() - 1;
            let known = tables.parties.find(middle);
            known
                .into_iter()
                .find(|one| one.start + 6 >= place && one.start <= place + 10)
                .map(|one| Whose::Of(one.short))
        })
    };
    let mut by = after(" from ")
        .or_else(|| after(" of "))
        .or_else(|| after(" by "));
    if lower.contains(" you sent") || lower.contains(" you wrote") {
        by = Some(Whose::Yours);
    } else if lower.contains(" we sent") || lower.contains(" i sent") || lower.contains(" i wrote")
    {
        by = Some(Whose::Ours);
    }
    (by, after(" to "))
}
