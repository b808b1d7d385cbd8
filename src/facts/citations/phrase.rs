//! The words before a day that make it the day of a letter: `your letter to the ICO, reference INV/0283/2020, dated`.

use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use crate::facts::Tables;
use crate::facts::pattern::built_in;

/// How far before the day the paper may be named, in bytes.
const WITHIN: usize = 190;

/// How far behind a day what was done on it may be told, in bytes.
const CLAUSE: usize = 90;

/// Whose paper it is, as the sentence puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// `your`.
    Yours,
    /// `our`, `my`.
    Ours,
    /// An organisation's, by its short name.
    Of(String),
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
pub(super) const PAPERS: [(&str, &str); 36] = [
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
];

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let papers: Vec<&str> = PAPERS.iter().map(|(word, _)| *word).collect();
    let papers = papers.join("|").replace(' ', r"\s+");
    built_in(&format!(
        r"(?xis)
        (?-u:\b)(?P<paper>{papers})(?P<plural>s)?(?-u:\b)
        (?P<middle> (?:[\s,(]+[^\s.;:?!]+(?:[.:/][^\s.;:?!]+)*){{0,12}}? )
        (?: [\s,(]* (?-u:\b)(?:dated|of|on|sent|from|issued|written|date)(?-u:\b) (?:\s+(?:dated|of|on|from))? (?:\s+the)? (?:\s+\*+)? | \s?\( | , ) (?:\s*(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)? \s*$",
    ))
});

/// Whether a text names a paper at all.
pub(super) fn may_cite(text: &str) -> bool {
    [
        "etter",
        "mail",
        "espon",
        "equest",
        "eply",
        "otice",
        "cknowledg",
        "LETTER",
        "EMAIL",
        "omplaint",
        "eprimand",
        "eaflet",
        "eport",
        "inutes",
        "eview",
        "ubmission",
        "epresentation",
        "essage",
        "wrote ",
        " asked",
        " answered",
        " replied",
        "ours",
        "ecommendation",
        "emorandum",
        "memo ",
        "note ",
        "fax ",
    ]
    .iter()
    .any(|word| memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// The paper named before the day that begins at `at`.
pub(super) fn before(text: &str, at: usize, tables: &Tables) -> Option<Phrase> {
    let mut from = at.saturating_sub(WITHIN);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = text.get(from..at)?;
    // the sentence or line item before the day; a blank line ends it
    let cut = ["\n\n", "\n\r\n", ". ", ".\n", ";", "?", "\u{c}", "•"]
        .iter()
        .filter_map(|end| window.rfind(end).map(|place| place + end.len()))
        .filter(|place| !ends_short_word(window, *place))
        .max()
        .unwrap_or(0);
    let sentence = window.get(cut..)?;
    // the paper nearest to the day is meant
    let mut nearest = None;
    let mut start = 0;
    while let Some(captures) = sentence.get(start..).and_then(|rest| BEFORE.captures(rest)) {
        let paper = captures.name("paper")?;
        let (paper_at, paper_end) = (start + paper.start(), start + paper.end());
        let middle = captures.name("middle").map_or("", |middle| middle.as_str());
        nearest = Some((
            paper_at,
            paper_end,
            captures.name("plural").is_some(),
            middle,
        ));
        start = paper_end;
        if !sentence.is_char_boundary(start) {
            break;
        }
    }
    let Some((paper_at, paper_end, plural, middle)) = nearest else {
        return wrote(sentence, from + cut, tables);
    };
    let middle = ["which is", "which was", "that is", "that was"]
        .iter()
        .find_map(|words| middle.trim_end().strip_suffix(words))
        .unwrap_or(middle);
    if middle.split_whitespace().any(|word| {
        [
            "was", "were", "is", "are", "has", "had", "will", "received", "and",
        ]
        .contains(&word.to_lowercase().as_str())
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

/// `The ICO wrote to us on`: a letter without its name.
fn wrote(sentence: &str, from: usize, tables: &Tables) -> Option<Phrase> {
    let trimmed = sentence.trim_end();
    let trimmed = trimmed.strip_suffix("the").map_or(trimmed, str::trim_end);
    let whom = trimmed.strip_suffix("on")?;
    let (who, whom) = match whom.rfind("wrote to ") {
        Some(at) => (whom.get(..at)?, whom.get(at + "wrote to ".len()..)?.trim()),
        // `what we wrote on 7 June`, `you asked on 12 November`
        None => {
            let said = whom.trim_end();
            let said = said.strip_suffix(" it").unwrap_or(said);
            let who = ["wrote", "asked", "answered", "replied"]
                .iter()
                .find_map(|verb| said.strip_suffix(verb))?;
            let last = who.split_whitespace().next_back()?;
            let speaks = ["you", "we", "i"].contains(&last.to_lowercase().as_str());
            (speaks.then_some(who)?, "")
        }
    };
    // another clause, with a day of its own
    if whom.len() > 60 || whom.contains(',') {
        return None;
    }
    let one = |words: &str| -> Option<Whose> {
        match words.trim().to_lowercase().as_str() {
            "you" => return Some(Whose::Yours),
            "us" | "me" | "i" | "we" => return Some(Whose::Ours),
            "the commissioner" => return Some(Whose::Of("ICO".to_owned())),
            _ => {}
        }
        let known = tables.parties.find(words).pop();
        known.map(|one| Whose::Of(one.short))
    };
    let last = who.split_whitespace().next_back()?;
    let mut start = who.trim_end().len() - last.len();
    let whose = one(last).or_else(|| {
        let known = tables
            .parties
            .find(who)
            .pop()
            .filter(|one| one.end + 2 > who.trim_end().len())?;
        start = known.start;
        Some(Whose::Of(known.short))
    });
    let whose = whose.or_else(|| {
        let words: Vec<&str> = who
            .split_whitespace()
            .rev()
            .take(4)
            .take_while(|word| word.starts_with(char::is_uppercase))
            .collect();
        let first = words.last()?;
        start = who.rfind(first)?;
        Some(Whose::Of(
            words.into_iter().rev().collect::<Vec<_>>().join(" "),
        ))
    })?;
    Some(Phrase {
        whose,
        to: if whom.is_empty() { None } else { one(whom) },
        kind: "letter",
        plural: false,
        start: from + start,
    })
}

/// What a sentence says was done on the day that it opens with: `On 14 October 2021 the MPS wrote to us`.
pub(super) fn done_behind(
    text: &str,
    (start, end): (usize, usize),
    tables: &Tables,
) -> Option<(Phrase, usize)> {
    let before = text.get(..start)?.trim_end();
    let on = before
        .strip_suffix("On")
        .or_else(|| before.strip_suffix("on"))?;
    if on.ends_with(char::is_alphanumeric) {
        return None;
    }
    let rest = text.get(end..)?;
    let clause = rest.split(['.', ';', '\n']).next()?;
    let clause = clause.get(..clause.floor_char_boundary(CLAUSE))?;
    const DONE: [&str; 8] = [
        "asked us",
        "asked you",
        "wrote",
        "replied",
        "answered",
        "responded",
        "emailed",
        "acknowledged",
    ];
    let (at, verb) = DONE
        .iter()
        .filter_map(|verb| clause.find(&format!(" {verb}")).map(|at| (at + 1, *verb)))
        .min()?;
    let who = clause.get(..at)?.trim_matches([' ', ',']);
    let one = |words: &str| match words.to_lowercase().as_str() {
        "we" | "i" | "us" | "me" => Some(Whose::Ours),
        "you" => Some(Whose::Yours),
        "the commissioner" => Some(Whose::Of("ICO".to_owned())),
        _ => {
            let plain = words.strip_prefix("the ").unwrap_or(words);
            tables
                .parties
                .by_name(plain)
                .map(|short| Whose::Of(short.to_owned()))
        }
    };
    let whose = one(who)?;
    let done_end = at + verb.len();
    let whom = clause.get(done_end..)?.split(',').next()?;
    let whom_words = whom.strip_prefix(" to ").map(str::trim);
    let to = whom_words.and_then(one);
    let length = match &to {
        Some(_) => done_end + whom.len(),
        None => done_end,
    };
    let kind = if verb == "emailed" { "email" } else { "letter" };
    let phrase = Phrase {
        whose,
        to,
        kind,
        plural: false,
        start: on.len(),
    };
    Some((phrase, end + length))
}

/// The writer named behind a day: `a letter dated 6 May 2022 from the ICO`.
pub(super) fn by_behind(text: &str, end: usize, tables: &Tables) -> Option<Whose> {
    let rest = text.get(end..)?.trim_start().strip_prefix("from ")?;
    let line = rest.split(['\n', '.', ';']).next()?;
    let known = tables.parties.find(line).into_iter().next()?;
    (known.start <= 4).then_some(Whose::Of(known.short))
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
            "their" | "his" | "her" | "its" => return (Whose::Untold, *place),
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
