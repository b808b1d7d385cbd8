//! What each question asks for: papers, correspondence or facts; of which kinds; written by whom, or to whom.
//!
//! A direction is read only where the words leave no doubt, and a question that is read too widely costs nothing: its
//! records are listed for it all the same.

use super::exchange::is;
use super::focus::LEADS;
use super::wanted::{FORMS, OPEN, find_words, has_words, without_names};
use crate::facts::request::{Item, kinds_named};
use crate::facts::{Facts, Tables};

/// What a question wants to be sent or told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AsksFor {
    /// What passed between people.
    Correspondence,
    /// Records of whatever form.
    Papers,
    /// An answer that a record may give: why, when, how many.
    Facts,
}

/// One question, as far as its words tell a fitting record from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needs {
    /// Its number.
    pub(super) n: String,
    /// What it wants.
    pub(super) asks: AsksFor,
    /// The kinds of record that it limits itself to; empty where it leaves that open.
    pub(super) kinds: Vec<String>,
    /// Who is to have written what it asks for.
    pub(super) writer: Option<String>,
    /// To whom it is to have gone.
    pub(super) reader: Option<String>,
}

/// Kinds that a request means when it says "letter".
pub(super) const LETTERS: [&str; 4] = ["letter", "reprimand", "notice", "decision_notice"];

/// Words of a question that wants to be told something.
const WONDERS: [&str; 8] = [
    "why", "what", "when", "how", "who", "whether", "which", "details",
];

/// Words before "from" that say that something came from there, wherever they stand.
const CAME: [&str; 7] = ["received", "came", "come", "sent", "got", "had", "obtained"];

/// What a sender does, behind its name.
const GAVE: [&str; 7] = [
    "sent",
    "wrote",
    "gave",
    "issued",
    "served",
    "handed",
    "addressed",
];

/// Words before "to" that say that something went there.
const WENT: [&str; 12] = [
    "letter",
    "letters",
    "email",
    "emails",
    "sent",
    "wrote",
    "replies",
    "reply",
    "response",
    "responses",
    "submitted",
    "written",
];

/// Whether a list of kinds has a record's kind, a letter standing for reprimands and notices too.
pub(super) fn names_kind(kinds: &[String], kind: &str) -> bool {
    let letters = LETTERS.contains(&kind);
    kinds
        .iter()
        .any(|named| named == kind || letters && named == "letter")
}

impl Needs {
    /// Reads a question.
    pub(super) fn of(item: &Item, names: &[String], tables: &Tables) -> Self {
        let text = match &item.under {
            Some(under) => format!("{under} {}", item.text),
            None => item.text.clone(),
        };
        let lower = without_names(&text, tables).to_lowercase();
        let says = |words: &str| has_words(&lower, words);
        let named = kinds_named(before_topic(&lower), tables);
        let of_form = named.iter().any(|kind| FORMS.contains(&kind.as_str()));
        let open = OPEN.iter().any(|word| *word != "information" && says(word));
        let asks = if ["correspondence", "communication", "communications"]
            .iter()
            .any(|word| says(word))
        {
            AsksFor::Correspondence
        } else if of_form
            || open
            || ["copy", "copies", "draft", "drafts"].iter().any(|word| says(word))
            // "why the reprimand was given" asks for no reprimand
            || !named.is_empty() && !WONDERS.iter().any(|word| says(word))
        {
            AsksFor::Papers
        } else {
            AsksFor::Facts
        };
        let (writer, reader) = direction(&text, names, tables);
        Self {
            n: item.n.clone(),
            asks,
            kinds: match asks {
                AsksFor::Facts => Vec::new(),
                _ => strict_kinds(&lower, tables),
            },
            writer,
            reader,
        }
    }

    /// Whether a record went the way that the question asks for; one whose side was not read may have.
    pub(super) fn goes(&self, facts: &Facts) -> bool {
        let by = self.writer.as_deref().is_none_or(|writer| {
            facts.from.is_empty() || facts.from.iter().any(|party| is(party, writer))
        });
        let mut to = facts.to.iter().chain(&facts.cc).peekable();
        let for_them = self
            .reader
            .as_deref()
            .is_none_or(|reader| to.peek().is_none() || to.any(|party| is(party, reader)));
        by && for_them
    }
}

/// The part of a question before it says what it is about.
fn before_topic(lower: &str) -> &str {
    let end = LEADS.iter().filter_map(|lead| lower.find(lead)).min();
    &lower[..end.unwrap_or(lower.len())]
}

/// The kinds that a question limits itself to, read before it says what it is about.
fn strict_kinds(lower: &str, tables: &Tables) -> Vec<String> {
    let before = before_topic(lower);
    if OPEN.iter().any(|word| has_words(before, word)) {
        return Vec::new();
    }
    let mut kinds = kinds_named(before, tables);
    if !kinds.is_empty() && ["note", "notes"].iter().any(|word| has_words(before, word)) {
        kinds.push("other".to_owned());
    }
    kinds
}

/// Who is to have written what is asked for, and to whom, where the words leave no doubt.
fn direction(text: &str, names: &[String], tables: &Tables) -> (Option<String>, Option<String>) {
    let lower = text.to_lowercase();
    let both_ways = [
        "between",
        "with",
        "wrote back",
        "reply",
        "replies",
        "replied",
        "back",
    ];
    if both_ways.iter().any(|words| has_words(&lower, words)) || lower.len() != text.len() {
        return (None, None);
    }
    let (mut writer, mut reader) = (None, None);
    let in_table = tables.parties.find(text).into_iter();
    let mut named: Vec<(usize, usize, String)> = in_table
        .map(|mention| (mention.start, mention.end, mention.short))
        .collect();
    // persons and bodies that no table knows and this archive does
    for name in names {
        if let Some(at) = lower.find(&name.to_lowercase())
            && !named
                .iter()
                .any(|(start, end, _)| *start <= at && at < *end)
        {
            named.push((at, at + name.len(), name.clone()));
        }
    }
    named.sort();
    let topic = LEADS
        .iter()
        .filter_map(|lead| Some(find_words(&lower, lead)? + lead.len()))
        .min();
    for (start, end, name) in named {
        let before = lower.get(..start).unwrap_or_default().trim_end();
        let before = before.strip_suffix(" the").unwrap_or(before);
        let after = lower.get(end..).unwrap_or_default().trim_start();
        let of_topic = topic.is_some_and(|topic| topic <= before.len());
        let last: Vec<&str> = before.split_whitespace().rev().take(5).collect();
        let came = last.iter().any(|word| CAME.contains(word));
        let from = last.first() == Some(&"from") && (!of_topic || came);
        let by = [" sent by", " written by", " signed by", " issued by"]
            .iter()
            .any(|words| before.ends_with(words));
        let after = ["has ", "had ", "have "]
            .iter()
            .find_map(|word| after.strip_prefix(word))
            .unwrap_or(after);
        let sent = GAVE.iter().any(|verb| {
            let rest = after.strip_prefix(verb);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        // "the warning the ICO gave the force"
        let given = writer.is_some() && last.first().is_some_and(|verb| GAVE.contains(verb));
        let went = given
            || last.first() == Some(&"to")
                && (writer.is_some()
                    || last.get(1).is_some_and(|word| {
                        WENT.contains(word) || tables.parties.by_name(word).is_some()
                    }));
        if (from || (by || sent) && !of_topic) && writer.is_none() {
            writer = Some(name);
        } else if went && !of_topic && reader.is_none() {
            reader = Some(name);
        }
    }
    if writer == reader {
        return (None, None);
    }
    (writer, reader)
}

#[cfg(test)]
mod tests {
    use super::{AsksFor, Needs};
    use crate::facts::Tables;
    use crate::facts::request::Item;

    fn needs(text: &str) -> Needs {
        let item = Item {
            n: "1".to_owned(),
            text: text.to_owned(),
            under: None,
        };
        let names = ["Ada Wrenfold".to_owned(), "Bram Holloway".to_owned()];
        Needs::of(&item, &names, &Tables::built_in())
    }

    #[test]
    fn a_direction_is_read_only_where_the_words_leave_no_doubt() {
        for (text, writer, reader) in [
            ("All letters from the ICO to the force.", Some("ICO"), None),
            (
                "Any papers received from the ICO about parking.",
                Some("ICO"),
                None,
            ),
            (
                "The letter that the Metropolitan Police Service sent to the ICO.",
                Some("MPS"),
                Some("ICO"),
            ),
            (
                "Emails sent by Ada Wrenfold to Bram Holloway.",
                Some("Ada Wrenfold"),
                Some("Bram Holloway"),
            ),
            ("All correspondence with the ICO.", None, None),
            (
                "The warning that the ICO gave the Metropolitan Police.",
                Some("ICO"),
                Some("MPS"),
            ),
            (
                "The warning that the ICO gave the Metropolitan Police and what came back.",
                None,
                None,
            ),
            (
                "Letters between the ICO and the force from 3 May to 6 May.",
                None,
                None,
            ),
            ("Everything about the warning from the ICO.", None, None),
            (
                "Each letter signed by the ICO's Head of Lamps.",
                Some("ICO"),
                None,
            ),
            (
                "Letters issued by the Information Commissioner.",
                Some("ICO"),
                None,
            ),
            (
                "What was signed by the Metropolitan Police's Director of Wicks.",
                Some("MPS"),
                None,
            ),
            ("Anything about a letter signed by the ICO.", None, None),
        ] {
            let read = needs(text);
            assert_eq!(
                (read.writer.as_deref(), read.reader.as_deref()),
                (writer, reader),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_asked_for_is_told_from_what_it_is_about() {
        for (text, asks, kinds) in [
            ("Why was the reprimand given?", AsksFor::Facts, ""),
            (
                "Please set out the steps that were agreed.",
                AsksFor::Facts,
                "",
            ),
            (
                "Any correspondence about the leaflet.",
                AsksFor::Correspondence,
                "",
            ),
            (
                "All leaflets of the Information Commissioner's Office.",
                AsksFor::Papers,
                "leaflet",
            ),
            ("Any documents about the letter.", AsksFor::Papers, ""),
            ("All reprimands since 2019.", AsksFor::Papers, "reprimand"),
        ] {
            let read = needs(text);
            assert_eq!(
                (read.asks, read.kinds.join(" ").as_str()),
                (asks, kinds),
                "{text}"
            );
        }
    }
}
