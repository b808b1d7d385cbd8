//! Is the qualified person's opinion told?

use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::IDEAS;
use crate::facts::response::phrases::any;

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-qualified-person-opinion",
    level: Level::Warning,
    asks: "Where section 36 is relied on, is there the opinion of a qualified person?",
    why: "Section 36(2) and (3) apply in the reasonable opinion of a qualified person. For statistical information section 36(4) asks for no opinion. No provision says that the letter must exhibit the opinion.",
    cure: "Say whose opinion it is, what it was and when it was given.",
    see: "s36(2), s36(4), s36(5)",
    sources: &["http://legislation.data.gov.uk/ukpga/2000/36/notes/division/4/2/16/data.xht"],
    check: true,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThe minutes are withheld under section 36(2)(b)(ii) of the Freedom of Information Act 2000. Their disclosure would inhibit a free exchange of views among lamplighters. The public interest in a frank exchange outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nThe minutes are withheld under section 36(2)(b)(ii) of the Freedom of Information Act 2000. In the reasonable opinion of our qualified person their disclosure would inhibit a free exchange of views. The public interest in a frank exchange outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let Some(relied) = case.relies_on("s36") else {
        return Verdict::nothing();
    };
    let told = response.paper.own_sentences().any(|sentence| {
        let lower = &sentence.lower;
        any(lower, "qualified person | qualified person's | reasonable opinion | statistical | statistics | \
            section 36(4)")
            || IDEAS.opines.is_in(lower)
                && IDEAS.qualified.is_in(lower)
                && !any(lower, "internal review* | information commissioner* | ico")
            || any(lower, "is of the opinion | is of the view | has given … opinion | opinion of the | gave … opinion | \
                formed the opinion | was of the opinion | in the opinion of")
                && any(
                    lower,
                    "chief constable | commissioner | chief executive | monitoring officer | minister | chief officer | \
                        vice-chancellor | principal | director | chair | chairman | permanent secretary | secretary of state | \
                        registrar | head of",
                )
    });
    if told {
        return Verdict::nothing();
    }
    Verdict::one(Found::new(
        case.absent(Level::Warning),
        format!(
            "{}: the opinion of a qualified person, on which section 36 rests",
            case.not_evidenced()
        ),
        case.quote_of(relied),
    ))
}
