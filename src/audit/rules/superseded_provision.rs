//! Was the provision in force on the day of the reply?

use crate::audit::classes::called;
use crate::audit::rule::{Case, Example, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::dates::long;
use crate::facts::provisions::Row;
use crate::facts::response::phrases::any;
use crate::facts::response::{Quote, Zone};

/// The rule.
pub const RULE: Rule = Rule {
    name: "superseded-provision",
    level: Level::Warning,
    asks: "Does the reply rely on words of the Act that were no longer, or not yet, in force on its day?",
    why: "Section 40 was changed on 25 May 2018: its subsections (3A), (3B), (4A), (5A) and (5B) took the place of older ones. Which words apply to a request made before that day is a matter of transitional rules, so that a reply within three months is info. Without a date of reply nothing is judged.",
    cure: "Cite the limb in force: 40(5A) or (5B) for 40(5), 40(3A) for 40(3)(a).",
    see: "s40 as amended by DPA 2018 Sch 19 para 58",
    sources: &[
        "http://www.legislation.gov.uk/ukpga/2018/12/schedule/19/part/1/crossheading/freedom-of-information-act-2000-c-36?view=plain",
    ],
    check: true,
    regimes: FREEDOM,
    stages: &[],
    raises: Example::letter(
        "3 December 2021\n\nDear Ms Tarn,\n\nReference: FOI 204/26\n\nWe neither confirm nor deny that we hold this information, by virtue of section 40(5) of the Freedom of Information Act 2000, because to do so would be unfair to the person named.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "3 December 2021\n\nDear Ms Tarn,\n\nReference: FOI 204/26\n\nWe neither confirm nor deny that we hold this information, by virtue of section 40(5B)(a)(i) of the Freedom of Information Act 2000, because to do so would be unfair to the person named.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

/// For so many days after a change an older limb is info.
const GRACE: i64 = 92;

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let Some(day) = response.days.responded.map(|stated| stated.day) else {
        return Verdict::not_judged("this copy bears no date of reply; give --responded");
    };
    let table = &case.tables.provisions;
    let mut found: Vec<Found> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for cite in &response.cites {
        if cite.act.as_deref() != Some("FOIA")
            || cite.limbs.is_empty()
            || !cite.standing.is_reliance()
            || seen.contains(&cite.provision.as_str())
        {
            continue;
        }
        let with: Vec<&Row> = table
            .rows_of("FOIA", &cite.number)
            .filter(|row| row.has(&cite.limbs))
            .collect();
        let in_force = |row: &&Row| {
            row.from.is_none_or(|from| from <= day) && row.until.is_none_or(|until| day <= until)
        };
        if with.is_empty() || with.iter().any(in_force) {
            continue;
        }
        seen.push(&cite.provision);
        let ended = with.iter().filter_map(|row| row.until).max();
        let (level, when) = match ended {
            Some(until) if until < day => {
                let since = (day - until).get_days();
                let level = if i64::from(since) <= GRACE {
                    Level::Info
                } else {
                    Level::Warning
                };
                (level, format!("was in force until {}", long(until)))
            }
            _ => {
                let from = with.iter().filter_map(|row| row.from).min();
                let when = from.map_or_else(String::new, |from| {
                    format!("came into force on {}", long(from))
                });
                (Level::Warning, when)
            }
        };
        found.push(Found::new(
            level,
            format!(
                "{} {when}, and the reply is of {}",
                called(&cite.provision),
                long(day)
            ),
            cite.sentence
                .and_then(|at| response.paper.sentences.get(at))
                .map(Quote::from),
        ));
    }
    if let Some(found_gdpr) = older_names(case, day) {
        found.push(found_gdpr);
    }
    Verdict::Asked(found)
}

/// `GDPR` in a reply of 2021 or later, where the UK GDPR is meant, and the Act of 1998 after it was repealed.
fn older_names(case: &Case<'_>, day: jiff::civil::Date) -> Option<Found> {
    let own = |sentence: &&crate::facts::response::Sentence| {
        case.response
            .paper
            .paragraphs
            .get(sentence.paragraph)
            .is_some_and(|paragraph| paragraph.zone == Zone::Own)
    };
    if day >= jiff::civil::date(2018, 5, 25) + jiff::Span::new().days(GRACE) {
        let old_act = case
            .response
            .paper
            .own_sentences()
            .filter(own)
            .find(|sentence| {
                any(
                    &sentence.lower,
                    "data protection act 1998 | dpa 1998 | data protection act (1998)",
                ) && any(
                    &sentence.lower,
                    "principle* | disclos* | contravene* | exempt* | unfair | breach",
                ) && !any(
                    &sentence.lower,
                    "replaced | repealed | former* | then | was made under | at the time",
                )
            });
        if let Some(sentence) = old_act {
            return Some(Found::new(
                Level::Warning,
                format!(
                    "The Data Protection Act 1998 was repealed on 25 May 2018, and the reply is of {}",
                    long(day)
                ),
                Some(Quote::from(sentence)),
            ));
        }
    }
    if day < jiff::civil::date(2021, 1, 1) {
        return None;
    }
    let sentence = case
        .response
        .paper
        .own_sentences()
        .filter(own)
        .find(|sentence| {
            any(
                &sentence.lower,
                "gdpr | general data protection regulation | general data protection regulations",
            ) && !any(
                &sentence.lower,
                "uk gdpr | uk-gdpr | ukgdpr | uk general data protection | eu gdpr",
            )
        })?;
    let names_uk = case.response.paper.own_sentences().any(|sentence| {
        any(
            &sentence.lower,
            "uk gdpr | uk general data protection regulation",
        )
    });
    (!names_uk).then(|| {
        Found::new(
            Level::Info,
            "The letter names the GDPR; since 1 January 2021 the UK GDPR is meant",
            Some(Quote::from(sentence)),
        )
    })
}
