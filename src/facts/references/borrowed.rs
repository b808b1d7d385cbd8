//! Numbers that borrow what they leave out from the number before them: `INV/0283/2020 to 0285/2020`,
//! `EA/2018/0101 and 0102`, `IC-204518-K3M9, 204519-B7T2`.
//!
//! Such a tail is read only right behind a whole number and a word or mark that lists, and only where it has the same
//! digits in the same places. A number alone is none where it may be a year or a count: it must begin with a nought or
//! be long. The ends of a range are read and not what lies between, which nobody printed.

use super::fold::{LINE, Unit};
use super::form::{Fit, Form, Piece};
use super::{Family, Found, Reference};

/// How many may borrow from one number.
const MOST: usize = 50;
/// So many digits are no year and no count.
const LONG: usize = 5;

/// A number that borrows: what it is, and its units.
pub(super) struct Borrowed {
    pub canonical: String,
    pub start: usize,
    pub end: usize,
}

/// The numbers that borrow from the one that `fit` holds, up to the unit `until`.
pub(super) fn behind(family: &Family, form: &Form, units: &[Unit], fit: &Fit) -> Vec<Borrowed> {
    let mut all = Vec::new();
    let pieces = form.pieces.as_slice();
    let groups: Vec<(usize, usize)> = fit.groups().to_vec();
    let lettered = pieces
        .iter()
        .filter(|piece| matches!(piece, Piece::Literal(c) if c.is_ascii_alphabetic()))
        .count();
    let first = pieces.iter().position(|piece| piece.is_group());
    let Some(first) = first.filter(|_| lettered >= 1 && !form.in_address) else {
        return all;
    };
    let printed: Vec<String> = form.groups_printed(units, fit);
    let mut end = fit.end;
    while all.len() < MOST {
        let Some(start) = after_joiner(units, end) else {
            break;
        };
        let whole = || tail(family, &pieces[first..], units, start, &groups, 0);
        let last = groups.len().saturating_sub(1);
        let alone = || {
            let numbered = last > 0 && family.year != Some(last);
            let piece = pieces.last().filter(|piece| numbered && piece.is_group())?;
            let read = tail(
                family,
                std::slice::from_ref(piece),
                units,
                start,
                &groups,
                last,
            )?;
            let long = read.1[0].len() >= LONG || read.1[0].starts_with('0');
            long.then_some(read)
        };
        let Some((to, own, kept)) = whole()
            .map(|(to, own)| (to, own, 0))
            .or_else(|| alone().map(|(to, own)| (to, own, last)))
        else {
            break;
        };
        let mut full: Vec<String> = printed.iter().take(kept).cloned().collect();
        full.extend(own);
        if !fits(family, &full) {
            break;
        }
        let canonical = form.write(&full);
        all.push(Borrowed {
            canonical,
            start,
            end: to,
        });
        end = to;
    }
    all
}

impl Borrowed {
    pub(super) fn found(self, family: &Family, text: &str, units: &[Unit]) -> Option<Found> {
        let start = units.get(self.start)?.start;
        let end = units.get(self.end.checked_sub(1)?)?.end;
        Some(Found {
            reference: Reference {
                canonical: self.canonical,
                family: family.key.clone(),
                issuer: family.issuer.clone(),
            },
            as_printed: text.get(start..end)?.to_owned(),
            start,
            end,
        })
    }
}

/// Whether the numbers keep to the family's limits and are no pair of years.
fn fits(family: &Family, groups: &[String]) -> bool {
    let value = |nth: usize| groups.get(nth).and_then(|text| text.parse::<u64>().ok());
    let limited = family.limits.iter().enumerate().all(|(nth, limit)| {
        limit.is_none_or(|(least, most)| {
            value(nth).is_none_or(|value| (least..=most).contains(&value))
        })
    });
    let years = matches!((value(0), value(1)), (Some(a), Some(b))
        if (1900..2100).contains(&a) && (a + 1) % 100 == b % 100 && b < 2100);
    limited && !(years && groups.len() == 2)
}

/// The unit after a word or mark that lists: `,`, `;`, `&`, `to`, `and`, `or`, a dash, or a comma and one of the words.
fn after_joiner(units: &[Unit], from: usize) -> Option<usize> {
    let mut at = from;
    let (mut marks, mut words, mut blanks, mut lines) = (0, 0, 0, 0);
    while let Some(unit) = units.get(at) {
        match unit.ch {
            b' ' => blanks += 1,
            LINE => lines += 1,
            b',' | b';' | b'&' | b'-' if words == 0 => marks += 1,
            ch if ch.is_ascii_alphabetic() => {
                let word: String = units[at..]
                    .iter()
                    .take_while(|unit| unit.in_word())
                    .map(|unit| char::from(unit.ch))
                    .collect();
                let lists = matches!(word.as_str(), "TO" | "AND" | "OR" | "THROUGH" | "UNTIL");
                let apart = at > from && blanks + lines > 0;
                if !lists || words > 0 || !apart {
                    return None;
                }
                words += 1;
                at += word.len() - 1;
            }
            _ => break,
        }
        at += 1;
        if marks > 1 || blanks > 4 || lines > 1 {
            return None;
        }
    }
    (marks + words > 0 && units.get(at)?.ch.is_ascii_digit()).then_some(at)
}

/// The end and the groups of a tail at `start`: the pieces given, each group as long as in the number before.
fn tail(
    family: &Family,
    pieces: &[Piece],
    units: &[Unit],
    start: usize,
    groups: &[(usize, usize)],
    first: usize,
) -> Option<(usize, Vec<String>)> {
    let mut at = start;
    let mut own = Vec::new();
    let mut lengths = groups.iter().skip(first).map(|(from, to)| to - from);
    for piece in pieces {
        match *piece {
            Piece::Literal(c) => {
                (units.get(at)?.ch == c).then_some(())?;
                at += 1;
            }
            Piece::Separator(Some(_)) => {
                let mark = units.get(at)?.ch;
                (matches!(mark, b'/' | b'-' | b'_' | b'.') && family.separators.takes(mark))
                    .then_some(())?;
                at += 1;
            }
            Piece::Separator(None) => {}
            Piece::Bracket(_) => return None,
            Piece::Digits { .. } | Piece::Letters(_) | Piece::Mixed(_) => {
                let length = lengths.next()?;
                let group = units.get(at..at + length)?;
                let right = |unit: &Unit| match piece {
                    Piece::Digits { .. } => unit.ch.is_ascii_digit(),
                    Piece::Letters(_) => unit.ch.is_ascii_uppercase(),
                    _ => unit.ch.is_ascii_alphanumeric(),
                };
                group.iter().all(right).then_some(())?;
                own.push(group.iter().map(|unit| char::from(unit.ch)).collect());
                at += length;
            }
        }
    }
    let mut behind = units.get(at..).unwrap_or_default().iter();
    let next = behind.next();
    let goes_on = next.is_some_and(|unit| {
        unit.in_word()
            || matches!(unit.ch, b'%' | b'\'' | b':')
            || matches!(unit.ch, b'/' | b'-' | b'.' | b',' | b'_')
                && behind.next().is_some_and(|after| after.ch.is_ascii_digit())
    });
    (!goes_on).then_some((at, own))
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn a_list_and_a_range_borrow_what_they_leave_out() {
        for (text, wanted) in [
            (
                "INV/0283/2020 to 0285/2020",
                &["INV/0283/2020", "INV/0285/2020"][..],
            ),
            (
                "INV/0283/2020 \u{2013} 0285/2020",
                &["INV/0283/2020", "INV/0285/2020"],
            ),
            (
                "INV/0283/2020, 0291/2020 and 0305/2021",
                &["INV/0283/2020", "INV/0291/2020", "INV/0305/2021"],
            ),
            (
                "IC-204518-K3M9 and 204519-B7T2",
                &["IC-204518-K3M9", "IC-204519-B7T2"],
            ),
            (
                "EA/2018/0101, 0102 & 0104",
                &["EA/2018/0101", "EA/2018/0102", "EA/2018/0104"],
            ),
            ("FS50712345 or 50712346", &["FS50712345", "FS50712346"]),
            (
                "01.FOI.22.031842 and 031843",
                &["01.FOI.22.031842", "01.FOI.22.031843"],
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_year_a_count_and_a_share_borrow_nothing() {
        for text in [
            "INV/0283/2020 and 2021",
            "INV/0283/2020, 0291 leaflets",
            "INV/0283/2020 to 31/2020",
            "INV/0283/2020 of 0285/2020",
            "INV/0283/2020 0285/2020",
            "INV/0283/2020, 0285/2020/7",
            "INV/0283/2020 and 0285/1920",
        ] {
            assert_eq!(read(text), ["INV/0283/2020"], "{text}");
        }
        assert_eq!(read("GSA/4762/12, 2012/13 figures"), ["GSA/4762/12"]);
        assert_eq!(read("EA/2018/0101 and 2019 more"), ["EA/2018/0101"]);
    }
}
