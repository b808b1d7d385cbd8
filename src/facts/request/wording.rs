//! What the words of a request do: ask, exclude, speak of the procedure or of the person who asks.

use super::topics::topic_words;
use crate::facts::dates;

/// Words that ask.
const ASKS: [&str; 53] = [
    "i now ask",
    "i also ask",
    "we ask",
    "ask for",
    "ask you",
    "i should like",
    "please let us",
    "please provide",
    "please could",
    "please can",
    "please send",
    "please supply",
    "please confirm",
    "please disclose",
    "please let me",
    "please tell",
    "please state",
    "please give",
    "please list",
    "please include",
    "please share",
    "please forward",
    "please advise",
    "please release",
    "please explain",
    "please also",
    "please would",
    "could you",
    "can you",
    "would you",
    "will you",
    "i would like",
    "i'd like",
    "i would also like",
    "i wish to",
    "i request",
    "i am requesting",
    "i'm requesting",
    "i hereby request",
    "i also request",
    "to request",
    "i am seeking",
    "i seek",
    "i want",
    "i am asking",
    "i ask",
    "i am looking for",
    "may i",
    "grateful if",
    "grateful for",
    "i require",
    "i need",
    "we would like",
];

/// Words that ask when more than one message is at hand.
const ASKS_BESIDE: [&str; 8] = [
    "provide me",
    "send me",
    "supply me",
    "tell me",
    "copy of",
    "copies of",
    "requesting",
    "request for",
];

/// Words that speak of how the request is to be dealt with.
const PROCEDURE: [&str; 54] = [
    "acknowledge",
    "clarification",
    "clarify",
    "contact me",
    "by email",
    "by e-mail",
    "electronic",
    "look forward",
    "looking forward",
    "thank you",
    "20 working days",
    "twenty working days",
    "working days",
    "internal review",
    "hesitate",
    "section 16",
    "advice and assistance",
    "cost limit",
    "appropriate limit",
    "exceed",
    "reply to this",
    "confirm receipt",
    "receipt of this",
    "happy to",
    "if you need",
    "if you require",
    "if any part",
    "if any of",
    "if this request",
    "if it is not possible",
    "if you decide",
    "if you believe",
    "if you are unable",
    "if possible",
    "if you do not hold",
    "if some",
    "please note",
    "redact",
    "public interest",
    "in the public",
    "statutory",
    "as soon as possible",
    "my request under",
    "this is a request under",
    "under the freedom of information act",
    "i am making a request",
    "i am submitting",
    "making a freedom of information",
    "make a freedom of information",
    "a request under",
    "format",
    "my preferred",
    "complain",
    "let me know if",
];

/// Words that say what is not wanted.
const EXCLUDES: [&str; 35] = [
    "black out",
    "blacked out",
    "black them out",
    "blank out",
    "blanked out",
    "not seeking",
    "not asking for",
    "not requesting",
    "not looking for",
    "not interested in",
    "do not require",
    "don't require",
    "do not want",
    "don't want",
    "do not need",
    "don't need",
    "no need to",
    "not require",
    "need not include",
    "excluding",
    "exclude",
    "with the exception of",
    "other than",
    "apart from",
    "not include",
    "can be redacted",
    "may be redacted",
    "to be redacted",
    "happy for any",
    "leave out",
    "can be left out",
    "can be removed",
    "can be omitted",
    "may be omitted",
    "not wish to receive",
];

/// Whether a text, in lower case, asks.
pub(super) fn asks(lower: &str) -> bool {
    lower.contains('?') || ASKS.iter().any(|ask| has_words(lower, ask))
}

/// Whether the body of a message, in lower case, asks for information.
pub(super) fn asks_in_body(lower: &str) -> bool {
    asks(lower) || ASKS_BESIDE.iter().any(|ask| has_words(lower, ask))
}

/// Whether a sentence asks for something that can be looked for.
pub(super) fn asks_for_something(sentence: &str) -> bool {
    let lower = plain(sentence);
    let begins = [
        "provide ",
        "send ",
        "please ",
        "all ",
        "any ",
        "copies ",
        "copy ",
        "a copy ",
        "confirm ",
        "disclose ",
        "details ",
    ];
    (asks_in_body(&lower) || begins.iter().any(|word| lower.starts_with(word)))
        && !topic_words(sentence).is_empty()
        && !lower.ends_with(':')
        && !is_bare_preamble(&lower)
}

/// Whether a sentence after a question asks on: "And who holds them?"
pub(super) fn asks_on(sentence: &str) -> bool {
    sentence.ends_with('?') && sentence.split_whitespace().count() > 2
}

/// Whether a sentence after a question names something more: "Also the reply."
pub(super) fn names_on(sentence: &str) -> bool {
    let lower = plain(sentence);
    let more = [
        "also ",
        "and ",
        "plus ",
        "as well as ",
        "together with ",
        "along with ",
    ];
    let Some(rest) = more.iter().find_map(|more| lower.strip_prefix(more)) else {
        return false;
    };
    // "any reply to it" names a paper, where "it was lost" tells something
    let ends = [" to it", " of it", " with it", " about it"];
    let bare = rest.trim_end_matches('.');
    let bare = ends.iter().find_map(|end| bare.strip_suffix(end));
    let first = rest.split([' ', ',']).next().unwrap_or_default();
    !NAMES_NOTHING.contains(&first)
        && !is_said(bare.unwrap_or(rest))
        && !topic_words(rest).is_empty()
}

/// Words behind "and" or "also" that exclude something or are a courtesy.
const NAMES_NOTHING: [&str; 16] = [
    "no",
    "not",
    "never",
    "none",
    "nothing",
    "nor",
    "without",
    "excluding",
    "note",
    "thank",
    "thanks",
    "apologies",
    "sorry",
    "regards",
    "kind",
    "best",
];

/// Whether a sentence names a record and says nothing of it: "The leaflet."
pub(super) fn only_names(sentence: &str) -> bool {
    let lower = plain(sentence);
    let begins = ["the ", "any ", "all ", "a ", "an "];
    begins.iter().any(|word| lower.starts_with(word))
        && lower.split_whitespace().count() <= MOST_NAMED
        && !is_said(&lower)
        && (RECORDS.iter().chain(&ANSWERS)).any(|record| has_words(&lower, record))
}

/// What answers another record, or comes with it.
const ANSWERS: [&str; 8] = [
    "reply",
    "replies",
    "response",
    "responses",
    "letters",
    "email",
    "enclosure",
    "attachment",
];

/// A sentence of more words than this says something.
const MOST_NAMED: usize = 8;

/// Whether words speak to somebody or tell something.
fn is_said(lower: &str) -> bool {
    const SAID: [&str; 29] = [
        "i", "i'm", "i'd", "i've", "me", "my", "we", "us", "our", "you", "your", "it", "if", "is",
        "was", "are", "were", "be", "been", "has", "have", "had", "did", "does", "will", "would",
        "can", "could", "should",
    ];
    SAID.iter().any(|word| has_words(lower, word))
}

/// Whether a sentence only speaks of what the one before it named: "Please black them out."
pub(super) fn points_back(sentence: &str) -> bool {
    let lower = plain(sentence);
    !lower.contains('?')
        && ["them", "these", "this", "those", "it"]
            .iter()
            .any(|word| has_words(&lower, word))
}

/// Whether an entry asks by itself, so that its parts are asked besides.
pub(super) fn asks_fully(text: &str) -> bool {
    text.ends_with(['?', '.']) && topic_words(text).len() > 1
}

/// Whether a sentence speaks of the procedure, and names nothing to look for.
pub(super) fn is_procedure(sentence: &str) -> bool {
    let lower = plain(sentence);
    let speaks =
        PROCEDURE.iter().any(|phrase| has_words(&lower, phrase)) || lower.starts_with("if ");
    speaks && dates::find(sentence).is_empty() && !names_a_record(&lower)
}

/// Whether a paragraph names something and speaks to nobody, as a heading does.
pub(super) fn names_a_thing(text: &str) -> bool {
    let lower = plain(text);
    let speaks = [
        "i", "i'm", "i'd", "i've", "me", "my", "we", "us", "our", "you", "your", "yours", "thank",
        "thanks", "please", "if",
    ];
    !topic_words(text).is_empty() && !speaks.iter().any(|word| has_words(&lower, word))
}

/// Words for records.
const RECORDS: [&str; 11] = [
    "letter",
    "emails",
    "correspondence",
    "leaflet",
    "report",
    "minutes",
    "copy of",
    "copies of",
    "notice",
    "reprimand",
    "documents",
];

/// Whether a record is asked for in terms: "a copy of the letter", "all emails".
fn names_a_record(lower: &str) -> bool {
    let wants = ASKS.iter().any(|ask| has_words(lower, ask));
    wants
        && RECORDS.iter().any(|record| has_words(lower, record))
        && !lower.starts_with("if ")
        && !lower.starts_with("please note")
}

/// "I am making a request under the Act" with nothing after it.
fn is_bare_preamble(lower: &str) -> bool {
    let preamble = [
        "freedom of information",
        "foi act",
        "foia",
        "data protection act",
        "environmental information regulations",
    ];
    preamble.iter().any(|act| lower.contains(act)) && {
        let rest = topic_words(lower);
        rest.iter().all(|word| {
            [
                "data",
                "protection",
                "environmental",
                "regulations",
                "general",
                "making",
                "public",
                "authority",
                "section",
                "pursuant",
                "formal",
                "would",
                "submit",
            ]
            .contains(&word.as_str())
        })
    }
}

/// Whether a sentence says what is not wanted.
pub(super) fn excludes(sentence: &str) -> bool {
    let lower = plain(sentence);
    // "Do not send me things about ..." must never be read as a wish for them
    let bare = ["please ", "kindly ", "and ", "so "]
        .iter()
        .fold(lower.trim_start(), |rest, word| {
            rest.strip_prefix(word).unwrap_or(rest)
        });
    let forbids = [
        "do not send",
        "don't send",
        "do not include",
        "don't include",
    ]
    .iter()
    .any(|phrase| bare.starts_with(phrase) && !has_words(bare, "but"));
    let whole = forbids || EXCLUDES.iter().any(|phrase| has_words(&lower, phrase));
    // "Please send all emails, excluding drafts" asks as well; it stays an item and is noted there.
    whole
        && !(asks(&lower)
            && !lower.starts_with("please note")
            && !lower.starts_with("please exclude")
            && !topic_words(sentence).is_empty()
            && lower.contains("exclud"))
}

/// The part of a sentence that says what is not wanted, in bytes: "all letters, excluding emails".
pub(super) fn exclusion(sentence: &str) -> Option<(usize, usize)> {
    const OPENINGS: [&str; 10] = [
        "but spare me",
        "spare me",
        "save what",
        "save for",
        "excluding",
        "except for",
        "except",
        "but not",
        "not including",
        "with the exception of",
    ];
    // as long as the text itself, so that places hold
    let lower = sentence.to_ascii_lowercase();
    let start = OPENINGS
        .iter()
        .filter_map(|opening| {
            lower.match_indices(opening).map(|(at, _)| at).find(|at| {
                has_words(lower.get(*at..).unwrap_or_default(), opening)
                    && lower[..*at].ends_with([' ', ',', '(', '\n'])
            })
        })
        .min()?;
    let rest = lower.get(start..)?;
    // the points of "i.e." end nothing
    let end = rest
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | ';' | '?' | ')'))
        .map(|(at, _)| at)
        .find(|at| {
            let abridged = ["i.e", "e.g", " i", " e"];
            !(rest[*at..].starts_with('.') && abridged.iter().any(|one| rest[..*at].ends_with(one)))
        })
        .unwrap_or(rest.len());
    (start > 0).then_some((start, start + end))
}

/// A text with blanks where it says what is not wanted.
pub fn without_exclusion(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some((start, end)) = exclusion(&text) {
        text.replace_range(start..end, &" ".repeat(end - start));
    }
    text
}

pub(super) fn plain(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}

/// Whether these words stand in a text as whole words.
pub(super) fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text
            .get(at + words.len()..)
            .and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
