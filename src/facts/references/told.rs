//! The year of a whole list, told once behind it in words: `INV/0283 & INV/0285 (both 2020)`.

use super::borrowed::goes_on;
use super::fold::{LINE, Unit};
use super::joined::{ends_list, word_at};

/// A year that is told for all of a list, by its units.
pub(super) struct Told {
    pub from: usize,
    pub end: usize,
    /// Whether it can be nothing else.
    pub sure: bool,
}

/// How many words may stand before the year.
const WORDS: usize = 4;
/// So many digits are a year in words.
const YEAR: usize = 4;
/// How many numbers a word says that there are, in capitals.
const COUNTS: [&str; 9] = [
    "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN",
];
/// What may stand before a year that is the numbers' own, in capitals.
const OF: [&str; 3] = ["", "OF", "FROM"];
/// What may stand before a year that need not be, in capitals.
const PERHAPS: [&str; 6] = [
    "IN",
    "DATED",
    "OPENED IN",
    "STARTED IN",
    "OF THE YEAR",
    "FROM THE YEAR",
];

/// The year told behind the unit `at` for a list of so many `members`, its last `digits`.
pub(super) fn year(units: &[Unit], at: usize, digits: usize, members: usize) -> Option<Told> {
    let is = |at: usize, marks: &[u8]| units.get(at).is_some_and(|unit| marks.contains(&unit.ch));
    let mut next = over_blanks(units, at);
    let parted = is(next, b",;-");
    next = over_blanks(units, next + usize::from(parted));
    let bracket = is(next, b"([");
    next = over_blanks(units, next + usize::from(bracket));
    (next > at).then_some(())?;
    let mut words: Vec<String> = Vec::new();
    loop {
        let word = word_at(units, next);
        if word.is_empty() {
            break;
        }
        next = over_blanks(units, next + word.len());
        words.push(word);
        (words.len() <= WORDS).then_some(())?;
    }
    let year = units.get(next..next + YEAR)?;
    let end = next + YEAR;
    let numeric = year.iter().all(|unit| unit.ch.is_ascii_digit());
    (numeric && digits <= YEAR && !goes_on(units, end) && !goes_on_with_a_year(units, end))
        .then_some(())?;
    let (all, before) = match words.first().map(String::as_str) {
        Some("BOTH") => (Some(members == 2), words.get(1..)?),
        Some("ALL" | "EACH") => {
            let count = COUNTS
                .iter()
                .position(|count| words.get(1).is_some_and(|word| word == count));
            let right = count.is_none_or(|count| count + 2 == members);
            (Some(right), words.get(1 + usize::from(count.is_some())..)?)
        }
        _ => (None, words.as_slice()),
    };
    // without a word for all of them only what stands in brackets is theirs
    (all.is_some() || bracket).then_some(())?;
    let before = before.join(" ");
    let own = OF.contains(&before.as_str());
    (own || PERHAPS.contains(&before.as_str())).then_some(())?;
    let closed = if bracket {
        is(over_blanks(units, end), b")],;")
    } else {
        // "we worked on them all of 2020"
        ends_list(units, end) && (parted || words.first().is_some_and(|word| word == "BOTH"))
    };
    Some(Told {
        from: end - digits,
        end,
        sure: all == Some(true) && own && closed,
    })
}

/// Whether another year follows: `both 2020 and 2021`.
fn goes_on_with_a_year(units: &[Unit], end: usize) -> bool {
    let next = over_blanks(units, end);
    let joins = match units.get(next).map(|unit| unit.ch) {
        Some(b'&' | b'-' | b'/') => 1,
        _ => match word_at(units, next).as_str() {
            word @ ("AND" | "OR" | "TO") => word.len(),
            _ => return false,
        },
    };
    units
        .get(over_blanks(units, next + joins))
        .is_some_and(|unit| unit.ch.is_ascii_digit())
}

/// The unit behind the blanks at `at`, of which one may be a line's end.
fn over_blanks(units: &[Unit], at: usize) -> usize {
    let rest = units.get(at..).unwrap_or_default().iter();
    let mut lines = 0;
    let blanks = rest.take_while(|unit| {
        lines += usize::from(unit.ch == LINE);
        unit.ch == b' ' || unit.ch == LINE && lines < 2
    });
    at + blanks.count()
}
