//! What must be known of a response before any rule: the law it is under, its stage, and what sort of copy it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Cite;
use super::paper::{Paper, Sentence};
use super::phrases::any;

/// The law that a request was answered under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
pub enum Regime {
    /// The Freedom of Information Act 2000.
    #[serde(rename = "FOIA")]
    Foia,
    /// The Environmental Information Regulations 2004.
    #[serde(rename = "EIR")]
    Eir,
    /// Data protection law: a request for one's own data.
    #[serde(rename = "DPA")]
    Dpa,
    /// The Freedom of Information (Scotland) Act 2002.
    #[serde(rename = "FOISA")]
    Foisa,
    /// It cannot be told.
    #[serde(rename = "unknown")]
    Unknown,
}

/// Where in its handling a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The request came in and will be answered.
    Acknowledgement,
    /// It is asked what was meant.
    Clarification,
    /// A fee is asked.
    Fees,
    /// More time is taken.
    Extension,
    /// It is answered.
    Response,
    /// The answer was looked at again.
    InternalReview,
    /// It went to another authority.
    Transfer,
}

/// What sort of copy was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Copy {
    /// The letter or message as it was sent.
    AsSent,
    /// A copy made for publication, from which anything may be missing.
    Published,
    /// A part of a letter.
    Extract,
    /// It cannot be told.
    Unknown,
}

impl Regime {
    /// How it is written in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Self::Foia => "FOIA",
            Self::Eir => "EIR",
            Self::Dpa => "DPA",
            Self::Foisa => "FOISA",
            Self::Unknown => "unknown",
        }
    }

    /// Its name in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Foia => "Freedom of Information Act",
            Self::Eir => "Environmental Information Regulations",
            Self::Dpa => "data protection law",
            Self::Foisa => "Freedom of Information (Scotland) Act",
            Self::Unknown => "law not told",
        }
    }
}

impl Stage {
    /// How it is written in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Clarification => "clarification",
            Self::Fees => "fees",
            Self::Extension => "extension",
            Self::Response => "response",
            Self::InternalReview => "internal_review",
            Self::Transfer => "transfer",
        }
    }
}

impl Copy {
    /// How it is written in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Self::AsSent => "as_sent",
            Self::Published => "published",
            Self::Extract => "extract",
            Self::Unknown => "unknown",
        }
    }
}

/// Tells the law: by what the response says it was handled under, else by the Acts whose grounds it uses, else by those
/// that it names.
pub(super) fn regime(paper: &Paper, cites: &[Cite]) -> Regime {
    let handled: Vec<&Sentence> = paper
        .own_sentences()
        .filter(|sentence| {
            any(
                &sentence.lower,
                "request … under | handled under | considered under | dealt with under | processed under | \
                    treated … under | treated as … request | handled … under | request … personal data | in accordance with | pursuant to | subject access | \
                    right of access | environmental information",
            )
        })
        .collect();
    let counted = |phrases: &str| {
        handled
            .iter()
            .filter(|sentence| any(&sentence.lower, phrases))
            .count()
    };
    let grounds = |act: &[&str]| {
        cites
            .iter()
            .filter(|cite| {
                cite.standing.is_reliance() && cite.act.as_deref().is_some_and(|a| act.contains(&a))
            })
            .count()
    };
    let named = |phrases: &str| {
        paper
            .own()
            .filter(|(_, paragraph)| any(&paragraph.lower, phrases))
            .count()
    };
    const SCOTS: &str = "freedom of information (scotland) act | foi (scotland) act | foisa | foi(s)a | \
    scottish information commissioner";
    const ENVIRONMENT: &str = "environmental information regulations | eir | eirs | eir 2004 | environmental information (scotland)";
    const DATA: &str = "subject access request | subject access | your own personal data | right of access | article 15 | \
    data subject access request | personal data that we hold about you | \
    section 45 of the data protection act | dsar | personal data that … about you | personal information that … about you | \
    part 3 of the data protection act | personal data … holds about you";
    const FREEDOM: &str =
        "freedom of information act | foia | foi act | freedom of information | foi request | foi";
    if named(SCOTS) > 0 && grounds(&["FOIA"]) == 0 {
        return Regime::Foisa;
    }
    let environmental = handled_as(&handled, ENVIRONMENT);
    if grounds(&["EIR", "EISR"]) > 0 && (environmental || grounds(&["FOIA"]) <= grounds(&["EIR"])) {
        return Regime::Eir;
    }
    if environmental && grounds(&["FOIA"]) == 0 {
        return Regime::Eir;
    }
    if grounds(&["FOIA"]) > 0 {
        return Regime::Foia;
    }
    let data = counted(DATA);
    if data > 0 && handled_as(&handled, DATA) && named(FREEDOM) <= named(DATA) {
        return Regime::Dpa;
    }
    if named(FREEDOM) > 0 {
        return Regime::Foia;
    }
    if named(ENVIRONMENT) > 0 {
        return Regime::Eir;
    }
    if named(DATA) > 0 {
        return Regime::Dpa;
    }
    // a letter that answers a request and names no law is one under the Act of 2000, as by far the most are
    let of_request = "your request | you asked | request | requested | response | you wrote | received | you ask | \
        you want | sorry | afraid | send you | you would like | your questions | your letter | information | no record | attached | enclosed";
    if paper
        .paragraphs
        .iter()
        .any(|paragraph| any(&paragraph.lower, of_request))
    {
        return Regime::Foia;
    }
    Regime::Unknown
}

/// The sentence by which a body says that the Act does not bind it.
pub(super) fn not_bound(paper: &Paper) -> Option<super::Quote> {
    paper
        .own_sentences()
        .find(|sentence| {
            let lower = &sentence.lower;
            any(
                lower,
                "not a public authority | not public authorities | aren't public authorities | isn't a public authority | \
                    not a body covered | not a body subject | not covered by the freedom | not subject to the freedom | \
                    not subject to foi | not covered by foi | not bound by the freedom | not listed in schedule 1 | \
                    outside the freedom of information act | does not apply to us | do not apply to us | doesn't apply to us | \
                    don't have to respond to foi | not obliged to answer foi | not required to answer foi | not an authority to which | \
                    exempt from the freedom of information act | not a scottish public authority",
            ) && !any(lower, "if | whether | would be | they are | contractor | contractors")
        })
        .map(super::Quote::from)
}

/// Whether a sentence says that the request was handled so, and does not only mention it.
fn handled_as(handled: &[&Sentence], names: &str) -> bool {
    handled.iter().any(|sentence| {
        let lower = &sentence.lower;
        any(lower, names)
            && any(
                lower,
                "request | handled | considered | dealt with | processed | treated | answered | responded",
            )
            && !any(lower, "separate | you may | may make | you can make | not … under | instead | not been")
    })
}

/// Tells the stage, from what the response decides and announces.
pub(super) fn stage(paper: &Paper, cites: &[Cite], subject: Option<&str>, decides: bool) -> Stage {
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
                    been withheld | being withheld | i have decided | we have decided | is exempt under | \
                    are exempt under | is exempt by virtue | are exempt by virtue | refusal notice | is being refused | \
                    i am withholding | we are withholding",
            ) && !any(lower, "whether | if | may be | not yet | believe")
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
        yet to decide | yet to make up | remains undecided | no decision has | decision has not yet | have not decided | \
        not come to a … conclusion | not yet come to | not come to a view",
    );
    if (put_off || takes_longer(&sentences)) && !firm {
        return Stage::Extension;
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
    if wants_money(&sentences) && !firm {
        return Stage::Fees;
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
                could you confirm | please confirm what | more detail from you | need more detail | need you to",
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
            "you will have it | you can expect | you should receive | you should hear | you should have | is being typed | \
        is being prepared | being worked on | logged as | registered as | has been registered | allocated to | \
        acknowledge* | has been received | have received your request | will be considered | \
        is being considered | being dealt with | is being processed | will be dealt with | will respond | \
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
