//! Claims about separators that a scanner read as other marks: the number is possible, it is never found, and the
//! numbers, sums, dates and columns of ordinary writing are neither.

use super::Families;
use super::confusion::separates_like;
use super::form::Piece;

fn possible(families: &Families, text: &str) -> Vec<String> {
    let found = families.possible(text).into_iter();
    found
        .map(|one| one.reference.canonical().to_owned())
        .collect()
}

#[test]
fn a_separator_read_as_another_mark_gives_a_possible_reference() {
    let families = Families::built_in().unwrap();
    for (text, meant) in [
        ("01.FOI.23,031188", "01.FOI.23.031188"),
        ("01,FOI.23.031188", "01.FOI.23.031188"),
        ("01,FOI,23,031188", "01.FOI.23.031188"),
        ("01.FOI;23.031188", "01.FOI.23.031188"),
        ("01.FOI:23.031188", "01.FOI.23.031188"),
        ("01.FOI.23, 031188", "01.FOI.23.031188"),
        ("01.FO1.23,O31188", "01.FOI.23.031188"),
        ("INV|0283|2020", "INV/0283/2020"),
        ("INVl0283/2020", "INV/0283/2020"),
        ("INV/0283l2020", "INV/0283/2020"),
        ("INVI0283I2020", "INV/0283/2020"),
        ("INV/0283| 2020", "INV/0283/2020"),
        ("EA/2006!0072", "EA/2006/0072"),
        ("F~2023~00875", "F-2023-00875"),
        ("IC=66449=W4Z5", "IC-66449-W4Z5"),
        ("FOIl22l022656", "FOI/22/022656"),
        ("DC/FOI 123l24", "DC/FOI 123/24"),
    ] {
        for around in ["{}", "Our reference {}, of 3 May.", "({})", "see {}\nand"] {
            let text = around.replace("{}", text);
            let exact = families.find(&text);
            assert!(
                exact.iter().all(|one| one.reference.canonical() != meant)
                    || families.find(meant) == exact,
                "{text:?} was found"
            );
            if exact.is_empty() {
                assert_eq!(possible(&families, &text), [meant], "{text:?}");
            }
        }
    }
}

#[test]
fn ordinary_numbers_sums_dates_and_columns_are_no_possible_reference() {
    let families = Families::built_in().unwrap();
    for text in [
        "The fee was \u{a3}1,234.56 in 2021, and \u{a3}2,345,678.90 in 2022.",
        "It rose from 12,345 to 23,456 (90.1%), or 1.23 per 1,000.",
        "On 01.02.2023, 031188 leaflets were printed; 01,02,2023 is no date.",
        "01/02/2023, 01-02-2023; 01.02.23: 03.11.88",
        "Meet at 10:30, 11:45 or 12.15; room 1.02, floor 3.",
        "Sections 31, 40(2) and 42; regulations 12(4)(b), 12(5)(e).",
        "In 2020, 0283 calls were answered, 2021: 0417, 2022; 0952.",
        "EA, 2024, 1000 copies; in EA: 2024 1500 were sold",
        "The FOI team had 22, then 022656 pages.",
        "FOI: 15929 requests since 2005",
        "FOI, 22, 022656",
        "INV, 0283, 2020",
        "Tel. 020 7946 0123, 020 7946 0124; fax 01632 960,123",
        "SW1A 2AA, 01632, 960123",
        "a,EA,2024,1500,b",
        "EA|2024|1500|yes\nFT|2023|1200|no",
        "| INV | 0283 | 2020 |",
        "INV | 0283 | 2020",
        "2024|123456",
        "2024,123456,7",
        "1200 2024|25",
        "id=66449=W4Z5",
        "x=2023~00875",
        "Totals: 2,024,123,456 and 123,456,789,012",
        "Lines 1l2, 12I34, 2020l2021, AI2024 and LL2024",
        "ISBN 978,1,4741,2651,9; ISSN 2049:3630",
        "12;34;5678;901234",
        "GB29 NWBK 6016 1331 9268 19",
        "[2024] EWHC 1234, [2023] EWCA Civ 12; (2019) 1 WLR 345",
        "Version 2.3,1 of 4;5 and 6:7",
        "IP 192.168.0.1, 10,0,0,1",
        "52.2053\u{b0} N, 0.1218\u{b0} E",
        "It scored 3:2, 21-19; 6-4, 7-5.",
        "Bill 2024, clause 12, 123456 signatures; FOIL 12345 sheets",
    ] {
        assert_eq!(possible(&families, text), [""; 0], "{text:?}");
    }
}

/// Every family whose numbers stand anywhere, each of its separators in turn read as each mark like it.
#[test]
fn any_family_with_one_separator_blurred_is_possible_or_found() {
    let families = Families::built_in().unwrap();
    let (mut tried, mut right) = (0, 0);
    for family in families
        .all
        .iter()
        .filter(|one| !one.weak && !one.needs_label)
    {
        for form in family
            .forms
            .iter()
            .filter(|one| !(one.in_address || one.possible || one.is_bare()))
        {
            let groups = sample(&form.pieces);
            let canonical = form.write(&groups);
            if families.find(&plain(&form.pieces, &groups, None)).len() != 1 {
                continue;
            }
            for (at, piece) in form.pieces.iter().enumerate() {
                let Piece::Separator(Some(own)) = *piece else {
                    continue;
                };
                for mark in (b' ' + 1..0x7f).filter(|mark| separates_like(*mark, own)) {
                    let text = plain(&form.pieces, &groups, Some((at, char::from(mark))));
                    let read = possible(&families, &text);
                    let exact = !families.find(&text).is_empty();
                    assert!(exact || !read.is_empty(), "{text:?} of {canonical}");
                    // an I before a number that may be longer is a digit of it as well
                    right += usize::from(exact || read.contains(&canonical));
                    tried += 1;
                }
            }
        }
    }
    assert!(
        tried > 100 && right * 100 >= tried * 95,
        "{right} of {tried}"
    );
}

/// A number for each group: years where there is room for one.
fn sample(pieces: &[Piece]) -> Vec<String> {
    let groups = pieces.iter().filter(|piece| piece.is_group());
    groups
        .map(|piece| match *piece {
            Piece::Digits { least: 4, .. } => "2022".to_owned(),
            Piece::Digits { least: 2, .. } => "22".to_owned(),
            Piece::Digits { least, .. } => "347934".chars().cycle().take(least).collect(),
            Piece::Letters(count) | Piece::Mixed(count) => "K".repeat(count),
            _ => String::new(),
        })
        .collect()
}

fn plain(pieces: &[Piece], groups: &[String], other: Option<(usize, char)>) -> String {
    let mut left = groups.iter();
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match (piece, other) {
            (Piece::Separator(Some(_)), Some((here, mark))) if here == at => text.push(mark),
            (Piece::Literal(c) | Piece::Bracket(c) | Piece::Separator(Some(c)), _) => {
                text.push(char::from(*c));
            }
            (Piece::Separator(None), _) => {}
            _ => text.push_str(left.next().unwrap()),
        }
    }
    text
}
