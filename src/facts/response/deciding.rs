//! What one sentence does with the information asked for: it gives it, keeps it back, or says that there is none.
//!
//! What is told is not a set wording but who does what, and whether it is denied: `the list will not be released`, `I can
//! neither supply nor describe it`, `it is being withheld` keep something back; `nothing was withheld` does not. Words of
//! the requester, of an Act, and of what only might be are no decision.

mod clause;

use super::phrases::any;
use clause::clause_keeps_back;
pub(super) use clause::denies;

/// Words that part a sentence into clauses; the reason that follows some of them decides nothing.
const JOINTS: [&str; 17] = [
    ", from which ",
    " from which ",
    "; ",
    ": ",
    " - ",
    ", but ",
    " but ",
    ", however",
    ", although ",
    " although ",
    ", whereas ",
    ", so ",
    ", and ",
    ", therefore ",
    " and therefore ",
    " and so ",
    ", which ",
];

/// Words that lead to a reason.
const REASONS: [&str; 10] = [
    " because ",
    ", since ",
    " since ",
    ", as ",
    " as it ",
    " as this ",
    " as they ",
    " on the grounds ",
    " so that ",
    " in order ",
];

/// The clauses of a sentence without the reasons they give.
pub(super) fn clauses(lower: &str) -> Vec<&str> {
    let mut left = vec![lower];
    for joint in JOINTS {
        left = left
            .into_iter()
            .flat_map(|part| part.split(joint))
            .collect();
    }
    left.into_iter()
        .map(|part| {
            REASONS
                .iter()
                .filter_map(|reason| part.find(reason))
                .min()
                .map_or(part, |end| part.get(..end).unwrap_or(part))
        })
        .collect()
}

/// Whether a sentence is the requester's wish told again, and so decides nothing by itself.
pub(super) fn tells_the_wish(lower: &str) -> bool {
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    const WISHES: [&str; 26] = [
        "you asked",
        "you requested",
        "you wrote",
        "you have asked",
        "you have requested",
        "you wished",
        "you wish to",
        "you sought",
        "you are seeking",
        "you want",
        "you said",
        "you say",
        "you state",
        "you argue",
        "you complain",
        "you believe",
        "you suggest",
        "your request was",
        "your request reads",
        "your request is set out",
        "your request asked",
        "your request said",
        "please could you",
        "please can you",
        "i would like to",
        "could you",
    ];
    WISHES.iter().any(|wish| start.starts_with(wish))
        || any(
            lower,
            "your request is set out | your request is reproduced | your request is repeated | \
                your request is copied | your request … as follows | your request … below | request you made … below | \
                your questions … below | you asked for the following | you requested the following | \
                the following request | your original request | request … in full below | your request, set out | \
                your request, reproduced",
        ) && !any(
            lower,
            "our response … below | response … below | answer … below | answers … below | reply … below | \
                    information … below | withh* | exempt",
        )
}

/// Whether a sentence keeps back something that was asked for.
pub(super) fn keeps_back(lower: &str) -> bool {
    if tells_the_wish(lower)
        || super::is_neither(lower)
        || speaks_of_law(lower)
        || tells_the_reader(lower)
    {
        return false;
    }
    if any(
        lower,
        "in future | you may wish | if you | you have the right | you may | previously asked | the appropriate limit | \
            the cost limit",
    ) && !any(
        lower,
        "is withheld | are withheld | being withheld | is exempt | are exempt",
    ) {
        return false;
    }
    // a label over removed words is no decision in words
    if lower.contains('[') && is_label(lower) {
        return false;
    }
    clauses(lower).into_iter().any(|clause| {
        // what may come is no decision
        let may_be = any(
            clause,
            "it may be that | it might be that | it is possible that | it may turn out | we may find that | may not be able to",
        ) && !any(clause, "is withheld | are withheld | is exempt | are exempt");
        !may_be
            && (any(clause, PLAINLY) && !any(clause, "if | would | whether | nothing")
                || clause_keeps_back(clause))
    })
}

/// Whether a sentence bids the reader, or whoever was not meant to read, as the foot of a message does.
fn tells_the_reader(lower: &str) -> bool {
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    [
        "do not ",
        "please do not ",
        "you must not ",
        "you should not ",
    ]
    .iter()
    .any(|begin| start.starts_with(begin))
        || any(
            lower,
            "intended recipient | not the addressee | received … in error | sent to you in error | this email in error | \
                this message in error | this email and any | this message and any",
        )
}

/// Whether a few words end in a label in brackets, such as `requester: [redacted]`.
fn is_label(lower: &str) -> bool {
    const FEW: usize = 6;
    lower.trim_end_matches(['.', ' ']).ends_with(']')
        && lower.split('[').next().is_some_and(|before| {
            before.split_whitespace().count() <= FEW
                && !any(
                    before,
                    "is | are | been | was | were | we | i | has | have | refus* | withh* | redact* | remov*",
                )
        })
}

/// What keeps something back in plain speech.
const PLAINLY: &str = "not content to release | not content to disclose | not content to provide | not willing to release | not willing to disclose | not prepared to release | \
    not prepared to disclose | unwilling to release | unwilling to disclose | not minded to | access is restricted | access … restricted | right … is restricted | restricted in part | restricting your right | \
    restrict your right | restricted your right | keep* … to ourselves | should not have them | should not have it | should not be given | must decline | \
    has to decline | have to decline | we decline | decline to | remain confidential | remains confidential | \
    is not for release | are not for release | turn* down | turn … down | turning … down | turned … down | neither … public domain | \
    not … public domain | not be making … available | not making … available | must keep it | must keep them | keep* … private | keep* … confidential | \
    not handing | not be handing | not going to answer | decided not to answer | need not send | need not supply | \
    keeping it back | keeping them back | not going to comply";

/// Whether a sentence tells what the law says, and of nobody who decides.
fn speaks_of_law(lower: &str) -> bool {
    let law = any(
        lower,
        "an authority | authorities | the applicant | public authority | public authorities | exempts information | the act provides | the act states | \
            act allows | regulations allow | information is exempt if | information is exempt where | \
            is exempt information if | requires us | requires the | requires that | provides that | \
            provides an exemption | sets out | entitles | where information | any information | \
            the right of access | general right | is an absolute | is a qualified | is a class | is a prejudice",
    );
    law && !any(
        lower,
        "i have | we have | i am | we are | has been | have been | the council has | the trust has | the force has | \
            is being | are being | this information | the information you | the requested information | will not | \
            you asked | you requested | has decided | have decided | serves as | therefore",
    )
}

/// Whether a sentence says that something asked for is held, and no more.
pub(super) fn only_holds(lower: &str) -> bool {
    any(
        lower,
        "is held | are held | we hold | does hold | do hold | i hold | it holds | holds this | holds the information | \
            holds information | council holds | trust holds | force holds | authority holds | department holds | \
            holds some | holds a | located | identified | have this information",
    ) && !super::holding::is_not_held(lower)
        && !keeps_back(lower)
        && !super::is_neither(lower)
        && (!super::giving::without_mark(lower)
            .bytes()
            .any(|b| b.is_ascii_digit())
            || any(
                lower,
                "record | records | document | documents | information | within the scope",
            ))
}

#[cfg(test)]
mod tests;
