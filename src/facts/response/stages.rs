//! Where in its handling a request stands, by what a letter decides and announces.

use super::Cite;
use super::gates::Stage;
use super::paper::{Paper, Sentence};
use super::phrases::any;
use super::words::IDEAS;

/// Tells the stage, from what the response decides and announces.
pub(super) fn read(paper: &Paper, cites: &[Cite], subject: Option<&str>, decides: bool) -> Stage {
    let cites_none = !cites
        .iter()
        .any(|cite| cite.own && cite.ground && cite.standing.is_reliance());
    let sentences: Vec<&Sentence> = paper.own_sentences().collect();
    let announces = |phrases: &str| {
        sentences.iter().any(|sentence| {
            any(&sentence.lower, phrases)
                && !any(
                    &sentence.lower,
                    "if you | you may | you can | you have the right | should you | would like",
                )
        })
    };
    let subject = subject.map(super::paper::plain).unwrap_or_default();
    let headed = |phrases: &str| {
        any(&subject, phrases)
            || paper
                .own()
                .take(14)
                .any(|(_, paragraph)| paragraph.heading && any(&paragraph.lower, phrases))
    };
    let reviewed = announces(
        "i have conducted an internal review | i have carried out an internal review | \
        we have conducted an internal review | we have carried out an internal review | \
        have now completed … internal review | have completed … internal review | \
        completed the internal review | completed an internal review | completed my review | \
        completed our review | completed the review | completed its review | \
        your request for a review of the handling | you asked for a review of the handling | outcome of … internal review | outcome of the review | \
        outcome of my review | outcome of our review | result of … internal review | \
        your request for an internal review | your request for internal review | \
        you asked for an internal review | you requested an internal review | you asked us to review | \
        i have reviewed the handling | i have reviewed our response | i have reviewed the response | \
        i have reviewed the decision | i have reviewed the original | i uphold | we uphold | review … upheld | \
        i have been asked to review | i was asked to review | my review | this review",
    );
    if super::reviewing::is_outcome(
        &sentences,
        headed("internal review | review decision | outcome of review | review outcome"),
        decides,
    ) {
        return Stage::InternalReview;
    }
    if reviewed
        && (decides
            || headed("internal review | review decision")
            || announces("uphold* | upheld | internal review … outcome | conclusion of the review"))
    {
        return Stage::InternalReview;
    }
    if announces(
        "this is a fees notice | this is our fees notice | fees notice under section 9 | \
        fees notice in accordance",
    ) || headed("fees notice | fee notice | notice of fees | notice of a fee")
    {
        return Stage::Fees;
    }
    let firm = sentences.iter().any(|sentence| {
        let lower = &sentence.lower;
        super::giving::is_given(lower)
            || super::holding::is_not_held(lower)
            || super::is_neither(lower)
            || super::deciding::keeps_back(lower)
                && !any(lower, "today | as yet | at present | in due course | for now | until | sorry | for the moment")
                && !any(lower, "believe | believes | consider | considers | think | thinks | in our view | appears | likely to be exempt | engaged | engages")
            || any(
                lower,
                "is refused | are refused | been refused | i refuse | we refuse | is withheld | are withheld | \
                    been withheld | being withheld | i have decided not | we have decided not | is exempt under | \
                    are exempt under | is exempt by virtue | are exempt by virtue | refusal notice | is being refused | \
                    i am withholding | we are withholding",
            ) && !any(lower, "whether | if | may be | not yet | believe | extending | will extend | must extend | need more time | \
                require more time | need further time | require further time")
            || any(lower, "i have decided that | we have decided that")
                && !any(lower, "whether | if | may be | not yet | believe | extend* | extension | more time | further time | longer")
    });
    let put_off = announces(
        "not yet reached a decision | not yet been able to reach | yet to reach a decision | need more time | \
        needs more time | require more time | require further time | need further time | \
        require additional time | need additional time | extend the time | extending the time | \
        extend the deadline | extending the deadline | extending the time limit | extend the time limit | \
        still considering … public interest | have extended the | \
        considering the balance of the public interest | not yet finished weighing | not yet weighed | \
        not yet decided | not yet concluded … public interest | not yet completed … public interest | \
        still weighing | still to weigh | still have to weigh | we are extending | i am extending | \
        time to be extended | extended while | extending it | extend this period | extend the period | need longer | \
        further time to consider | public interest … is being weighed | public interest … still being | \
        not completed our consideration | not completed … consideration | not yet completed | not finished considering | \
        permits us to go beyond | allows us to go beyond | go beyond 20 working | go beyond twenty working | \
        section 10(3) | will be in touch when | have yet to decide | have yet to reach | yet to conclude | \
        not yet in a position | not yet able to say where | consideration … is continuing | \
        more time to weigh | more time to consider | longer to consider | have decided to extend | \
        not made up our mind* | not made up my mind | another twenty working days | another 20 working days | \
        another ten working days | another 10 working days | giving ourselves | not manage to answer | not manage to reply | \
        not be ready | needs more | will take longer | is taking longer | need … longer | further period | still deciding | \
        require an additional | need an additional | additional 20 working | additional twenty working | further 20 working | \
        further twenty working | require a further | yet to decide | yet to make up | remains undecided | no decision has | decision has not yet | have not decided | \
        not come to a … conclusion | not yet come to | not come to a view",
    );
    let unweighed = sentences.iter().any(|sentence| {
        let lower = &sentence.lower;
        IDEAS.unfinished.is_in(lower) && IDEAS.to_be_weighed.is_in(lower) && !is_of_readers(lower)
    });
    let concluded = sentences.iter().any(|sentence| {
        any(
            &sentence.lower,
            "outweigh* | lies in favour | lies in with* | lies in maintaining | lies with | favours withholding | favours maintaining | \
                favours non-disclosure | favour of maintaining | favour of withholding | favour of non-disclosure | not in the public interest | \
                favours disclosure | is stronger | are stronger | the stronger",
        ) && !any(&sentence.lower, "whether | if | not yet | decide | determine | consider | factors | arguments | considerations")
    });
    if (put_off || unweighed && !concluded || takes_longer(&sentences)) && !firm {
        return Stage::Extension;
    }
    if wants_money(&sentences) && !firm {
        return Stage::Fees;
    }
    let asks_back = sentences.iter().any(|sentence| {
        any(
            &sentence.lower,
            "before we can process | before we can answer | before we can go | before we can deal | before i can | \
                need some clarification | time limit … start* | clock will start | clock starts | close your request | \
                closed if we | treat your request as | hear from you within | in order to process your request | \
                to enable us to | to help us to answer | until you do | until we hear from you | we can take no further step | when we hear from you | \
                cannot proceed | can not proceed | cannot go further | unable to proceed | once we hear from you | \
                once you have clarified | until you clarify | until you have clarified | \
                if we do not hear from you | if i do not hear from you | stopped the clock | stop the clock | clock is stopped | \
                clock has stopped | clock stops | clock restarts | clock will restart | once i have your | once we have your | \
                working days will run | days will run from | clock will run | clock runs from | as soon as we've got your | as soon as we have your | \
                as soon as i have your | don't hear … assume | do not hear … assume | don't hear … close | do not hear … close | \
                no longer want | no longer need the | no longer require the | treated as withdrawn | take it as withdrawn | \
                assume … withdrawn | has lapsed | will lapse | regard it as closed | regard … as withdrawn",
        )
    });
    if asks_back && !firm && cites_none {
        return Stage::Clarification;
    }
    let sent_on = announces(
        "transferred your request | sent your request across | sent your request on | sent your request to | passed your request to | \
            passed your request on | forwarded your request to | sent it across to | redirected your request | redirected it to | \
            referred your request to | handed your request to | passed it to the | forwarded it to the | passing your request to | \
            transferring your request | forwarding your request to | sending your request to",
    );
    let gives = sentences.iter().any(|sentence| {
        super::giving::is_given(&sentence.lower)
            || super::deciding::keeps_back(&sentence.lower)
            || super::is_neither(&sentence.lower)
    });
    if sent_on && !gives && cites_none {
        return Stage::Transfer;
    }
    if decides {
        return Stage::Response;
    }
    // what would be done in some case is not announced
    let announces = |phrases: &str| {
        sentences
            .iter()
            .any(|sentence| any(&sentence.lower, phrases) && !any(&sentence.lower, IN_SOME_CASE))
    };
    if announces(
        "transferred your request | transferred to | transfer your request | transferring your request | \
        passed your request to | forwarded your request to | request has been transferred | \
        transferred it to | transferred the request | transferred your letter | transferred your email | \
        sent your request on | sent your letter on | sent your email on | sent it on to | sent them your | \
        passed your letter to | passed your email to | passed it on to | passed it to | forwarded it to | \
        forwarded your letter | forwarded your email | passed your request on | referred your request to | \
        handed your request to",
    ) {
        return Stage::Transfer;
    }
    if announces(
        "fees notice | fee notice | a fee of | fee is payable | payment of the fee | on receipt of payment | \
        upon payment | charge of £* | section 9 of the act | ask you to pay | asking you to pay | \
        we must ask for £* | pay £* | payment of £* | until it is paid | when it is paid | once it is paid | \
        cheque",
    ) {
        return Stage::Fees;
    }
    // it is late and nothing is told yet
    let tells = sentences
        .iter()
        .any(|sentence| super::giving::tells_facts(&sentence.lower));
    if !tells
        && announces(
            "not yet had an answer | not yet had a reply | not yet had a response | not yet been answered | yet to answer | answer is not ready | \
        reply is not ready | response is not ready | is now overdue | expect to have the answer | expect to have a reply | \
        expect to have the reply | expect to have the response | expect to have a response | hope to have the answer | hope to have a reply | \
        hope to reply by | hope to respond by | hope to answer by | hope to send … reply by | expect to reply by | expect to respond by | expect to answer by | \
        sorry that you are still waiting | still waiting for",
        )
    {
        return Stage::Extension;
    }
    if announces(
        "extend* the time | extend the deadline | extending the time | extended the time | \
        extend the time limit | extending the deadline | extended the deadline | an extension | \
        additional time | more time | further time | require further time | not yet reached a decision | \
        not yet been able to reach | yet to reach a decision | still considering … public interest | \
        consider the public interest test | considering the balance of the public interest | extra time | \
        need longer | take longer | a further 20 working days | a further twenty working days | \
        need a further | needs a further | cannot answer within | cannot reply within | cannot respond within | \
        not be able to answer within | not be able to reply within | not be able to respond within | \
        unable to answer within | unable to reply within | unable to respond within | longer than 20 working days | \
        longer than twenty working days | not yet finished | not yet weighed | not yet decided | \
        not yet concluded | not yet completed | volume and complexity",
    ) {
        return Stage::Extension;
    }
    if sentences.iter().any(|sentence| {
        any(
            &sentence.lower,
            "please clarify | could you clarify | could you please clarify | please could you clarify | \
                clarification of your request | require clarification | need clarification | seeking clarification | \
                ask for clarification | further clarification | clarify what | clarify which | clarify the | \
                please specify | can you specify | please tell us which | please tell me which | not clear | unclear | \
                please let us know which | please confirm which | please explain what you mean | \
                until we hear from you | need further information from you | need to know which | need to know what | \
                before we can go on | before we can go further | when we hear from you | tell us which | \
                tell us what you mean | which you mean | what you mean | the one you mean | please tell us | \
                please tell me | please let us know what | until you do | time … will run from | clock … stop* | \
                would you let us know | can you tell us | could you tell us | could you let us know | can you let us know | \
                could you confirm | can you confirm | please confirm what | unable to identify | not able to identify | cannot identify | more detail from you | need more detail | need you to",
        ) && !any(&sentence.lower, "if we | should we | if anything | if any | may need | might need | if i need | if it is | \
                if your request | where we")
    }) {
        return Stage::Clarification;
    }
    let announces = |phrases: &str| {
        sentences.iter().any(|sentence| {
            any(&sentence.lower, phrases) && !any(&sentence.lower, "if you | should you | if we")
        })
    };
    let plainly_told = super::giving::told_after_wish(&sentences).is_some();
    if !plainly_told
        && announces(
            "reply should reach | answer should reach | response should reach | reply should be with | been given the number | been given the reference | \
        given the case number | been allotted | we will deal with it | we shall deal with it | you will have it | you can expect | you should receive | you should hear | you should have | is being typed | \
        is being prepared | being worked on | logged as | registered as | has been registered | allocated to | \
        acknowledge* | has been received | have received your request | will be considered | \
        is being considered | will be answered | being dealt with | is being processed | will be dealt with | will respond | \
        shall respond | will answer | shall answer | shall reply | will reply | you will receive a response | \
        you can expect | receipt of your request | aim to | being handled | has been passed to | \
        has been logged",
        )
    {
        return Stage::Acknowledgement;
    }
    Stage::Response
}

/// Whether more time is wanted for the decision itself: more time, and what it is for.
fn takes_longer(sentences: &[&Sentence]) -> bool {
    sentences.iter().any(|sentence| {
        let lower = &sentence.lower;
        any(
            lower,
            "need* … time | need* … longer | require* … time | take* … longer | taking longer | further time | additional time | extra time | \
                more time | extend* … time | extend* … deadline | extended deadline | not … reach* a conclusion | not … reach* a decision | \
                not … finish* | not … conclude* | not … completed | not … decided | not … made up",
        ) && any(
            lower,
            "public interest | consider* | weigh* | balance | decide | decision | conclusion | conclude* | finish* | exemption | where the",
        ) && !any(
            lower,
            "if you | you may | should you | would have | would need | would take | had | hours | you asked | complain* | \
                review* | appeal* | has been finished | contract | project | programme | works",
        )
    })
}

/// Whether a sentence speaks of what the reader may do, or of some other matter's length.
fn is_of_readers(lower: &str) -> bool {
    any(
        lower,
        "if you | you may | you can | should you | you asked | complain* | internal review | commissioner* | appeal* | hours | was extended | \
            were extended | you say | contract",
    )
}

/// Whether a sum is to be paid before anything is sent: a sum of money, its being paid, and what waits for it.
fn wants_money(sentences: &[&Sentence]) -> bool {
    let meets = |phrases: &str| {
        sentences
            .iter()
            .any(|sentence| any(&sentence.lower, phrases) && !any(&sentence.lower, IN_SOME_CASE))
    };
    let sum = sentences.iter().any(|sentence| {
        sentence.lower.contains('£')
            && any(
                &sentence.lower,
                "pay | payable | payment | fee | charge | postage | copying | photocopying | disbursement* | costs | cost of",
            )
            && !any(&sentence.lower, "limit | £450 | £600 | exceed* | spent | paid")
    });
    let wanted = meets(
        "let us have the sum | let us have the fee | send us the sum | send a cheque | cheque | payment of | pay the | \
            on receipt of | remit | your payment | is payable | in advance | ask you to pay | until it is paid | pay on to you | pass that on",
    );
    let waits = meets(
        "as soon as it is in | as soon as it | once it is | once we have | once paid | when it is paid | when we have it | on receipt | upon receipt | \
            within three months | before we | until | do not count | does not count | clock | after which",
    );
    sum && wanted && waits
}

/// Words of what would be done in some case or may be.
const IN_SOME_CASE: &str = "if you | you may | you can | you have the right | should you | would like | if we | should we | \
    if a | if there | if it | whether | may be | might | sometimes | in some cases | we will tell you | \
    we will let you know | will inform you | if so";
