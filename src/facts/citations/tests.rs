//! What is read of letters that cite letters.

use jiff::civil::date;

use super::*;
use crate::facts::dates;

fn party(organisation: &str) -> Party {
    Party {
        organisation: Some(organisation.to_owned()),
        ..Party::default()
    }
}

/// A letter of the MPS to the ICO of 20 March 2022.
fn cited(text: &str) -> Vec<String> {
    let found = dates::find(text);
    let own_end = text.find("-----Original").unwrap_or(text.len());
    let (from, to) = ([party("MPS")], [party("ICO")]);
    let letter = Letter {
        text,
        figures: &Figures::of(text),
        found: &found,
        own_date: None,
        day: Some(date(2022, 3, 20)),
        by: None,
        from: &from,
        to: &to,
        own_end,
    };
    let side = |side: Option<String>| side.unwrap_or_else(|| "?".to_owned());
    read(&letter, &Tables::built_in())
        .citations
        .into_iter()
        .map(|one| {
            let day = one
                .date
                .map_or_else(|| "?".to_owned(), |day| day.to_string());
            format!("{} {} {} {day}", one.kind, side(one.from), side(one.to))
        })
        .collect()
}

#[test]
fn your_and_our_turn_with_the_writer() {
    for (text, wanted) in [
        (
            "Thank you for your letter dated 27th of January 2022.",
            "letter ICO MPS 2022-01-27",
        ),
        (
            "We refer to our email of 3 December 2021 about lamps.",
            "email MPS ICO 2021-12-03",
        ),
        (
            "The ICO's letter of 3 December 2021 was clear.",
            "letter ICO MPS 2021-12-03",
        ),
        (
            "A letter from Essex Police to the ICO dated 5/6/2021.",
            "letter Essex Police ICO 2021-06-05",
        ),
        (
            "Our letter INV/0283/2020 dated 4 May 2021 said so.",
            "letter MPS ICO 2021-05-04",
        ),
        (
            "See your request dated 1 March 2022.",
            "foi_request ICO MPS 2022-03-01",
        ),
        (
            "1. MPS Letter to the ICO dated the 9 May 2021.",
            "letter MPS ICO 2021-05-09",
        ),
        (
            "our letter to Essex Police of 2 February 2022",
            "letter MPS Essex Police 2022-02-02",
        ),
    ] {
        assert_eq!(cited(text), [wanted], "{text}");
    }
}

#[test]
fn a_year_left_out_is_the_last_before_the_letter() {
    assert_eq!(
        cited("my email of 10 May, and lamps"),
        ["email MPS ICO 2021-05-10"]
    );
    assert_eq!(cited("our email of 3 March"), ["email MPS ICO 2022-03-03"]);
    assert_eq!(
        cited("your letters of 3 May and 5 June 2019"),
        ["letter ICO MPS 2019-05-03", "letter ICO MPS 2019-06-05"]
    );
}

#[test]
fn quoted_mail_speaks_for_its_own_writer() {
    let text = "Thank you.\n-----Original Message-----\nFrom: Wick, A <a@ico.org.uk>\nTo: MPS <x@met.police.uk>\n\n\
        Your letter of 2 March 2022 has come.\n";
    assert_eq!(cited(text), ["letter MPS ICO 2022-03-02"]);
}

#[test]
fn a_day_without_a_paper_is_no_citation() {
    for text in [
        "The mill burned on 3 May 2021.",
        "We met on 4 May 2021; your letter is lost.",
        "your letter was received and the lamps were lit on 4 May 2021",
    ] {
        assert!(cited(text).is_empty(), "{text}");
    }
}

#[test]
fn what_was_done_on_a_day_cites_a_letter() {
    for (text, wanted) in [
        (
            "You answered it on 30 September 2021.",
            "letter ICO MPS 2021-09-30",
        ),
        (
            "You replied to my request on 4 May 2021.",
            "letter ICO MPS 2021-05-04",
        ),
        (
            "we responded to that letter on 4 May 2021",
            "letter MPS ICO 2021-05-04",
        ),
        (
            "I wrote back on 4 May 2021, at length.",
            "letter MPS ICO 2021-05-04",
        ),
        (
            "You had then answered on 4 May 2021.",
            "letter ICO MPS 2021-05-04",
        ),
        (
            "On 5 May 2021 the complainant wrote to the ICO.",
            "letter ? ICO 2021-05-05",
        ),
        (
            "On 5 May 2021, the requester replied to you.",
            "letter ? ICO 2021-05-05",
        ),
        (
            "On 5 May 2021 Mr Eel wrote to us about lamps.",
            "letter Mr Eel MPS 2021-05-05",
        ),
        (
            "On 5 May 2021 the appellant then complained to the Commissioner.",
            "letter ? ICO 2021-05-05",
        ),
        (
            "On 5 May 2021 the applicant emailed the ICO",
            "email ? ICO 2021-05-05",
        ),
        (
            "states\nthat on 9 August 2021 a request was made for the logs",
            "foi_request ? ? 2021-08-09",
        ),
        (
            "On 9 August 2021 a further letter was sent.",
            "letter ? ? 2021-08-09",
        ),
        (
            "On 9 August 2021, your response was issued.",
            "letter ICO MPS 2021-08-09",
        ),
        (
            "On 9 August 2021 a refusal notice was issued by Essex Police.",
            "foi_response Essex Police ? 2021-08-09",
        ),
        (
            "On 9 August 2021 the complainant made the following request.",
            "foi_request ? ? 2021-08-09",
        ),
        (
            "I refer to our exchange of 3 May 2021.",
            "letter MPS ICO 2021-05-03",
        ),
        (
            "Since your exchange of 3 May 2021 with us",
            "letter ICO MPS 2021-05-03",
        ),
        (
            "In the force's reply of 3 May 2021 it is said",
            "letter ? ? 2021-05-03",
        ),
    ] {
        assert_eq!(cited(text), [wanted], "{text}");
    }
}

#[test]
fn a_body_called_by_a_noun_is_the_one_that_the_text_means() {
    let text = "Wick Mill Council (the \"Council\") withheld it.\n\nOn 5 May 2021 the complainant wrote to the \
        Council. The Council answered on 1 June 2021 and upheld that answer in its internal review of 20 July 2021.";
    assert_eq!(
        cited(text),
        [
            "letter ? Wick Mill Council 2021-05-05",
            "letter Wick Mill Council ? 2021-06-01",
            "internal_review Wick Mill Council ? 2021-07-20"
        ]
    );
    // two bodies, and neither is said to be it
    assert_eq!(
        cited("The council answered on 1 June 2021."),
        ["letter ? ? 2021-06-01"]
    );
}

#[test]
fn what_was_done_without_a_letter_cites_none() {
    for text in [
        "On 4 May 2021 the Council wrote off the debt.",
        "On 4 May 2021 the force responded to a fire at the mill.",
        "On 4 May 2021 the force answered four hundred calls.",
        "On 4 May 2021 a request was made for an ambulance.",
        "On 4 May 2021 the school asked parents for lamps.",
        "On 4 May 2021 the board made a decision about lamps.",
        "The brigade responded to the alarm on 4 May 2021.",
        "There was an exchange of fire on 4 May 2021.",
        "The exchange of 4 May 2021 was closed by fog.",
        "The mill opened on 4 May 2021 and the council was glad.",
    ] {
        assert!(cited(text).is_empty(), "{text}: {:?}", cited(text));
    }
}

#[test]
fn papers_in_one_breath_are_each_cited() {
    for (text, wanted) in [
        (
            "Your email of 3 March 2022, and that of 7 March, came.",
            vec!["email ICO MPS 2022-03-03", "email ICO MPS 2022-03-07"],
        ),
        (
            "our replies of 4 January, 9 February or 2 March",
            vec![
                "letter MPS ICO 2022-01-04",
                "letter MPS ICO 2022-02-09",
                "letter MPS ICO 2022-03-02",
            ],
        ),
        (
            "your notes of 2nd or 9th February 2022",
            vec!["letter ICO MPS 2022-02-02", "letter ICO MPS 2022-02-09"],
        ),
        (
            "The information notices IC-70412-F3G9 and IC-70413-H2N5 dated 4 May 2021",
            vec!["notice ? ? 2021-05-04"],
        ),
        (
            "Your email dated: 4 May 2021",
            vec!["email ICO MPS 2021-05-04"],
        ),
        (
            "your letter of the 5th instant",
            vec!["letter ICO MPS 2022-03-05"],
        ),
        (
            "my letter of the 5th ultimo",
            vec!["letter MPS ICO 2022-02-05"],
        ),
        (
            "We last wrote to you on 4 May 2021.",
            vec!["letter MPS ICO 2021-05-04"],
        ),
        (
            "You previously replied to us on 4 May 2021.",
            vec!["letter ICO MPS 2021-05-04"],
        ),
        (
            "in your clarification of 4 May 2021",
            vec!["letter ICO MPS 2021-05-04"],
        ),
        (
            "our refusal dated 4 May 2021",
            vec!["foi_response MPS ICO 2021-05-04"],
        ),
        (
            "case directions dated 4 May 2021",
            vec!["letter ? ? 2021-05-04"],
        ),
        (
            "the ICO's referral to us of 4 May 2021",
            vec!["letter ICO MPS 2021-05-04"],
        ),
    ] {
        assert_eq!(cited(text), wanted, "{text}");
    }
}

#[test]
fn acts_and_labels_that_share_a_papers_words_cite_none() {
    for text in [
        "our refusal of entry on 4 May 2021",
        "your refusal to attend on 4 May 2021",
        "his referral on 4 May 2021",
        "She had clarification on 4 May 2021.",
        "the directions to the mill of 4 May 2021",
        "Report dated: 4 May 2021",
        "Request date: 4 May 2021",
        "The notices on lamps and wicks dated 4 May 2021",
        "It was last seen on 4 May 2021.",
    ] {
        assert!(cited(text).is_empty(), "{text}: {:?}", cited(text));
    }
    assert_eq!(
        cited("your letter of 3 May 2021, and that on 7 May was a fair").len(),
        1
    );
}

#[test]
fn words_of_quoted_mail_are_dated_from_that_mail() {
    let quoted = |heading: &str, words: &str| {
        cited(&format!(
            "We will see.\n-----Original Message-----\nFrom: a@ico.org.uk\n{heading}To: MPS <x@met.police.uk>\n\n{words}\n"
        ))
    };
    let sent = "Sent: 9 January 2022 10:02\n";
    for (words, wanted) in [
        ("my letter of 3 February", "letter ICO MPS 2021-02-03"),
        ("my letter of 3 January", "letter ICO MPS 2022-01-03"),
        ("my letter of today", "letter ICO MPS 2022-01-09"),
        ("my letter of the 5th ult.", "letter ICO MPS 2021-12-05"),
        ("my letter of 3 February 2022", "letter ICO MPS 2022-02-03"),
    ] {
        assert_eq!(quoted(sent, words), [wanted], "{words}");
    }
    // its day is not told: a year is guessed, with a doubt, and a day is not
    assert_eq!(
        quoted("", "my letter of 3 February"),
        ["letter ICO MPS 2022-02-03"]
    );
    assert_eq!(quoted("", "my letter of today"), ["letter ICO MPS ?"]);
    let chain = "Yes.\n\nOn 9 January 2022 at 10:02, Bea Wick <b@ico.org.uk> wrote:\n> Your letter of 3 February.\n>\n> On 7 \
        January 2021 at 09:00, MPS <x@met.police.uk> wrote:\n>> our email of yesterday\n";
    let found = dates::find(chain);
    let letter = Letter {
        text: chain,
        figures: &Figures::of(chain),
        found: &found,
        own_date: None,
        day: Some(date(2022, 3, 20)),
        by: None,
        from: &[party("MPS")],
        to: &[party("ICO")],
        own_end: chain.find("On 9").unwrap_or(0),
    };
    let days: Vec<_> = read(&letter, &Tables::built_in())
        .citations
        .into_iter()
        .map(|one| one.date)
        .collect();
    assert_eq!(days, [Some(date(2021, 2, 3)), Some(date(2021, 1, 6))]);
}
