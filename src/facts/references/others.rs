//! Words that say of a number that it is no case's: of an invoice, a crime, a job.

use super::bounds::{spelling, trailing};
use super::fold::{LINE, Unit};
use super::weak::NUMBERED;

/// What has numbers that are no case's.
pub(super) const OTHERS: [&str; 55] = [
    "POLICY",
    "CRIME",
    "CUSTODY",
    "INVOICE",
    "ORDER",
    "PURCHASE",
    "ACCOUNT",
    "CUSTOMER",
    "MEMBERSHIP",
    "TENDER",
    "CONTRACT",
    "GRID",
    "MAP",
    "VAT",
    "COMPANY",
    "CHARITY",
    "BADGE",
    "WARRANT",
    "COLLAR",
    "INCIDENT",
    "PART",
    "ROOM",
    "PHONE",
    "TELEPHONE",
    "TEL",
    "FAX",
    "EXTENSION",
    "PAGE",
    "VERSION",
    "SERIAL",
    "MODEL",
    "REGISTRATION",
    "BOOKING",
    "PAYMENT",
    "BANK",
    "PNC",
    "PLANNING",
    "FORM",
    "SHOULDER",
    "VEHICLE",
    "CLAIM",
    "CLAIMS",
    "INSURANCE",
    "INSURER",
    "PAYROLL",
    "JOB",
    "VACANCY",
    "QUOTATION",
    "DELIVERY",
    "PARCEL",
    "TICKET",
    "EXHIBIT",
    "CAD",
    "TENANCY",
    "OCCURRENCE",
];

/// Those of them by which some bodies number their requests too.
const OF_REQUESTS_TOO: [&str; 7] = [
    "TICKET",
    "JOB",
    "CLAIM",
    "CLAIMS",
    "CAD",
    "OCCURRENCE",
    "TENANCY",
];

/// Whether the word before a label says that the label is of something else: a policy, an invoice.
pub(super) fn other_number(units: &[Unit], end: usize) -> bool {
    let before = units.get(..end).unwrap_or_default();
    let blanks = trailing(before, |unit| matches!(unit.ch, b' ' | b'-'));
    let before = before
        .get(..before.len() - blanks.len())
        .unwrap_or_default();
    let word = trailing(before, |unit| unit.ch.is_ascii_alphabetic());
    let before = before.get(..before.len() - word.len()).unwrap_or_default();
    let word = spelling(word);
    OTHERS.contains(&word.as_str())
        && !(OF_REQUESTS_TOO.contains(&word.as_str()) && speaks_of_a_request(before))
}

/// Whether a word before these says that it is a request that is numbered so: `FOI ticket ref`.
fn speaks_of_a_request(before: &[Unit]) -> bool {
    let blanks = trailing(before, |unit| matches!(unit.ch, b' ' | b'-' | LINE));
    let before = before
        .get(..before.len() - blanks.len())
        .unwrap_or_default();
    let word = spelling(trailing(before, |unit| unit.ch.is_ascii_alphabetic()));
    NUMBERED.contains(&word.as_str()) || matches!(word.as_str(), "INFORMATION" | "ACT")
}
