//! What moved the clock between a request and its answer: a clarification, a fee, an extension, a transfer.

use super::super::paper::Paper;
use super::super::phrases::any;

/// What moved the clock or may have: each with the line that says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    /// The request was clarified or changed.
    pub clarified: Option<usize>,
    /// A fee was asked.
    pub fee: Option<usize>,
    /// The time was extended before this letter.
    pub extended: Option<usize>,
    /// It came from, or went to, another authority.
    pub transferred: Option<usize>,
}

/// Reads what moved the clock.
pub(super) fn read(paper: &Paper) -> Clock {
    let line_of = |phrases: &str, not: &str| {
        paper
            .own_sentences()
            .find(|sentence| any(&sentence.lower, phrases) && !any(&sentence.lower, not))
            .map(|sentence| sentence.line)
    };
    let perhaps = "if you | should you | you may | no clarification | not require clarification | would be | in future | \
        happy to | if we | may need";
    Clock {
        clarified: line_of(CLARIFIED, perhaps).or_else(|| asked_back(paper)),
        fee: line_of(
            "fees notice | fee … paid | fee … received | payment … received | receipt of your payment | fee of £* | \
                your payment",
            "if you | should you | no fee",
        ),
        extended: line_of(
            "extended the time | extended the deadline | extension letter | extended … deadline | \
                time limit … extended | deadline was extended | wrote to you … extend* | extend the time | \
                extension … public interest | needed more time | further time to consider | time was extended | \
                extended under | extended our time | extending the time | holding letter | holding response",
            "if you | should you",
        ),
        transferred: line_of(
            "transferred to us | transferred from | was transferred | has been transferred | \
                transferred your request | passed to us by | transferred by | forwarded to us by",
            "if you | public records | was transferred to the archive",
        ),
    }
}

/// Words of a request made clearer or narrower since.
const CLARIFIED: &str = "clarified | your clarification | clarification … received | clarification of your request | \
    following clarification | clarification … on | clarification from you | asked you to clarify | \
    asked for clarification | sought clarification | requested clarification | refined request | \
    revised request | amended request | narrowed request | narrower request of | narrowed your request | \
    refined your request | revised your request | amended your request | reworded your request | \
    changed your request | you narrowed | you refined | you reworded | you limited | you agreed to | \
    your reply to our question | your answer to our question | your second email | your further email | \
    your further message | now that we know | further information from you | further details from you | \
    you then told us | you then confirmed | you have since | you came back to us | when we heard from you | \
    heard back from you | on hearing from you";

/// The line that tells of a question put to the requester, and so of a clock that may have begun again: `on 3 May we
/// asked you to narrow it`, `you told us on 9 May that`.
fn asked_back(paper: &Paper) -> Option<usize> {
    paper
        .own_sentences()
        .find(|sentence| {
            let lower = sentence.lower.as_str();
            let we_asked = any(
                lower,
                "we asked you | i asked you | asked you to | asked you which | asked you what | asked you whether | \
                    asked you for | asked that you | we invited you to | i invited you to | asked if you | \
                    wrote to you … ask* | emailed you … ask* | contacted you … ask* | telephoned you … ask* | \
                    went back to you | put a question to you | queried with you | checked with you | \
                    wrote to you … narrow* | wrote to you … specif* | contacted you … narrow* | \
                    wrote to you … mean* | asking you to | asking you which | asking what you | asking which",
            );
            let you_answered = any(
                lower,
                "you replied | you answered | you told us | you confirmed | you wrote back | you responded | \
                    you came back | you explained | your reply of | your answer of | you specified | you let us know",
            );
            let clear = any(
                lower,
                "narrow* | specif* | which | what | mean* | period | scope | limit* | clear* | more about | refine* | \
                    confirm* | between | years | dates",
            );
            (we_asked && clear || you_answered)
                && !any(lower, "if you | should you | you may | please | now ask | would like | would be | complain*")
        })
        .map(|sentence| sentence.line)
}
