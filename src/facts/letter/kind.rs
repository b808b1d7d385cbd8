//! What the parties of a letter say of its kind, where its words alone do not: who answers requests does not make them.

use super::layout::Layout;
use crate::facts::{Facts, Party, Tables};

/// What stands in an answer for what was asked, in small letters.
const ASKED: [&str; 8] = [
    "your request",
    "you asked",
    "you requested",
    "you have asked",
    "you have requested",
    "asked us for",
    "you wrote",
    "your enquiry",
];
/// By what one who asks for information is known, in small letters.
const ASKING: [&str; 9] = [
    "please treat this",
    "please provide",
    "please supply",
    "please send",
    "i would like",
    "we would like",
    "i request",
    "we request",
    "i am requesting",
];
/// How much of a letter is looked at for it, in bytes.
const OPENING: usize = 1200;

/// Settles the kind of a letter from its parties: a force's letter to another body is no request, and one to a person
/// that relies on an exemption for what was asked is an answer.
pub(super) fn settle(facts: &mut Facts, layout: &Layout<'_>, text: &str, tables: &Tables) {
    if !matches!(facts.kind.as_str(), "letter" | "foi_request") {
        return;
    }
    let of_kind = |party: &Party, kinds: &[&str]| {
        let organisation = party.organisation.as_deref();
        let row = organisation.and_then(|short| tables.parties.row(short));
        row.is_some_and(|row| kinds.contains(&row.kind.as_str()))
    };
    let by =
        |kinds: &[&str]| !facts.from.is_empty() && facts.from.iter().all(|one| of_kind(one, kinds));
    let own = text.get(layout.own_at..layout.own_end).unwrap_or_default();
    let opening = super::start_of(own, OPENING).to_lowercase();
    let to_body = facts.to.iter().any(|one| one.organisation.is_some());
    let to_person = !to_body && facts.to.iter().any(|one| one.name.is_some());
    if facts.kind == "foi_request" && to_body && by(&["police", "regulator"]) {
        let differs = |one: &Party| {
            !facts
                .from
                .iter()
                .any(|from| from.organisation == one.organisation)
        };
        if facts.to.iter().all(differs) && !ASKING.iter().any(|words| opening.contains(words)) {
            "letter".clone_into(&mut facts.kind);
            "one body writes to another about a request".clone_into(&mut facts.kind_reason);
        }
        return;
    }
    let exempt = |act: &str| matches!(act, "FOIA" | "EIR" | "FOISA" | "EISR");
    let relies = || {
        let mut acts = facts.provisions.iter().filter_map(|one| one.act.as_deref());
        acts.any(exempt) && !facts.references.iter().any(|one| one.issuer == "ico")
    };
    let answers =
        || ASKED.iter().any(|words| opening.contains(words)) && !opening.contains("complain");
    if to_person && by(&["police", "government"]) && relies() && answers() {
        "foi_response".clone_into(&mut facts.kind);
        "a body answers a person with an exemption of the Act".clone_into(&mut facts.kind_reason);
    }
}
