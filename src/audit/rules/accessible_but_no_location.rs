//! Does section 21 come with a place where the information is?

use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::Outcome;
use crate::facts::response::phrases::any;

/// The rule.
pub const RULE: Rule = Rule {
    name: "accessible-but-no-location",
    level: Level::Warning,
    asks: "Where section 21 is relied on, is there an address, a title, a place or a scheme under which the information can be had?",
    why: "Information is accessible by other means only if the applicant can find it, so that the authority has to say where.",
    cure: "Give the address, the title or the place.",
    see: "s21, s16",
    sources: &[
        "https://www.westyorkshire.police.uk/freedom-of-information/august-2023-foi-1730525-23-crimes-resolved-community-resolution",
    ],
    check: true,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThe figures are exempt under section 21 of the Freedom of Information Act 2000, since you can have them by other means.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThe figures are exempt under section 21 of the Freedom of Information Act 2000, since you can read them at www.lamps.example/figures.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let Some(relied) = case.relies_on("s21") else {
        return Verdict::nothing();
    };
    let only_neither = response.ncnd.is_some() && !response.has(Outcome::Accessible);
    if only_neither {
        return Verdict::nothing();
    }
    let placed = response.paper.own_sentences().any(|sentence| {
        let lower = &sentence.lower;
        if any(lower, "internal review | complain* | information commissioner* | ico") && !any(lower, "section 21") {
            return false;
        }
        // `it is available on our website` is no place where a person could find it
        let vague = any(
            lower,
            "our website | council's website | trust's website | force's website | the website | our web site | the internet | online | public domain",
        );
        lower.contains("http")
            || lower.contains("www.")
            || !vague
                && any(
                    lower,
                    "published in | published at | published on | published by | available from | available at | available on | \
                        available in | can be found | may be found | held by | in print",
                )
            || any(
                lower,
                "read them here | read it here | see here | view them here | view it here | download* | clicking | click here | \
                    this page | following page | following address | following site | shop | booklet | handbook | leaflet | \
                    published accounts | companies house | land registry | public register | prospectus | \
                    web page | webpage | publication scheme | disclosure log | library | libraries | \
                    inspect | inspected | inspection | link | links | subject access | \
                    register of companies | gazette | annual report | be bought | bookshop | \
                    statement of accounts | statements of accounts | note * in | on our site | page * of | reports at | \
                    reading room | record office | report entitled | under the title | annex | open data | data.gov.uk | \
                    gov.uk",
            )
            || any(lower, "website | web site")
                && any(
                    lower,
                    "page | pages | under the | section called | called | entitled | titled | headed | heading | search | menu | link | tab | \
                        report | reports | accounts | register | minutes | bulletin | booklet | statistics | log | library | a-z | \
                        by the | by 1* | by 2* | by 3*",
                )
            || lower.contains(".uk/")
            || lower.contains(".org/")
            || lower.contains(".com/")
    });
    if placed {
        return Verdict::nothing();
    }
    Verdict::one(Found::new(
        case.absent(Level::Warning),
        format!(
            "{}: where the information can be had that is said to be accessible",
            case.not_evidenced()
        ),
        case.quote_of(relied),
    ))
}
