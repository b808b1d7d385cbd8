//! Whether a sentence says that something asked for is not held.
//!
//! A record that is held, though in no such form, and what is only supposed or said by another, is no such sentence.

use super::deciding::tells_the_wish;
use super::phrases::any;

const NOT_HELD: &str = "no record is kept | no records are kept | no record of … is kept | no record of … are kept | none is kept | none are kept | none were ever made | none was ever made | none were ever kept | none were ever taken | none were ever written | none was ever written | \
    not information that we hold | not information we hold | not something that we hold | \
    no information held | no information is held | does not hold | do not hold | don't hold | \
    doesn't hold | not held | is not held | are not held | not hold any | not hold this | \
    no recorded information | holds no | hold no | no records were located | no records were found | \
    no information was located | no records located | no information located | no information was found | \
    located no | found no | no record is held | no records are held | no document*  is held | \
    not in possession of | no relevant information | information is not held | nothing is held | \
    nothing was found | no trace of | no record of any | there is no record of | there are no records | \
    there are no recorded | no such record | no such document | no such information | no such report | \
    no such policy | no such list | no record* … exist* | no information … exist* | no document* … exist* | \
    no data … exist* | no report* … exist* | not recorded by | not a matter that … record* | does not record | \
    do not record | does not collect | do not collect | does not keep … record* | do not keep … record* | \
    have no record* | has no record* | have no information | has no information | no information exists | \
    not have any record* | not have any information | not have this information | no data is held | \
    no recorded data | nothing in our records | keep no | keeps no | nothing written down | nothing is written down | nothing is recorded | nothing recorded | \
    nothing was recorded | not something that we | not something we | not something … hold | not something … record* | not something … keep* | \
    not something … collect* | have nothing on | has nothing on | \
    hold nothing | holds nothing | have no data | has no data | no data … captured | have no document* | has no document* | \
    have no note of | has no note of | no note of any | drew a blank | drawn a blank | came back with nothing | \
    produced nothing | yielded nothing | returned no | returned nothing | revealed no | revealed nothing | no results | \
    not in our possession | no longer exist* | no longer held | no longer hold | no longer holds | not retained | \
    has been destroyed | have been destroyed | was destroyed | were destroyed | never created | was not created | \
    no copy is held | no copies are held | not kept | is not kept | are not kept | not captured | not collected | \
    is not recorded | are not recorded | isn't recorded | not monitored | nid ydym yn dal | nid yw … yn dal | \
    nothing i can send | nothing we can send | nothing to send | nothing that i can send | nothing that we can send | never took | never kept | never wrote | \
    wrote nothing | we do not have one | i do not have one | we do not have any | not something the … capture* | not something the … record* | \
    not something the … collect* | not something which | has no expenditure | have none | has none | \
    nobody writes down | nobody wrote down | did not locate any | failed to locate | no such record* … held";

const SUPPOSED: &str = "if | whether | whether or not | would | not mean | not be taken | back-up* | neither confirm* | \
    as if | suggest* | does not hold … neither | you may | believe that we do not | may not hold | \
    might not | any other information | were not held | you say | you said | where | should be read | \
    unless | in any form | in the format | must | no longer want | no longer need | no longer require | take it that";

/// Where a sentence says of the authority that it lacks something: `we do not appear to have anything`, `there is no deed
/// here`, `the trust has never kept one`.
fn lacks(lower: &str) -> Option<usize> {
    const HAVING: [&str; 12] = [
        "hold", "have", "possess", "keep", "kept", "record", "recorded", "collect", "capture",
        "own", "retain", "maintain",
    ];
    let words: Vec<&str> = lower
        .split(' ')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\''))
        .collect();
    for (at, word) in words.iter().enumerate() {
        let after = words.get(at + 1..).unwrap_or_default();
        let before = words.get(at.saturating_sub(5)..at).unwrap_or_default();
        let negated = matches!(
            *word,
            "not" | "never" | "don't" | "doesn't" | "didn't" | "cannot"
        );
        let ours = before.iter().any(|word| {
            matches!(
                *word,
                "we" | "i"
                    | "council"
                    | "trust"
                    | "force"
                    | "department"
                    | "authority"
                    | "university"
                    | "board"
                    | "constabulary"
                    | "police"
                    | "office"
                    | "college"
                    | "school"
                    | "it"
                    | "service"
                    | "company"
                    | "commission"
                    | "agency"
                    | "icb"
                    | "ccg"
                    | "parish"
                    | "system"
                    | "records"
            )
        });
        if negated && ours && !before.iter().any(|word| matches!(*word, "you" | "they")) {
            let verb = after.iter().take(6).position(|word| HAVING.contains(word));
            if let Some(verb) = verb {
                let between = after.get(..verb).unwrap_or_default();
                let plain_way = between.iter().all(|word| {
                    matches!(
                        *word,
                        "appear"
                            | "seem"
                            | "to"
                            | "in"
                            | "fact"
                            | "currently"
                            | "routinely"
                            | "centrally"
                            | "itself"
                            | "actually"
                            | "at"
                            | "present"
                            | "now"
                            | "ever"
                            | "separately"
                            | "specifically"
                            | "formally"
                            | "does"
                            | "do"
                    )
                });
                let object = after.get(verb + 1..).unwrap_or_default();
                let of_data = object.iter().take(7).any(|word| {
                    [
                        "information",
                        "record",
                        "data",
                        "document",
                        "anything",
                        "copy",
                        "copies",
                        "report",
                        "figure",
                        "statistic",
                        "list",
                        "file",
                        "note",
                        "polic",
                        "log",
                        "breakdown",
                        "details",
                        "any",
                        "such",
                        "one",
                        "this",
                        "these",
                        "it",
                        "them",
                        "that",
                    ]
                    .iter()
                    .any(|begin| word.starts_with(begin))
                });
                let to_do = object.first() == Some(&"to")
                    || object.iter().take(4).any(|word| {
                        matches!(
                            *word,
                            "resources"
                                | "power"
                                | "powers"
                                | "staff"
                                | "time"
                                | "duty"
                                | "right"
                                | "authority"
                                | "view"
                                | "consent"
                                | "plans"
                                | "intention"
                                | "been"
                                | "reason"
                                | "control"
                        )
                    });
                if plain_way && of_data && !to_do {
                    return lower.find(word);
                }
            }
        }
        // there is no deed here
        if *word == "no"
            && words
                .get(at.saturating_sub(2)..at)
                .is_some_and(|two| matches!(two, ["there", "is" | "are" | "was" | "were"]))
            && after.iter().take(8).any(|word| {
                matches!(
                    *word,
                    "here" | "held" | "file" | "records" | "archive" | "archives" | "exists"
                )
            })
            && !after.iter().take(4).any(|word| {
                matches!(
                    *word,
                    "requirement"
                        | "obligation"
                        | "duty"
                        | "reason"
                        | "need"
                        | "charge"
                        | "fee"
                        | "doubt"
                        | "right"
                        | "interest"
                )
            })
        {
            return lower.find(" no ");
        }
    }
    None
}

/// Whether a sentence says that something is not held.
pub(super) fn is_not_held(lower: &str) -> bool {
    let Some(at) = super::phrases::first_of(lower, NOT_HELD).or_else(|| lacks(lower)) else {
        return false;
    };
    let before = lower.get(..at).unwrap_or_default();
    let after = lower.get(at..).unwrap_or_default();
    // a person may hold a post, or not
    if any(
        after.get(..after.floor_char_boundary(60)).unwrap_or(after),
        "position | role | post | rank | office | licence | qualification | a view | an opinion | consent",
    ) {
        return false;
    }
    // it is held, though not in one place or form
    let in_form = any(
        after.get(..after.floor_char_boundary(70)).unwrap_or(after),
        "held on a | held in a | held on any | held in any | held on the | held as a | held in one | held by name | \
            held centrally | held electronically | held separately | held together | held in that | held in this form | \
            held in the form | held in the format | held in electronic | held for that purpose | held digitally | \
            held in such a way | held against | held under | recorded centrally | recorded separately | \
            recorded in a way | held by category",
    );
    let held = any(
        before,
        "is held | are held | held by | we hold | does hold | do hold | is recorded | i hold | it holds | is kept | \
            are kept | can be found",
    );
    let too_dear = "appropriate limit | hours | cost* | exceed* | manual*";
    if in_form && (held || any(after, too_dear)) {
        return false;
    }
    // what is said of a mailbox is said of no information
    let of_the_mail = any(
        lower,
        "mailbox | inbox | do not reply to this | this account is not | this address is not",
    );
    // `to say that we hold it, or that we do not, would tell ...`, `a sign that it is or is not held`
    let either = any(
        lower,
        "to say that | to say whether | to say either | to say if | to say we hold | to say it holds | saying that | saying whether | \
            saying either | saying if",
    ) && any(lower, "would | might | could | may")
        || any(
            lower,
            "is or is not | is, or is not | are or are not | are, or are not | does or does not | does, or does not | do or do not | \
                do, or do not | or that we do not | or that it does not | or that there is none | hold or not | held or not",
        );
    !tells_the_wish(lower)
        && !either
        && !of_the_mail
        && !any(lower, "no longer want | no longer need | no longer require")
        && !any(before, SUPPOSED)
        && !any(after, "neither confirm* | would be | in its own right a")
}
