//! What a response tells somebody who is dissatisfied: the way to the authority itself, and to the regulator.

use super::Quote;
use super::paper::{Paper, Sentence};
use super::phrases::any;

/// Somebody who may do something: the address of a right.
const OPEN_TO: &str = "you can | you may | you could | you might | you are able | you have the right | you have a right | \
    you also have | your right | right to | right of | rights of | entitled | dissatisf* | unhappy | not happy | \
    not content | not satisfied | not satisfy | discontent* | disagree* | aggrieved | remain concerned | may be asked | \
    can be asked | anybody | anyone | any person | requesters may | applicants may | the applicant may | should you | \
    if you | wish to | please write | please contact | please address | open to you | available to you | is your next step | \
    next step | after that | thereafter | afterwards | after which | beyond | end of our | in turn | may be made | \
    can be made | may be sought | may be requested | should be made | should be sent | should be addressed | open to";

/// What somebody dissatisfied does.
const TURNS: &str = "complain* | complaint* | appeal* | apply | application | contact* | write | writing | refer* | ask | \
    asked | decide | decision | review* | raise* | investigate | consider | look | take | taken | approach* | go to | \
    turn to | escalate* | next step | beyond | represent* | reconsider* | challenge | section 50 | step | help";

/// The regulator, by whatever name.
const REGULATOR: &str = "information commissioner* | information commission | ico | the commissioner | wycliffe house | \
    ico.org.uk | icocasework* | sk9 5af | comisiynydd gwybodaeth | the regulator | information commissioners office | \
    section 50 | the comisiynydd";

/// Where the regulator is to be found.
const ADDRESS: &str =
    "wycliffe house | ico.org.uk | sk9 5af | icocasework* | 0303 123 1113 | 01625 545";

/// What tells of dealings with the regulator, or of what it holds, and not of a right.
const DEALINGS: &str = "correspondence with | your request for | you asked for | you seek | letter from the | letter to the | \
    email from the | email to the | reprimand* | guidance | decision notice | commissioner has said | \
    commissioner found | ico found | ico's view | commissioner's view | you complained | wrote to us | written to us | \
    reported to the | dated | tribunal held | as the ico | as the commissioner | commissioner says | ico says | \
    investigated | has investigated | public interest | enforcement | statutory action | data subject* | fined | \
    investigated | has investigated | public interest | enforcement | statutory action | data subject* | fined | \
    commissioner said | records | documents | held by | code of practice | registered with";

/// Ways back to the authority.
const REVIEWS: &str = "internal review* | request a review | ask for a review | ask us to review | seek a review | \
    a review of | review of our | review of this | complaints procedure | complaint procedure | \
    complain to us | complaint to us | make a complaint | make a formal complaint | right to complain | \
    right of complaint | wish to complain | lodge a complaint | appeal against | appeal this decision | \
    appeal our decision | right of appeal | wish to appeal | reconsider* | review the decision | review that decision | \
    review our decision | review this decision | internal complaint* | look at it again | look at this again | \
    looked at again | look again | decision reviewed | complaint about | complain about | \
    challenge this decision | asking for a review | complain in writing | your complaint to | \
    like us to review | want us to review | wish us to review | review this | review it | reviewed again | \
    ask for it to be reviewed | appeal to | to review our | review our answer | reviewed by | review the handling | \
    complaints process | review our handling | second look | fresh look | \
    review their decision | decision to be reviewed | re-examin* | review procedure | \
    put your concerns | representations | a review may be sought | review may be requested | \
    seek a review | sought from | review: | reviews: | complaints: | appeals: | appeal: | complaints officer | there is an appeal | \
    end of our procedure | right to a review | refer it back | have it reviewed | considered again | considered afresh | \
    examined again | adolygiad mewnol | review panel | appeals procedure | appeal procedure | a review by | \
    review within | review request | stage two | stage 2 | ask us to look";

/// The route to the authority itself for somebody who is dissatisfied.
pub(super) fn review_right(paper: &Paper) -> Option<Quote> {
    route(paper, |lower| {
        let of_regulator = any(lower, REGULATOR)
            && !any(
                lower,
                "internal review | complaints procedure | to us | internal complaint* | our review | \
                    review with us | ask us | for a review of | review our decision | there is an appeal | \
                    end of our",
            );
        let reported = any(
            lower,
            "you asked for an internal review | your request for an internal review | you asked us to review | \
                i have conducted an internal review | your request for a review | you asked for a review | \
                you requested an internal review | been asked to review",
        );
        let unhappy = any(
            lower,
            "disagree* | dissatisfied | unhappy | not happy | not content | not satisfied | not satisfy | aggrieved | \
                wish to appeal",
        ) && any(
            lower,
            "write to | contact | email | let us know | tell us | speak to | ask the",
        ) && !any(lower, REGULATOR)
            && !any(lower, "ombudsman");
        let invited = any(lower, REVIEWS)
            && (any(lower, OPEN_TO)
                || any(lower, "within | write to | contact | there is | will | @"));
        unhappy || is_leaflet(lower) || invited && !of_regulator && !reported
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
            complaints leaflet | how to complain | your right to complain | your rights | complaints procedure | \
            right of complaint | if you are unhappy | if you are dissatisfied",
    )
}

/// The route to the regulator.
pub(super) fn regulator_right(paper: &Paper) -> Option<Quote> {
    let last = paper.paragraphs.len();
    let closes = |sentence: &Sentence| sentence.paragraph * 2 >= last;
    paper
        .own_sentences()
        .find(|sentence| {
            let tells = |lower: &str| {
                if is_leaflet(lower) {
                    return true;
                }
                if !any(lower, REGULATOR) {
                    return false;
                }
                let told = any(lower, OPEN_TO) && any(lower, TURNS);
                let dealings = any(lower, DEALINGS);
                told && (!dealings || any(lower, SURELY))
                    || any(lower, ADDRESS)
                    || !dealings
                        && closes(sentence)
                        && any(lower, TURNS)
                        && !tells_of_the_past(lower)
            };
            tells(&sentence.lower) || clauses(&sentence.lower).any(tells)
        })
        .map(Quote::from)
}

/// What is said of a right and of nothing else.
const SURELY: &str = "dissatisf* | unhappy | not satisfied | not content | right to complain | right to apply | \
    right to appeal | right of appeal | right of complaint | your right";

/// Whether a sentence tells what was done, which a right never does.
fn tells_of_the_past(lower: &str) -> bool {
    const LONGEST: usize = 30;
    lower.split(' ').count() > LONGEST
        || any(
            lower,
            "has | have | had | was | were | been | did | took | gave | sent | found | decided that",
        )
}

/// The statement that there is no procedure for complaints, which section 17(7)(a) allows.
pub(super) fn no_procedure(paper: &Paper) -> Option<Quote> {
    route(paper, |lower| {
        any(
            lower,
            "no internal review procedure | no internal complaints procedure | does not have an internal review | \
                no procedure for dealing with complaints | does not provide a procedure | no complaints procedure | \
                does not operate an internal review | do not operate an internal | do not have an internal review | \
                no internal review | does not offer an internal review | do not offer an internal review | \
                no procedure for review | no procedure for complaints | have no internal | has no internal | \
                do not offer a review | does not offer a review",
        )
    })
}

fn clauses(lower: &str) -> impl Iterator<Item = &str> {
    lower
        .split([';', ','])
        .filter(|clause| clause.split(' ').count() > 4)
}

fn route(paper: &Paper, tells: impl Fn(&str) -> bool) -> Option<Quote> {
    paper
        .own_sentences()
        .find(|sentence| tells(&sentence.lower) || clauses(&sentence.lower).any(&tells))
        .map(Quote::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Tables;

    fn letter(words: &str) -> Paper {
        super::super::paper::read(
            &format!(
                "Dear Ms Tarn,\n\nThe list of lamps is withheld.\n\n{words}\n\nYours sincerely\n"
            ),
            false,
            &Tables::built_in(),
        )
    }

    #[test]
    fn the_way_to_the_regulator_is_known_in_whatever_words() {
        for words in [
            "Should you remain discontented the matter may be laid before the Information Commissioner, who can decide it.",
            "Further recourse: ICO, Wycliffe House, Wilmslow SK9 5AF.",
            "After our review, the Commissioner will consider a complaint from you under section 50.",
            "It is then open to you to apply to the Information Commission.",
            "The ICO is your next step.",
            "Gallwch gwyno wrth y Comisiynydd Gwybodaeth yn ico.org.uk.",
        ] {
            assert!(regulator_right(&letter(words)).is_some(), "{words}");
        }
        for words in [
            "The ICO has investigated the lamps and taken the steps that it thought right.",
            "Item 3 is a letter from the Information Commissioner about the lamps.",
            "We had regard to the Commissioner's guidance on lamps.",
            "The public interest in our dealings with the ICO has been met by its own report.",
        ] {
            assert!(regulator_right(&letter(words)).is_none(), "{words}");
        }
    }

    #[test]
    fn the_way_back_to_the_authority_is_known_in_whatever_words() {
        for words in [
            "Reviews: the Chief Clerk, within 40 working days, at clerk@lamps.example.",
            "Please tell the Head of Lamps if you want our decision to be considered afresh, within two months.",
            "An appeal panel sits monthly; you may ask for a review by it.",
            "If you are not happy with this, write to the Lamp Registrar.",
            "Internal reviews may be requested from the Lamp Registrar.",
        ] {
            assert!(review_right(&letter(words)).is_some(), "{words}");
        }
        for words in [
            "You may complain to the Information Commissioner.",
            "The lamps are inspected yearly by the Board.",
            "I have been asked to review the handling of your request.",
        ] {
            assert!(review_right(&letter(words)).is_none(), "{words}");
        }
    }
}
