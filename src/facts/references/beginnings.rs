//! Which forms may begin at a unit, so that most characters of a text cost one look in a table.
//!
//! A form is tried only where the first characters are its own, and where behind them, over blanks and marks, something
//! stands with which it can go on. Most days, sums and times of a text are passed over so.

use std::sync::OnceLock;

use super::Family;
use super::confusion::{Reading, separates_like};
use super::finder::Place;
use super::fold::{LINE, PAGE, Unit};
use super::form::{Form, Piece};
use super::separators::Separators;

/// How many folded characters there are.
const CHARACTERS: u8 = 128;
/// So many blanks and marks are gone over; where there are more, the form itself is asked.
const GONE_OVER: usize = 16;

/// The forms that may begin with each folded character. Each table is made when a text is first read so: a query
/// never needs it.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginnings {
    in_text: OnceLock<Table>,
    in_name: OnceLock<Table>,
    confused: OnceLock<Table>,
}

/// The forms of one reading, by their beginnings.
#[derive(Debug, Clone)]
pub(super) struct Table {
    reading: Reading,
    by_first: Vec<Vec<Beginning>>,
    /// For each two characters, the first counting for more, which of `thirds` may follow them.
    pairs: Vec<u8>,
    thirds: Vec<Set>,
}

/// A form and the characters with which it must go on.
#[derive(Debug, Clone)]
struct Beginning {
    family: usize,
    form: usize,
    /// After the first character: letters and digits as they are, `#` for any digit.
    head: Vec<u8>,
    /// How many digits there may be, where it begins with digits that something else must follow.
    digits: Option<(usize, usize)>,
    /// What follows the head, or where the number of digits varies, them.
    behind: Option<Behind>,
}

/// What must stand behind the first characters of a form.
#[derive(Debug, Clone, Copy)]
struct Behind {
    /// The blanks, marks and brackets that may come between.
    over: Set,
    /// Of them the marks of which one must be there, where one must.
    marks: Option<Set>,
    /// With what the form goes on.
    then: Set,
    /// Where a page may end, behind which anything may stand.
    page: Set,
}

/// Some folded characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Set(u128);

impl Set {
    const ALL: Self = Self(u128::MAX);

    fn of(fits: impl Fn(u8) -> bool) -> Self {
        let all = (0..CHARACTERS).filter(|ch| fits(*ch));
        Self(all.fold(0, |set, ch| set | 1_u128 << ch))
    }

    #[inline]
    fn has(self, ch: u8) -> bool {
        let half = if ch < 64 { self.0 } else { self.0 >> 64 };
        ch < CHARACTERS && (half as u64) >> (ch & 63) & 1 == 1
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn members(self) -> impl Iterator<Item = u8> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let ch = u8::try_from(left.trailing_zeros()).ok()?;
            left &= left.wrapping_sub(1);
            (ch < CHARACTERS).then_some(ch)
        })
    }
}

impl Beginnings {
    /// The table for a reading.
    pub(super) fn table(&self, reading: Reading, place: Place, families: &[Family]) -> &Table {
        let table = match (reading, place) {
            (Reading::Confused, _) => &self.confused,
            (_, Place::Text) => &self.in_text,
            (_, Place::FileName) => &self.in_name,
        };
        table.get_or_init(|| Table::of(families, reading, place))
    }
}

impl Table {
    fn of(families: &[Family], reading: Reading, place: Place) -> Self {
        let mut table = Self {
            reading,
            by_first: by_first(families, reading, place),
            pairs: Vec::with_capacity(usize::from(CHARACTERS).pow(2)),
            thirds: Vec::new(),
        };
        for beginnings in &table.by_first {
            let mut thirds = [Set::default(); CHARACTERS as usize];
            for one in beginnings {
                let allowed = one.allowed(1, reading);
                for second in one.allowed(0, reading).members() {
                    let third = &mut thirds[usize::from(second)];
                    *third = third.or(allowed);
                }
            }
            let mut last = (Set::default(), None);
            for third in thirds {
                // most of a row are alike
                let known = last.1.filter(|_| last.0 == third);
                let known = known.or_else(|| table.thirds.iter().position(|known| *known == third));
                let nth = known.unwrap_or_else(|| {
                    table.thirds.push(third);
                    table.thirds.len() - 1
                });
                last = (third, Some(nth));
                // of more kinds than a byte counts none is told apart
                table.pairs.push(u8::try_from(nth).unwrap_or(u8::MAX));
            }
        }
        table.thirds.resize(usize::from(u8::MAX) + 1, Set::ALL);
        if let Some(last) = table.thirds.last_mut() {
            *last = Set::ALL;
        }
        table
    }

    /// Whether any form may begin where these units do.
    #[inline]
    pub(super) fn any_at(&self, units: &[Unit]) -> bool {
        !self.beginnings(units).is_empty()
    }

    /// The families and forms to try where these units begin.
    #[inline]
    pub(super) fn at<'a, 'u>(
        &'a self,
        units: &'u [Unit],
        families: &'a [Family],
    ) -> impl Iterator<Item = (&'a Family, &'a Form)> + use<'a, 'u> {
        let reading = self.reading;
        let beginnings = self.beginnings(units);
        let following = units.get(1..).unwrap_or_default();
        let digits = units
            .iter()
            .take_while(|unit| !beginnings.is_empty() && unit.ch.is_ascii_digit())
            .count();
        beginnings
            .iter()
            .filter(move |beginning| beginning.goes_on(following, digits, reading))
            .filter_map(|beginning| {
                let family = families.get(beginning.family)?;
                Some((family, family.forms.get(beginning.form)?))
            })
    }

    #[inline]
    fn beginnings(&self, units: &[Unit]) -> &[Beginning] {
        let [first, second, rest @ ..] = units else {
            return &[];
        };
        let pair = usize::from(first.ch) * usize::from(CHARACTERS) + usize::from(second.ch);
        let third = self
            .pairs
            .get(pair)
            .map(|nth| self.thirds[usize::from(*nth)]);
        let fits = third.is_some_and(|third| match rest {
            [unit, ..] => third.has(unit.ch),
            [] => third != Set::default(),
        });
        if !fits {
            return &[];
        }
        self.by_first
            .get(usize::from(first.ch))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

impl Beginning {
    /// Whether these units, behind its first character, may be its own; `digits` are those with which all begins.
    fn goes_on(&self, following: &[Unit], digits: usize, reading: Reading) -> bool {
        // in a confused reading letters are digits as well, and in a wrapped one a line may break the run; the wrapped
        // one begins with letters
        let counted = self.digits.filter(|_| reading == Reading::Exact);
        if counted.is_some_and(|(least, most)| !(least..=most).contains(&digits)) {
            return false;
        }
        let length = match counted {
            Some((least, most)) if least < most => digits - 1,
            _ => self.head.len(),
        };
        let mut head = self.head.iter().zip(following);
        following.len() >= self.head.len()
            && head.all(|(wanted, unit)| reading.takes(unit.ch, *wanted))
            && self
                .behind
                .is_none_or(|behind| behind.stands(following.get(length..)))
    }

    /// What may stand at this place behind its first character.
    fn allowed(&self, place: usize, reading: Reading) -> Set {
        if let Some(&wanted) = self.head.get(place) {
            return Set::of(|ch| reading.takes(ch, wanted));
        }
        let varies = self.digits.is_some_and(|(least, most)| least < most);
        match self.behind {
            Some(behind) if place == self.head.len() && !varies => {
                behind.over.or(behind.then).or(behind.page)
            }
            _ => Set::ALL,
        }
    }
}

impl Behind {
    /// What must stand before and at the piece `from` of a form and the next that prints a character; none where
    /// nothing must.
    fn of(form: &Form, from: usize, taken: &[&Separators], reading: Reading) -> Option<Self> {
        let pieces = form.pieces.get(from..)?;
        let between = |piece: &Piece| matches!(piece, Piece::Separator(_) | Piece::Bracket(_));
        let gap = pieces.iter().take_while(|piece| between(piece)).count();
        // a number may stand without its year, and be given one further on
        let leads = form.opens_with_a_letter();
        let (gap, rest) = pieces.split_at_checked(gap)?;
        let next = rest.first()?;
        if leads && !gap.is_empty() && rest.len() == 1 {
            return None;
        }
        let mut marks = Set::default();
        let mut over = Set::default();
        for piece in gap {
            over = over.or(Set::of(|ch| matches!(ch, b' ' | LINE)));
            match piece {
                Piece::Separator(own) => {
                    let like = |ch: u8| {
                        reading.confuses() && own.is_some_and(|own| separates_like(ch, own))
                    };
                    let takes = |ch: u8| taken.iter().any(|separators| separators.takes(ch));
                    marks = marks.or(Set::of(|ch| takes(ch) || like(ch)));
                }
                _ => over = over.or(Set::of(|ch| b"[]()".contains(&ch))),
            }
        }
        let wanted = match *next {
            Piece::Digits { .. } => b'#',
            Piece::Letters(_) => b'@',
            Piece::Literal(c) => c,
            _ => 0,
        };
        let then = Set::of(|ch| match *next {
            Piece::Mixed(_) => ch.is_ascii_alphanumeric(),
            // these two stand for themselves here
            Piece::Literal(c @ (b'#' | b'@')) => ch == c,
            _ => reading.takes(ch, wanted),
        });
        let single = matches!(gap, [Piece::Separator(_)])
            && taken.iter().all(|separators| separators.want_a_mark());
        let paged = leads && !gap.is_empty() && reading == Reading::Exact;
        Some(Self {
            over: over.or(marks),
            marks: single.then_some(marks),
            then,
            page: Set::of(|ch| paged && matches!(ch, LINE | PAGE)),
        })
    }

    /// Whether these units may stand there.
    fn stands(&self, units: Option<&[Unit]>) -> bool {
        let mut marked = self.marks.is_none();
        for (nth, unit) in units.unwrap_or_default().iter().enumerate() {
            if nth == GONE_OVER || self.page.has(unit.ch) || marked && self.then.has(unit.ch) {
                return true;
            }
            if !self.over.has(unit.ch) {
                return false;
            }
            marked |= self.marks.is_some_and(|marks| marks.has(unit.ch));
        }
        false
    }
}

/// The beginnings with each folded character, each character's in the order of families and forms.
fn by_first(families: &[Family], reading: Reading, place: Place) -> Vec<Vec<Beginning>> {
    let mut by_first: Vec<Vec<Beginning>> = vec![Vec::new(); usize::from(CHARACTERS)];
    for (n, family) in families.iter().enumerate() {
        for (m, form) in family.forms.iter().enumerate() {
            // so few digits that a scanner's mistakes in them would be found everywhere
            let too_short = reading == Reading::Confused
                && (family.weak || form.in_address || form.is_bare() && form.fewest_digits() < 9);
            if too_short {
                continue;
            }
            let separators = form.separators(family, place);
            let opening = form.opening_digits(separators.may_be_missing());
            // what stands without its year has the separators of a text, wherever it is read
            let narrower = form.in_text.as_ref().filter(|_| form.opens_with_a_letter());
            let taken: Vec<&Separators> = std::iter::once(separators).chain(narrower).collect();
            // what stands behind hangs on the piece alone, which is the same for most first characters
            let mut told: Option<(usize, Option<Behind>)> = None;
            for (ch, beginnings) in (0..CHARACTERS).zip(&mut by_first) {
                if !form.may_begin(ch, reading) {
                    continue;
                }
                let digits = opening.filter(|_| ch.is_ascii_digit());
                let (head, next) = form.head(ch, separators);
                let varies = digits.filter(|(least, most)| least < most);
                let next = next.or_else(|| varies.filter(|_| reading == Reading::Exact).map(|_| 1));
                let behind = next.and_then(|next| match told {
                    Some((known, behind)) if known == next => behind,
                    _ => {
                        let behind = Behind::of(form, next, &taken, reading);
                        told = Some((next, behind));
                        behind
                    }
                });
                beginnings.push(Beginning {
                    family: n,
                    form: m,
                    head,
                    digits,
                    behind,
                });
            }
        }
    }
    by_first
}
