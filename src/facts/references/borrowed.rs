//! Numbers that borrow what they leave out from another number beside them: `INV/0283/2020 to 0285/2020`,
//! `EA/2018/0101 and 0102`, `IC-204518-K3M9, 204519-B7T2 and -C3D4`, and `INV/0320, 0321 and 0322/2020`, where the year
//! stands at the end for all.
//!
//! Such a tail is read only behind a number and a word or mark that lists, and only where it has the same digits in the
//! same places. A number alone is none where it may be a year or a count: it must begin with a nought or be long. The
//! ends of a range are read and not what lies between, which nobody printed. What may be such a tail and may be
//! something else is a possible reference.

use super::fold::Unit;
use super::form::{Fit, Form, Piece};
use super::joined::{Joined, after, ends_list, in_sentence, of_a_day};
use super::told::{self, Told};
use super::{Family, Found, Reference};

/// How many may borrow from one number.
const MOST: usize = 50;
/// So many digits are no year and no count.
const LONG: usize = 5;
/// The fewest digits to which noughts are put: `INV/0283/2020 and 285/2020`.
const PADDED: usize = 3;

/// A number that borrows: what it is, and its units.
pub(super) struct Borrowed {
    pub canonical: String,
    pub start: usize,
    pub end: usize,
    /// Whether it can be nothing else; if not it is a possible reference.
    pub sure: bool,
}

/// A number of a family to borrow from, taken apart.
struct Lender<'a> {
    family: &'a Family,
    form: &'a Form,
    units: &'a [Unit],
    /// The units of each group.
    groups: &'a [(usize, usize)],
    /// The groups as printed.
    printed: Vec<String>,
    /// Those of the last number read.
    latest: Vec<String>,
    /// The letters with which it opens.
    lead: Vec<u8>,
    /// The first piece that varies.
    first: usize,
    /// The piece of the separator before a year that ends the form.
    cut: Option<usize>,
    /// Whether it takes its own year from further on.
    lacks_year: bool,
}

/// What was read of a tail: the unit after it, the groups that it prints, how many it borrows, and whether surely.
type Tail = (usize, Vec<String>, usize, bool);

/// The numbers that borrow from the one that `fit` holds.
pub(super) fn behind(family: &Family, form: &Form, units: &[Unit], fit: &Fit) -> Vec<Borrowed> {
    let mut all = Vec::new();
    let pieces = form.pieces.as_slice();
    let lettered = pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Literal(c) if c.is_ascii_alphabetic()));
    let first = pieces.iter().position(|piece| piece.is_group());
    let Some(first) = first.filter(|_| lettered && !form.in_address) else {
        return all;
    };
    let printed = form.groups_printed(units, fit);
    let mut lender = Lender {
        family,
        form,
        units,
        groups: fit.groups(),
        latest: printed.clone(),
        printed,
        lead: lead(form),
        first,
        cut: cut(family, form),
        lacks_year: fit.groups().last().is_some_and(|last| last.0 > fit.end),
    };
    let mut end = fit.end;
    while all.len() < MOST {
        let Some((start, joined)) = after(units, end, &lender.lead) else {
            break;
        };
        let coded = lender.coded((end, start), joined);
        let tail = match coded {
            Some((_, _, _, true)) => None,
            _ => lender.tail(start, joined, all.len() + 2),
        };
        let of = if tail.is_some() {
            &lender.printed
        } else {
            &lender.latest
        };
        let Some((to, own, kept, sure)) = tail.or(coded) else {
            break;
        };
        let full: Vec<String> = of.iter().take(kept).cloned().chain(own).collect();
        if !fits(family, &full) {
            break;
        }
        all.push(Borrowed {
            canonical: form.write(&full),
            start,
            end: to,
            sure,
        });
        lender.latest = full;
        end = to;
    }
    all
}

/// A number whose year stands only at the end of the list that it opens: `INV/0283 and 0285/2020`.
pub(super) fn cut_short(family: &Family, form: &Form, units: &[Unit], at: usize) -> Option<Fit> {
    let cut = cut(family, form)?;
    let first = form.pieces.iter().position(|piece| piece.is_group())?;
    (first < cut).then_some(())?;
    let separators = form.in_text.as_ref().unwrap_or(&family.separators);
    let mut fit = form.fit_first(units, at, separators, cut)?;
    let year = year_ahead(
        family,
        form,
        units,
        fit.groups(),
        (fit.end, 1),
        (first, cut),
    )?;
    fit.keep(year.from, year.end)?;
    fit.sure = year.sure;
    Some(fit)
}

/// The piece that is the separator before a year that ends the form.
pub(super) fn cut(family: &Family, form: &Form) -> Option<usize> {
    let groups = form.pieces.iter().filter(|piece| piece.is_group()).count();
    let last = form.pieces.len().checked_sub(2)?;
    let parted = matches!(form.pieces.get(last)?, Piece::Separator(Some(_)));
    let year = matches!(form.pieces.last()?, Piece::Digits { .. });
    (parted && year && groups > 1 && family.year == Some(groups - 1)).then_some(last)
}

/// The letters with which a form opens.
fn lead(form: &Form) -> Vec<u8> {
    let literal = |piece: &Piece| match *piece {
        Piece::Literal(c) if c.is_ascii_alphabetic() => Some(c),
        _ => None,
    };
    form.pieces.iter().map_while(literal).collect()
}

/// The year that ends a list of numbers without one, from the end of the number before, of which there are so many.
fn year_ahead(
    family: &Family,
    form: &Form,
    units: &[Unit],
    groups: &[(usize, usize)],
    (from, members): (usize, usize),
    (first, cut): (usize, usize),
) -> Option<Told> {
    let short = form.pieces.get(first..cut)?;
    let leader = form.pieces.get(..first)?;
    let lead = lead(form);
    let year = form.pieces.get(cut + 1..)?;
    let &[Piece::Digits { least, .. }] = year else {
        return None;
    };
    let mut end = from;
    for more in 1..=MOST {
        let (start, joined) = after(units, end, &lead)?;
        (joined == Joined::Listed || joined == Joined::ByMark).then_some(())?;
        let start = over(leader, family, units, start).unwrap_or(start);
        let (to, _) = tail(family, short, units, start, groups, 0, Width::Same)?;
        let mark = units.get(to).filter(|unit| {
            matches!(unit.ch, b'/' | b'-' | b'_' | b'.') && family.separators.takes(unit.ch)
        });
        if mark.is_some() {
            let lengths = [(0, least)];
            if let Some((end, _)) = tail(family, year, units, to + 1, &lengths, 0, Width::Same)
                && !goes_on(units, end)
            {
                return Some(Told {
                    from: to + 1,
                    end,
                    sure: true,
                });
            }
        }
        if let Some(told) = told::year(units, to, least, members + more) {
            return Some(told);
        }
        if goes_on(units, to) && !is_range(units, to) {
            return None;
        }
        end = to;
    }
    None
}

/// Whether a dash and more digits follow, as in `0320-0322/2020`.
fn is_range(units: &[Unit], at: usize) -> bool {
    units.get(at).is_some_and(|unit| unit.ch == b'-')
}

/// The unit behind the letters and marks that lead a form, where they stand at `at`.
fn over(leader: &[Piece], family: &Family, units: &[Unit], at: usize) -> Option<usize> {
    let mut at = at;
    for piece in leader {
        match *piece {
            Piece::Literal(c) => {
                (units.get(at)?.ch == c).then_some(())?;
                at += 1;
            }
            Piece::Separator(_) => at = family.separators.after(units, at)?,
            _ => return None,
        }
    }
    Some(at)
}

impl Lender<'_> {
    /// The tail at `start`, read in the first way that fits.
    fn tail(&self, start: usize, joined: Joined, members: usize) -> Option<Tail> {
        let sure = matches!(joined, Joined::Listed | Joined::ByMark);
        let certain = |own: &[String]| {
            own.first()
                .is_some_and(|one| one.len() >= LONG || one.starts_with('0'))
        };
        if let Some((to, own)) = self.read(self.first.., start, 0, Width::Same) {
            // "INV/0511/2020, 1200/2020 were men"
            let counted = joined == Joined::ByMark && !certain(&own) && in_sentence(self.units, to);
            let parted = own.len() > 1 && own.first().is_some_and(|one| one.starts_with('0'));
            return (sure || parted).then_some((to, own, 0, sure && !counted));
        }
        self.without_year(start, sure, members)
            .or_else(|| self.last_alone(start, joined))
            .or_else(|| self.padded(start, sure))
    }

    fn read(
        &self,
        pieces: impl std::slice::SliceIndex<[Piece], Output = [Piece]>,
        start: usize,
        first: usize,
        width: Width,
    ) -> Option<(usize, Vec<String>)> {
        let pieces = self.form.pieces.get(pieces)?;
        let read = tail(
            self.family,
            pieces,
            self.units,
            start,
            self.groups,
            first,
            width,
        )?;
        (!goes_on(self.units, read.0)).then_some(read)
    }

    /// `0751` of `INV/0750, 0751 and 0752/2020`, and of `INV/0750/2020, 0751`, where it may be anything.
    fn without_year(&self, start: usize, sure: bool, members: usize) -> Option<Tail> {
        let cut = self.cut.filter(|cut| self.first < *cut && sure)?;
        let short = self.form.pieces.get(self.first..cut)?;
        let leader = self.form.pieces.get(..self.first)?;
        let led = over(leader, self.family, self.units, start);
        let (to, mut own) = tail(
            self.family,
            short,
            self.units,
            led.unwrap_or(start),
            self.groups,
            0,
            Width::Same,
        )?;
        let own_year = self.printed.last()?;
        let ahead = told::year(self.units, to, own_year.len(), members).or_else(|| {
            year_ahead(
                self.family,
                self.form,
                self.units,
                self.groups,
                (to, members),
                (self.first, cut),
            )
        });
        let Some(ahead) = ahead else {
            let number = own
                .iter()
                .all(|one| one.len() >= LONG || one.starts_with('0'));
            if led.is_some() || !number || goes_on(self.units, to) || !ends_list(self.units, to) {
                return None;
            }
            own.push(own_year.clone());
            return Some((to, own, 0, false));
        };
        let year: String = self
            .units
            .get(ahead.from..ahead.end)?
            .iter()
            .map(|unit| char::from(unit.ch))
            .collect();
        let sure = self.lacks_year || ahead.sure && year == *own_year;
        own.push(year);
        Some((to, own, 0, sure))
    }

    /// `0102` of `EA/2018/0101 and 0102`.
    fn last_alone(&self, start: usize, joined: Joined) -> Option<Tail> {
        let last = self.groups.len().checked_sub(1)?;
        if joined == Joined::Loosely || last == 0 || self.family.year == Some(last) {
            return None;
        }
        let [.., Piece::Separator(_), piece] = self.form.pieces.as_slice() else {
            return None;
        };
        piece.is_group().then_some(())?;
        let (to, own) = self.read(self.form.pieces.len() - 1.., start, last, Width::Same)?;
        let number = own.first()?;
        if number.len() >= LONG || number.starts_with('0') {
            // a telephone number goes on behind its first digits
            let sure =
                joined != Joined::Fused && ends_list(self.units, to) && !of_a_day(self.units, to);
            return Some((to, own, last, sure));
        }
        let year = number
            .parse::<u32>()
            .is_ok_and(|value| (1900..2100).contains(&value));
        let may_be = self.family.year.is_some() && !year && number.len() >= PADDED;
        (may_be && ends_list(self.units, to)).then_some((to, own, last, false))
    }

    /// `-C3D4` of `IC-204518-K3M9 and -C3D4`: what a form prints behind its last mark, digits and letters.
    fn coded(&self, (end, start): (usize, usize), joined: Joined) -> Option<Tail> {
        let pieces = self.form.pieces.as_slice();
        let parted = pieces
            .iter()
            .rposition(|piece| matches!(piece, Piece::Separator(Some(_))))?;
        let groups = pieces.get(..parted)?.iter();
        let kept = groups.filter(|piece| piece.is_group()).count();
        (kept > 0).then_some(())?;
        let (to, own) = self.read(parted + 1.., start, kept, Width::Same)?;
        let code = own.concat();
        let mixed = code.bytes().any(|c| c.is_ascii_digit())
            && code.bytes().any(|c| c.is_ascii_uppercase());
        let marks = |at: usize| {
            self.units
                .get(at)
                .is_some_and(|unit| self.family.separators.takes(unit.ch))
        };
        let longer = marks(to) && self.units.get(to + 1).is_some_and(|unit| unit.in_word());
        (mixed && !longer).then_some(())?;
        let gap = self.units.get(end..start)?;
        let (last, before) = gap.split_last()?;
        let dashed = last.ch == b'-' && self.family.separators.takes(b'-');
        let listed = joined == Joined::Listed
            || joined == Joined::ByMark
                && before
                    .iter()
                    .any(|unit| matches!(unit.ch, b',' | b';' | b'&' | b'+'));
        let apart = dashed && !before.is_empty();
        let bare = joined != Joined::Loosely && ends_list(self.units, to);
        (apart || bare).then_some((to, own, kept, apart && listed))
    }

    /// `285/2020` of `INV/0283/2020 and 285/2020`, its noughts left out.
    fn padded(&self, start: usize, sure: bool) -> Option<Tail> {
        self.cut.filter(|_| sure)?;
        let (to, own) = self.read(self.first.., start, 0, Width::Padded)?;
        Some((to, own, 0, false))
    }
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
pub(super) fn fits(family: &Family, groups: &[String]) -> bool {
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

/// How many digits a group of a tail may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// As many as the group in the number before.
    Same,
    /// Fewer, by noughts that were left out in front.
    Padded,
}

/// The end and the groups of a tail at `start`: the pieces given, each group as long as in the number before.
pub(super) fn tail(
    family: &Family,
    pieces: &[Piece],
    units: &[Unit],
    start: usize,
    groups: &[(usize, usize)],
    first: usize,
    width: Width,
) -> Option<(usize, Vec<String>)> {
    let mut at = start;
    let mut own: Vec<String> = Vec::new();
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
                let full = lengths.next()?;
                let mut length = full;
                if width == Width::Padded && own.is_empty() {
                    let digits = units.get(at..)?.iter();
                    length = digits.take_while(|unit| unit.ch.is_ascii_digit()).count();
                    (PADDED..full).contains(&length).then_some(())?;
                }
                let group = units.get(at..at + length)?;
                let right = |unit: &Unit| match piece {
                    Piece::Digits { .. } => unit.ch.is_ascii_digit(),
                    Piece::Letters(_) => unit.ch.is_ascii_uppercase(),
                    _ => unit.ch.is_ascii_alphanumeric(),
                };
                group.iter().all(right).then_some(())?;
                let text: String = group.iter().map(|unit| char::from(unit.ch)).collect();
                own.push(format!("{text:0>full$}"));
                at += length;
            }
        }
    }
    let next = units.get(at);
    (!next.is_some_and(|unit| unit.in_word())).then_some((at, own))
}

/// Whether a longer number or a share goes through this unit.
pub(super) fn goes_on(units: &[Unit], at: usize) -> bool {
    let mut behind = units.get(at..).unwrap_or_default().iter();
    behind.next().is_some_and(|unit| {
        unit.in_word()
            || matches!(unit.ch, b'%' | b'\'' | b':')
            || matches!(unit.ch, b'/' | b'-' | b'.' | b',' | b'_')
                && behind.next().is_some_and(|after| after.ch.is_ascii_digit())
    })
}
