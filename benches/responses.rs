//! Writes past answers to requests, for measuring an audit of many.
//!
//! ```text
//! cargo bench --bench responses -- DIR COUNT SEED
//! ```
//!
//! Each is a letter as sent, in one of several styles, by one of several authorities, with its own number, days and
//! questions: given, refused, not held, or some of each. The same seed writes the same bytes.

#[path = "correspondence/months.rs"]
mod months;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// A row of numbers that the seed fixes (SplitMix64, Steele and others 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let at = self.next() % list.len().max(1) as u64;
        usize::try_from(at)
            .ok()
            .and_then(|at| list.get(at).copied())
            .unwrap_or_default()
    }

    fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from + 1)
    }
}

const AUTHORITIES: [&str; 6] = [
    "Wessmoor Police",
    "Northmere Constabulary",
    "Harrowdale NHS Foundation Trust",
    "Tidewell Borough Council",
    "Department for Canals",
    "University of Selmarsh",
];

const THINGS: [&str; 8] = [
    "lanterns",
    "ferries",
    "boilers",
    "street maps",
    "rowing boats",
    "syringe pumps",
    "rain gauges",
    "market stalls",
];

const ANSWERS: [&str; 6] = [
    "There were {n} in the year asked about.",
    "The names are withheld under section 40(2) of the Freedom of Information Act 2000: to publish them would be unfair.",
    "The price is exempt under section 43(2) of the Freedom of Information Act 2000. A rival who knew it would be likely to \
     underbid, to the prejudice of our commercial interests, and the public interest in fair tenders outweighs that in \
     knowing the sum.",
    "We do not hold this information. The registers of the last ten years were searched.",
    "A copy of the list is attached.",
    "The hours are exempt under section 31(1)(a) of the Freedom of Information Act 2000, since thieves would learn from them \
     when nobody watches. The public interest favours prevention of crime.",
];

const RIGHTS: [&str; 3] = [
    "If you are dissatisfied you may ask us for an internal review within 40 working days, and then complain to the \
     Information Commissioner.",
    "You may ask us to review this decision. You have the right to apply to the Information Commissioner under section 50.",
    "",
];

fn letter(dice: &mut Dice, number: usize) -> String {
    let year = dice.between(2015, 2025);
    let month = dice.between(0, 9);
    let day = dice.between(1, 28);
    let name = |month: u64| {
        usize::try_from(month)
            .ok()
            .and_then(|at| months::MONTHS.get(at).copied())
            .unwrap_or("May")
    };
    let (asked, answered) = (name(month), name(month + dice.between(1, 2)));
    let (authority, thing) = (dice.of(&AUTHORITIES), dice.of(&THINGS));
    let mut text = format!(
        "{authority}\n\nReference: FOI {number}/{:02}\n{day} {answered} {year}\n\nDear Requester\n\nYour request was received on {day} {asked} {year}.\n\nYou asked:\n",
        year % 100
    );
    let questions = dice.between(1, 5);
    for n in 1..=questions {
        text.push_str(&format!(
            "{n}. What is recorded of the {thing} in part {n}?\n"
        ));
    }
    text.push('\n');
    for n in 1..=questions {
        let answer = dice
            .of(&ANSWERS)
            .replace("{n}", &dice.between(2, 900).to_string());
        text.push_str(&format!("Question {n}\n{answer}\n\n"));
    }
    text.push_str(dice.of(&RIGHTS));
    text.push_str("\n\nYours sincerely\n\nInformation Rights Team\n");
    text
}

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (Some(folder), Some(Ok(count)), Some(Ok(seed))) = (
        typed.first(),
        typed.get(1).map(|count| count.parse::<usize>()),
        typed.get(2).map(|seed| seed.parse::<u64>()),
    ) else {
        eprintln!("usage: responses DIR COUNT SEED");
        return ExitCode::from(2);
    };
    let mut dice = Dice(seed);
    let written = fs::create_dir_all(folder).and_then(|()| {
        (1..=count).try_for_each(|number| {
            let path = Path::new(folder).join(format!("{number:05}.txt"));
            fs::write(path, letter(&mut dice, number))
        })
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("cannot write the answers: {cause}");
            ExitCode::FAILURE
        }
    }
}
