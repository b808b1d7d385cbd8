//! Claims about every family at once, on numbers and spellings drawn at random from a fixed seed.

use super::borrowed;
use super::confusion::Reading;
use super::finder::Place;
use super::fold::{Unit, fold};
use super::form::{Form, Piece};
use super::{Families, Family};

/// SplitMix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most as u64).unwrap()
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// Groups within the family's limits.
fn groups(family: &Family, form: &Form, dice: &mut Dice) -> Vec<String> {
    let varying = form.pieces.iter().filter(|piece| piece.is_group());
    let mut groups: Vec<String> = varying
        .enumerate()
        .map(
            |(n, piece)| match (*piece, family.limits.get(n).copied().flatten()) {
                (Piece::Digits { least, .. }, Some((from, to))) => {
                    let number = from + dice.below(usize::try_from(to - from).unwrap() + 1) as u64;
                    format!("{number:0least$}")
                }
                (Piece::Digits { least, most }, None) => {
                    let count = least + dice.below(most - least + 1);
                    (0..count)
                        .map(|_| char::from(b'0' + dice.below(10) as u8))
                        .collect()
                }
                (Piece::Mixed(count), _) => (0..count)
                    .map(|_| dice.one_of(&["A", "B", "C", "0", "7"]))
                    .collect(),
                (Piece::Letters(count), _) => (0..count)
                    .map(|_| char::from(b'A' + dice.below(26) as u8))
                    .collect(),
                _ => unreachable!("only groups vary"),
            },
        )
        .collect();
    if let Some((first, second)) = family.years_run {
        let year: u32 = groups[first].parse().unwrap();
        groups[second] = format!("{:02}", (year + 1) % 100);
    }
    groups
}

/// Whether this may stand for a separator of the form in running text.
fn takes(family: &Family, form: &Form, separator: &str) -> bool {
    let mut units = Vec::new();
    fold(separator, 0, separator.len(), &mut units);
    let separators = form.in_text.as_ref().unwrap_or(&family.separators);
    separators.after(&units, 0) == Some(units.len())
}

/// The families and forms that may stand anywhere in a text; what must be announced, or stand in an address, has
/// proofs of its own.
fn anywhere(families: &Families) -> impl Iterator<Item = (&Family, &Form)> {
    let families = families.all.iter().filter(|family| !family.weak);
    families.flat_map(|family| {
        let forms = family
            .forms
            .iter()
            .filter(|form| !(form.in_address || form.possible || form.weak));
        forms.map(move |form| (family, form))
    })
}

/// Longer than any number, in bytes; an address is.
const LONG: usize = 30;

/// One of the many ways of printing these groups.
fn printed(family: &Family, form: &Form, groups: &[String], dice: &mut Dice) -> String {
    const SEPARATORS: [&str; 22] = [
        "/",
        "-",
        "_",
        "\\",
        " ",
        "\u{a0}",
        "\u{2010}",
        "\u{2011}",
        "\u{2013}",
        "\u{2014}",
        "\u{2212}",
        " / ",
        "/ ",
        " -",
        "/\n",
        "\n",
        "\r\n",
        "-\n> ",
        "/\n> > ",
        "/\u{200b}",
        "\u{2044}",
        "\u{ff0f}",
    ];
    const UNSEEN: [&str; 6] = [
        "\u{ad}", "\u{200b}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{200e}",
    ];
    let mut plain = String::new();
    let mut left = groups.iter();
    for piece in &form.pieces {
        match piece {
            Piece::Literal(c) => plain.push(char::from(*c)),
            Piece::Bracket(c) => plain.push(char::from(*c)),
            Piece::Separator(_) if family.needs_label => {}
            Piece::Separator(None) => plain.push_str(["", "", " ", "-"][dice.below(4)]),
            Piece::Separator(Some(_)) => {
                let fitting: Vec<&str> = SEPARATORS
                    .into_iter()
                    .filter(|separator| takes(family, form, separator))
                    .collect();
                plain.push_str(dice.one_of(&fitting));
            }
            Piece::Digits { .. } | Piece::Letters(_) | Piece::Mixed(_) => {
                plain.push_str(left.next().unwrap())
            }
        }
    }
    let (small, wide, unseen) = (dice.below(3) == 0, dice.below(6) == 0, dice.below(4) == 0);
    // with marks in every word a long address would reach further than is read around digits
    let unseen = unseen && plain.len() < LONG;
    let mut text = String::new();
    for c in plain.chars() {
        let c = if small { c.to_ascii_lowercase() } else { c };
        let widened =
            char::from_u32(u32::from(c) + 0xfee0).filter(|_| wide && c.is_ascii_alphanumeric());
        if unseen && c.is_ascii_alphanumeric() && !text.is_empty() && dice.below(3) == 0 {
            text.push_str(dice.one_of(&UNSEEN));
        }
        text.push(widened.unwrap_or(c));
    }
    text
}

const BEFORE: [&str; 12] = [
    "",
    "Thank you for your letter of 3 December 2021 about ",
    "(",
    "\u{201c}",
    "Ref.",
    "Our ref: ",
    "No:",
    "> Re: ",
    "\n\n",
    "caf\u{e9} ",
    "1. ",
    "\u{4e00}",
];
fn before(family: &Family, dice: &mut Dice) -> &'static str {
    let labels = [
        "Ref.",
        "Our ref: ",
        "No:",
        "Case Number\n",
        "> Request reference ",
    ];
    dice.one_of(if family.needs_label { &labels } else { &BEFORE })
}

const AFTER: [&str; 12] = [
    "",
    " of 14 July 2020.",
    ")",
    "\u{201d},",
    ".",
    "\n1\n",
    "; and then more",
    "\u{b2}",
    "\n\nDear Ms Example,",
    " caf\u{e9}",
    "'s leaflet",
    "<br>",
];

#[test]
fn any_number_of_any_family_is_found_once_in_any_spelling() {
    let families = Families::built_in().unwrap();
    let mut dice = Dice(20_201_203);
    for (family, form) in anywhere(&families) {
        for _ in 0..300 {
            let groups = groups(family, form, &mut dice);
            let canonical = form.write(&groups);
            let spelt = printed(family, form, &groups, &mut dice);
            let text = format!(
                "{}{spelt}{}",
                before(family, &mut dice),
                dice.one_of(&AFTER)
            );
            let found = families.find(&text);
            assert_eq!(found.len(), 1, "{canonical} in {text:?}: {found:?}");
            assert_eq!(found[0].reference.canonical(), canonical, "{text:?}");
            assert_eq!(found[0].reference.family(), family.key, "{text:?}");
            assert_eq!(&text[found[0].start..found[0].end], found[0].as_printed);
            let typed = families.read_typed_bare(&canonical);
            assert_eq!(typed[0], found[0].reference, "{canonical}");
            assert!(typed.iter().all(|one| one.canonical() == canonical));
            assert_eq!(families.possible(&text), [], "{text:?}");
        }
    }
}

#[test]
fn a_changed_digit_is_another_reference_or_none() {
    let families = Families::built_in().unwrap();
    let mut dice = Dice(283);
    let mut compared = 0;
    for (family, form) in anywhere(&families) {
        for _ in 0..300 {
            let mut groups = groups(family, form, &mut dice);
            let canonical = form.write(&groups);
            let at = dice.below(groups.len());
            let digits: Vec<usize> = groups[at]
                .char_indices()
                .filter(|(_, c)| c.is_ascii_digit())
                .map(|(n, _)| n)
                .collect();
            let Some(&place) = digits.get(dice.below(digits.len().max(1))) else {
                continue;
            };
            let old = groups[at].as_bytes()[place];
            let new = b'0' + (old - b'0' + 1 + dice.below(9) as u8) % 10;
            groups[at].replace_range(place..=place, &char::from(new).to_string());
            let spelt = printed(family, form, &groups, &mut dice);
            let text = format!(
                "{}{spelt}{}",
                before(family, &mut dice),
                dice.one_of(&AFTER)
            );
            let same = families
                .find(&text)
                .iter()
                .any(|found| found.reference.canonical() == canonical);
            assert!(!same, "{canonical} in {text:?}");
            compared += 1;
        }
    }
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn a_longer_word_or_number_holds_no_reference() {
    let families = Families::built_in().unwrap();
    let mut dice = Dice(7);
    for (family, form) in anywhere(&families) {
        if !matches!(form.pieces.last(), Some(Piece::Bracket(_))) {
            for _ in 0..100 {
                let groups = groups(family, form, &mut dice);
                let canonical = form.write(&groups);
                let spelt = printed(family, form, &groups, &mut dice);
                let tail = dice.one_of(&["7", "x1", "ante"]);
                let head = dice.one_of(&["x", "Un", "a9", "12345"]);
                let opens = form
                    .pieces
                    .first()
                    .is_some_and(|piece| matches!(piece, Piece::Bracket(_)));
                for text in [
                    Some(format!("{spelt}{tail}")),
                    (!opens).then(|| format!("{head}{spelt}")),
                ]
                .into_iter()
                .flatten()
                {
                    let same = families
                        .find(&text)
                        .iter()
                        .any(|found| found.reference.canonical() == canonical);
                    assert!(!same, "{canonical} in {text:?}");
                }
            }
        }
    }
}

const ODD: [&str; 20] = [
    "INV",
    "/",
    "0283",
    "2020",
    "\u{ad}",
    "\n> ",
    "[",
    "]",
    "UKFTT",
    "(GRC)",
    "FT",
    "EA",
    "01",
    "FOI",
    ".",
    "%2",
    "\u{ff11}",
    "\u{1f600}",
    "\u{301}",
    "201806",
];

const SLIPS: [&str; 20] = [
    "O",
    "l",
    "I",
    "S",
    "B",
    ",",
    ";",
    " ",
    "  ",
    "\n",
    "\n3\n",
    "\u{c}\n- 3 -\n",
    "/",
    "-",
    ".",
    "\\",
    "|",
    "~",
    " and ",
    "(",
];

/// Whether the form is read where it begins with the unit `at`, by any reading that follows on from this one.
fn fits(family: &Family, form: &Form, units: &[Unit], at: usize, (reading, place): Asked) -> bool {
    let separators = form.separators(family, place);
    let fits = |reading| {
        let fit = form.fit(units, at, separators, reading);
        fit.is_some_and(|fit| family.within_limits(units, &fit))
    };
    if reading == Reading::Confused {
        return fits(Reading::Confused) || fits(Reading::Blurred);
    }
    let leads = form.opens_with_a_letter();
    fits(Reading::Exact)
        || leads && fits(Reading::Paged)
        || leads && borrowed::cut_short(family, form, units, at).is_some()
}

type Asked = (Reading, Place);

#[test]
fn no_form_that_fits_is_passed_over() {
    let families = Families::built_in().unwrap();
    let mut dice = Dice(12);
    let mut fitting = 0;
    for _ in 0..3_000 {
        let mut text: String = (0..dice.below(12)).map(|_| dice.one_of(&ODD)).collect();
        let (family, form) = {
            let all: Vec<_> = anywhere(&families).collect();
            all[dice.below(all.len())]
        };
        let spelt = printed(family, form, &groups(family, form, &mut dice), &mut dice);
        text.push_str(&spelt);
        for _ in 0..dice.below(3) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = places.get(dice.below(places.len().max(1))).copied();
            text.insert_str(at.unwrap_or(0), dice.one_of(&SLIPS));
        }
        let mut units = Vec::new();
        fold(&text, 0, text.len(), &mut units);
        let tables = [Reading::Exact, Reading::Confused]
            .map(|one| families.beginnings.table(one, Place::Text, &families.all));
        let mut together = [Vec::new(), Vec::new()];
        let joint = families.beginnings.joint(&families.all);
        joint.places(tables, &units, 0, &mut together);
        for (table, told) in tables.iter().zip(&together) {
            let mut alone = Vec::new();
            table.places(&units, 0, &mut alone);
            assert_eq!(&alone, told, "{text:?}");
        }
        for asked @ (reading, place) in [
            (Reading::Exact, Place::Text),
            (Reading::Exact, Place::FileName),
            (Reading::Confused, Place::Text),
        ] {
            let table = families.beginnings.table(reading, place, &families.all);
            for at in 0..units.len() {
                let mut tried = Vec::new();
                if let Some(start) = table.start(&units, at) {
                    let one = |_: &Family, form: &Form| tried.push(std::ptr::from_ref(form));
                    table.at(start, &units[at..], &families.all, one);
                }
                for family in &families.all {
                    for form in &family.forms {
                        let short = family.weak || form.in_address || form.is_bare();
                        if short && reading == Reading::Confused
                            || !form.may_begin(units[at].ch, reading)
                            || !fits(family, form, &units, at, asked)
                        {
                            continue;
                        }
                        fitting += 1;
                        let asked_of = tried.contains(&std::ptr::from_ref(form));
                        assert!(asked_of, "{} at {at} of {text:?}", family.key);
                    }
                }
            }
        }
    }
    assert!(fitting > 3_000, "{fitting}");
}

#[test]
fn no_text_however_odd_is_too_much() {
    let families = Families::built_in().unwrap();
    let mut dice = Dice(99);
    for _ in 0..4_000 {
        let text: String = (0..dice.below(40)).map(|_| dice.one_of(&ODD)).collect();
        for found in [
            families.find(&text),
            families.possible(&text),
            families.in_file_name(&text),
        ]
        .concat()
        {
            assert_eq!(
                text.get(found.start..found.end),
                Some(found.as_printed.as_str()),
                "{text:?}"
            );
        }
        let _ = families.read_typed(&text);
    }
}
