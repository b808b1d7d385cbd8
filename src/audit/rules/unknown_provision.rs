//! Does what is relied on exist?

use crate::audit::classes::called;
use crate::audit::rule::{BOTH, Case, Example, Found, Level, Rule, Verdict};
use crate::facts::response::{Cite, Quote};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unknown-provision",
    level: Level::Warning,
    asks: "Is there a provision, or a limb of one, that is relied on and that the Act does not have?",
    why: "A notice must specify the exemption. A limb that the Act does not have specifies none. The Act is told first: section 44 of another Act is no concern of this rule. A loose form such as `Section 1(a)` is info.",
    cure: "Check the provision against the Act and name the limb meant.",
    see: "s17(1)(b)",
    sources: &[
        "https://www.northyorkshire.police.uk/foi-ai/north-yorkshire-police/foi-disclosure-2021-22/june-2025/foi-0231-202526-anpr-compliance/",
        "http://www.uklaws.org/acts_uk/document135/page2.htm",
    ],
    check: true,
    regimes: BOTH,
    stages: &[],
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThe survey is withheld under section 31(1)(m) of the Freedom of Information Act 2000, because it would help thieves of lamps. The public interest in withholding it outweighs that in disclosure.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThe survey is withheld under section 31(1)(i) of the Freedom of Information Act 2000, because it would help prisoners to break lamps. The public interest in withholding it outweighs that in disclosure.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut found = Vec::new();
    for cite in &response.cites {
        let Some(act) = cite
            .act
            .as_deref()
            .filter(|act| matches!(*act, "FOIA" | "EIR"))
        else {
            continue;
        };
        let own = response
            .paper
            .paragraphs
            .get(cite.paragraph)
            .is_some_and(|paragraph| paragraph.zone.is_own());
        if cite.label || !own || seen.contains(&(act, &cite.provision)) {
            continue;
        }
        let Some((level, why)) = fault(case, cite, act) else {
            continue;
        };
        seen.push((act, &cite.provision));
        found.push(Found::new(
            level,
            format!(
                "{} is not in the table of the Act: {why}. Check it against the Act",
                called(&cite.provision)
            ),
            cite.sentence
                .and_then(|at| response.paper.sentences.get(at))
                .map(Quote::from),
        ));
    }
    Verdict::Asked(found)
}

fn fault(case: &Case<'_>, cite: &Cite, act: &str) -> Option<(Level, String)> {
    let table = &case.tables.provisions;
    let relied = cite.standing.is_reliance();
    if table.rows_of(act, &cite.number).next().is_none() {
        return relied.then(|| {
            (
                Level::Warning,
                format!("it has no {}", called(&cite.number)),
            )
        });
    }
    let letter_first = cite
        .limbs
        .get(1..2)
        .is_some_and(|first| first.starts_with(|c: char| c.is_ascii_alphabetic()));
    let has_limbs = table
        .rows_of(act, &cite.number)
        .any(|row| !row.limbs.is_empty());
    if cite.limbs.is_empty() || !has_limbs || table.has_limb(act, &cite.number, &cite.limbs) {
        return None;
    }
    if letter_first && table.has_limb(act, &cite.number, &format!("(1){}", cite.limbs)) {
        let meant = format!("{}(1){}", cite.number, cite.limbs);
        return (relied || cite.number == "s1").then(|| {
            (
                Level::Info,
                format!("a loose form, perhaps of {}", called(&meant)),
            )
        });
    }
    relied.then(|| {
        (
            Level::Warning,
            format!("{} has no limb {}", called(&cite.number), cite.limbs),
        )
    })
}
