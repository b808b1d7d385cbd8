//! Numbers that extraction drew apart: `I N V / 0 2 8 3 / 2 0 2 0`, `IN V/0283/2020`, `ENF0 988 353`.
//!
//! Blanks are closed where nothing but a letter-spaced print explains them: in a run of single characters with one blank
//! between each, within the letters with which a family's numbers begin, and within its seven or eight digits where they
//! fall into threes as sums of money do. The units keep their places, so what is found is still quoted as printed.

use super::fold::Unit;
use super::form::{Form, Piece};

/// So many single characters, one blank between each, are letter-spaced print.
const RUN: usize = 7;
/// So many letters may open a family's numbers.
const LETTERS: usize = 5;

/// The letters with which families' numbers begin, and how many digits follow them on end.
#[derive(Debug, Clone, Default)]
pub(super) struct Openings {
    all: Vec<(Vec<u8>, Option<usize>)>,
    /// The first letters of those that so many digits follow, a bit for each.
    firsts: u32,
}

impl Openings {
    pub(super) fn of<'a>(forms: impl Iterator<Item = &'a Form>) -> Self {
        let mut all = Vec::new();
        for form in forms {
            let letters: Vec<u8> = form
                .pieces
                .iter()
                .map_while(|piece| match piece {
                    Piece::Literal(c) if c.is_ascii_uppercase() => Some(*c),
                    _ => None,
                })
                .collect();
            if letters.is_empty() || letters.len() > LETTERS {
                continue;
            }
            let digits = match form.pieces.get(letters.len()..) {
                Some([Piece::Separator(_), Piece::Digits { least, most }])
                    if least == most && *least >= 7 =>
                {
                    Some(*least)
                }
                _ => None,
            };
            if letters.len() > 1 || digits.is_some() {
                all.push((letters, digits));
            }
        }
        all.sort();
        all.dedup();
        let counted = all.iter().filter(|(_, digits)| digits.is_some());
        let firsts = counted.filter_map(|(letters, _)| letters.first());
        let firsts = firsts.fold(0, |set, letter| set | 1 << (letter - b'A'));
        Self { all, firsts }
    }

    /// Closes what was drawn apart, in place.
    pub(super) fn close(&self, units: &mut Vec<Unit>) {
        let apart = Apart::of(units);
        if apart.runs {
            close_runs(units);
        }
        if apart.letters || apart.runs {
            self.close_letters(units);
        }
        if apart.digits || apart.runs {
            self.close_digits(units);
        }
    }

    /// `IN V/0283/2020`: a blank within the letters of an opening that a number follows.
    fn close_letters(&self, units: &mut Vec<Unit>) {
        let letter = |unit: &Unit| unit.ch.is_ascii_uppercase();
        let open = std::mem::take(units);
        // what lies before the place in question, closed
        units.reserve(open.len());
        let mut ahead = open.iter();
        while let Some(last) = ahead.next() {
            units.push(*last);
            let [next, behind @ ..] = ahead.as_slice() else {
                break;
            };
            if !letter(last) || !numbered(*next, behind.first()) {
                continue;
            }
            let at = units.len();
            let back = |end: usize| {
                let run = units[..end].iter().rev().take(LETTERS + 1);
                run.take_while(|unit| letter(unit)).count()
            };
            let after = back(at);
            let Some(gap) = at.checked_sub(after + 1) else {
                continue;
            };
            let before = back(gap);
            if units[gap].ch != b' ' || before == 0 || before + after > LETTERS {
                continue;
            }
            let opens = !(gap - before)
                .checked_sub(1)
                .is_some_and(|previous| units[previous].in_word());
            let letters = units[gap - before..gap].iter().chain(&units[gap + 1..at]);
            let known =
                |(known, _): &(Vec<u8>, _)| letters.clone().map(|u| u.ch).eq(known.iter().copied());
            if opens && self.all.iter().any(known) {
                units.remove(gap);
                units.extend(ahead.next());
            }
        }
    }

    /// `ENF0 988 353`: as many digits as the family's numbers have, parted into threes.
    fn close_digits(&self, units: &mut Vec<Unit>) {
        let mut at = 0;
        let mut closed = Vec::new();
        while let Some(unit) = units.get(at) {
            let nth = u32::from(unit.ch.wrapping_sub(b'A'));
            if nth >= 26 || self.firsts >> nth & 1 == 0 {
                at += 1;
                continue;
            }
            let Some(opening) = self.all.iter().find(|(letters, digits)| {
                let printed = units.get(at..at + letters.len()).unwrap_or_default();
                digits.is_some()
                    && printed.len() == letters.len()
                    && printed
                        .iter()
                        .map(|unit| unit.ch)
                        .eq(letters.iter().copied())
                    && !at
                        .checked_sub(1)
                        .and_then(|before| units.get(before))
                        .is_some_and(|unit| unit.ch.is_ascii_alphabetic())
            }) else {
                at += 1;
                continue;
            };
            at += opening.0.len();
            let from = at + usize::from(units.get(at).is_some_and(|unit| unit.ch == b' '));
            if let Some((gaps, end)) = parted(units, from, opening.1.unwrap_or(0)) {
                at = end + gaps.len();
                closed.extend(gaps);
            }
        }
        remove(units, &closed);
    }
}

/// The blanks that part so many digits into threes, and where the digits end; none where they are not parted so.
fn parted(units: &[Unit], from: usize, wanted: usize) -> Option<(Vec<usize>, usize)> {
    let (mut at, mut digits, mut group) = (from, 0, 0);
    let mut gaps = Vec::new();
    while digits < wanted {
        let unit = units.get(at)?;
        if unit.ch.is_ascii_digit() {
            digits += 1;
            group += 1;
        } else if unit.ch == b' ' && group > 0 && (gaps.is_empty() || group == 3) {
            gaps.push(at);
            group = 0;
        } else {
            return None;
        }
        at += 1;
    }
    let mut behind = units.get(at..).unwrap_or_default().iter();
    let next = behind.next();
    // `FS50 773 396/05/2008` is another column's day
    let goes_on = next.is_some_and(|unit| unit.ch.is_ascii_digit())
        || next.is_some_and(|unit| matches!(unit.ch, b'/' | b' '))
            && behind
                .next()
                .is_some_and(|unit| matches!(unit.ch, b'/') || next.is_some_and(|n| n.ch == b'/'));
    (!gaps.is_empty() && group == 3 && !goes_on).then_some((gaps, at))
}

/// Takes out the units at these places, which ascend.
fn remove(units: &mut Vec<Unit>, places: &[usize]) {
    if places.is_empty() {
        return;
    }
    let mut places = places.iter().peekable();
    let mut at = 0;
    units.retain(|_| {
        let stays = places.next_if(|place| **place == at).is_none();
        at += 1;
        stays
    });
}

/// Closes runs of single characters, one blank between each; where there are more, one is left.
fn close_runs(units: &mut Vec<Unit>) {
    let single = |units: &[Unit], at: usize| {
        units.get(at).is_some_and(|unit| printed(*unit))
            && units.get(at + 1).is_none_or(|next| {
                // a stop behind the last of them ends the run
                !printed(*next)
                    || matches!(next.ch, b',' | b'.' | b';' | b':' | b')')
                        && units.get(at + 2).is_none_or(|after| !printed(*after))
            })
    };
    let mut at = 0;
    let mut closed = Vec::new();
    while at < units.len() {
        let opens = at == 0 || !printed(units[at - 1]);
        if !(opens && single(units, at)) {
            at += 1;
            continue;
        }
        let mut singles = 1;
        let mut last = at;
        let mut gaps = Vec::new();
        loop {
            let blanks = units[last + 1..]
                .iter()
                .take_while(|unit| unit.ch == b' ')
                .count();
            let next = last + 1 + blanks;
            if !(1..=3).contains(&blanks) || !single(units, next) {
                break;
            }
            // one blank parts characters, and more part words
            gaps.push(last + 1);
            singles += 1;
            last = next;
        }
        let run = &units[at..=last];
        let letters = run.iter().any(|unit| unit.ch.is_ascii_alphabetic());
        let digits = run.iter().any(|unit| unit.ch.is_ascii_digit());
        if singles >= RUN && letters && digits {
            closed.extend(gaps);
        }
        at = last + 1;
    }
    remove(units, &closed);
}

fn printed(unit: Unit) -> bool {
    unit.ch > b' ' && unit.ch != super::fold::LINE
}

/// What blanks may have drawn apart. Most texts have none of it.
#[derive(Default)]
struct Apart {
    /// So many single characters that they may be letter-spaced print.
    runs: bool,
    /// Letters so few that they may open a family's numbers.
    letters: bool,
    /// Digits.
    digits: bool,
}

impl Apart {
    fn of(units: &[Unit]) -> Self {
        let mut apart = Self::default();
        let mut singles = 0;
        let blanks = units.array_windows().enumerate();
        for (at, [before, _, after]) in blanks.filter(|(_, [_, blank, _])| blank.ch == b' ') {
            if printed(*before) {
                let earlier = at.checked_sub(1).and_then(|earlier| units.get(earlier));
                singles = match earlier.map(|unit| unit.ch) {
                    Some(b' ') => singles + 1,
                    Some(_) if earlier.is_some_and(|unit| printed(*unit)) => 0,
                    _ => 1,
                };
                // the last of a run has no blank behind it
                apart.runs |= singles + 1 >= RUN;
            }
            apart.digits |= before.ch.is_ascii_digit() && after.ch.is_ascii_digit();
            apart.letters |= before.ch.is_ascii_uppercase()
                && after.ch.is_ascii_uppercase()
                && may_open(units, at + 1);
        }
        apart
    }
}

/// Whether the letters about this blank may open a family's numbers, and a number follows.
fn may_open(units: &[Unit], blank: usize) -> bool {
    fn letters<'a>(run: impl Iterator<Item = &'a Unit>) -> usize {
        let run = run.take(LETTERS + 1);
        run.take_while(|unit| unit.ch.is_ascii_uppercase()).count()
    }
    let (head, tail) = units.split_at(blank);
    let behind = tail.get(1..).unwrap_or_default();
    let length = letters(behind.iter());
    length + letters(head.iter().rev()) <= LETTERS
        && behind
            .get(length)
            .is_some_and(|next| numbered(*next, behind.get(length + 1)))
}

/// Whether a number follows the letters before these units, a mark between them or none.
fn numbered(next: Unit, behind: Option<&Unit>) -> bool {
    next.ch.is_ascii_digit()
        || matches!(next.ch, b'/' | b'-' | b'_' | b'.')
            && behind.is_some_and(|unit| unit.ch.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::super::Families;
    use super::super::tests::read;

    #[test]
    fn letter_spaced_numbers_are_read_in_every_degree() {
        for text in [
            "I N V / 0 2 8 3 / 2 0 2 0",
            "Ref: I N V / 0 2 8 3 / 2 0 2 0 of June",
            "O u r  r e f :  I N V / 0 2 8 3 / 2 0 2 0",
            "IN V/0283/2020",
            "I NV/0283/2020",
            "our IN V-0283-2020",
        ] {
            assert_eq!(read(text), ["INV/0283/2020"], "{text}");
        }
        for (text, wanted) in [
            ("I C - 2 0 4 5 1 8 - K 3 M 9", "IC-204518-K3M9"),
            ("H Q / P A / 0 0 4 4 1 7 / 2 1", "HQ/PA/004417/21"),
            ("F T / E A / 2 0 2 4 / 0 3 9 7", "FT/EA/2024/0397"),
            ("F S50773396", "FS50773396"),
            ("ENF0 988 353", "ENF0988353"),
            ("ENF 0 988 353, s17", "ENF0988353"),
            ("EN F0 988 353.", "ENF0988353"),
            ("FS50 773 396", "FS50773396"),
            ("ENF0817 731", "ENF0817731"),
        ] {
            assert_eq!(read(text), [wanted], "{text}");
        }
    }

    #[test]
    fn what_is_found_is_quoted_as_printed() {
        let families = Families::built_in().expect("the table proves itself");
        let found = families.find("see I N V / 0 2 8 3 / 2 0 2 0, June");
        assert_eq!(found[0].as_printed, "I N V / 0 2 8 3 / 2 0 2 0");
    }

    #[test]
    fn blanks_that_part_words_and_columns_stay() {
        for text in [
            "M I N U T E S  o f  2 0 2 0",
            "A B C / 1 2 / 3 4",
            "EN F081 5027 /05/ 2008",
            "FS 507 73396",
            "FS50 773 396/05/2008",
            "COM 0 64 9315",
            "EN V/0283/2020",
            "1 2 3 4 5 6 7 8 9",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
