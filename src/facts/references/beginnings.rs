//! Which forms may begin at a unit, so that most characters of a text cost one look in a table.
//!
//! A form is tried only where the first characters are its own, and where behind them, over blanks and marks, something
//! stands with which it can go on. Most days, sums and times of a text are passed over so.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Family;
use super::characters::{CHARACTERS, Set, bits};
use super::confusion::{Reading, separates_like};
use super::finder::Place;
use super::fold::{LINE, PAGE, Unit};
use super::form::{Form, Piece};
use super::separators::Separators;
use super::starts::{Joint, Start};

/// How many pairs of them, and how many begin with one character.
pub(super) const PAIRS: usize = ROW * ROW;
const ROW: usize = CHARACTERS as usize;
/// At so many places behind the first all beginnings are asked at once.
const PLACES: usize = 6;
/// Of numbers with more figures, or within wider limits, it is not told which figures they may have.
const MOST_LIMITED: usize = 4;
const WIDEST: u64 = 500;
/// More digits than a form may begin with.
const MOST_DIGITS: usize = 15;
/// So many blanks and marks are gone over; where there are more, the form itself is asked.
const GONE_OVER: usize = 16;

/// The forms that may begin with each folded character. Each table is made when a text is first read so: a query
/// never needs it.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginnings {
    in_text: OnceLock<Table>,
    in_name: OnceLock<Table>,
    confused: OnceLock<Table>,
    joint: OnceLock<Joint>,
}

/// The forms of one reading, by their beginnings.
#[derive(Debug, Clone)]
pub(super) struct Table {
    reading: Reading,
    /// For each two characters, the first counting for more, which of `kinds` may begin with them; 0 where none may.
    pub pairs: Box<[u16; PAIRS]>,
    pub kinds: Vec<Kind>,
    blocks: Vec<Block>,
}

/// What may begin with some two characters.
#[derive(Debug, Clone, Default)]
pub(super) struct Kind {
    /// The characters that may follow the two, and those that may follow these.
    pub third: Set,
    pub fourth: Set,
    /// For each block in turn, which of its beginnings.
    which: Vec<u128>,
}

/// As many beginnings as a number has bits, in the order of families and forms.
#[derive(Debug, Clone)]
struct Block {
    beginnings: Vec<Beginning>,
    /// Which may begin with each folded character.
    first: [u128; CHARACTERS as usize],
    /// Which may have each folded character behind the first, place by place.
    following: Box<[[u128; CHARACTERS as usize]; PLACES]>,
    /// Which may have each folded character behind the digits with which they begin, place by place.
    behind_digits: Box<[[u128; CHARACTERS as usize]; 2]>,
    /// Which may begin with so many digits; the last counts for all above it.
    digits: [u128; MOST_DIGITS + 1],
}

/// A form and the characters with which it must go on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Beginning {
    family: usize,
    form: usize,
    /// After the first character: letters and digits as they are, `#` for any digit.
    head: Vec<u8>,
    /// How many digits there may be, where it begins with digits that something else must follow.
    digits: Option<(usize, usize)>,
    /// What follows the head, or where the number of digits varies, them.
    behind: Option<Behind>,
    /// The figures of the number with which it begins, place by place, where only some numbers will do.
    limited: Vec<Set>,
}

/// What must stand behind the first characters of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// Both readings of a text, gone over together.
    pub(super) fn joint(&self, families: &[Family]) -> &Joint {
        self.joint.get_or_init(|| {
            Joint::of(
                [Reading::Exact, Reading::Confused]
                    .map(|reading| self.table(reading, Place::Text, families)),
            )
        })
    }
}

impl Table {
    fn of(families: &[Family], reading: Reading, place: Place) -> Self {
        let all = beginnings(families, reading, place);
        let places = |one: &Beginning| std::array::from_fn(|place| one.allowed(place, reading));
        let allowed: Vec<[Set; PLACES]> = all.iter().map(|(one, _)| places(one)).collect();
        let chunks = allowed.chunks(u128::BITS as usize);
        let blocks = all.chunks(u128::BITS as usize).zip(chunks.clone());
        let blocks = blocks.map(|(some, allowed)| Block::of(some, allowed, reading));
        let mut table = Self {
            reading,
            pairs: Box::new([0; PAIRS]),
            kinds: vec![Kind::default()],
            blocks: blocks.collect(),
        };
        // the first of the characters that are alike in this place
        let alike = |of: &dyn Fn(&Block) -> &[u128; CHARACTERS as usize]| {
            let same = |a: usize, b: usize| {
                let mut tables = table.blocks.iter().map(of);
                tables.all(|table| table[a] == table[b])
            };
            std::array::from_fn(|ch| (0..ch).find(|other| same(*other, ch)).unwrap_or(ch))
        };
        let firsts: [usize; CHARACTERS as usize] = alike(&|block| &block.first);
        let seconds: [usize; CHARACTERS as usize] = alike(&|block| &block.following[0]);
        // what some beginnings of all allow at a place behind the first
        let behind = |which: &[u128], place: usize| {
            let chunks = chunks.clone().zip(which);
            let some = chunks.flat_map(|(one, which)| bits(*which).map(move |nth| one[nth]));
            some.fold(Set::default(), |all, allowed| all.or(allowed[place]))
        };
        let mut known: HashMap<Vec<u128>, u16> = HashMap::new();
        for (first, model) in firsts.into_iter().enumerate() {
            if model != first {
                let model = model * ROW;
                table.pairs.copy_within(model..model + ROW, first * ROW);
                continue;
            }
            let row = &mut table.pairs[first * ROW..(first + 1) * ROW];
            for (second, model) in seconds.into_iter().enumerate() {
                if model != second {
                    row[second] = row[model];
                    continue;
                }
                let of = |block: &Block| block.first[first] & block.following[0][second];
                let which: Vec<u128> = table.blocks.iter().map(of).collect();
                if which.iter().all(|some| *some == 0) {
                    continue;
                }
                row[second] = *known.entry(which).or_insert_with_key(|which| {
                    table.kinds.push(Kind {
                        third: behind(which, 1),
                        fourth: behind(which, 2),
                        which: which.clone(),
                    });
                    // one for each pair at most
                    u16::try_from(table.kinds.len() - 1).unwrap_or_default()
                });
            }
        }
        table
    }

    /// The families and forms to try where these units begin, of those that `start` told.
    #[inline]
    pub(super) fn at<'a>(
        &'a self,
        start: Start,
        units: &[Unit],
        families: &'a [Family],
        mut tried: impl FnMut(&'a Family, &'a Form),
    ) {
        let kind = self.kinds.get(usize::from(start.which));
        let which = kind.map_or(&[][..], |kind| &kind.which);
        for (block, which) in self.blocks.iter().zip(which) {
            for beginning in block.at(*which, units, self.reading) {
                if let Some(family) = families.get(beginning.family)
                    && let Some(form) = family.forms.get(beginning.form)
                {
                    tried(family, form);
                }
            }
        }
    }
}

impl Block {
    /// `all` with the characters that each may begin with, and what it allows behind the first, place by place.
    fn of(all: &[(Beginning, Set)], allowed: &[[Set; PLACES]], reading: Reading) -> Self {
        let which = |fits: &dyn Fn(&(Beginning, Set)) -> bool| {
            let fitting = all.iter().enumerate().filter(|(_, one)| fits(one));
            fitting.fold(0, |which, (nth, _)| which | 1_u128 << nth)
        };
        let by_character = |sets: &[Set]| {
            let mut table = [0; CHARACTERS as usize];
            for (nth, set) in sets.iter().enumerate() {
                set.each().for_each(|ch| table[ch] |= 1_u128 << nth);
            }
            table
        };
        let firsts: Vec<Set> = all.iter().map(|(_, first)| *first).collect();
        Self {
            beginnings: all.iter().map(|(one, _)| one.clone()).collect(),
            first: by_character(&firsts),
            following: Box::new(std::array::from_fn(|place| {
                let sets = allowed.iter().map(|allowed| allowed[place]);
                by_character(&sets.collect::<Vec<Set>>())
            })),
            behind_digits: Box::new(std::array::from_fn(|place| {
                let sets = all.iter().map(|(one, _)| one.allowed_behind_digits(place));
                by_character(&sets.collect::<Vec<Set>>())
            })),
            digits: std::array::from_fn(|count| {
                which(&|(one, _)| one.takes_digits(count, reading) || count == MOST_DIGITS)
            }),
        }
    }

    /// Those of some of its beginnings that go on as these units do.
    #[inline]
    fn at(
        &self,
        mut which: u128,
        units: &[Unit],
        reading: Reading,
    ) -> impl Iterator<Item = &Beginning> {
        let of = |table: &[u128; CHARACTERS as usize], at: usize| match units.get(at) {
            Some(unit) => table[usize::from(unit.ch % CHARACTERS)],
            None => u128::MAX,
        };
        let [_, third, fourth, others @ ..] = &*self.following;
        which &= of(third, 2) & of(fourth, 3);
        let mut digits = 0;
        if which != 0 {
            let run = units.iter().take_while(|unit| unit.ch.is_ascii_digit());
            digits = run.count();
            let [next, behind] = &*self.behind_digits;
            which &= self.digits[digits.min(MOST_DIGITS)];
            which &= of(next, digits) & of(behind, digits + 1);
            for (nth, other) in others.iter().enumerate() {
                which &= of(other, 4 + nth);
            }
        }
        let following = units.get(1..).unwrap_or_default();
        std::iter::from_fn(move || {
            while which != 0 {
                let nth = which.trailing_zeros() as usize;
                which &= which - 1;
                let beginning = self.beginnings.get(nth)?;
                if beginning.goes_on(following, digits, reading) {
                    return Some(beginning);
                }
            }
            None
        })
    }
}

impl Beginning {
    /// Whether it may begin with so many digits.
    fn takes_digits(&self, digits: usize, reading: Reading) -> bool {
        self.counted(reading)
            .is_none_or(|(least, most)| (least..=most).contains(&digits))
    }

    /// With how many digits it begins, where they are counted.
    fn counted(&self, reading: Reading) -> Option<(usize, usize)> {
        // in a confused reading letters are digits as well, and in a wrapped one a line may break the run; the wrapped
        // one begins with letters
        self.digits.filter(|_| reading == Reading::Exact)
    }

    /// Whether these units, behind its first character, may be its own; `digits` are those with which all begins.
    fn goes_on(&self, following: &[Unit], digits: usize, reading: Reading) -> bool {
        let length = match self.counted(reading) {
            Some((least, most)) if !(least..=most).contains(&digits) => return false,
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
            let limited = self.limited.get(place + 1);
            let fits = |ch: u8| limited.is_none_or(|limited| limited.has(ch));
            return Set::of(|ch| reading.takes(ch, wanted) && fits(ch));
        }
        match self.behind {
            Some(behind) if !self.varies() => behind.allowed(place - self.head.len()),
            _ => Set::ALL,
        }
    }

    /// What may stand at this place behind the digits with which it begins, where their number varies.
    fn allowed_behind_digits(&self, place: usize) -> Set {
        match self.behind {
            Some(behind) if self.varies() => behind.allowed(place),
            _ => Set::ALL,
        }
    }

    fn varies(&self) -> bool {
        self.digits.is_some_and(|(least, most)| least < most)
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

    /// What may stand at this place of what stands there.
    fn allowed(&self, place: usize) -> Set {
        match place {
            0 => self.over.or(self.then).or(self.page),
            // what must be marked does not begin with that which the mark parts
            1 if self.marks.is_some() && self.page == Set::default() => self.over.or(self.then),
            _ => Set::ALL,
        }
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

/// The beginnings of all forms in their order, each with the characters that come first.
fn beginnings(families: &[Family], reading: Reading, place: Place) -> Vec<(Beginning, Set)> {
    let mut all: Vec<(Beginning, Set)> = Vec::new();
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
            let own = all.len();
            let limited = limited(family, form, reading);
            for ch in 0..CHARACTERS {
                let fits = limited.first().is_none_or(|first| first.has(ch));
                if !fits || !form.may_begin(ch, reading) {
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
                let beginning = Beginning {
                    family: n,
                    form: m,
                    head,
                    digits,
                    behind,
                    limited: limited.clone(),
                };
                let first = Set::one(ch);
                match all[own..].iter_mut().find(|(one, _)| *one == beginning) {
                    Some((_, firsts)) => *firsts = firsts.or(first),
                    None => all.push((beginning, first)),
                }
            }
        }
    }
    all
}

/// The figures that the number may have with which a form begins, place by place; none where any will do.
fn limited(family: &Family, form: &Form, reading: Reading) -> Vec<Set> {
    let places = match form.pieces.first() {
        Some(Piece::Digits { least, most }) if least == most => *most,
        _ => return Vec::new(),
    };
    let Some(Some((least, most))) = family.limits.first() else {
        return Vec::new();
    };
    let narrow = places <= MOST_LIMITED && most.saturating_sub(*least) < WIDEST;
    if reading != Reading::Exact || !narrow {
        return Vec::new();
    }
    let mut figures = vec![Set::default(); places];
    for number in *least..=*most {
        let printed = format!("{number:0places$}");
        for (figure, ch) in figures.iter_mut().zip(printed.bytes()) {
            *figure = figure.or(Set::one(ch));
        }
    }
    figures
}
