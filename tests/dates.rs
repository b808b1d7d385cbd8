//! What dates in text, file names, headers and typed words are read as, and what is left unread.

#[path = "program/mod.rs"]
mod program;

use std::fs;

use jiff::civil::{Date, date};
use recordroom::facts::calendar::Calendar;
use recordroom::facts::dates::{self, header, typed};

use program::{Room, answer};

fn days(text: &str) -> Vec<String> {
    dates::find(text)
        .iter()
        .map(|found| found.day.to_string())
        .collect()
}

fn doubts(text: &str) -> Vec<String> {
    dates::doubtful(text)
        .into_iter()
        .map(|doubt| doubt.as_printed)
        .collect()
}

#[test]
fn a_number_that_ends_a_line_above_a_month_is_a_day_only_where_words_lead_to_it() {
    for (text, day) in [
        ("We wrote on 9\nOctober 2019 about it", "2019-10-09"),
        ("as of Tuesday 8\r\nOctober 2019", "2019-10-08"),
        ("> your letter of 9\n> October 2019", "2019-10-09"),
        ("Dated:\n9\nOctober\n2019", "2019-10-09"),
        ("from 7 to 9\nOctober 2019", "2019-10-09"),
        ("on 2, 7 and 9\nOctober 2019", "2019-10-09"),
        ("held on 7-9\nOctober 2019", "2019-10-09"),
        ("(dated 9\nOctober 2019)", "2019-10-09"),
        ("Sent: 9\nOctober 2019", "2019-10-09"),
        ("the fair, 9th\nOctober 2019", "2019-10-09"),
        ("the fair, 9 of\nOctober 2019", "2019-10-09"),
        ("a fair 9 October 2019", "2019-10-09"),
        ("We have your letter of\n9\nOctober 2019", "2019-10-09"),
        ("held Wednesday\r\n9\r\nOctober 2019", "2019-10-09"),
        ("rota w/e 9\nOctober 2019", "2019-10-09"),
        ("open 7/9 October 2019", "2019-10-09"),
    ] {
        assert_eq!(days(text), [day], "{text:?}");
        assert!(doubts(text).is_empty(), "{text:?}");
    }
    for text in [
        "Log of the lamp room\nFOI 902/19\nOctober 2019",
        "Your ref: 01190/19\nOctober 2019",
        "LR-2204-19\nOctober 2019",
        "Lamps: a guide\nEdition 9\nOctober 2019",
        "Lamp room 4, Level 9\r\nOctober 2019",
        "Page 2 of 9\nOctober 2019",
        "Sections 7 and 9\nOctober 2019",
        "Chapters, part 1 to 9\nOctober 2019",
        "Volume 3, No. 9\nOctober 2019",
    ] {
        assert!(days(text).is_empty(), "{text:?}: {:?}", days(text));
        assert!(doubts(text).is_empty(), "{text:?}: {:?}", doubts(text));
    }
    for text in [
        "Lanterns 9\nOctober 2019",
        "9\nOctober 2019",
        "Lamp house,\n9\nOctober 2019",
        "Your ref 1204/19 October 2019",
    ] {
        assert!(days(text).is_empty(), "{text:?}: {:?}", days(text));
        assert_eq!(doubts(text).len(), 1, "{text:?}");
    }
}

#[test]
fn a_date_is_read_in_every_form_letters_use() {
    for (text, day) in [
        ("letter dated the 3 December 2021.", "2021-12-03"),
        ("dated 27th of January 2022", "2022-01-27"),
        ("on the 15th day of November 2006 it", "2006-11-15"),
        ("of 6th August, 2021, we", "2021-08-06"),
        ("from 6^th April 2020", "2020-04-06"),
        ("since 1 st January 1997", "1997-01-01"),
        ("sent 23rd\nNovember 2011", "2011-11-23"),
        ("sent 23rd of\r\n   November\r\n2011", "2011-11-23"),
        ("> sent 23rd\n> November 2011", "2011-11-23"),
        ("9\u{a0} March  2017", "2017-03-09"),
        ("8 Febuary 2015", "2015-02-08"),
        ("8 Septmeber 2015", "2015-09-08"),
        ("Wednesday, 12 December 2012", "2012-12-12"),
        ("28-Jan-2022", "2022-01-28"),
        ("28/Jan/2022", "2022-01-28"),
        ("3Dec2021", "2021-12-03"),
        ("27thJanuary 2022", "2022-01-27"),
        ("3rd Dec. 21", "2021-12-03"),
        ("3 Dec '21 and", "2021-12-03"),
        ("11 DEC 2014", "2014-12-11"),
        ("January 28, 2025", "2025-01-28"),
        ("Jan 1 2017 and", "2017-01-01"),
        ("March 3rd, 2020", "2020-03-03"),
        ("March the 3rd 2020", "2020-03-03"),
        ("March 3, '20", "2020-03-03"),
        ("Fri Dec  3 10:20:30 GMT 2021", "2021-12-03"),
        ("30/07/2010", "2010-07-30"),
        ("24/10/14,", "2014-10-24"),
        ("6/4/08.", "2008-04-06"),
        ("1/2/98", "1998-02-01"),
        ("07.01.2006", "2006-01-07"),
        ("10-06-2025", "2025-06-10"),
        ("(03 / 12 / 2021)", "2021-12-03"),
        ("2011-10-29", "2011-10-29"),
        ("2011-10-29T10:15:00Z", "2011-10-29"),
        ("2021/12/03", "2021-12-03"),
        ("5 Rhagfyr 2019", "2019-12-05"),
        ("Sent: 25 July 2011 11:01", "2011-07-25"),
        ("30 June - 2 July 2019", "2019-07-02"),
        ("1-3 March 2021", "2021-03-03"),
        ("this 3rd day of December 2021", "2021-12-03"),
        ("the third of December 2021", "2021-12-03"),
        ("this twenty-third day of May 2022", "2022-05-23"),
        ("the thirty-first of August 2022", "2022-08-31"),
        ("3.xii.2021", "2021-12-03"),
        ("3/XII/2021", "2021-12-03"),
        ("14-vi-1998", "1998-06-14"),
        ("1af o Ionawr 2022", "2022-01-01"),
        ("14eg Chwefror 2022", "2022-02-14"),
        ("3ydd o Ragfyr 2021", "2021-12-03"),
        ("Date: 03122021", "2021-12-03"),
        ("Date: 20211203", "2021-12-03"),
        ("Dyddiad: 14022022", "2022-02-14"),
        ("Date:3/12/21", "2021-12-03"),
        ("Date:03.12.21", "2021-12-03"),
        ("03-12-21", "2021-12-03"),
        ("03 / 12 / 21", "2021-12-03"),
        ("3 / Dec / 2021", "2021-12-03"),
        ("3rd. December 2021", "2021-12-03"),
        ("3 Decem-\nber 2021", "2021-12-03"),
        ("3ʳᵈ December 2021", "2021-12-03"),
    ] {
        assert_eq!(days(text), [day], "{text}");
    }
}

/// Letters with a date line in each form, and messages around midnight, as one machine in one zone reads them: each
/// file's own day, its day of receipt, and the days that it mentions.
fn read_in(zone: &str) -> Vec<String> {
    let room = Room::new();
    let folder = room.path("dated");
    fs::create_dir(&folder).expect("a folder");
    let forms = [
        "3 December 2021",
        "the 3 December 2021",
        "27th of January 2022",
        "15th day of November 2006",
        "6th August, 2021",
        "6^th April 2020",
        "1 st January 1997",
        "23rd\nNovember 2011",
        "9  March  2017",
        "8 Febuary 2015",
        "30/07/2010",
        "24/10/14",
        "6/4/08",
        "07.01.2006",
        "31.05.2011",
        "January 28, 2025",
        "2011-10-29",
        "Wednesday, 12 December 2012",
        "September 31 2019",
        "13 March 2103",
        "** August 2008",
        "25 July 2011 11:01",
        "3rd Dec. 21",
    ];
    for (nth, form) in forms.iter().enumerate() {
        let letter = format!(
            "Northshire Police\n\n{form}\n\nDear Ms Hale\n\nThank you for your letter dated {form}. The lamps of \
             file {nth} are lit.\n\nYours sincerely\n"
        );
        fs::write(folder.join(format!("form {nth:02}.txt")), letter).expect("written");
    }
    let sent = [
        "Sun, 30 Jun 2024 23:40:00 +0000",
        "Mon, 1 Jul 2024 00:10:00 +0100",
        "Sun, 31 Mar 2024 00:59:59 +0000",
        "Sun, 27 Oct 2024 01:30:00 +0100",
        "Tue, 31 Dec 2024 23:59:59 -0500",
        "Wed, 1 Jan 2025 05:30:00 +0530",
        "Mon, 14 Jan 2019 23:30:00",
    ];
    for (nth, date) in sent.iter().enumerate() {
        let mail = format!(
            "Received: from a.example by b.example; {date}\nFrom: ann@north.example\nTo: bea@south.example\n\
             Subject: Lamp {nth}\nDate: {date}\n\nLit.\n"
        );
        fs::write(folder.join(format!("mail {nth}.eml")), mail).expect("written");
    }
    for (name, about) in [
        ("10062025 note.txt", "lamps"),
        ("2011-10-29 note.txt", "keys"),
        ("note 3 Dec 2021.txt", "boats"),
    ] {
        fs::write(folder.join(name), format!("A note about {about}.\n")).expect("written");
    }
    let in_zone = |words: &[&str]| answer(room.command(words).env("TZ", zone)).ends(0);
    in_zone(&[
        "ingest",
        folder.to_str().expect("UTF-8"),
        "--format",
        "json",
    ]);
    let all = in_zone(&["search", "--all", "--no-log", "--format", "jsonl"]);
    let mut read: Vec<String> = all
        .lines_of_json()
        .iter()
        .map(|one| {
            format!(
                "{}: {} {} received {} mentions {} cites {} doubts {}",
                one["locations"][0]["path"],
                one["date"],
                one["date_source"],
                one["received"],
                one["mentions"],
                one["cites"],
                one["doubts"]
            )
        })
        .collect();
    read.sort();
    assert_eq!(
        read.len(),
        forms.len() + sent.len() + 3,
        "every file is a record"
    );
    read
}

#[test]
fn days_are_the_same_wherever_the_machine_stands() {
    let london = read_in("Europe/London");
    let zones = ["UTC", "America/New_York"];
    for zone in zones {
        assert_eq!(read_in(zone), london, "{zone}");
    }
    println!(
        "{} files give the same days in {} zones",
        london.len(),
        zones.len() + 1
    );
    let dated = |name: &str, day: &str| {
        let start = format!("\"dated/{name}\": \"{day}\"");
        assert!(
            london.iter().any(|one| one.starts_with(&start)),
            "{start} in {london:#?}"
        );
    };
    // half an hour before midnight in Greenwich is the next day in a London summer
    dated("mail 0.eml", "2024-07-01");
    dated("mail 1.eml", "2024-07-01");
    dated("mail 4.eml", "2025-01-01");
    dated("form 00.txt", "2021-12-03");
    dated("form 02.txt", "2022-01-27");
    dated("form 22.txt", "2021-12-03");
    dated("10062025 note.txt", "2025-06-10");
}

#[test]
fn a_numeric_date_is_never_turned_to_month_first() {
    assert_eq!(days("03/12/2021"), ["2021-12-03"]);
    assert_eq!(days("12/25/2021"), Vec::<String>::new());
    assert_eq!(doubts("12/25/2021"), ["12/25/2021"]);
}

#[test]
fn both_ends_of_a_range_are_read() {
    assert_eq!(
        days("14 August 2021 to 14 August 2024"),
        ["2021-08-14", "2024-08-14"]
    );
    assert_eq!(days("14/08/2021-14/08/2024"), ["2021-08-14", "2024-08-14"]);
    assert_eq!(
        days("Between Jan 1 2017 and 31st August 2022"),
        ["2017-01-01", "2022-08-31"]
    );
}

#[test]
fn what_is_no_date_is_left_alone() {
    for text in [
        "INV/0283/2020",
        "01.FOI.22.025669",
        "EA/2008/0052",
        "FOI/22/022656",
        "2017070000569",
        "in 2013/14 and 2014-15",
        "at 10.30 or 10:20:30",
        "version 1.2.03 and 10.0.0.1",
        "call 020 7230 1212 or 01-234-5678",
        "section 40(2) of the Data Protection Act 2018",
        "Part Three of the Data Protection Act 2018",
        "December 2021",
        "2 December",
        "on 3 December 21 officers attended",
        "on 3 December, 21, 22 and 23 of them",
        "at 6 May 2130 hours",
        "REF/2021/12/03",
        "in May 20 people",
        "in May 20 21.",
        "3\n\nDecember 2021",
        "page 3\u{c}December 2021",
        "",
    ] {
        assert_eq!(days(text), Vec::<String>::new(), "{text}");
        assert_eq!(doubts(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn short_days_with_full_stops_are_days_only_behind_words_that_announce_them() {
    assert_eq!(days("your letter of 27.1.22 about lamps"), ["2022-01-27"]);
    assert_eq!(days("your letter dated 04.11.06"), ["2006-11-04"]);
    for text in [
        "rule 27.1.22 of the manual",
        "paragraph of 4.1.22",
        "version 14.1.22",
        "of 1.2.10",
    ] {
        assert!(days(text).is_empty(), "{text}: {:?}", days(text));
    }
}

#[test]
fn an_impossible_date_stays_unread_and_says_why() {
    for text in [
        "September 31 2019",
        "31/02/2020",
        "30 February 2020",
        "29.02.2021",
        "127/05/20081",
        "07/02/20061",
        "** August 2008",
        "XX August 2008",
        "[redacted] August 2008",
        "██ August 2008",
    ] {
        assert_eq!(days(text), Vec::<String>::new(), "{text}");
        assert_eq!(doubts(text), [text]);
    }
    let reasons = dates::doubtful("It was September 31 2019.");
    assert_eq!(reasons[0].reason, "September 2019 has no day 31");
    assert_eq!(days("29 February 2020"), ["2020-02-29"]);
}

/// A line that is made like a date line and gives no one day is never passed over in silence.
#[test]
fn a_date_line_that_gives_no_day_is_a_doubt() {
    use recordroom::facts::{self, Form, Tables, View};
    let tables = Tables::built_in();
    let read = |line: &str| {
        let text =
            format!("Harbury Borough Council\n\n{line}\n\nDear Ms Hale\n\nThe lamps are lit.\n");
        facts::read(&View::of_text(Form::Text, &text), &tables)
    };
    let unread = [
        "Friday, 3 December",
        "30 February 2021",
        "31/11/2021",
        "12/13/2021",
        "29 February 2022",
        "l4 January 2022",
        "Date: 3 December 2O21",
        "Date: 3122021",
        "Date: 3 December in the year 2021",
        "Date: 3 de diciembre 2021",
        "Date: 2021-W48-5",
        "w/c 6 December 2021",
        "December 2021",
        "3rd December, Friday, 2021",
        "** August 2008",
        "13 March 2103",
    ];
    for line in unread {
        let facts = read(line);
        assert_eq!(facts.date, None, "{line}");
        assert!(!facts.doubts.is_empty(), "{line} is passed over");
    }
    for (line, day) in [
        ("3 December 2021/6 December 2021", "2021-12-06"),
        ("3-6 December 2021", "2021-12-06"),
    ] {
        let facts = read(line);
        assert_eq!(
            facts.date.map(|day| day.to_string()).as_deref(),
            Some(day),
            "{line}"
        );
        assert!(
            facts.doubts.iter().any(|doubt| doubt.contains("date line")),
            "{line}"
        );
    }
    for (line, day) in [
        ("3 December 2021 (amended 4 December 2021)", "2021-12-03"),
        ("Friday the 3rd of December, 2021", "2021-12-03"),
        (
            "Harbury, the twenty-second of September, 2020",
            "2020-09-22",
        ),
        ("Clinic date: 21/01/2019\n4 February 2019", "2019-02-04"),
    ] {
        let facts = read(line);
        assert_eq!(
            facts.date.map(|day| day.to_string()).as_deref(),
            Some(day),
            "{line}"
        );
    }
    println!("{} lines that give no day, each a doubt", unread.len());
}

#[test]
fn a_find_says_where_it_stands() {
    let text = "Ä letter of the 27th of\nJanuary 2022 came";
    let found = dates::find(text);
    assert_eq!(found[0].as_printed, "27th of\nJanuary 2022");
    assert_eq!(&text[found[0].start..found[0].end], found[0].as_printed);
}

#[test]
fn no_text_whatever_makes_the_reader_fall() {
    let pieces = [
        "3", "31", "/", "-", ".", " ", "\n", "Dec", "December", "ember", "2021", "th", "^", "ᵗʰ",
        "*", "é", "\u{200b}", "'", ",", "of", "day", "20", "+", ":", "00", "(", ")", ";", "T",
        "..", "🗓", "-0500", ">=",
    ];
    let mut seed = 42_u64;
    let mut next = move || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 40).unwrap()
    };
    for _ in 0..20_000 {
        let text: String = (0..next() % 9)
            .map(|_| pieces[next() % pieces.len()])
            .collect();
        for found in dates::find(&text) {
            assert_eq!(text[found.start..found.end], found.as_printed);
        }
        dates::doubtful(&text);
        dates::in_file_name(&text);
        if let Some(read) = header::read(&text) {
            assert!((1969..=2101).contains(&read.day.year()), "{text}");
        }
        header::from_received(&text);
        let _ = typed::read(&text);
    }
}

#[test]
fn file_names_give_their_dates() {
    for (name, expected) in [
        ("2021-12-03 ico.pdf", "2021-12-03"),
        ("2021_12_03_ico.pdf", "2021-12-03"),
        ("20211203.pdf", "2021-12-03"),
        ("letter 20211203T101500.pdf", "2021-12-03"),
        ("IMG-20211203-WA0001.jpg", "2021-12-03"),
        ("notes 10062025.docx", "2025-06-10"),
        ("Letter 03.12.2021.pdf", "2021-12-03"),
        ("Letter 03.12.21.pdf", "2021-12-03"),
        ("03_12_2021.txt", "2021-12-03"),
        ("03-12-2021.txt", "2021-12-03"),
        ("3 Dec 2021 - reply.eml", "2021-12-03"),
        ("reply_3_Dec_2021.eml", "2021-12-03"),
        ("ICO%20letter%203%20December%202021.pdf", "2021-12-03"),
        ("210531 ico.pdf", "2021-05-31"),
    ] {
        let read: Vec<String> = dates::in_file_name(name)
            .iter()
            .map(Date::to_string)
            .collect();
        assert_eq!(read, [expected], "{name}");
    }
}

#[test]
fn numbers_in_file_names_that_are_no_dates_stay_numbers() {
    for name in [
        "01.FOI.22.025669.pdf",
        "INV-0283-2020.pdf",
        "IC-405539-W4V9.pdf",
        "case 20211203.pdf",
        "FOI-20211203.pdf",
        "2017070000569.pdf",
        "260405 either way.pdf",
        "letter 210531.pdf",
        "03-12-21.pdf",
        "version 1.2.03.txt",
        "2021-12.pdf",
        "31.02.2021.pdf",
        "20211303.pdf",
    ] {
        assert_eq!(dates::in_file_name(name), [], "{name}");
    }
}

#[test]
fn headers_are_read_however_a_program_wrote_them() {
    for (value, day, moment, exact) in [
        (
            "Fri, 3 Dec 2021 10:00:00 +0000",
            "2021-12-03",
            "2021-12-03T10:00:00Z",
            true,
        ),
        (
            "Fri, 3 Dec 2021 23:30:00 -0100 (XYZ)",
            "2021-12-04",
            "2021-12-04T00:30:00Z",
            true,
        ),
        (
            "Wed,29 May 2002 10:00:00 BST",
            "2002-05-29",
            "2002-05-29T09:00:00Z",
            true,
        ),
        (
            "Sun Aug 22 17:30:27 2004",
            "2004-08-22",
            "2004-08-22T16:30:27Z",
            false,
        ),
        (
            "Sun Aug 22 17:30:27 -0400 2004",
            "2004-08-22",
            "2004-08-22T21:30:27Z",
            true,
        ),
        (
            "Mon, 22 Jul 2002 1:5:13 +-0500",
            "2002-07-22",
            "2002-07-22T06:05:13Z",
            true,
        ),
        (
            "Tue, 03 Dec 0102 17:08:50 +1100",
            "2002-12-03",
            "2002-12-03T06:08:50Z",
            true,
        ),
        (
            "Tue, 03 Dec 120 17:08:50 GMT",
            "2020-12-03",
            "2020-12-03T17:08:50Z",
            true,
        ),
        (
            "26 Apr 02 16:27:53 Eastern Daylight Time",
            "2002-04-26",
            "2002-04-26T20:27:53Z",
            true,
        ),
        (
            "29 Jul 01 11:30:41 PM",
            "2001-07-29",
            "2001-07-29T22:30:41Z",
            false,
        ),
        (
            "3 Mar 20 10:00 GMT",
            "2020-03-03",
            "2020-03-03T10:00:00Z",
            true,
        ),
        (
            "Mar 3, 2020 06:50:21 PM +0000",
            "2020-03-03",
            "2020-03-03T18:50:21Z",
            true,
        ),
        (
            "Fri, 3 Dec 2021 10.00.00 +0000",
            "2021-12-03",
            "2021-12-03T10:00:00Z",
            true,
        ),
        (
            "2021-12-03T23:30:00Z",
            "2021-12-03",
            "2021-12-03T23:30:00Z",
            true,
        ),
        (
            "2021-06-03T23:30:00.120+00:00",
            "2021-06-04",
            "2021-06-03T23:30:00Z",
            true,
        ),
        (
            "2021-12-03 10:15:00-05:00",
            "2021-12-03",
            "2021-12-03T15:15:00Z",
            true,
        ),
        (
            "Fr, 3 Dez 2021 10:00:00 +0100",
            "2021-12-03",
            "2021-12-03T09:00:00Z",
            true,
        ),
        (
            "mar., 3 août 2021 10:00:00 +0200",
            "2021-08-03",
            "2021-08-03T08:00:00Z",
            true,
        ),
        (
            "vie, 3 dic 2021 10:00:00 +0100",
            "2021-12-03",
            "2021-12-03T09:00:00Z",
            true,
        ),
        (
            "Fri, 03 Dec 2021 10:00:00 +2500",
            "2021-12-03",
            "2021-12-03T10:00:00Z",
            false,
        ),
        (
            "Fri, 03 Dec 2021",
            "2021-12-03",
            "2021-12-03T00:00:00Z",
            false,
        ),
        (
            "Fri, 28-Jan-2022 09:00:60 GMT",
            "2022-01-28",
            "2022-01-28T09:00:59Z",
            true,
        ),
        (
            "Fri, 20 Sep 2002 12:28:59 GMT+1",
            "2002-09-20",
            "2002-09-20T11:28:59Z",
            true,
        ),
        (
            "17/10/2002 10:00",
            "2002-10-17",
            "2002-10-17T09:00:00Z",
            false,
        ),
    ] {
        let read = header::read(value).unwrap_or_else(|| panic!("{value}"));
        assert_eq!(
            (read.day.to_string(), read.at.to_string(), read.exact_zone),
            (day.to_owned(), moment.to_owned(), exact),
            "{value}"
        );
    }
}

#[test]
fn headers_without_one_plain_day_are_refused() {
    for value in [
        "",
        "yesterday",
        "31 Feb 2020 10:00:00 GMT",
        "03/12/2021 10:00",
        "3 Dec",
        "10:00:00 GMT",
        "3 Dec 1802",
        "3 Dec 20211",
        "12 2021",
        "Fri, 99 Dec 2021",
    ] {
        assert_eq!(header::read(value), None, "{value}");
    }
}

#[test]
fn a_received_header_ends_with_its_date() {
    let value = "from a.example (a.example [192.0.2.1]; helo=a) by b.example with ESMTP id 12;\r\n\tFri, 3 Dec 2021 10:00:00 +0000 (GMT)";
    assert_eq!(
        header::from_received(value).map(|read| read.day),
        Some(date(2021, 12, 3))
    );
    assert_eq!(header::from_received("from a.example by b.example"), None);
}

#[test]
fn a_typed_date_is_read_back_in_words() {
    for (text, words) in [
        ("2021-12-03", "3 December 2021"),
        ("3/12/2021", "3 December 2021"),
        ("3.12.2021", "3 December 2021"),
        ("3/12/21", "3 December 2021"),
        ("3 Dec 2021", "3 December 2021"),
        ("Friday 3rd of December 2021", "3 December 2021"),
        ("December 3, 2021", "3 December 2021"),
        ("2021-12", "December 2021"),
        ("Dec 2021", "December 2021"),
        ("12/2021", "December 2021"),
        ("2021", "2021"),
        ("2021..2022", "2021 to 2022"),
        ("2021-12..2022-05", "December 2021 to May 2022"),
        ("2021-12-03..6 May 2022", "3 December 2021 to 6 May 2022"),
        ("..2022", "up to 31 December 2022"),
        ("2022..", "from 1 January 2022"),
        (">=2022", "from 1 January 2022"),
        (">2021-12-03", "from 4 December 2021"),
        ("> 2021", "from 1 January 2022"),
        ("<=2021-12", "up to 31 December 2021"),
        ("<2021-12", "up to 30 November 2021"),
    ] {
        assert_eq!(
            typed::read(text)
                .unwrap_or_else(|e| panic!("{text}: {e}"))
                .in_words(),
            words,
            "{text}"
        );
    }
    let open = typed::read("..2022").unwrap();
    assert!(open.contains(date(1066, 10, 14)) && !open.contains(date(2023, 1, 1)));
}

#[test]
fn a_typed_date_that_is_none_or_two_is_an_error_that_says_what_is_right() {
    for (text, message, hint) in [
        (
            "12/25/2021",
            "has no month 25: the day comes first",
            "25/12/2021",
        ),
        (
            "31/02/2020",
            "February 2020 has no day 31",
            "29 February 2020",
        ),
        ("2021-13", "there is no month 13", "2021-12"),
        (
            "2021-02-30",
            "February 2021 has no day 30",
            "28 February 2021",
        ),
        ("03-04-21", "may be two different days", "four figures"),
        (
            "31 September 2021",
            "September 2021 has no day 31",
            "2021-12-03",
        ),
        ("2022..2021", "ends before it begins", "earlier date first"),
        ("..", "neither a beginning nor an end", "2021.."),
        ("yesterday", "is no date", "3/12/2021"),
        ("", "a date is missing", "3 Dec 2021"),
        ("3 Dec 2021 leaflet", "is no date", "3 Dec 2021"),
        ("<9999x", "is no date", "2021"),
    ] {
        let error = typed::read(text).expect_err(text);
        assert_eq!(error.kind(), recordroom::error::Kind::Request);
        assert!(error.to_string().contains(message), "{text}: {error}");
        assert!(
            error.advice().is_some_and(|advice| advice.contains(hint)),
            "{text}: {:?}",
            error.advice()
        );
    }
    let error = typed::read("2021..31/02/2022").expect_err("no such day");
    assert_eq!(
        error.place().map(|place| (place.column, place.width)),
        Some((6, 10))
    );
}

#[test]
fn days_are_written_for_people() {
    assert_eq!(dates::long(date(2021, 12, 3)), "3 December 2021");
    assert_eq!(dates::short(date(2021, 12, 3)), "3 Dec 2021");
    assert_eq!(dates::short(date(2022, 5, 6)), "6 May 2022");
}

/// Real letters' dates of receipt, and the twentieth working day by the statute. The letter of 12 November 2012 gave
/// 10 December itself: it left out St Andrew's Day, a bank holiday in Scotland.
#[test]
fn the_twentieth_working_day_skips_holidays_of_every_part_of_the_kingdom() {
    let calendar = Calendar::built_in().unwrap();
    for (received, due) in [
        (date(2010, 5, 10), date(2010, 6, 8)),
        (date(2011, 5, 25), date(2011, 6, 23)),
        (date(2011, 7, 7), date(2011, 8, 8)),
        (date(2012, 10, 17), date(2012, 11, 14)),
        (date(2012, 11, 12), date(2012, 12, 11)),
        (date(2013, 10, 30), date(2013, 11, 27)),
        (date(2015, 10, 19), date(2015, 11, 16)),
        (date(2018, 12, 6), date(2019, 1, 9)),
        (date(2021, 4, 27), date(2021, 5, 26)),
        (date(2024, 2, 14), date(2024, 3, 13)),
        (date(2021, 8, 6), date(2021, 9, 6)),
    ] {
        assert_eq!(calendar.due(received, 20), Some(due), "{received}");
        assert_eq!(
            calendar.working_days_between(received, due),
            Some(20),
            "{received}"
        );
    }
}

#[test]
fn holidays_by_proclamation_are_no_working_days() {
    let calendar = Calendar::built_in().unwrap();
    for day in [
        date(2011, 4, 29),
        date(2012, 6, 5),
        date(2020, 5, 8),
        date(2022, 6, 2),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
        date(2026, 6, 15),
    ] {
        assert_eq!(calendar.is_working_day(day), Some(false), "{day}");
    }
    assert_eq!(calendar.is_working_day(date(2006, 11, 30)), Some(true));
    assert_eq!(calendar.is_working_day(date(2007, 11, 30)), Some(false));
}

#[test]
fn beyond_its_years_the_calendar_knows_nothing() {
    let calendar = Calendar::built_in().unwrap();
    assert_eq!(calendar.due(date(2027, 12, 20), 20), None);
    assert_eq!(calendar.due(date(2004, 12, 31), 20), None);
    assert_eq!(
        calendar.working_days_between(date(2027, 12, 20), date(2028, 1, 5)),
        None
    );
    assert_eq!(calendar.due(date(2026, 10, 5), 20), Some(date(2026, 11, 2)));
    assert_eq!(
        calendar.due(date(2026, 10, 3), 20),
        Some(date(2026, 10, 30))
    );
}

#[test]
fn a_table_that_contradicts_itself_is_refused() {
    let table = |row: &str| {
        Calendar::from_toml(&format!(
            "holidays = [{row}]\n[covers]\nfirst = 2021\nlast = 2021\n[sources]\nseen = \"a letter\"\n"
        ))
    };
    let row =
        r#"{ date = "2021-01-01", name = "New Year", parts = ["scotland"], source = "seen" },"#;
    for (rows, message) in [
        (format!("{row}{row}"), "stands twice"),
        (row.replace("scotland", "wales"), "none of"),
        (row.replace("\"seen\"", "\"unseen\""), "not listed"),
        (row.replace("2021-01-01", "2021-01-02"), "weekend"),
        (row.replace("2021-01-01", "2022-01-04"), "outside"),
        (row.to_owned(), "are due"),
    ] {
        let error = table(&rows).expect_err(message).to_string();
        assert!(error.contains(message), "{error}");
    }
}
