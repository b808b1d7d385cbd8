//! Days that share a line with something else, days of something else, and days told without their year.

use super::{day, document};

fn lettered(line: &str) -> String {
    format!(
        "Essex Police\nHarbury\n\n{line}\n\nDear Ms Hale\n\nThe lamps are lit.\n\nYours sincerely\nA Finch\n"
    )
}

#[test]
fn a_date_line_may_be_shared() {
    for line in [
        "9 October 2019 Page 1 of 2",
        "9 October 2019 Page 1",
        "Page 1 of 2 9 October 2019",
        "9 October 2019 By email",
        "9 October 2019 BY POST",
        "9 October 2019 Your ref: LR/4",
        "9 October 2019 RECEIVED 11 OCT 2019",
    ] {
        assert_eq!(document(&lettered(line)).date, day("2019-10-09"), "{line}");
    }
    for line in [
        "9 October 2019 RECEIVED 11 OCT 2019",
        "Lamp Road RECEIVED 11 OCT 2019",
    ] {
        assert_eq!(
            document(&lettered(line)).received,
            day("2019-10-11"),
            "{line}"
        );
    }
    for line in [
        "9 October 2019 to 11 October 2019",
        "9 October 2019 your letter came",
        "9 October 2019 by email we asked",
        "LAMP REQUEST RECEIVED 9 OCT 2019",
        "Page 1 of the book of 9 October 2019",
    ] {
        let facts = document(&lettered(line));
        assert_eq!((facts.date, facts.received), (None, None), "{line}");
    }
}

#[test]
fn a_register_or_a_line_of_versions_gives_no_day_and_a_doubt() {
    for text in [
        "LAMPS IN HAND\n\nIC-80334-R6J1   Closed 9/10/19\nIC-80335-R7J2   Open\n",
        "LAMPS IN HAND\n\nIC-80334-R6J1 Opened 9/10/19\n",
        "Lamp list\n\n4411/19 9/10/19\n4412/19 11/10/19\n",
        "Edition 2    Author: A Hale    Created 09/10/2019   Last reviewed 11/11/2020\n\nHow to light lamps.\n",
        "How to light lamps\nCreated 9 October 2019\nLast reviewed 11 November 2020\n",
        "How to light lamps\nNext review date: 11 November 2020\n",
    ] {
        let facts = document(text);
        assert_eq!(facts.date, None, "{text}");
        assert!(
            facts
                .doubts
                .iter()
                .any(|doubt| doubt.contains("something else")),
            "{text}: {:?}",
            facts.doubts
        );
        assert!(!facts.mentions.is_empty(), "{text}");
    }
    for text in [
        "How to light lamps\nCreated 9 October 2019\n\nTake a match.\n",
        "Lamp report issued 9 October 2019\n\nTwo lamps.\n",
        "IC-80334-R6J1   Closed 4/5/19\n\n9 October 2019\n\nDear Ms Hale\n\nThe lamps.\n",
        "Lamp list 4411/19   9 October 2019\n\nTwo lamps.\n",
    ] {
        let facts = document(text);
        assert_eq!(facts.date, day("2019-10-09"), "{text}");
    }
}

#[test]
fn a_cited_day_without_its_year_is_mentioned() {
    let facts = document(
        "Essex Police\n\n9 October 2019\n\nDear Ms Hale\n\nYour letter of 6 November refers. We spoke on 3 May. I enclose my \
         letter of today.\n\nYours sincerely\nA Finch\n",
    );
    assert_eq!(
        facts.mentions,
        [day("2018-11-06").expect("a day")],
        "{:?}",
        facts.cites
    );
}

#[test]
fn a_month_below_a_number_is_no_day() {
    let facts = document("Lamp log\n\nFOI 902/19\nOctober 2019\n\nThe lamps are lit.\n");
    assert_eq!((facts.date, facts.mentions.len()), (None, 0));
    let facts = document(&lettered("Your ref: 01190/19\nOctober 2019"));
    assert_eq!((facts.date, facts.mentions.len()), (None, 0));
}
