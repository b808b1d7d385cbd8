//! Reads off the wording of a request how wide it reaches: titles, kinds of record, drafts, everything or one letter.

use super::question::Needs;
use crate::facts::request::Request;
use crate::facts::{Carried, Tables};

/// What a request wants, by its wording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Whether it asks for everything about its subject, papers and internal messages too.
    pub(super) everything: bool,
    /// Whether it asks for internal messages or papers in terms.
    pub(super) internal: bool,
    /// Whether it asks for drafts in terms.
    pub(super) drafts: bool,
    /// Whether it asks for one certain document and nothing beside it.
    pub(super) one_document: bool,
    /// Whether it asks for requests for information, their answers or reviews.
    pub(super) requests: bool,
    /// Whether every record that only mentions what is asked about is wanted in terms.
    pub(super) mentions: bool,
    /// Whether it asks for figures.
    pub(super) figures: bool,
    /// Whether it asks for what was written in reply, beside what was replied to.
    pub(super) replies: bool,
    /// Whether it asks for attachments in terms.
    pub(super) enclosures: bool,
    /// Whether it does not want what a machine answered.
    pub(super) no_automatic: bool,
    /// Kinds that it asks for; empty where it leaves that open.
    pub(super) kinds: Vec<String>,
    /// Whether every question limits itself to kinds of record.
    pub(super) kinds_alone: bool,
    /// Kinds that it says it does not ask for.
    pub(super) unwanted: Vec<String>,
}

/// Words that ask for all there is.
const EVERYTHING: [&str; 14] = [
    "everything",
    "anything",
    "all information",
    "any information",
    "all records",
    "any records",
    "all material",
    "any material",
    "all documents",
    "all documentation",
    "all the information",
    "all the records",
    "all data",
    "any and all",
];

/// Words that ask for whatever names something.
const MENTIONS: [&str; 6] = [
    "mention",
    "mentions",
    "mentioning",
    "refer to",
    "refers to",
    "referring to",
];

/// Words for what was written in reply.
const REPLIES: [&str; 12] = [
    "reply",
    "replies",
    "replied",
    "response",
    "responses",
    "responded",
    "answer",
    "answers",
    "answered",
    "wrote back",
    "sent back",
    "came back",
];

/// Words that leave the kind of record open.
pub(super) const OPEN: [&str; 12] = [
    "document",
    "documents",
    "documentation",
    "record",
    "records",
    "information",
    "material",
    "everything",
    "anything",
    "correspondence",
    "communications",
    "papers",
];

/// Words that ask for more than one thing.
const SEVERAL: [&str; 16] = [
    "all",
    "any",
    "every",
    "each",
    "everything",
    "anything",
    "correspondence",
    "communications",
    "documents",
    "documentation",
    "emails",
    "letters",
    "records",
    "information",
    "papers",
    "replies",
];

/// Kinds that are a form of writing and never what is written about.
pub(super) const FORMS: [&str; 8] = [
    "letter",
    "email",
    "leaflet",
    "minutes",
    "report",
    "presentation",
    "spreadsheet",
    "form",
];

/// Words that ask, with which a capitalised run is no name.
const ASKS_WIDELY: [&str; 11] = [
    "all",
    "any",
    "every",
    "each",
    "everything",
    "anything",
    "please",
    "copies",
    "correspondence",
    "emails",
    "letters",
];

/// A text with the names of bodies taken out: the "Information Commissioner" is no "information".
pub(super) fn without_names(text: &str, tables: &Tables) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for mention in tables.parties.find(text) {
        if let Some(before) = text.get(at..mention.start) {
            out.push_str(before);
            out.push(' ');
            at = mention.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    // "Records Board" asks for no records; a heading that shouts still asks
    for run in capitalised(&out) {
        let first = run.split(' ').next().unwrap_or_default().to_lowercase();
        if !ASKS_WIDELY.contains(&first.as_str()) {
            out = out.replace(run.as_str(), " ");
        }
    }
    out
}

/// Reads what a request wants.
pub(super) fn of(request: &Request, needs: &[Needs], tables: &Tables) -> Wanted {
    let text = request
        .items
        .iter()
        .flat_map(|item| {
            [
                item.under.as_deref().unwrap_or_default(),
                item.text.as_str(),
            ]
        })
        .collect::<Vec<_>>()
        .join(" \n ");
    let text = without_names(&text, tables).to_lowercase();
    let says = |words: &str| has_words(&text, words);
    let excluded = request.excluded.join(" \n ").to_lowercase();
    let kinds =
        if OPEN.iter().any(|word| says(word)) && !says("correspondence") && !says("communications")
        {
            Vec::new()
        } else {
            request.kinds.clone()
        };
    let days = !request.single_days.is_empty() && request.periods.is_empty();
    Wanted {
        everything: EVERYTHING.iter().any(|words| says(words)),
        internal: says("internal")
            || says("internally")
            || MENTIONS.iter().any(|words| says(words)),
        drafts: says("draft") || says("drafts"),
        one_document: days && !SEVERAL.iter().any(|word| says(word)) && !request.kinds.is_empty(),
        figures: [
            "how many",
            "the number of",
            "numbers of",
            "statistics",
            "figures",
            "total",
        ]
        .iter()
        .any(|words| says(words)),
        replies: REPLIES.iter().any(|words| says(words)),
        enclosures: [
            "attachment",
            "attachments",
            "enclosure",
            "enclosures",
            "enclosed",
        ]
        .iter()
        .any(|word| says(word)),
        mentions: MENTIONS.iter().any(|words| says(words)),
        no_automatic: [
            "automatic",
            "automated",
            "acknowledgement",
            "acknowledgements",
        ]
        .iter()
        .any(|words| has_words(&excluded, words)),
        kinds_alone: !needs.is_empty() && needs.iter().all(|question| !question.kinds.is_empty()),
        requests: [
            "foi request",
            "foi requests",
            "freedom of information request",
            "freedom of information requests",
            "internal review",
            "internal reviews",
            "disclosure log",
            "that request",
            "earlier request",
            "earlier requests",
            "previous request",
            "previous requests",
            "my request",
            "my own request",
            "my first request",
            "my last request",
            "my foi",
            "the answer you gave",
            "the answer that you gave",
        ]
        .iter()
        .any(|words| says(words))
            || request
                .references
                .iter()
                .any(|carried| names_request(carried, tables)),
        kinds,
        unwanted: tables
            .kinds
            .keys()
            .filter(|key| {
                let called = tables.kinds.called(key).to_lowercase();
                has_words(&excluded, &called) || has_words(&excluded, &format!("{called}s"))
            })
            .map(str::to_owned)
            .collect(),
    }
}

/// Whether a reference that is asked about numbers a request for information: by its family, or by "FOI" before it.
fn names_request(carried: &Carried, tables: &Tables) -> bool {
    let mut rows = tables.families.rows().iter();
    let by_family = rows.any(|row| {
        row.key == carried.family
            && row
                .means
                .to_lowercase()
                .starts_with("request for information")
    });
    by_family || carried.as_printed.to_lowercase().starts_with("foi")
}

/// Titles that a question puts in quotation marks, or names after "entitled" or "called".
pub(super) fn titles(request: &Request) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for item in &request.items {
        let text = item.text.replace(['\u{201c}', '\u{201d}'], "\"");
        for (nth, part) in text.split('"').enumerate() {
            let quoted = part.trim().trim_end_matches([',', '.', '?', ';']).trim();
            let words = quoted.split_whitespace().count();
            if nth % 2 == 1
                && (2..=25).contains(&words)
                && !titles.iter().any(|known| known == quoted)
            {
                titles.push(quoted.to_owned());
            }
        }
    }
    titles
}

/// Runs of capitalised words, as names are written; a word that begins a sentence begins none unless more follow.
pub(super) fn capitalised(text: &str) -> Vec<String> {
    const LINKS: [&str; 5] = ["of", "and", "for", "the", "&"];
    let mut runs: Vec<String> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut close = |run: &mut Vec<&str>| {
        while run.last().is_some_and(|word| LINKS.contains(word)) {
            run.pop();
        }
        if run.len() > 1 {
            runs.push(run.join(" "));
        }
        run.clear();
    };
    for piece in text.split_whitespace() {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        let word = word
            .strip_suffix("'s")
            .or_else(|| word.strip_suffix("\u{2019}s"))
            .unwrap_or(word);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let ends = piece.ends_with(['.', ',', ';', ':', '?', '!', ')', '"', '\u{201d}'])
            || piece.ends_with("'s")
            || piece.ends_with("\u{2019}s");
        if capital || (!run.is_empty() && LINKS.contains(&word)) {
            run.push(word);
        } else {
            close(&mut run);
        }
        if ends {
            close(&mut run);
        }
    }
    close(&mut run);
    // `Wessmoor Police and Northmere Constabulary` is two names, and `Did Wessmoor Police` one with a verb before it.
    let parts: Vec<String> = runs
        .iter()
        .flat_map(|run| run.split(" and "))
        .flat_map(|part| [Some(part), part.split_once(' ').map(|(_, rest)| rest)])
        .flatten()
        .map(|part| part.trim_start_matches("the ").to_owned())
        .filter(|part| part.contains(' '))
        .collect();
    for part in parts {
        if !runs.contains(&part) {
            runs.push(part);
        }
    }
    runs
}

/// Whether words stand in a text, whole.
pub(super) fn has_words(text: &str, words: &str) -> bool {
    find_words(text, words).is_some()
}

/// Where words first stand in a text, whole.
pub(super) fn find_words(text: &str, words: &str) -> Option<usize> {
    let whole = |(at, found): &(usize, &str)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    Some(text.match_indices(words).find(whole)?.0)
}
