//! The names of the months, as written, shortened, misspelt, and in the other tongues that letters and headers use.

/// The months in full, January first.
pub(in crate::facts) const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Short forms beyond the first three letters, slips in the short names, and Welsh, all in lower case.
const ALSO: [(&str, i8); 48] = [
    ("janu", 1),
    ("febr", 2),
    ("feby", 2),
    ("mrch", 3),
    ("marhc", 3),
    ("mrach", 3),
    ("mach", 3),
    ("apl", 4),
    ("apirl", 4),
    ("arpil", 4),
    ("aprl", 4),
    ("apil", 4),
    ("aprill", 4),
    ("jne", 6),
    ("juen", 6),
    ("junne", 6),
    ("jun", 6),
    ("jly", 7),
    ("juyl", 7),
    ("jully", 7),
    ("jul", 7),
    ("sept", 9),
    ("setp", 9),
    ("octr", 10),
    ("novr", 11),
    ("decr", 12),
    ("agust", 8),
    ("augst", 8),
    ("augusut", 8),
    ("ionawr", 1),
    ("chwefror", 2),
    ("mawrth", 3),
    ("ebrill", 4),
    ("mai", 5),
    ("mehefin", 6),
    ("gorffennaf", 7),
    ("awst", 8),
    ("medi", 9),
    ("hydref", 10),
    ("tachwedd", 11),
    ("rhagfyr", 12),
    ("fawrth", 3),
    ("fehefin", 6),
    ("orffennaf", 7),
    ("fedi", 9),
    ("dachwedd", 11),
    ("ragfyr", 12),
    ("ebril", 4),
];

/// Names that mail programs set to other languages write into headers, in lower case.
const FOREIGN: [(&str, i8); 58] = [
    // German
    ("januar", 1),
    ("jänner", 1),
    ("februar", 2),
    ("märz", 3),
    ("mrz", 3),
    ("maerz", 3),
    ("mär", 3),
    ("mai", 5),
    ("juni", 6),
    ("juli", 7),
    ("okt", 10),
    ("oktober", 10),
    ("dez", 12),
    ("dezember", 12),
    // French
    ("janv", 1),
    ("janvier", 1),
    ("févr", 2),
    ("fév", 2),
    ("fevr", 2),
    ("février", 2),
    ("fevrier", 2),
    ("mars", 3),
    ("avr", 4),
    ("avril", 4),
    ("juin", 6),
    ("juil", 7),
    ("juillet", 7),
    ("août", 8),
    ("aout", 8),
    ("aoû", 8),
    ("septembre", 9),
    ("octobre", 10),
    ("novembre", 11),
    ("déc", 12),
    ("décembre", 12),
    ("decembre", 12),
    // Spanish
    ("ene", 1),
    ("enero", 1),
    ("febrero", 2),
    ("marzo", 3),
    ("abr", 4),
    ("abril", 4),
    ("mayo", 5),
    ("junio", 6),
    ("julio", 7),
    ("ago", 8),
    ("agosto", 8),
    ("septiembre", 9),
    ("setiembre", 9),
    ("octubre", 10),
    ("noviembre", 11),
    ("dic", 12),
    ("diciembre", 12),
    // Italian and Dutch, where they differ
    ("gennaio", 1),
    ("maggio", 5),
    ("mei", 5),
    ("maart", 3),
    ("ottobre", 10),
];

/// The days of the week as headers have them, which no table of months has.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The shortest full name in which a single slip after the first letter is forgiven; below it, slips are in the table.
const SLIP_LENGTH: usize = 6;

/// The name in full; empty for a number that is no month.
pub(crate) fn name(month: i8) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|place| NAMES.get(place).copied())
        .unwrap_or("")
}

/// Which month a word names: in full, by its first three letters, by the table, or with one slip in a long name.
pub(crate) fn month(word: &str) -> Option<i8> {
    if word.len() < 3 || word.len() > 12 {
        return None;
    }
    let lower = word.to_lowercase();
    exact(&lower)
        .or_else(|| in_table(&ALSO, &lower))
        .or_else(|| {
            (1..)
                .zip(NAMES)
                .filter(|(_, name)| {
                    let initial = name.as_bytes().first().map(u8::to_ascii_lowercase);
                    name.len() >= SLIP_LENGTH
                        && name.len().abs_diff(lower.len()) < 2
                        && initial == lower.as_bytes().first().copied()
                })
                .find(|(_, name)| one_slip(&name.to_lowercase(), &lower))
                .map(|(number, _)| number)
        })
}

/// Whether a word is a weekday as headers have it.
pub(super) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(word))
}

/// Which month an English name is, whole or of three letters, in any case.
pub(super) fn english(word: &str) -> Option<i8> {
    word.is_ascii().then(|| exact(word))?
}

/// Which month a word of a header names, in any of the tongues of the tables.
pub(super) fn month_in_header(word: &str) -> Option<i8> {
    // with such a day nearly every header begins
    if is_weekday(word) {
        return None;
    }
    let lower = word.to_lowercase();
    exact(&lower)
        .or_else(|| in_table(&FOREIGN, &lower))
        .or_else(|| month(word))
}

fn exact(lower: &str) -> Option<i8> {
    let first = lower.as_bytes().first()?;
    (1..)
        .zip(NAMES)
        .filter(|(_, name)| name.as_bytes()[0].eq_ignore_ascii_case(first))
        .find(|(_, name)| {
            lower.eq_ignore_ascii_case(name)
                || (lower.len() == 3
                    && name.get(..3).is_some_and(|n| n.eq_ignore_ascii_case(lower)))
        })
        .map(|(number, _)| number)
}

fn in_table(table: &[(&str, i8)], lower: &str) -> Option<i8> {
    table
        .iter()
        .find(|(name, _)| *name == lower)
        .map(|(_, number)| *number)
}

/// Whether one letter too many, too few, wrong, or swapped with its neighbour makes one word the other.
fn one_slip(right: &str, written: &str) -> bool {
    let (right, written): (Vec<char>, Vec<char>) =
        (right.chars().collect(), written.chars().collect());
    if right.len().abs_diff(written.len()) > 1 {
        return false;
    }
    let same = right
        .iter()
        .zip(&written)
        .take_while(|(a, b)| a == b)
        .count();
    let (right, written) = (&right[same..], &written[same..]);
    let swapped = || match (right, written) {
        ([a, b, right @ ..], [c, d, written @ ..]) => a == d && b == c && right == written,
        _ => false,
    };
    let after = |letters: &[char]| letters.get(1..).map(<[char]>::to_vec).unwrap_or_default();
    match right.len().cmp(&written.len()) {
        std::cmp::Ordering::Less => after(written) == right,
        std::cmp::Ordering::Greater => after(right) == written,
        std::cmp::Ordering::Equal => after(right) == after(written) || swapped(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_known_by_its_name_its_short_form_and_one_slip() {
        for (word, number) in [
            ("December", 12),
            ("DEC", 12),
            ("Sept", 9),
            ("Febuary", 2),
            ("Feburary", 2),
            ("Janurary", 1),
            ("Septmeber", 9),
            ("Novemebr", 11),
            ("Arpil", 4),
            ("Rhagfyr", 12),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
    }

    #[test]
    fn other_words_are_no_months() {
        for word in [
            "ma",
            "section",
            "Manuary2",
            "Remember",
            "Members",
            "Marchers",
            "Augmented",
            "Juneau",
        ] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn headers_know_more_tongues() {
        assert_eq!(month_in_header("März"), Some(3));
        assert_eq!(month_in_header("août"), Some(8));
        assert_eq!(month_in_header("DIC"), Some(12));
        assert_eq!(month("Dic"), None);
    }
}
