//! What is argued for each ground relied on, in words for the reading: as far as that ground wants an argument at all.

use super::answer::ReasonsWithheld;
use super::classes::{is_qualified, rests_on_harm};
use crate::facts::Tables;
use crate::facts::response::phrases::any;
use crate::facts::response::{Relied, Response};

/// What is argued for a ground: harm where it rests on harm, public interest where it is weighed, legitimate interests
/// for personal data. An absolute ground wants no weighing, and words about others are not counted for it.
pub fn in_words(response: &Response, relied: &Relied, tables: &Tables) -> String {
    if relied.act.as_deref() != Some("FOIA") {
        return by_regulation(response, relied);
    }
    let number = relied.number.as_str();
    if number == "s40" && is_qualified(relied, tables) != Some(true) {
        return personal_data(response).to_owned();
    }
    match is_qualified(relied, tables) {
        Some(false) => return "absolute: nothing to be weighed".to_owned(),
        None if !rests_on_harm(relied) => return String::new(),
        _ => {}
    }
    said(
        rests_on_harm(relied) && argues_harm(response, number),
        weighs(response, number),
    )
}

/// A regulation's exceptions rest on harm where they say so, and all are weighed.
fn by_regulation(response: &Response, relied: &Relied) -> String {
    if relied.act.as_deref() != Some("EIR") {
        return String::new();
    }
    said(
        relied.limbs.starts_with("(5)") && argues_harm(response, &relied.number),
        weighs(response, &relied.number),
    )
}

fn said(harm: bool, interest: bool) -> String {
    match (harm, interest) {
        (true, true) => "harm and public interest argued",
        (true, false) => "harm argued",
        (false, true) => "public interest argued",
        (false, false) => "",
    }
    .to_owned()
}

fn argues_harm(response: &Response, number: &str) -> bool {
    let only = response
        .relied
        .iter()
        .all(|other| other.number == number || !rests_on_harm(other));
    response
        .harms
        .iter()
        .any(|harm| harm.of.iter().any(|of| of == number) || only && harm.of.is_empty())
}

fn weighs(response: &Response, number: &str) -> bool {
    response
        .balances
        .iter()
        .any(|balance| balance.covers(number))
}

fn personal_data(response: &Response) -> &'static str {
    let says = |phrases: &str| {
        response
            .passages_of("s40")
            .iter()
            .any(|paragraph| any(&paragraph.lower, phrases))
    };
    if says("legitimate interest*") {
        "legitimate interests weighed"
    } else if says(
        "fair | fairly | fairness | unfair* | reasonable expectation* | principle* | lawful*",
    ) {
        "fairness argued"
    } else {
        ""
    }
}

/// Where section 17(4) is relied on, and for which sections.
pub fn reasons_withheld(response: &Response) -> Option<ReasonsWithheld> {
    let cite = response.withholds_reasons()?;
    let mut of: Vec<String> = response
        .cites
        .iter()
        .filter(|other| other.paragraph == cite.paragraph && other.ground)
        .map(|other| other.number.clone())
        .collect();
    if of.is_empty() {
        of = response
            .blocks
            .get(cite.paragraph)
            .cloned()
            .unwrap_or_default();
    }
    of.retain(|number| number != "s17");
    of.sort_unstable();
    of.dedup();
    Some(ReasonsWithheld {
        provision: cite.provision.clone(),
        as_printed: cite
            .as_printed
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        line: cite.line,
        of,
    })
}
