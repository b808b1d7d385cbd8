//! Do the labels on released pages match the exemptions claimed?

use crate::audit::classes::called;
use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::provisions;
use crate::facts::response::Quote;
use crate::facts::response::phrases::any;

/// The rule.
pub const RULE: Rule = Rule {
    name: "label-not-claimed",
    level: Level::Warning,
    asks: "Does a label over removed words name an exemption that the letter does not claim, or the letter claim one that no label names?",
    why: "A notice has to specify every exemption relied on. A label may be left from an earlier redactor, and a key of labels is no label.",
    cure: "Check the label against the letter.",
    see: "s17(1)(b)",
    sources: &[
        "http://www.dca.gov.uk/foi/guidance/proguide/chap08.htm",
        "http://www.uklaws.org/acts_uk/document135/page2.htm",
    ],
    check: false,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::with(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nPlease find attached the report. The names are redacted under section 40(2) of the Freedom of Information Act 2000, because they are personal data and it would be unfair to publish them.\n\nYours sincerely\nInformation Rights Officer\n",
        &[(
            "report.txt",
            "text",
            "The lamp was seen by ******S40(2)****** near the gate of ******S31(1)(a)****** at dusk.",
        )],
    ),
    passes: Example::with(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nPlease find attached the report. The names are redacted under section 40(2) of the Freedom of Information Act 2000, because they are personal data and it would be unfair to publish them.\n\nYours sincerely\nInformation Rights Officer\n",
        &[(
            "report.txt",
            "text",
            "The lamp was seen by ******S40(2)****** near the gate at dusk.",
        )],
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    // number, as printed, where, line
    let mut labels: Vec<(String, String, String, usize)> = Vec::new();
    for released in case.released {
        let (places, _) = provisions::places(&released.text, None, &case.tables.provisions);
        for place in places.into_iter().filter(|place| place.label) {
            let line = released
                .text
                .get(..place.start)
                .map_or(0, |head| head.matches(['\n', '\u{c}']).count() + 1);
            labels.push((
                number_of(&place.provision.provision),
                place.provision.as_printed,
                released.name.clone(),
                line,
            ));
        }
    }
    for cite in response.cites.iter().filter(|cite| cite.label) {
        labels.push((
            cite.number.clone(),
            cite.as_printed.clone(),
            String::new(),
            cite.line,
        ));
    }
    if labels.is_empty() {
        return Verdict::not_judged(if case.released.is_empty() {
            "the released pages were not supplied with this response"
        } else {
            "the released pages bear no label over removed words"
        });
    }
    let mut found = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (number, printed, name, line) in &labels {
        if case.relies_on(number).is_some() || seen.contains(&number.as_str()) {
            continue;
        }
        seen.push(number);
        let on = if name.is_empty() {
            String::new()
        } else {
            format!(" of {name}")
        };
        found.push(Found::new(
            Level::Warning,
            format!(
                "A label on line {line}{on} names {}, which the letter does not claim",
                called(number)
            ),
            Some(Quote {
                text: printed.clone(),
                line: *line,
            }),
        ));
    }
    // what the letter prints below itself is a released page too, where it says that each gap is marked
    let own_page = response.cites.iter().any(|cite| cite.label)
        && response.paper.own_sentences().any(|sentence| {
            any(
                &sentence.lower,
                "each gap | every gap | each redaction is | redactions are marked | redactions are labelled | \
                    marked with the exemption | bears its exemption | each removal | gaps are marked | is marked where",
            )
        });
    if (!case.released.is_empty() || own_page) && case.gives() {
        for relied in case.sections() {
            let named = labels.iter().any(|(number, ..)| *number == relied.number);
            if !named
                && !relied.confirm_or_deny
                && !matches!(relied.number.as_str(), "s12" | "s14" | "s21" | "s22")
            {
                found.push(Found::new(
                    Level::Warning,
                    format!(
                        "The letter claims {}, and no label on the released pages names it",
                        called(&relied.number)
                    ),
                    case.quote_of(relied),
                ));
            }
        }
    }
    Verdict::Asked(found)
}

fn number_of(provision: &str) -> String {
    provision.split('(').next().unwrap_or(provision).to_owned()
}
