//! Who a record went from and to, seen from the request: between the parties asked about, within a body, elsewhere.

use crate::facts::{Facts, Party};

/// How a record stands to the parties of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exchange {
    /// It went between the parties that the request asks about.
    Between,
    /// It is from or to one of them, and its other side was not read.
    Half,
    /// It stayed within the authority.
    Internal,
    /// It went between others.
    Elsewhere,
    /// It has neither sender nor addressee.
    Unknown,
}

impl Exchange {
    /// Whether it may have gone between the parties asked about.
    pub(super) fn may_be_between(self) -> bool {
        matches!(self, Self::Between | Self::Half)
    }
}

/// Whether a party of a record is this body or person, however its name is printed.
pub(super) fn is(party: &Party, name: &str) -> bool {
    let wanted = folded(name);
    let same = |printed: &Option<String>| {
        printed.as_deref().map(folded).is_some_and(|printed| {
            printed == wanted
                || (wanted.contains(' ') && format!(" {printed} ").contains(&format!(" {wanted} ")))
                || (printed.contains(' ')
                    && format!(" {wanted} ").contains(&format!(" {printed} ")))
        })
    };
    same(&party.organisation) || same(&party.name) || writes_from(party, name)
}

/// Words with which names of many bodies begin.
const COMMON: [&str; 16] = [
    "metropolitan",
    "university",
    "department",
    "national",
    "office",
    "ministry",
    "police",
    "council",
    "royal",
    "north",
    "south",
    "greater",
    "county",
    "borough",
    "information",
    "general",
];

/// The word by which a body that no table knows is told in an address: `foi@saltmarsh-police.example`.
pub(super) fn telling_word(name: &str) -> Option<String> {
    let mut words = name.split_whitespace();
    let first = words.next()?.to_lowercase();
    let tells = first.chars().count() > 4
        && first.chars().all(char::is_alphabetic)
        && !COMMON.contains(&first.as_str());
    (tells && words.next().is_some()).then_some(first)
}

/// Whether a party of no known organisation writes from an address that bears a body's name.
fn writes_from(party: &Party, name: &str) -> bool {
    let domain = party
        .address
        .as_deref()
        .and_then(|address| address.split_once('@'));
    match (party.organisation.is_none(), domain, telling_word(name)) {
        (true, Some((_, domain)), Some(word)) => domain
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .any(|part| part == word),
        _ => false,
    }
}

/// Whether a party is this person by name.
fn is_person(party: &Party, name: &str) -> bool {
    party
        .name
        .as_deref()
        .is_some_and(|printed| folded(printed) == folded(name))
}

fn folded(name: &str) -> String {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Reads how a record stands to the authority and to the other parties asked about.
pub(super) fn of(facts: &Facts, authority: Option<&str>, others: &[String]) -> Exchange {
    let from = &facts.from;
    let to: Vec<&Party> = facts.to.iter().chain(&facts.cc).collect();
    if from.is_empty() && to.is_empty() {
        return Exchange::Unknown;
    }
    let wrote = |name: &str| from.iter().any(|party| is(party, name));
    let got = |name: &str| to.iter().any(|party| is(party, name));
    let own_wrote = authority.is_some_and(wrote);
    let own_got = authority.is_some_and(got);
    let all_own = authority.is_some_and(|own| {
        from.iter().all(|party| is(party, own)) && to.iter().all(|party| is(party, own))
    });
    // people within the authority may be asked about by name
    let named = |parties: &[&Party], name: &str| {
        parties
            .iter()
            .any(|party| party.organisation.as_deref() != Some(name) && is_person(party, name))
    };
    let senders: Vec<&Party> = from.iter().collect();
    let from_person = others.iter().any(|other| named(&senders, other));
    let to_person = others.iter().any(|other| named(&to, other));
    if all_own && (from_person && to_person || (from_person || to_person) && others.len() == 1) {
        return Exchange::Between;
    }
    if all_own {
        return Exchange::Internal;
    }
    if others.is_empty() {
        return open_to_anyone(facts, authority.is_some(), own_wrote || own_got);
    }
    // somebody within the authority is asked about by name alone: whatever they wrote or got
    let within = |name: &String| {
        senders
            .iter()
            .chain(&to)
            .any(|party| is_person(party, name) && authority.is_some_and(|own| is(party, own)))
    };
    if others.iter().all(within) {
        return Exchange::Between;
    }
    let other_wrote = others.iter().any(|other| wrote(other));
    let other_got = others.iter().any(|other| got(other));
    let both_others = others
        .iter()
        .any(|one| wrote(one) && others.iter().any(|other| other != one && got(other)));
    let stranger = |parties: &[&Party]| {
        parties
            .iter()
            .all(|party| party.organisation.is_none() && party.address.is_none())
    };
    let unread_to = stranger(&to);
    let unread_from = stranger(&from.iter().collect::<Vec<_>>());
    if (other_wrote && own_got) || (own_wrote && other_got) || both_others {
        Exchange::Between
    } else if authority.is_none() && (other_wrote || other_got) && !(other_wrote && other_got) {
        if unread_to || unread_from {
            Exchange::Half
        } else {
            Exchange::Between
        }
    } else if (other_wrote && unread_to) || (other_got && unread_from) {
        Exchange::Half
    } else {
        Exchange::Elsewhere
    }
}

/// Whether one side of a letter is the authority and the other side was not read: what its head prints must tell then.
pub(super) fn has_one_side(facts: &Facts, authority: Option<&str>) -> bool {
    let unread = |parties: &[Party]| {
        parties
            .iter()
            .all(|party| party.organisation.is_none() && party.address.is_none())
    };
    let own =
        |parties: &[Party]| authority.is_some_and(|own| parties.iter().any(|party| is(party, own)));
    (own(&facts.from) && unread(&facts.to)) || (own(&facts.to) && unread(&facts.from))
}

/// The same where the request names no other party: whatever the authority wrote or got.
fn open_to_anyone(facts: &Facts, known: bool, own: bool) -> Exchange {
    let organisations = |parties: &[Party]| -> Vec<String> {
        parties
            .iter()
            .filter_map(|party| party.organisation.clone())
            .collect()
    };
    let (from, to) = (organisations(&facts.from), organisations(&facts.to));
    let one_sided = facts.from.is_empty() || facts.to.is_empty();
    match (known, own) {
        (true, true) if one_sided => Exchange::Half,
        (true, true) => Exchange::Between,
        (true, false) if one_sided => Exchange::Half,
        (true, false) => Exchange::Elsewhere,
        (false, _) if !from.is_empty() && from == to => Exchange::Internal,
        (false, _) if one_sided => Exchange::Half,
        (false, _) => Exchange::Between,
    }
}
