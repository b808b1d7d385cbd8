//! Whether a letter tells the outcome of a review of an earlier answer.

use super::Cite;
use super::deciding::keeps_back;
use super::giving::is_given;
use super::paper::Sentence;
use super::phrases::any;

/// The requester wanted a first answer looked at again.
const ASKED: &str = "asked that … look again | asked that … looked at again | asked for … look again | asked somebody … look | asked for a second look | \
    wrote to say that you were unhappy | wrote to say that you were dissatisfied | wrote to say that you disagree* | wrote to say that you are unhappy | \
    requirement for review | requirement for a review | required … to review | require … to review | you required a review | \
    as you asked me to | as you asked us to | you asked … to look again | your challenge | your objection | request for a review | request for an internal review | request for internal review | \
    request that we review | request to review | request for a reconsideration | asked for a review | \
    asked for an internal review | asked us to review | asked us to look again | asked that we look again | \
    requested a review | requested an internal review | requested that we review | your complaint about … response | \
    your complaint about … reply | your complaint about … answer | your complaint about … handling | \
    your complaint about … refusal | your complaint regarding … response | your complaint concerning … response | \
    your appeal against | appealed against | your appeal of | dissatisfied with … response | \
    dissatisfied with … reply | dissatisfied with … answer | unhappy with … response | unhappy with … reply | \
    unhappy with … answer | not satisfied with … response | not content with … response | \
    expressed dissatisfaction | your dissatisfaction | challenged our | challenged the | disputed our | \
    objected to our | your representations | reconsider our | look at our … again | not content with | \
    unhappy with our | you were unhappy | you were not content | you were not satisfied | you were dissatisfied | \
    second look | you appealed | appealed on | following your complaint | your complaint of | your complaint dated | \
    you complained | you challenged | you disagreed | asked … to be reviewed | asked … be reviewed | \
    your request for reconsideration | your appeal | you said that there must | there must be more | you were right | \
    you thought that | you felt that | you pointed out | you questioned";

/// Somebody looked again.
const LOOKED: &str = "review was held | review meeting | now looked again | outcome of reconsideration | reconsideration of | review* … complete* | complete* … review* | review* … conclude* | conclude* … review* | \
    reviewed the handling | reviewed our | reviewed the response | reviewed the original | reviewed the decision | \
    reviewed how | reviewed your | reviewed the way | review has | review found | review finds | review panel | \
    reviewing officer | review was carried out | review was conducted | review was undertaken | \
    carried out … review | conducted … review | undertaken … review | undertook … review | \
    outcome of … review | result of … review | findings of … review | conclusion of … review | \
    considered afresh | considered … afresh | looked again at | looked at … again | re-examined | \
    reconsidered | reassessed | fresh look | fresh consideration | considered … anew | my review | our review | \
    this review | the review | panel … considered | panel … met | internal review … response | look into the matter | \
    second look | look at it again | looked at everything again | having looked … again | looked again | \
    not involved in | you were right | had searched | had not searched | second search | searched again | further search | i have taken one | went through it again | \
    gone through it again | considered your complaint | considered your appeal | looked into your complaint";

/// What came of it.
const CONCLUDED: &str = "no reason to differ | no reason to depart | no reason to change | no reason to disagree | no cause to differ | end of our own procedure | \
    part of your complaint fails | your complaint fails | your complaint succeeds | we substitute | i substitute | do not agree with the first | do not agree with the original | in place of the first | uphold your complaint | uphold* | upheld | overturn* | stand by | stands by | decision stands | response stands | \
    decision … stand | set aside | was correct to | were correct to | correctly applied | correctly engaged | \
    rightly | was right to | were right to | was wrong to | were wrong to | should have been | ought to have | \
    original decision | original response | first response | earlier response | initial response | revise* the decision | \
    reversed | maintain the | maintains the | maintain our | confirm the decision | confirmed the decision | \
    partially successful | in your favour | substituted | agree with the original | agreed with the original | \
    set aside the decision | the answer stands | answer … stands | agree with the first | agree with the earlier | \
    rightly refused | were rightly | was rightly | ought to have been | properly applied | was properly | \
    incorrectly applied | wrongly applied | were wrongly | was wrongly | should not have been | should not have | \
    you were right | nothing further was found | further was found | \
    decision is changed | decision is confirmed | confirm the original | confirm our original | we have now found | \
    i have now found | was found on | more was found | concludes the … procedure | that concludes | \
    original reply | first reply | earlier reply | end of our procedure | no grounds to change";

/// A first decision is given up.
pub(super) const GIVEN_UP: &str = "no longer rel* | no longer maintain* | no longer appl* | no longer seek* | no longer need* | do not agree | does not agree | \
    not persuaded … exemption | not persuaded … engaged | not persuaded … applie* | not satisfied … engaged | \
    was not engaged | were not engaged | never engaged | ever engaged | not properly engaged | wrongly applied | \
    incorrectly applied | should not have been | ought not to have been | withdraw | withdraws | withdrawn | withdrew | \
    given up | gives up | give up | abandon* | set aside | sets aside | overturn* | substitute* | not made out | \
    falls away | does not stand | do not uphold | not upheld | can be done within the … limit | can be answered within | \
    in your favour | uphold your complaint | upheld your complaint | should have been disclosed | should have been released | \
    ought to have been disclosed | ought to have been released | can now be disclosed | can now be released | now be disclosed | now be released";

/// What is given up: a decision, and no policy or contract.
const OF_A_DECISION: &str = "exempt* | decision* | refus* | complain* | withh* | disclos* | releas* | section* | regulation* | \
    appeal* | reply | response* | answer* | rel* on | uphold* | upheld | review* | reviewer | redact* | cost* | limit | request";

/// What sounds like giving up and is not.
pub(super) const NOT_GIVEN_UP: &str = "complaint is not upheld | complaint … not upheld | not set aside | not withdrawn | \
    not overturn* | not persuaded to";

/// The sentences without what was kept back at first, where the letter gives that up, gives what was asked for and keeps
/// back nothing after.
pub(super) fn without_undone<'s>(
    sentences: Vec<&'s Sentence>,
    cites: &[Cite],
) -> Vec<&'s Sentence> {
    let undone = sentences.iter().position(|sentence| {
        any(&sentence.lower, GIVEN_UP)
            && any(&sentence.lower, OF_A_DECISION)
            && !any(&sentence.lower, NOT_GIVEN_UP)
            && !any(&sentence.lower, "partly | in part | partially")
            && !any(&sentence.lower, AHEAD)
    });
    let Some(undone) = undone else {
        return sentences;
    };
    let relied = |sentence: &Sentence| {
        cites.iter().any(|cite| {
            cite.ground
                && cite.standing.is_reliance()
                && (sentence.start..sentence.end).contains(&cite.start)
        })
    };
    let after = sentences.get(undone..).unwrap_or_default();
    let gives = after.iter().any(|sentence| is_given(&sentence.lower));
    let keeps = after
        .iter()
        .skip(1)
        .filter(|sentence| !any(&sentence.lower, "sorry | apolog* | at first | originally"))
        .any(|sentence| relied(sentence) || keeps_back(&sentence.lower));
    if !gives || keeps {
        return sentences;
    }
    sentences
        .iter()
        .enumerate()
        .filter(|(at, sentence)| *at > undone || !(relied(sentence) || keeps_back(&sentence.lower)))
        .map(|(_, sentence)| *sentence)
        .collect()
}

/// What is only promised, or open to anybody.
const AHEAD: &str = "if you | you may | you can | you have the right | should you | would like | will be carried out | \
    will carry out | will conduct | will be conducted | will review | will be reviewed | aim to | will respond | \
    will reply | entitled to | you are entitled | would be | has been received | right to ask | you wish | can be asked | \
    may be asked | months of | commissioner | ombudsman";

/// Whether the sentences tell what a review came to. `headed`: the letter is headed as one; `decides`: it decides
/// something on the information.
pub(super) fn is_outcome(sentences: &[&Sentence], headed: bool, decides: bool) -> bool {
    let says = |phrases: &str| {
        sentences
            .iter()
            .any(|sentence| any(&sentence.lower, phrases) && !any(&sentence.lower, AHEAD))
    };
    let (asked, looked, concluded) = (says(ASKED), says(LOOKED), says(CONCLUDED));
    headed && (looked || concluded || asked && decides)
        || asked && looked && (concluded || decides)
        || asked && concluded
        || looked && concluded && says("review* | panel")
}
