//! A message's headers: who, to whom, when, and what it answers.

use std::borrow::Cow;

use memchr::memchr;

use crate::extract::Extraction;
use crate::facts::Address;

/// What ties messages into a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// Its own Message-ID, without brackets.
    pub own: Option<String>,
    /// Those it answers or refers to, and the conversation that Outlook counts it to.
    pub others: Vec<String>,
    /// Its subject and everybody in it, where it has both.
    pub between: Option<String>,
}

impl Ties {
    /// Reads the ties off a message's headers.
    pub fn of(extraction: &Extraction) -> Self {
        let mut ties = Self::default();
        for field in &extraction.headers {
            let name = field.name.as_str();
            if name.eq_ignore_ascii_case("message-id") {
                ties.own = ids_in(&field.value).next();
            } else if name.eq_ignore_ascii_case("in-reply-to")
                || name.eq_ignore_ascii_case("references")
            {
                ties.others.extend(ids_in(&field.value));
            } else if name.eq_ignore_ascii_case("thread-index") {
                ties.others.extend(conversation(&field.value));
            }
        }
        ties.others.sort_unstable();
        ties.others.dedup();
        ties.between = between(&extraction.headers);
        ties
    }

    /// Whether no header says which conversation it belongs to, so that its subject and its people must.
    pub fn are_missing(&self) -> bool {
        self.own.is_none() && self.others.is_empty()
    }
}

/// The conversation of a `Thread-Index` (MS-OXOMSG 2.2.1.3): the 22 bytes before the answers, which are 29 letters and
/// a part of the next.
fn conversation(value: &str) -> Option<String> {
    const LETTERS: usize = 29;
    let plain: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let head = plain.get(..LETTERS)?;
    let whole = plain.trim_end_matches('=').bytes();
    let written = whole
        .into_iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
    written.then(|| format!("thread-index {head}"))
}

/// The subject without its `Re:` and `Fwd:`, and the addresses of everybody; none where a subject or a second person
/// is wanting.
fn between(headers: &[crate::extract::Field]) -> Option<String> {
    let read = |wanted: &'static [&'static str]| {
        headers.iter().filter(move |field| {
            wanted
                .iter()
                .any(|name| field.name.eq_ignore_ascii_case(name))
        })
    };
    let subject = &read(&["subject"]).next()?.value;
    let mut words: Vec<String> = subject.split_whitespace().map(str::to_lowercase).collect();
    while words
        .first()
        .is_some_and(|word| matches!(word.as_str(), "re:" | "fw:" | "fwd:" | "aw:"))
    {
        words.remove(0);
    }
    let mut people: Vec<String> = read(&["from", "to", "cc"])
        .flat_map(|field| addresses(&field.value))
        .filter_map(|one| {
            one.address
                .or_else(|| one.name.map(|name| name.to_lowercase()))
        })
        .collect();
    people.sort_unstable();
    people.dedup();
    (!words.is_empty() && people.len() > 1)
        .then(|| format!("between {}\n{}", people.join(" "), words.join(" ")))
}

fn ids_in(value: &str) -> impl Iterator<Item = String> + '_ {
    value
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(id, _)| id.trim().to_owned())
        .filter(|id| !id.is_empty())
}

/// The header fields that facts are read from.
#[derive(Default)]
pub(super) struct Headers {
    pub(super) subject: Option<String>,
    pub(super) from: Vec<Address>,
    pub(super) to: Vec<Address>,
    pub(super) cc: Vec<Address>,
    pub(super) date: Option<String>,
    pub(super) received: Vec<String>,
}

impl Headers {
    pub(super) fn of(extraction: &Extraction) -> Self {
        let mut headers = Self::default();
        let mut sender = Vec::new();
        for field in &extraction.headers {
            let value = &field.value;
            let is = |name: &str| field.name.eq_ignore_ascii_case(name);
            if is("subject") {
                headers.subject.get_or_insert_with(|| value.clone());
            } else if is("date") {
                headers.date.get_or_insert_with(|| value.clone());
            } else if is("received") {
                headers.received.push(value.clone());
            } else if is("from") {
                headers.from.extend(addresses(value));
            } else if is("sender") {
                sender.extend(addresses(value));
            } else if is("to") {
                headers.to.extend(addresses(value));
            } else if is("cc") || is("bcc") {
                headers.cc.extend(addresses(value));
            }
        }
        if headers.from.is_empty() {
            headers.from = sender;
        }
        headers
    }
}

/// Splits a decoded address header into names and addresses; what fits neither is kept as a name. The name of a group
/// (RFC 5322, 3.4: `Panel: ann@a.example, bea@b.example;`) stands behind its members.
pub fn addresses(value: &str) -> Vec<Address> {
    let mut found = Vec::new();
    let mut groups = Vec::new();
    let mut quoted = false;
    let mut angle = false;
    let mut comment = 0_usize;
    let mut start = 0;
    let mut escaped = false;
    // every sign is of ASCII, and no byte of a longer character is
    for (at, c) in value.bytes().enumerate() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            b'\\' if quoted => escaped = true,
            b'"' if comment == 0 => quoted = !quoted,
            _ if quoted => {}
            b'(' => comment += 1,
            b')' => comment = comment.saturating_sub(1),
            b'<' => angle = true,
            b'>' => angle = false,
            b',' | b';' if !angle && comment == 0 => {
                found.extend(address(&value[start..at]));
                start = at + 1;
            }
            b':' if !angle && comment == 0 && opens_group(&value[start..at], &value[at + 1..]) => {
                groups.extend(address(&value[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.extend(address(&value[start..]));
    found.append(&mut groups);
    found
}

/// A group ends within so many bytes, or is none: each colon is asked.
const LONGEST_GROUP: usize = 16_384;

/// Whether a colon ends the name of a group with members: `Team: a@b.example, c@d.example;`.
fn opens_group(name: &str, rest: &str) -> bool {
    let Some((members, after)) = rest[..rest.floor_char_boundary(LONGEST_GROUP)].split_once(';')
    else {
        return false;
    };
    let after = after.trim_start();
    !name.contains('@')
        && rest.starts_with([' ', '\t', '"', '<'])
        && members.contains('@')
        && (after.is_empty() || after.starts_with(','))
}

fn address(one: &str) -> Option<Address> {
    let one = one.trim();
    if one.is_empty() {
        return None;
    }
    let (name, address) = match (one.rfind('<'), one.rfind('>')) {
        (Some(open), Some(close)) if open < close => (
            match &one[close + 1..] {
                "" => Cow::Borrowed(&one[..open]),
                behind => Cow::Owned(one[..open].to_owned() + behind),
            },
            Some(&one[open + 1..close]),
        ),
        _ if one.contains('@') && !one.contains(char::is_whitespace) => ("".into(), Some(one)),
        _ => match one.split_once('(') {
            Some((address, name)) if address.contains('@') => {
                (name.trim_end_matches(')').into(), Some(address))
            }
            // a group's name (`undisclosed-recipients:`) or a name alone
            _ => (one.into(), None),
        },
    };
    let name = name.trim().trim_matches(['"', '\'', ' ']);
    let name = match memchr(b'\\', name.as_bytes()) {
        Some(_) => name.replace("\\\"", "\""),
        None => name.to_owned(),
    };
    let address = address.map(|a| a.trim().trim_matches(['"', '\'']).to_lowercase());
    Some(Address {
        name: Some(name).filter(|name| !name.is_empty()),
        address: address.filter(|address| !address.is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Field;

    fn ties(headers: &[(&str, &str)]) -> Ties {
        let headers = headers.iter().map(|(name, value)| Field {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        });
        Ties::of(&Extraction {
            format: crate::extract::Format::Eml,
            headers: headers.collect(),
            metadata: Vec::new(),
            passages: Vec::new(),
            pages: None,
            text_status: crate::extract::TextStatus::None,
            doubts: Vec::new(),
        })
    }

    #[test]
    fn an_answer_has_the_conversation_of_what_it_answers() {
        let first = ties(&[("Thread-Index", "AdfA3q2L8mFqk1mzTCOaB0gJ4l6bIw==")]);
        let answer = ties(&[("Thread-Index", "AdfA3q2L8mFqk1mzTCOaB0gJ4l6bIwAA\r\n vQzZ")]);
        assert_eq!(first.others.len(), 1);
        assert_eq!(first.others, answer.others);
        assert!(!first.are_missing());
        assert!(ties(&[("Thread-Index", "not one")]).are_missing());
        let other = ties(&[("Thread-Index", "AdfA3q2L8mFqk1mzTCOaB0gJ4l6cIw==")]);
        assert_ne!(first.others, other.others);
    }

    #[test]
    fn subject_and_people_are_the_same_in_an_answer() {
        let asked = ties(&[
            ("From", "Ann <ann@north.example>"),
            ("To", "Bea <bea@south.example>"),
            ("Subject", "The cellar keys"),
        ]);
        let answered = ties(&[
            ("From", "bea@south.example"),
            ("To", "\"Ann\" <ANN@north.example>"),
            ("Subject", "RE: Fwd: the  cellar keys"),
        ]);
        assert!(asked.are_missing() && asked.between.is_some());
        assert_eq!(asked.between, answered.between);
        let no_one = ties(&[
            ("From", "ann@north.example"),
            ("Subject", "The cellar keys"),
        ]);
        assert_eq!(no_one.between, None);
        let bare = ties(&[
            ("From", "a@b.example"),
            ("To", "c@d.example"),
            ("Subject", "Re:"),
        ]);
        assert_eq!(bare.between, None);
    }

    #[test]
    fn addresses_are_split_outside_quotes_and_comments() {
        let found =
            addresses("\"Doe, Jane\" <Jane@Example.org>, rec@example.org (Records), Registry");
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].name.as_deref(), Some("Doe, Jane"));
        assert_eq!(found[0].address.as_deref(), Some("jane@example.org"));
        assert_eq!(found[1].name.as_deref(), Some("Records"));
        assert_eq!(found[1].address.as_deref(), Some("rec@example.org"));
        assert_eq!(found[2].address, None);
    }

    #[test]
    fn members_of_a_group_are_addressees() {
        let of = |value: &str| -> Vec<Option<String>> {
            addresses(value)
                .into_iter()
                .map(|one| one.address)
                .collect()
        };
        let some = |address: &str| Some(address.to_owned());
        assert_eq!(
            of("Team: a@b.example, \"C, D\" <c@d.example>;"),
            [some("a@b.example"), some("c@d.example"), None]
        );
        assert_eq!(of("\"The Team\": a@b.example;, e@f.example").len(), 3);
        assert_eq!(of("undisclosed-recipients:;"), [None]);
        assert_eq!(
            of("a@[IPv6:2001:db8::1]; c@d.example"),
            [some("a@[ipv6:2001:db8::1]"), some("c@d.example")]
        );
        assert_eq!(of("mailto:a@b.example"), [some("mailto:a@b.example")]);
        assert_eq!(of("FOI: North <a@b.example>"), [some("a@b.example")]);
        assert_eq!(of("FOI: North <a@b.example>; c@d.example").len(), 2);
    }
}
