//! Finds references, and what looks like them, in running text and in file names.

use std::cell::RefCell;

use super::beginnings::Table;
use super::borrowed;
use super::bounds::labelled;
use super::confusion::{Reading, as_digit};
use super::escapes::unescaped;
use super::fold::{LINE, Unit, fold};
use super::form::{Fit, Form};
use super::neighbourhoods::Neighbourhoods;
use super::run_on;
use super::settle::{settle, stand_together};
use super::short_list;
use super::starts::Start;
use super::weak;
use super::{Families, Family, Found, Reference};
use crate::facts::figures::Figures;
use crate::facts::occupied::Occupied;

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    FileName,
}

/// What one text after another is read into.
#[derive(Default)]
struct Room {
    units: Vec<Unit>,
    starts: [Vec<Start>; 2],
}

/// So many units and places are kept from one text to the next.
const KEPT: usize = 1 << 16;

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

impl Room {
    fn give_back(self) {
        if self.units.capacity() <= KEPT && self.starts.iter().all(|some| some.capacity() <= KEPT) {
            ROOM.set(self);
        }
    }
}

/// A place where the form of a family fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub family: &'a Family,
    pub form: &'a Form,
    pub fit: Fit,
    /// Whether it stands by itself. One that does not still keeps a shorter one from being read inside it.
    pub stands: bool,
    /// Whether it is possible and no more: a number printed short, or one to which another figure was run on.
    pub only_possible: bool,
}

impl Families {
    /// Every reference in a running text, in its order.
    ///
    /// Where two overlap the longer is meant. A text that names two families of one shape gives both, at one place.
    pub fn find(&self, text: &str) -> Vec<Found> {
        self.find_in(text, Place::Text)
    }

    fn find_in(&self, text: &str, place: Place) -> Vec<Found> {
        let mut found = Vec::new();
        let mut candidates = Vec::new();
        let Room {
            mut units,
            starts: [mut starts, other],
        } = ROOM.take();
        let reading = (Reading::Exact, place);
        let table = self.beginnings.table(reading.0, place, &self.all);
        for (from, to) in Neighbourhoods::new(&Figures::of(text), self.fewest_digits) {
            fold(text, from, to, &mut units);
            self.openings.close(&mut units);
            table.places(&units, first_start(from), &mut starts);
            self.candidates(&units, (table, &starts), reading, &mut candidates);
            settle(&mut candidates);
            with_borrowed(&candidates, text, &units, (&mut found, &mut Vec::new()));
        }
        Room {
            units,
            starts: [starts, other],
        }
        .give_back();
        found
    }

    /// What would be a reference had a scanner not taken one character for another (0 O D Q, 1 I l |, 2 Z, 5 S,
    /// 6 G, 8 B; a comma for a point, an l for a slash); exact references are not among them.
    ///
    /// The reading is a guess, offered to a person and never searched.
    pub fn possible(&self, text: &str) -> Vec<Found> {
        self.find_with_possible(text).1
    }

    /// What [`Families::find`] and what [`Families::possible`] give, the text gone through once.
    pub fn find_with_possible(&self, text: &str) -> (Vec<Found>, Vec<Found>) {
        self.read(&Figures::of(text))
    }

    /// As [`Families::find_with_possible`] has it.
    pub(in crate::facts) fn read(&self, figures: &Figures<'_>) -> (Vec<Found>, Vec<Found>) {
        let text = figures.text;
        let (mut exact, mut possible): (Vec<Found>, Vec<Found>) = (Vec::new(), Vec::new());
        let mut candidates = Vec::new();
        let Room {
            mut units,
            mut starts,
        } = ROOM.take();
        let readings = [Reading::Exact, Reading::Confused];
        let tables = readings.map(|one| self.beginnings.table(one, Place::Text, &self.all));
        let joint = self.beginnings.joint(&self.all);
        for (from, to) in Neighbourhoods::new(figures, self.fewest_digits) {
            fold(text, from, to, &mut units);
            self.openings.close(&mut units);
            joint.places(tables, &units, first_start(from), &mut starts);
            let mut read = |nth: usize| {
                let (of, reading) = ((tables[nth], &starts[nth][..]), readings[nth]);
                self.candidates(&units, of, (reading, Place::Text), &mut candidates);
                settle(&mut candidates);
                std::mem::take(&mut candidates)
            };
            let stand = read(0);
            with_borrowed(&stand, text, &units, (&mut exact, &mut possible));
            let confused = read(1);
            let look_alikes = confused
                .iter()
                .filter(|candidate| candidate.is_look_alike(&units));
            possible.extend(look_alikes.map(|candidate| candidate.found(text, &units)));
        }
        Room { units, starts }.give_back();
        let read = Occupied::of(exact.iter().map(|one| (one.start, one.end)));
        possible.retain(|one| !read.meets(one.start, one.end));
        (exact, possible)
    }

    /// Every reference in a file's name; escapes such as `%2F` are read, and places are those in the name given.
    pub fn in_file_name(&self, name: &str) -> Vec<Found> {
        if !name.contains(['%', '+']) {
            return self.find_in(name, Place::FileName);
        }
        let (plain, places) = unescaped(name);
        let mut found = self.find_in(&plain, Place::FileName);
        for each in &mut found {
            let place = |at: usize| places.get(at).copied().unwrap_or(name.len());
            (each.start, each.end) = (place(each.start), place(each.end));
            name.get(each.start..each.end)
                .unwrap_or_default()
                .clone_into(&mut each.as_printed);
        }
        found
    }

    fn candidates<'a>(
        &'a self,
        units: &[Unit],
        (table, starts): (&'a Table, &[Start]),
        (reading, place): (Reading, Place),
        out: &mut Vec<Candidate<'a>>,
    ) {
        out.clear();
        for start in starts {
            let at = start.at;
            let rest = units.get(at..).unwrap_or_default();
            let Some(unit) = rest.first() else { break };
            let before = at.checked_sub(1).and_then(|previous| units.get(previous));
            if unit.ch.is_ascii_digit() && before.is_some_and(|before| before.ch.is_ascii_digit()) {
                continue;
            }
            table.at(*start, rest, &self.all, |family, form| {
                let read = Candidate::read((family, form), units, at, (reading, place), out);
                out.extend(read);
            });
        }
        stand_together(units, out);
    }
}

/// Where a reference may begin first: not with the first unit of a neighbourhood cut out of a longer text.
fn first_start(cut_at: usize) -> usize {
    usize::from(cut_at > 0)
}

/// How far back, in characters, numbers of one list are looked for: fifty members with their gaps.
const LIST_REACH: usize = 2048;

/// What was read before the unit `at`, the last first.
fn near<'c, 'a>(
    earlier: &'c [Candidate<'a>],
    at: usize,
) -> impl Iterator<Item = &'c Candidate<'a>> {
    let within = move |one: &&Candidate<'_>| one.fit.start + LIST_REACH >= at;
    earlier.iter().rev().take_while(within)
}

/// A number whose year stands only at the end of its list; of those that share a year each is as sure as the first.
#[cold]
fn cut_short(
    family: &Family,
    form: &Form,
    units: &[Unit],
    at: usize,
    earlier: &[Candidate<'_>],
) -> Option<Fit> {
    let mut fit = borrowed::cut_short(family, form, units, at)?;
    let first = near(earlier, at)
        .filter(|one| {
            one.family.key == family.key && one.fit.groups().last() == fit.groups().last()
        })
        .last();
    fit.sure = first.map_or(fit.sure, |one| one.fit.sure);
    family.within_limits(units, &fit).then_some(fit)
}

/// Where the numbers of a family end that were surely read before, as far back as a list may begin.
///
/// For a long number those with letters of its body count too.
fn ends(family: &Family, form: &Form, earlier: &[Candidate<'_>], at: usize) -> Vec<usize> {
    let long = form.fewest_digits() >= LONG_NUMBER;
    let same = near(earlier, at).filter(|one| {
        one.family.key == family.key
            || long && one.family.issuer == family.issuer && !one.form.is_bare()
    });
    let sure = same.filter(|one| one.fit.sure);
    sure.map(|one| one.fit.end).collect()
}

/// The latest year that two figures stand for.
const LATEST: u64 = 2040;

/// A number of so many digits is like few others.
const LONG_NUMBER: usize = 12;

/// Whether a reference stands in the cell before this one of a table's line, two blanks or more apart.
fn beside_in_table(units: &[Unit], at: usize, earlier: &[Candidate<'_>]) -> bool {
    const WIDEST: usize = 40;
    let before = units.get(..at).unwrap_or_default();
    let blanks = before
        .iter()
        .rev()
        .take_while(|unit| unit.ch == b' ')
        .count();
    let end = at - blanks;
    (2..=WIDEST).contains(&blanks)
        && near(earlier, at).any(|one| one.stands && one.form.leads() && one.fit.end == end)
}

/// Whether a number only lacks the year that its list ends with, and so is none of another row; `lists` are in order. It
/// then has as many figures as the number that has the year.
fn is_member(one: &Candidate<'_>, lists: &[&Candidate<'_>]) -> bool {
    let at = one.fit.start;
    let figures = one.fit.end - at;
    let behind = lists.partition_point(|list| list.fit.start <= at);
    let behind = lists.get(behind..).unwrap_or_default().iter();
    behind
        .take_while(|list| list.fit.start <= at + LIST_REACH)
        .any(|list| {
            let first = list.fit.groups().first();
            list.fit.opens <= at
                && list.family.key != one.family.key
                && first.is_some_and(|(from, to)| to - from == figures)
        })
}

/// What stands, each between the numbers that borrow from it, those behind only where nothing else was read; apart,
/// what may be something else.
fn with_borrowed(
    candidates: &[Candidate<'_>],
    text: &str,
    units: &[Unit],
    (out, possible): (&mut Vec<Found>, &mut Vec<Found>),
) {
    let mut most = 0;
    let lists: Vec<&Candidate<'_>> = candidates
        .iter()
        .filter(|one| one.stands && one.fit.sure && one.fit.opens < one.fit.start)
        .collect();
    let standing = candidates.iter().enumerate().filter(|(_, one)| one.stands);
    for (nth, one) in standing.filter(|(_, one)| !is_member(one, &lists)) {
        let mut keep = |sure: bool, found: Option<Found>| {
            let of = if sure && one.fit.sure {
                &mut *out
            } else {
                &mut *possible
            };
            of.extend(found);
        };
        if one.fit.opens < one.fit.start {
            for borrowed in short_list::members(one.family, one.form, units, &one.fit) {
                keep(borrowed.sure, borrowed.found(one.family, text, units));
            }
        }
        keep(true, Some(one.found(text, units)));
        let next = candidates
            .get(nth + 1)
            .map_or(units.len(), |next| next.fit.start);
        for borrowed in borrowed::behind(one.family, one.form, units, &one.fit) {
            if borrowed.end <= next && borrowed.start >= most {
                most = borrowed.end;
                keep(borrowed.sure, borrowed.found(one.family, text, units));
            }
        }
    }
}

/// Whether a mark that parts the match stands at its edge too: `EA|2024|1500|yes` is four columns of a table.
fn among_columns(units: &[Unit], fit: &Fit) -> bool {
    let is_rule = |ch: u8| !ch.is_ascii_alphanumeric() && ch != b' ';
    let inside = units.get(fit.start..fit.end).unwrap_or_default();
    let parts = |ch: u8| is_rule(ch) && inside.iter().any(|unit| unit.ch == ch);
    let at = |place: usize| units.get(place).map_or(LINE, |unit| unit.ch);
    let before = fit.start.checked_sub(1).map_or(LINE, at);
    // a comma and a blank end a clause
    let clause = matches!(at(fit.end + 1), b' ' | LINE);
    parts(before) || parts(at(fit.end)) && !clause
}

impl<'a> Candidate<'a> {
    /// What a form reads at the unit `at`, behind what was read before it.
    fn read(
        (family, form): (&'a Family, &'a Form),
        units: &[Unit],
        at: usize,
        (reading, place): (Reading, Place),
        earlier: &[Self],
    ) -> Option<Self> {
        if form.possible && (reading, place) != (Reading::Exact, Place::Text) {
            return None;
        }
        let separators = form.separators(family, place);
        let fit = match form.fit(units, at, separators, reading) {
            None if reading == Reading::Exact && form.opens_with_a_letter() => form
                .fit(units, at, separators, Reading::Wrapped)
                .or_else(|| form.fit(units, at, separators, Reading::Paged)),
            fit if reading == Reading::Confused => {
                let is_whole = |fit: &Fit| {
                    form.stands_at(family, units, fit) && family.within_limits(units, fit)
                };
                let blurred = || {
                    form.fit(units, at, separators, Reading::Blurred)
                        .filter(|fit| !among_columns(units, fit))
                        .filter(|_| !form.is_bare() || labelled(family, units, at, &[]))
                };
                fit.filter(is_whole).or_else(blurred).or(fit)
            }
            fit => fit,
        };
        let whole = fit.filter(|fit| family.within_limits(units, fit));
        // who leaves noughts out of a long number leaves out each: with one left, another figure is lost
        let begins_with_nought = |fit: &Fit| {
            let last = fit.groups().last().filter(|(from, to)| to - from >= 5);
            last.is_some_and(|(from, _)| units.get(*from).is_some_and(|unit| unit.ch == b'0'))
        };
        let whole = whole.filter(|fit| !(form.possible && begins_with_nought(fit)));
        let leads = reading == Reading::Exact && form.opens_with_a_letter() && !form.possible;
        let cut_short = || leads.then(|| cut_short(family, form, units, at, earlier))?;
        let mut fit = whole.or_else(cut_short)?;
        let mut stands = form.stands_at(family, units, &fit);
        let run_on = !stands
            && (reading, place) == (Reading::Exact, Place::Text)
            && !(form.possible || form.is_bare())
            && run_on::behind(form, units, &fit)
            && form.begins_at(family, units, &fit);
        stands |= run_on;
        let only_possible = form.possible || run_on;
        fit.sure &= !only_possible;
        let announced = || {
            let ends = ends(family, form, earlier, at);
            if family.weak || form.weak {
                return weak::announced(family, form, units, &fit, &ends)
                    || place == Place::FileName && weak::in_name(family, form, units, &fit);
            }
            let by_name = place == Place::FileName && family.file_name_is_label;
            by_name
                || labelled(family, units, at, &ends)
                || form.fewest_digits() >= LONG_NUMBER && beside_in_table(units, at, earlier)
        };
        if form.in_address {
            if !(stands && weak::in_address(form, units, &fit, place)) {
                return None;
            }
        } else if (family.needs_label || form.weak) && !(stands && announced()) {
            let in_text = place == Place::Text && reading == Reading::Exact;
            let may_list = stands && family.weak && in_text;
            let list = (may_list && short_list::may_go_before(units, at)).then(|| {
                short_list::opening(family, form, units, &fit, &ends(family, form, earlier, at))
            });
            (fit.opens, fit.sure) = list.flatten()?;
        }
        Some(Self {
            family,
            form,
            fit,
            stands,
            only_possible,
        })
    }

    fn found(&self, text: &str, units: &[Unit]) -> Found {
        let start = units.get(self.fit.start).map_or(0, |unit| unit.start);
        let end = self
            .fit
            .end
            .checked_sub(1)
            .and_then(|last| units.get(last))
            .map_or(start, |unit| unit.end);
        Found {
            reference: self.family.reference(self.form, units, &self.fit),
            as_printed: text.get(start..end).unwrap_or_default().to_owned(),
            start,
            end,
        }
    }

    /// Whether it stands, and some of its characters, but no more than half of its digits, were taken for others.
    fn is_look_alike(&self, units: &[Unit]) -> bool {
        let printed = units.get(self.fit.start..self.fit.end).unwrap_or_default();
        let digits = printed
            .iter()
            .filter(|unit| unit.ch.is_ascii_digit())
            .count();
        self.stands && self.fit.confusions > 0 && 2 * digits >= self.form.fewest_digits()
    }
}

impl Family {
    pub(super) fn reference(&self, form: &Form, units: &[Unit], fit: &Fit) -> Reference {
        Reference {
            canonical: form.canonical(units, fit),
            family: self.key.clone(),
            issuer: self.issuer.clone(),
        }
    }

    /// Whether every group with a limit keeps to it.
    pub(super) fn within_limits(&self, units: &[Unit], fit: &Fit) -> bool {
        self.limits
            .iter()
            .zip(fit.groups())
            .all(|(limit, (from, to))| {
                let Some((least, most)) = limit else {
                    return true;
                };
                let printed = units.get(*from..*to).unwrap_or_default();
                let digits = printed.iter().filter_map(|unit| as_digit(unit.ch));
                let number = digits.fold(0_u64, |number, digit| {
                    number
                        .saturating_mul(10)
                        .saturating_add(u64::from(digit - b'0'))
                });
                if *least >= 1900 && to - from == 2 {
                    return (*least..=LATEST.min(*most)).contains(&(2000 + number));
                }
                (*least..=*most).contains(&number)
            })
            && self.years_run.is_none_or(|(first, second)| {
                let number = |nth| {
                    fit.groups()
                        .get(nth)
                        .and_then(|group| number(units, *group))
                };
                number(first)
                    .zip(number(second))
                    .is_some_and(|(a, b)| (a + 1) % 100 == b % 100)
            })
    }
}

/// The number that a group of digits says; none where it is no number, or too long for one.
pub(super) fn number(units: &[Unit], (from, to): (usize, usize)) -> Option<u64> {
    let digits = units
        .get(from..to)?
        .iter()
        .filter(|unit| unit.ch.is_ascii_digit());
    let text: String = digits.map(|unit| char::from(unit.ch)).collect();
    text.parse().ok()
}
