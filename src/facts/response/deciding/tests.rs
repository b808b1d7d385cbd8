//! What keeps something back, and what only seems to.

use super::*;

#[test]
fn a_refusal_is_told_in_whatever_words() {
    for words in [
        "on balance the information will not be disclosed.",
        "we are unable to provide the list: section 43(2) applies to it.",
        "i can neither give you the names nor describe the men.",
        "the plan is being withheld.",
        "it will not be released on this occasion.",
        "we have decided against releasing the minutes.",
        "the trust is not in a position to share the tender scores.",
        "regrettably none of the photographs can be made available.",
        "the names have been taken as personal data and were redacted.",
        "i have concluded that the recording is exempt from disclosure.",
        "section 31(1)(a) is engaged.",
        "the council declines to supply the valuation.",
        "the report is held, but it is withheld.",
        "we must refuse this part of your request.",
        "the keeper's name has been removed.",
        "i am not able, for the reasons below, to let you have a copy.",
    ] {
        assert!(keeps_back(words), "{words}");
    }
}

#[test]
fn what_denies_supposes_or_explains_keeps_nothing_back() {
    for words in [
        "nothing has been withheld.",
        "no exemption has been applied.",
        "the register is provided without redaction.",
        "if we were to withhold it we would say so.",
        "you asked why the list was withheld.",
        "a public authority may refuse a request that is vexatious.",
        "section 40 exempts information that is personal data.",
        "the supplier did not provide figures for may.",
        "you have not provided an address.",
        "this does not give rise to a charge.",
        "we neither confirm nor deny that we hold it.",
        "please find the list attached, which is not exempt.",
        "if you are unhappy with this refusal you may ask for a review.",
        "there were 40 lamps.",
    ] {
        assert!(!keeps_back(words), "{words}");
    }
}

#[test]
fn a_wish_told_again_is_no_answer() {
    for words in [
        "you asked for a copy of the plan, attached to the letter of may.",
        "your request is set out below.",
        "you requested the following information:",
    ] {
        assert!(tells_the_wish(words), "{words}");
    }
    assert!(!tells_the_wish("our response is set out below."));
}
