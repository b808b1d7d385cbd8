//! What the words of a request do: ask, exclude, speak of the procedure or of the person who asks.

use crate::facts::{Tables, dates};

/// Words that ask.
const ASKS: [&str; 46] = [
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
const EXCLUDES: [&str; 30] = [
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

/// Words that speak of the person who asks.
const PERSONAL: [&str; 18] = [
    "my name is",
    "my full name",
    "my address",
    "my home address",
    "my postal",
    "my email address is",
    "my email is",
    "my telephone",
    "my phone",
    "my mobile",
    "my date of birth",
    "my dob",
    "i live at",
    "i live in",
    "my contact details",
    "i was born",
    "i can be contacted at",
    "my postcode",
];

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 24] = [
    "mr", "mrs", "ms", "dr", "prof", "no", "nos", "ref", "refs", "e.g", "i.e", "etc", "cf", "vs",
    "dept", "st", "para", "paras", "insp", "sgt", "supt", "approx", "incl", "p",
];

/// Words too common, or too much a part of asking, to look for.
const STOP: &str = "a about above according act after again against all also although always am an and any anything are aren't as ask \
asked asking at attached available away be because been before being below between both but by can cannot case clear concerned \
concerning contain contained containing contains copies copy correspondence could couldn't date dated dates detail detailed \
detailing details did do document documentation documents does doing done during each either email emails etc ever every \
everything exchanged e.g fix first foi foia following for freedom from full further gave get give given gives go grateful had has \
have having he held her here hers him his hold holds how i i'd i'm i.e identified if in include included includes including \
information inform into is issue issued issues it item items its itself just kind kindly know known later latest letter letters \
like list listed look made make many material materials may me message messages might more most much must my nature need needs \
no nor not now number numbers of off on once one only or other others ought our out over own part particular per please possible \
present provide provided provides question questions reason reasons received record recorded records ref reference refer referred \
regard regarding regards relate related relates relating relation relevant request requested requesting respect same say see \
seek seeking send sent set shall she should show shows since so some specific specifically state stating steps still such supply \
take taken takes tell than that the their theirs them then there these they this those through time to together too under until \
up upon us was we were what when where whether which while who whom whose why will wish with within without would wouldn't write \
writing written yes yet you your yours";

/// What makes a request one about the environment.
const ENVIRONMENT: [&str; 14] = [
    "emission",
    "noise",
    "pollution",
    "wildlife",
    "waste",
    "planning permission",
    "flood",
    "contaminat",
    "air quality",
    "water quality",
    "radiation",
    "biodiversity",
    "energy consumption",
    "environmental information",
];

/// What makes a request one for the requester's own data.
const OWN_DATA: [&str; 10] = [
    "subject access",
    "information about me",
    "information you hold about me",
    "hold on me",
    "my personal data",
    "my own data",
    "my personal information",
    "data about me",
    "records about me",
    "relating to me",
];

/// The content words of an item, in order, each once, in lower case: without common words, the words of asking,
/// dates, references and anything else with a figure in it, and addresses.
pub fn topic_words(item_text: &str) -> Vec<String> {
    let mut text = item_text.to_owned();
    for found in dates::find(item_text).iter().rev() {
        text.replace_range(found.start..found.end, " ");
    }
    let mut words: Vec<String> = Vec::new();
    for piece in text.split(|c: char| {
        c.is_whitespace() || matches!(c, '/' | ',' | ';' | ':' | '(' | ')' | '–' | '—' | '…')
    }) {
        if piece.contains(|c: char| c.is_ascii_digit() || c == '@') || piece.contains("www.") {
            continue;
        }
        let word = piece
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
            .replace('’', "'");
        let bare = word.strip_suffix("'s").unwrap_or(&word);
        let common = STOP
            .split_whitespace()
            .any(|stop| stop == bare || stop == word);
        if bare.chars().count() > 1 && !common && !words.iter().any(|known| known == bare) {
            words.push(bare.to_owned());
        }
    }
    words
}

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

/// Whether a record is asked for in terms: "a copy of the letter", "all emails".
fn names_a_record(lower: &str) -> bool {
    let records = [
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
    let wants = ASKS.iter().any(|ask| has_words(lower, ask));
    wants
        && records.iter().any(|record| has_words(lower, record))
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
    let whole = EXCLUDES.iter().any(|phrase| has_words(&lower, phrase));
    // "Please send all emails, excluding drafts" asks as well; it stays an item and is noted there.
    whole
        && !(asks(&lower)
            && !lower.starts_with("please note")
            && !lower.starts_with("please exclude")
            && !topic_words(sentence).is_empty()
            && lower.contains("exclud"))
}

/// Whether a sentence tells who is asking.
pub(super) fn is_personal(sentence: &str) -> bool {
    let lower = plain(sentence);
    PERSONAL.iter().any(|phrase| has_words(&lower, phrase))
}

/// The name in "My name is Ann Example and ...".
pub(super) fn own_name(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let at = ["my name is ", "my full name is "]
        .iter()
        .find_map(|phrase| lower.find(phrase).map(|at| at + phrase.len()))?;
    let words: Vec<&str> = line
        .get(at..)?
        .split_whitespace()
        .scan(false, |ended, word| {
            let goes_on = !*ended && word.starts_with(char::is_uppercase);
            *ended = word.ends_with(['.', ',', ';']) && word.len() > 2;
            goes_on.then_some(word.trim_end_matches(['.', ',', ';']))
        })
        .take(4)
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A person's name: one to four words in capitals or initials, without a title.
pub(super) fn person(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .split_whitespace()
        .filter(|word| !TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str()))
        .collect();
    let fits = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let likely = (1..=4).contains(&words.len())
        && words.iter().all(fits)
        && words.iter().any(|word| word.chars().count() > 1);
    let office = words
        .iter()
        .any(|word| OFFICES.contains(&word.to_lowercase().trim_end_matches('s')));
    (likely && !office).then(|| words.join(" "))
}

const TITLES: [&str; 14] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "madam",
    "lord",
    "lady",
    "rev",
    "from",
];

/// Words that show a name to be an office's.
const OFFICES: [&str; 20] = [
    "team",
    "office",
    "officer",
    "unit",
    "department",
    "police",
    "service",
    "foi",
    "information",
    "sent",
    "freedom",
    "data",
    "council",
    "commissioner",
    "constable",
    "colleague",
    "sirs",
    "all",
    "force",
    "madam",
];

/// Kinds of record that the items ask for, as keys of the table of kinds.
pub(super) fn kinds_wanted<'a>(
    items: impl Iterator<Item = &'a str>,
    tables: &Tables,
) -> Vec<String> {
    let text = items.map(plain).collect::<Vec<_>>().join(" \n ");
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for key in tables.kinds.keys() {
        let called = tables.kinds.called(key).to_lowercase();
        for name in [called.clone(), key.replace('_', " ")] {
            if !matches!(key, "other" | "foi_request" | "foi_response") {
                found.extend(places(&text, &name).map(|at| (at, name.len(), key.to_owned())));
            }
        }
    }
    for (word, keys) in ALSO_CALLED {
        let places = places(&text, word).collect::<Vec<_>>();
        found.extend(places.iter().flat_map(|at| {
            keys.iter()
                .map(move |key| (*at, word.len(), (*key).to_owned()))
        }));
    }
    // A decision notice is no notice besides: the longest name at a place holds.
    let longest: Vec<(usize, usize, String)> = found
        .iter()
        .filter(|(at, length, _)| {
            !found
                .iter()
                .any(|(a, l, _)| a <= at && at + length <= a + l && l > length)
        })
        .cloned()
        .collect();
    let mut longest = longest;
    longest.sort_by_key(|(at, _, _)| *at);
    let mut kinds: Vec<String> = Vec::new();
    for (_, _, kind) in longest {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Other words for kinds of record.
const ALSO_CALLED: [(&str, &[&str]); 9] = [
    ("correspondence", &["letter", "email"]),
    ("communication", &["letter", "email"]),
    ("e-mail", &["email"]),
    ("message", &["email"]),
    ("minute", &["minutes"]),
    ("slide", &["presentation"]),
    ("photograph", &["image"]),
    ("brochure", &["leaflet"]),
    ("pamphlet", &["leaflet"]),
];

/// Where a name stands as a word, singular or plural.
fn places<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(name).filter_map(move |(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let after = text.get(at + name.len()..)?;
        let after = after.strip_prefix('s').unwrap_or(after);
        let whole =
            !before.is_some_and(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        whole.then_some(at)
    })
}

/// What a person should know about the request as a whole.
pub(super) fn hints(asking: &str) -> Vec<String> {
    let lower = plain(asking);
    let mut hints = Vec::new();
    if OWN_DATA.iter().any(|phrase| has_words(&lower, phrase)) {
        hints.push(
            "The request may be for the requester's own data: subject access, with another clock."
                .to_owned(),
        );
    }
    if let Some(word) = ENVIRONMENT.iter().find(|word| lower.contains(**word)) {
        hints.push(format!("The request speaks of \"{word}\": consider whether the Environmental Information Regulations apply."));
    }
    hints
}

/// The sentences of a paragraph.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '?' | '!') {
            continue;
        }
        let end = at + c.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        let closed = rest.trim_start_matches(['"', '”', '’', '\'', ')']);
        let goes_on = closed.trim_start();
        let ends = goes_on.is_empty()
            || (closed.starts_with(char::is_whitespace)
                && goes_on.starts_with(|c: char| {
                    c.is_uppercase()
                        || c.is_ascii_digit()
                        || matches!(c, '"' | '“' | '‘' | '(' | '•')
                }));
        let word = text
            .get(start..at)
            .unwrap_or_default()
            .rsplit([' ', '('])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let short =
            c == '.' && (ABBREVIATIONS.contains(&word.as_str()) || word.chars().count() == 1);
        if ends && !(short && !goes_on.is_empty()) {
            let end = end + (rest.len() - closed.len());
            sentences.push(text.get(start..end).unwrap_or_default().trim());
            start = end;
        }
    }
    sentences.push(text.get(start..).unwrap_or_default().trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Cuts `please send 1) the letter; 2) the reply; and 3) the leaflet` into its lead and its entries.
pub(super) fn inline_list(text: &str) -> Option<(String, Vec<String>)> {
    [
        ("(1)", "(", ")", true),
        ("1)", "", ")", true),
        ("1.", "", ".", true),
        ("(a)", "(", ")", false),
        ("a)", "", ")", false),
        ("(i)", "(", ")", false),
    ]
    .iter()
    .find_map(|(first, open, close, numbers)| {
        let names: Vec<String> = if *numbers {
            (1..=12).map(|n| n.to_string()).collect()
        } else if *first == "(i)" {
            ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"]
                .map(str::to_owned)
                .to_vec()
        } else {
            ('a'..='l').map(String::from).collect()
        };
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        let mut from = 0;
        for name in &names {
            let mark = format!("{open}{name}{close}");
            let Some(at) = text.get(from..).and_then(|rest| {
                rest.match_indices(&mark)
                    .map(|(at, _)| from + at)
                    .find(|at| {
                        let before = text.get(..*at).and_then(|b| b.chars().next_back());
                        let after = text.get(at + mark.len()..).and_then(|a| a.chars().next());
                        before.is_none_or(|c| c.is_whitespace())
                            && after.is_some_and(char::is_whitespace)
                    })
            }) else {
                break;
            };
            cuts.push((at, at + mark.len()));
            from = at + mark.len();
        }
        if cuts.len() < 2 {
            return None;
        }
        let lead = text.get(..cuts.first()?.0)?.trim().to_owned();
        let entries = (0..cuts.len())
            .filter_map(|at| {
                let start = cuts.get(at)?.1;
                let end = cuts.get(at + 1).map_or(text.len(), |next| next.0);
                let entry = text.get(start..end)?.trim();
                let entry = entry
                    .strip_suffix("and")
                    .filter(|rest| rest.ends_with([' ', ';', ',']))
                    .unwrap_or(entry)
                    .trim();
                Some(entry.trim_end_matches([';', ',']).to_owned())
            })
            .collect();
        Some((lead, entries))
    })
}

/// An item's text without stray marks round it.
pub(super) fn tidy(text: &str) -> String {
    let text = text.trim().trim_matches(|c| matches!(c, '*' | '_')).trim();
    let opened = text.matches(['"', '“']).count();
    let closed = text.matches(['"', '”']).count();
    if opened + closed == 1 {
        return text.trim_matches(['"', '“', '”']).trim().to_owned();
    }
    text.to_owned()
}

fn plain(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}

/// Whether these words stand in a text as whole words.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text
            .get(at + words.len()..)
            .and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
