//! What a response tells somebody who is dissatisfied: the way to the authority itself, and to the regulator.
//!
//! No set wording is looked for. A way is told where somebody's discontent, or an answer taken up again, meets an open
//! way and one to turn to; the regulator's where its name does.

use super::Quote;
use super::paper::{Paper, Sentence};
use super::phrases::any;
use super::words::IDEAS;

/// Where the regulator is to be found.
const ADDRESS: &str = "wycliffe house | ico.org.uk | sk9 5af | icocasework* | casework@ico* | 0303 123 1113 | 01625 545 | kinburn castle | \
    itspublicknowledge* | foi.scot | causeway tower";

/// What tells of dealings with the regulator, or of what it holds, and not of a right.
const DEALINGS: &str = "correspondence with | your request for | you asked for | you seek | letter from the | letter to the | \
    email from the | email to the | reprimand* | guidance | decision notice | commissioner has said | \
    commissioner found | ico found | ico's view | commissioner's view | you complained | wrote to us | written to us | \
    reported to the | dated | tribunal held | as the ico | as the commissioner | commissioner says | ico says | \
    investigated | has investigated | public interest | enforcement | statutory action | data subject* | fined | \
    commissioner said | records | documents | held by | code of practice | registered with";

/// What is said of a right and of nothing else.
const SURELY: &str = "right to complain | right to apply | right to appeal | right of appeal | right of complaint | your right | \
    the right to";

/// What tells how to have a review, whatever it presupposes beside.
const ASKS_FOR_REVIEW: &str = "may request … review* | can request … review* | may ask … review* | can ask … review* | may seek … review* | \
    can seek … review* | please ask … review* | please request … review* | should ask … review* | should request … review* | \
    may apply … review* | can apply … review* | entitled to … internal review* | request … internal review from | \
    may have … reviewed | can have … reviewed | may require … review*";

/// The route to the authority itself for somebody who is dissatisfied.
pub(super) fn review_right(paper: &Paper) -> Option<Quote> {
    let whole = |passage: &Passage<'_>| {
        let lower = passage.lower.as_str();
        is_leaflet(lower) || !names_other(lower) && leads_back(lower)
    };
    // beside the regulator, only what is plainly said of the authority counts
    let beside = |passage: &Passage<'_>| {
        let lower = passage.lower.as_str();
        names_other(lower)
            && clauses(lower).any(|clause| {
                !names_other(clause)
                    && !is_condition(clause)
                    && (!IDEAS.presupposes.is_in(clause) || any(clause, ASKS_FOR_REVIEW))
                    && leads_back(clause)
            })
            || names_other(lower)
                && IDEAS.to_us.is_in(lower)
                && !IDEAS.presupposes.is_in(lower)
                && leads_back(lower)
    };
    passages(paper)
        .find(|passage| whole(passage) || beside(passage))
        .map(|passage| Quote::from(passage.sentence))
}

/// The sentence that takes a review by the authority for granted, and does not tell how to have it.
pub(super) fn review_presupposed(paper: &Paper) -> Option<Quote> {
    paper
        .own_sentences()
        .find(|sentence| {
            let lower = &sentence.lower;
            IDEAS.presupposes.is_in(lower)
                && any(
                    lower,
                    "review* | complaints procedure | appeal* | reconsider*",
                )
        })
        .map(Quote::from)
}

/// The sentence that may tell of a way back to the authority, in words that were not understood: somebody may be
/// discontented, or something looked at again, and a person or a way is named.
pub(super) fn review_hinted(paper: &Paper) -> Option<Quote> {
    paper
        .own_sentences()
        .find(|sentence| {
            let lower = &sentence.lower;
            let speaks = IDEAS.unhappy.is_in(lower) || IDEAS.again.is_in(lower);
            speaks
                && !names_other(lower)
                && IDEAS.open.is_in(lower)
                && (IDEAS.reach.is_in(lower) || IDEAS.to_us.is_in(lower))
                && !IDEAS.reported.is_in(lower)
                && !refers_back(lower)
        })
        .map(Quote::from)
}

/// Any sentence that names the regulator and is no mere dealing with it.
pub(super) fn regulator_hinted(paper: &Paper) -> Option<Quote> {
    paper
        .own_sentences()
        .find(|sentence| {
            IDEAS.regulator.is_in(&sentence.lower)
                && (IDEAS.open.is_in(&sentence.lower) || any(&sentence.lower, ADDRESS))
                && !any(&sentence.lower, DEALINGS)
        })
        .map(Quote::from)
}

/// Whether words lead somebody who is not content back to where the answer came from.
fn leads_back(lower: &str) -> bool {
    if IDEAS.reported.is_in(lower) || refers_back(lower) {
        return false;
    }
    let (unhappy, again) = (IDEAS.unhappy.is_in(lower), IDEAS.again.is_in(lower));
    let open = IDEAS.open.is_in(lower) || lower.contains('@');
    let internal = any(
        lower,
        "internal review* | internal complaint* | adolygiad mewnol | complaints procedure | appeals procedure | \
            review procedure | complaints process | review panel | complaints officer | appeals officer",
    );
    let turns = open || IDEAS.reach.is_in(lower) || IDEAS.to_us.is_in(lower);
    let named = ["review:", "reviews:", "complaints:", "appeals:", "appeal:"]
        .iter()
        .any(|label| lower.starts_with(label));
    again
        && (turns || named)
        && (unhappy
            || internal
            || named
            || IDEAS.about_answer.is_in(lower)
            || !tells_of_the_past(lower))
        || unhappy && open && IDEAS.reach.is_in(lower)
}

/// Whether a clause is only the condition or the object of another: `if you wish to complain`, `who will review it`.
fn is_condition(clause: &str) -> bool {
    if any(clause, ASKS_FOR_REVIEW) {
        return false;
    }
    let start = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    [
        "if ",
        "should you",
        "who ",
        "which ",
        "whose ",
        "where ",
        "when ",
        "unless ",
        "were you",
        "although ",
    ]
    .iter()
    .any(|begin| start.starts_with(begin))
}

/// Whether one is to go to whoever was named in the sentence before: `you may complain to them within six months`.
fn refers_back(lower: &str) -> bool {
    any(
        lower,
        "complain to them | complain to him | complain to her | complain to it | to that office | to his office | \
            to her office | appeal to them | apply to them | apply to him | apply to her | before they will | \
            before he will | before she will",
    )
}

fn names_other(lower: &str) -> bool {
    IDEAS.regulator.is_in(lower) || IDEAS.elsewhere.is_in(lower)
}

/// A paper sent along that tells the rights: what it says cannot be seen here.
fn is_leaflet(lower: &str) -> bool {
    any(
        lower,
        "attached | enclosed | appended | overleaf | annex | appendix | leaflet | sheet | link | website | web page",
    ) && any(
        lower,
        "complaint rights | complaints rights | rights of complaint | appeal rights | rights of appeal | \
            complaints leaflet | how to complain | your right to complain | your rights | complaints procedure | \
            right of complaint | if you are unhappy | if you are dissatisfied | how to appeal | how to ask for a review | \
            appeals procedure | review procedure",
    )
}

/// The route to the regulator.
pub(super) fn regulator_right(paper: &Paper) -> Option<Quote> {
    let last = paper.paragraphs.len();
    let closes = |sentence: &Sentence| sentence.paragraph * 2 >= last;
    passages(paper)
        .find(|passage| {
            let tells = |lower: &str| {
                // a leaflet on the authority's own procedure need not tell of the regulator
                if is_leaflet(lower)
                    && any(
                        lower,
                        "rights | right of | right to | leaflet | overleaf | annex | appendix | how to complain | how to appeal | sheet",
                    )
                {
                    return true;
                }
                if !IDEAS.regulator.is_in(lower) {
                    return false;
                }
                let turns = IDEAS.again.is_in(lower)
                    || IDEAS.reach.is_in(lower)
                    || any(
                        lower,
                        "apply | applied | application | decide | decision | investigate* | consider* | look | take | taken | \
                            refer* | go to | turn to | beyond | step | help | hear | hears | resort | resolve* | route | carry | \
                            lay | laid | bring | brought | lodge* | assess* | adjudicat* | rule",
                    );
                let told = IDEAS.open.is_in(lower) && turns;
                let surely = IDEAS.unhappy.is_in(lower) || any(lower, SURELY);
                let dealings = any(lower, DEALINGS);
                told && (!dealings || surely)
                    || any(lower, ADDRESS)
                    || !dealings
                        && closes(passage.sentence)
                        && (turns || told || surely || IDEAS.open.is_in(lower))
                        && !tells_of_the_past(lower)
            };
            tells(&passage.lower) || clauses(&passage.lower).any(tells)
        })
        .map(|passage| Quote::from(passage.sentence))
}

/// Whether a sentence tells what was done, which a right never does.
fn tells_of_the_past(lower: &str) -> bool {
    const LONGEST: usize = 30;
    lower.split(' ').count() > LONGEST
        || any(
            lower,
            "has | had | was | were | been | did | took | gave | sent | found | decided that",
        ) && !IDEAS.unhappy.is_in(lower)
}

/// The statement that there is no procedure for complaints, which section 17(7)(a) allows.
pub(super) fn no_procedure(paper: &Paper) -> Option<Quote> {
    paper
        .own_sentences()
        .find(|sentence| {
            let lower = &sentence.lower;
            any(
                lower,
                "no … internal review* | no … review procedure | no … complaints procedure | no … procedure for | no … review process | \
                    no … appeals procedure | no … internal complaint* | no … review stage | not … internal review* | not … review procedure | \
                    not … complaints procedure | not … procedure for | not offer … review | not provide … review | not operate … review | \
                    not conduct … review* | not carry out … review* | without … review procedure | no internal … process | no internal … stage | \
                    no such procedure | cannot offer … review",
            ) && any(
                lower,
                "have | has | there is | offer | offers | provide | provides | operate | operates | conduct | carry | run | runs | exists | keep | keeps",
            ) && !any(lower, "if you | you have not | you may | you can | exhausted | until")
        })
        .map(Quote::from)
}

/// A sentence, or one with what it leads to: the heading or the question before it.
struct Passage<'p> {
    lower: String,
    sentence: &'p Sentence,
}

/// The authority's own sentences, each alone, and each with the question, the heading or the few words that lead to it.
fn passages(paper: &Paper) -> impl Iterator<Item = Passage<'_>> {
    const FEW_WORDS: usize = 16;
    let sentences: Vec<&Sentence> = paper.own_sentences().collect();
    let leads = |first: &Sentence| {
        let heading = paper
            .paragraphs
            .get(first.paragraph)
            .is_some_and(|paragraph| paragraph.heading);
        let open = first.lower.ends_with(['?', ':']);
        (heading || open) && first.lower.split(' ').count() <= FEW_WORDS
            || IDEAS.unhappy.is_in(&first.lower) && first.lower.split(' ').count() <= FEW_WORDS
    };
    let joined: Vec<Passage<'_>> = sentences
        .windows(2)
        .filter_map(|pair| match pair {
            [first, second] if leads(first) && second.paragraph <= first.paragraph + 1 => {
                Some(Passage {
                    lower: format!("{} {}", first.lower, second.lower),
                    sentence: second,
                })
            }
            _ => None,
        })
        .collect();
    sentences
        .into_iter()
        .filter(|sentence| !sentence.lower.ends_with('?'))
        .map(|sentence| Passage {
            lower: sentence.lower.clone(),
            sentence,
        })
        .chain(joined)
}

fn clauses(lower: &str) -> impl Iterator<Item = &str> {
    lower
        .split([';', ','])
        .flat_map(|clause| clause.split(" and then "))
        .flat_map(|clause| clause.split(" and after "))
        .flat_map(|clause| clause.split(" and thereafter "))
        .flat_map(|clause| clause.split(" before "))
        .filter(|clause| clause.split(' ').count() > 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(words: &str) -> Paper {
        super::super::paper::read(
            &format!(
                "Dear Ms Tarn,\n\nThe list of lamps is withheld.\n\n{words}\n\nYours sincerely\n"
            ),
            false,
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
            "Unhappy with that? The Chief Lamplighter's staff officer deals with complaints about FOI replies.",
            "If you feel that we have got any of this wrong you can write to the Lamp Secretary.",
            "You are welcome to ask for this decision to be revisited by a senior official.",
            "Not happy? Tell the Lamp Secretary, who will arrange for a colleague to go over it again.",
            "If you want us to think again, say so within forty working days to the Head of Lamps.",
            "Complaints\n\nPlease put them to the Clerk, and an officer who has not seen the request will decide the matter again.",
            "Internal reviews may be requested from the Lamp Registrar.",
        ] {
            assert!(review_right(&letter(words)).is_some(), "{words}");
        }
        for words in [
            "You may complain to the Information Commissioner.",
            "Should you be dissatisfied with our answer, complaints are dealt with by the Information Commissioner.",
            "If you have any queries about this letter, please contact me.",
            "The lamps are inspected yearly by the Board.",
            "I have been asked to review the handling of your request.",
        ] {
            assert!(review_right(&letter(words)).is_none(), "{words}");
        }
    }
}
