//! Is a reason given for each exemption?

use crate::audit::classes::{called, rests_on_harm};
use crate::audit::rule::{Case, Example, FINAL, FREEDOM, Found, Level, Rule, Verdict};
use crate::facts::response::IDEAS;
use crate::facts::response::phrases::any;
use crate::facts::response::{Relied, Standing, only_describes};

/// The rule.
pub const RULE: Rule = Rule {
    name: "exemption-not-explained",
    level: Level::Warning,
    asks: "Is an exemption named in a list or a heading, and nowhere given a reason?",
    why: "Section 17(1)(c) wants it said why an exemption applies, if that is not otherwise apparent. Section 21 with an address, and names or signatures under section 40, are apparent.",
    cure: "Add a sentence that says why the exemption applies to this information.",
    see: "s17(1)(c)",
    sources: &["http://www.uklaws.org/acts_uk/document135/page2.htm"],
    check: false,
    regimes: FREEDOM,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nSome words of the report have been withheld by virtue of the following exemptions:\nSection 42 - Legal Professional Privilege\nSection 40(2) - Personal Information\n\nSection 40(2): the names are personal data and their publication would be unfair.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nReference: FOI 204/26\n\nSome words of the report have been withheld by virtue of the following exemptions:\nSection 42 - Legal Professional Privilege\nSection 40(2) - Personal Information\n\nSection 40(2): the names are personal data and their publication would be unfair.\n\nSection 42: the words are advice that our solicitor gave us, and the public interest in our taking advice freely outweighs that in openness.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    if case.refuses_nothing() {
        return Verdict::nothing();
    }
    let found = case
        .sections()
        .into_iter()
        .filter(|relied| !matches!(relied.number.as_str(), "s12" | "s14" | "s21" | "s39"))
        .filter(|relied| !case.reasons_withheld(&relied.number) && !is_explained(case, relied))
        .map(|relied| {
            Found::new(
                case.absent(Level::Warning),
                format!(
                    "{}: a reason why {} applies; it is named and not explained",
                    case.not_evidenced(),
                    called(&relied.provision)
                ),
                case.quote_of(relied),
            )
        })
        .collect();
    Verdict::Asked(found)
}

/// Words of a sentence that gives a reason.
const REASONS: &str = "because | as it | as they | as this | as the | since | would | could | in that | relates to | \
    contains | constitute* | concern* | identif* | given | due to | so that | which | likely | intended | \
    advice | confiden* | personal data | personal information | unfair | signature* | names | advised | \
    home address* | telephone number* | contact details | email address* | initials | subject to legal | privileged | \
    the communication | on behalf of | prohibits | prohibited | forbid* | a court | the court | created | prepared | written | draft* | unfinished | \
    provided by | supplied by | for the purpose | was obtained | was made in | was made for | was made during | were made in | in the course of | belongs to | belong to | reason | in order to";

/// What ties a decision to what was said before it, and gives no reason.
const DECIDES: [&str; 8] = [
    "which is exempt",
    "which are exempt",
    "which is withheld",
    "which are withheld",
    "which is being withheld",
    "which are being withheld",
    "which has been withheld",
    "which have been withheld",
];

fn is_explained(case: &Case<'_>, relied: &Relied) -> bool {
    let response = case.response;
    let number = relied.number.as_str();
    let alone = case.sections().len() == 1;
    let argued = |of: &[String]| {
        of.iter().any(|of| of == number) || of.is_empty() && (alone || rests_on_harm(relied))
    };
    // neither confirming nor denying for the security bodies speaks for itself
    if relied.confirm_or_deny && number == "s23" {
        return true;
    }
    let neither = relied.confirm_or_deny
        && response.paper.own_sentences().any(|sentence| {
            any(
                &sentence.lower,
                "confirm* | deny* | to say | to answer | either way | yes or no | saying either | saying so | telling | either answer",
            ) && any(
                &sentence.lower,
                "would | because | since | could | tell | show | reveal",
            )
        });
    if neither {
        return true;
    }
    if response.harms.iter().any(|harm| argued(&harm.of))
        || response
            .balances
            .iter()
            .any(|balance| balance.of.iter().any(|of| of == number))
    {
        return true;
    }
    let listed_at: Vec<usize> = response
        .cites
        .iter()
        .filter(|cite| cite.number == number && cite.standing == Standing::Listed)
        .map(|cite| cite.line)
        .collect();
    let titles = titles(case, number);
    let gives_reason = |lower: &str| {
        let long = lower.split(' ').count() >= 9;
        // the section's own title in brackets is no reason
        let lower = titles.iter().fold(lower.to_owned(), |left, title| {
            left.replace(&format!("({title})"), "")
        });
        // `which is exempt under ...` says that it is, and not why
        let lower = DECIDES
            .iter()
            .fold(lower, |left, words| left.replace(words, ""));
        let lower = lower.as_str();
        any(lower, REASONS) && !only_describes(lower) && long
    };
    let in_passage = response.passages_of(number).into_iter().any(|paragraph| {
        !paragraph.heading
            && !listed_at.contains(&paragraph.line)
            && response
                .paper
                .sentences
                .get(paragraph.sentences.clone())
                .unwrap_or_default()
                .iter()
                .any(|sentence| gives_reason(&sentence.lower))
    });
    let by_title = || {
        response.paper.own_sentences().any(|sentence| {
            !listed_at.contains(&sentence.line)
                && titles.iter().any(|title| any(&sentence.lower, title))
                && gives_reason(&sentence.lower)
        })
    };
    in_passage || by_title() || says_what_it_is(case, number, &listed_at)
}

/// What the section is called, in small letters.
fn titles(case: &Case<'_>, number: &str) -> Vec<String> {
    case.tables
        .provisions
        .rows_of("FOIA", number)
        .flat_map(|row| std::iter::once(&row.title).chain(&row.also))
        .map(|title| title.to_lowercase())
        .collect()
}

/// Whether a sentence that names this section and no other, or the one beside it, says something of the information
/// that is neither law nor decision: `It is full of tenants' names. Section 40(2) therefore applies.`
fn says_what_it_is(case: &Case<'_>, number: &str, listed_at: &[usize]) -> bool {
    const ENOUGH: usize = 5;
    let response = case.response;
    let sentences = &response.paper.sentences;
    let titles = titles(case, number).join(" ");
    let others = |at: usize| {
        response
            .cites
            .iter()
            .any(|cite| cite.sentence == Some(at) && cite.ground && cite.number != number)
    };
    response
        .cites
        .iter()
        .filter(|cite| cite.number == number && cite.own && !listed_at.contains(&cite.line))
        .filter_map(|cite| Some((cite, cite.sentence?)))
        .any(|(cite, at)| {
            let heading = response
                .paper
                .paragraphs
                .get(cite.paragraph)
                .is_some_and(|paragraph| paragraph.heading);
            let beside = |at: usize| {
                sentences.get(at).is_some_and(|sentence| {
                    let of_the_law = only_describes(&sentence.lower)
                        && any(
                            &sentence.lower,
                            "section* | regulation* | the act | exemption* | exception* | provision* | schedule",
                        );
                    sentence.paragraph == cite.paragraph
                        && !others(at)
                        && !of_the_law
                        && !IDEAS.unhappy.is_in(&sentence.lower)
                        && content(&sentence.lower, &titles) >= ENOUGH
                })
            };
            !heading && (beside(at) || beside(at + 1) || at > 0 && beside(at - 1))
        })
}

/// How many words of a sentence are neither of the law nor of the decision nor of the request, nor of these titles.
fn content(lower: &str, titles: &str) -> usize {
    const OF_EVERY_LETTER: &str = "section sections information freedom exempt exempted exemption exemptions withheld withhold withholding \
        disclosure disclosed disclose release released refuse refused refusing request requested applies apply applied under \
        act 2000 this that these those which with from have been your held hold holds therefore also part because following \
        public interest qualified absolute test trust council force police department data personal third party commercial interests \
        prejudice engaged relies rely virtue accordance considered consider decided regard provide provided asked received \
        notice refusal letter response reply questions question some rest other details council's trust's will not being";
    let usual: Vec<&str> = OF_EVERY_LETTER.split_whitespace().collect();
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| word.len() > 3 && !word.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|word| !usual.contains(word) && !titles.split(' ').any(|title| title == *word))
        .count()
}
