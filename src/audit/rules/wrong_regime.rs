//! Was the request answered under the law it belongs to?

use crate::audit::rule::{Case, Example, FINAL, Found, Level, Rule, Verdict};
use crate::facts::response::phrases::any;
use crate::facts::response::{Quote, Regime, Stage};

/// The rule.
pub const RULE: Rule = Rule {
    name: "wrong-regime",
    level: Level::Warning,
    asks: "Does the reply call the information environmental and use exemptions of the Act, refuse under the Regulations without the public interest, or handle the requester's own data without section 40(1) or subject access?",
    why: "Environmental information is to be answered under the Regulations of 2004, which weigh the public interest for every exception. One's own data is had by subject access, and section 40(1) exempts it. Mixed requests are answered by parts.",
    cure: "Check which law applies to each part, and answer under that.",
    see: "s39, s40(1); EIR reg 12(1)(b), reg 14(3)",
    sources: &[
        "http://www.legislation.gov.uk/uksi/2004/3391/regulation/14/made?view=plain",
        "https://ico.org.uk/for-organisations/foi/section-40-and-regulation-13-personal-information/part-six-issuing-a-refusal-notice",
    ],
    check: false,
    regimes: &[],
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThe noise readings that you asked for are environmental information. They are refused under section 43(2) of the Freedom of Information Act 2000, because the maker of the lamps would lose its bargaining position. The public interest in withholding outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThe noise readings that you asked for are environmental information, and are exempt under section 39 of the Freedom of Information Act 2000. We have dealt with them under the Environmental Information Regulations 2004 and attach them.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let relies = |act: &'static str| {
        response
            .relied
            .iter()
            .filter(move |one| one.act.as_deref() == Some(act))
    };
    let environmental = response.paper.own_sentences().find(|sentence| {
        let lower = &sentence.lower;
        any(
            lower,
            "is environmental information | are environmental information | is considered environmental | \
                constitute* environmental information | environmental information as defined | \
                as environmental information | to be environmental information | environmental in nature | \
                falls under the environmental information regulations | \
                fall under the environmental information regulations | falls within the definition of environmental | \
                fall within the definition of environmental | is all environmental | \
                meets the definition of environmental | under the environmental information regulations | \
                environmental information within",
        ) && !any(lower, "not environmental | is not | are not | neither | if it were | whether")
    });
    if let Some(sentence) = environmental {
        let part_two =
            relies("FOIA").find(|one| !matches!(one.number.as_str(), "s39" | "s12" | "s14"));
        let by_parts = relies("EIR").next().is_some()
            || case.relies_on("s39").is_some()
            || response.paper.own_sentences().any(|other| {
                any(
                    &other.lower,
                    "handled under the freedom | dealt with under the freedom | considered under the freedom | \
                        processed under the freedom | answered under the freedom | falls under the freedom | \
                        fall under the freedom",
                ) && any(&other.lower, "part | question | rest | remainder | other")
            });
        if let Some(relied) = part_two.filter(|_| !by_parts) {
            return Verdict::one(Found::new(
                Level::Warning,
                format!(
                    "The letter calls the information environmental and relies on {} of the Act. Check under which law it is to be answered",
                    crate::audit::classes::called(&relied.provision)
                ),
                Some(Quote::from(sentence)),
            ));
        }
    }
    if response.regime == Regime::Eir {
        let exception = relies("EIR")
            .find(|one| one.number == "r12" && !one.provision.starts_with("r12(4)(a)"));
        if let Some(relied) = exception.filter(|_| response.balances.is_empty()) {
            return Verdict::one(Found::new(
                case.absent(Level::Warning),
                format!(
                    "{}: the matters of public interest that a refusal under the Regulations has to give",
                    case.not_evidenced()
                ),
                case.quote_of(relied),
            ));
        }
    }
    let own_data = response.paper.own_sentences().find(|sentence| {
        any(
            &sentence.lower,
            "your own personal data | your own personal information | your own data | \
                personal data about yourself | your personal data | information about yourself | \
                information about you | you are the data subject | relates to yourself | relate to yourself | \
                data relating to you",
        ) && any(&sentence.lower, "request* | asked | seek* | is | are | file")
            && !any(&sentence.lower, "process your personal | privacy | your personal data will | we collect | how we use | will be used | \
                your personal data is handled")
    });
    // a file that is about the requester's own doings, refused as if it were a stranger's data
    let own_file = || {
        let as_a_strangers = relies("FOIA").next().is_some()
            && relies("FOIA")
                .all(|one| one.number == "s40" && !one.provision.starts_with("s40(1)"))
            && response.stage != Stage::InternalReview;
        as_a_strangers
            .then(|| {
                response.paper.own_sentences().find(|sentence| {
                    any(
                        &sentence.lower,
                        "file of your complaint | file on your complaint | file about your complaint | your own complaint | your own file | \
                            file about you | records about you | held about you | concerning you | relating to you | \
                            recording of your call | your case file | your personnel file | your medical record* | your health record* | \
                            your tenancy file | your own case | your own record* | your own call | your call",
                    ) && any(&sentence.lower, "holds | hold | exempt | withheld | refus* | asked | request*")
                        && !any(&sentence.lower, "if you | you may | privacy | how we use")
                })
            })
            .flatten()
    };
    if let Some(sentence) = own_data
        .or_else(own_file)
        .filter(|_| response.regime == Regime::Foia)
    {
        let right = response.cites.iter().any(|cite| cite.provision.starts_with("s40(1)") || cite.provision.starts_with("s40(5A)"))
            || response.paper.own_sentences().any(|other| {
                any(&other.lower, "subject access | right of access | data protection act 2018 … access | article 15 | dsar")
            });
        if !right {
            return Verdict::one(Found::new(
                Level::Warning,
                "The letter speaks of the requester's own data, and neither section 40(1) nor subject access is evidenced. Check under which law it is to be answered",
                Some(Quote::from(sentence)),
            ));
        }
    }
    Verdict::nothing()
}
