//! What a response tells somebody who is dissatisfied: the way to the authority itself, and to the regulator.

use super::Quote;
use super::paper::Paper;
use super::phrases::any;

/// The route to the authority itself for somebody who is dissatisfied.
pub(super) fn review_right(paper: &Paper) -> Option<Quote> {
    let reviews = "internal review | request a review | ask for a review | ask us to review | seek a review | \
        a review of | review of our | review of this | complaints procedure | complaint procedure | \
        complain to us | complaint to us | make a complaint | make a formal complaint | right to complain | \
        right of complaint | wish to complain | lodge a complaint | appeal against | appeal this decision | \
        appeal our decision | right of appeal | wish to appeal | reconsider* | review the decision | \
        review our decision | review this decision | internal complaint* | look at it again | \
        looked at again | have the decision reviewed | complaint about | complain about | \
        challenge this decision | asking for a review | complain in writing | your complaint to | \
        like us to review | want us to review | wish us to review | review this | ask for it to be reviewed | \
        appeal to | to review our | review our answer | reviewed by | review the handling | complaints process | review our handling | second look | \
        review their decision | decision to be reviewed | decision reviewed | re-examination | review procedure | \
        put your concerns | representations | a review may be sought | review may be requested | \
        seek a review | sought from";
    route(paper, |lower| {
        let of_regulator = any(lower, "commissioner | ico")
            && !any(
                lower,
                "internal review | complaints procedure | to us | internal complaint* | review by | our review | \
                    review with us | ask us | for a review of | a review of this decision",
            );
        let unhappy = any(
            lower,
            "disagree* | dissatisfied | unhappy | not happy | not content | not satisfied | aggrieved | wish to appeal",
        ) && any(
            lower,
            "write to | contact | email | let us know | tell us | speak to | ask the",
        ) && !any(lower, "commissioner | ico | ombudsman");
        if unhappy {
            return true;
        }
        let leaflet = is_leaflet(lower);
        leaflet
            || any(lower, reviews)
                && any(
                    lower,
                    "you | your | dissatisfied | unhappy | not satisfied | not content | right | may | can | should | \
                    write to | contact | within",
                )
                && !of_regulator
                && !any(
                    lower,
                    "you asked for an internal review | your request for an internal review | \
                i have conducted an internal review",
                )
    })
}

/// A paper sent along that tells the rights: what it says cannot be seen here.
fn is_leaflet(lower: &str) -> bool {
    any(
        lower,
        "attached | enclosed | appended | overleaf | annex | appendix",
    ) && any(
        lower,
        "complaint rights | complaints rights | rights of complaint | appeal rights | rights of appeal | \
                complaints leaflet | how to complain | your right to complain",
    )
}

/// The route to the regulator.
pub(super) fn regulator_right(paper: &Paper) -> Option<Quote> {
    route(paper, |lower| {
        let regulator = any(
            lower,
            "information commissioner* | information commission | ico | the commissioner | section 50 | \
                wycliffe house | ico.org.uk | icocasework* | casework@ico.org.uk | sk9 5af",
        );
        let route = any(
            lower,
            "complain* | complaint* | appeal* | apply | application | right | contact* | write to | refer | \
                decision | dissatisfied | section 50 | wycliffe house | ico.org.uk | sk9 5af | approach | \
                take the matter | take your case | ask the | raise | look at it | approached | take the matter | beyond | go to the",
        );
        let toward = any(
            lower,
            "you | your | wycliffe house | ico.org.uk | section 50 | applicant | casework@ico.org.uk | sk9 5af | \
                requester | may complain | may apply | right to | complain to | may be approached | after that | \
                after a review | after the review | beyond | can look at | complaint made to | go to the | complaint may be made",
        );
        is_leaflet(lower)
            || regulator
                && route
                && toward
                && !any(
                    lower,
                    "correspondence with the ico | your request for | you asked for | letter from the ico | you seek",
                )
    })
}

/// The statement that there is no procedure for complaints, which section 17(7)(a) allows.
pub(super) fn no_procedure(paper: &Paper) -> Option<Quote> {
    route(paper, |lower| {
        any(
            lower,
            "no internal review procedure | no internal complaints procedure | does not have an internal review | \
                no procedure for dealing with complaints | does not provide a procedure | no complaints procedure | \
                does not operate an internal review | do not operate an internal | do not have an internal review | \
                no internal review | does not offer an internal review | do not offer an internal review",
        )
    })
}

fn route(paper: &Paper, tells: impl Fn(&str) -> bool) -> Option<Quote> {
    paper
        .own_sentences()
        .find(|sentence| {
            tells(&sentence.lower)
                || sentence
                    .lower
                    .split([';', ','])
                    .any(|clause| clause.split(' ').count() > 4 && tells(clause))
        })
        .map(Quote::from)
}
