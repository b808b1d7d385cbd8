//! Which forms may begin at a unit, so that most characters of a text cost one look in a table.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::Family;
use super::confusion::Reading;
use super::fold::Unit;
use super::form::Form;
use super::separators::Separators;

/// How many folded characters there are.
const CHARACTERS: u8 = 128;

/// The forms that may begin with each folded character.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginnings {
    exact: Table,
    /// Made when a text is first read: a query never needs it.
    confused: OnceLock<Table>,
}

#[derive(Debug, Clone, Default)]
struct Table {
    by_first: Vec<Vec<Beginning>>,
    /// Whether any form begins with these two characters, the first counting for more.
    pairs: Vec<bool>,
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
}

impl Beginnings {
    pub(super) fn of(families: &[Family]) -> Self {
        Self {
            exact: Table::of(families, Reading::Exact),
            confused: OnceLock::new(),
        }
    }

    /// The families and forms to try where these units begin.
    #[inline]
    pub(super) fn at<'a, 'u>(
        &'a self,
        units: &'u [Unit],
        reading: Reading,
        families: &'a [Family],
    ) -> impl Iterator<Item = (&'a Family, &'a Form)> + use<'a, 'u> {
        let table = match reading {
            Reading::Confused => self
                .confused
                .get_or_init(|| Table::of(families, Reading::Confused)),
            _ => &self.exact,
        };
        let beginnings = table.at(units);
        let following = units.get(1..).unwrap_or_default();
        let digits = units
            .iter()
            .take_while(|unit| !beginnings.is_empty() && unit.ch.is_ascii_digit())
            .count();
        // in a confused reading letters are digits as well, and in a wrapped one a line may break the run; the wrapped
        // one begins with letters
        let counted = move |beginning: &Beginning| {
            reading != Reading::Exact
                || beginning
                    .digits
                    .is_none_or(|(least, most)| (least..=most).contains(&digits))
        };
        beginnings
            .iter()
            .filter(move |beginning| counted(beginning) && beginning.goes_on(following, reading))
            .filter_map(|beginning| {
                let family = families.get(beginning.family)?;
                Some((family, family.forms.get(beginning.form)?))
            })
    }
}

impl Table {
    fn of(families: &[Family], reading: Reading) -> Self {
        let by_first: Vec<_> = (0..CHARACTERS)
            .map(|ch| beginning_with(families, ch, reading))
            .collect();
        let mut pairs = Vec::with_capacity(usize::from(CHARACTERS).pow(2));
        for all in &by_first {
            // many begin alike: each second character is tried once
            let seconds: BTreeSet<Option<u8>> =
                all.iter().map(|one| one.head.first().copied()).collect();
            let any = seconds.contains(&None);
            pairs.extend((0..CHARACTERS).map(|second| {
                let mut wanted = seconds.iter().flatten();
                any || wanted.any(|wanted| reading.takes(second, *wanted))
            }));
        }
        Self { by_first, pairs }
    }

    #[inline]
    fn at(&self, units: &[Unit]) -> &[Beginning] {
        let [first, second, ..] = units else {
            return &[];
        };
        let pair = usize::from(first.ch) * usize::from(CHARACTERS) + usize::from(second.ch);
        if !self.pairs.get(pair).is_some_and(|begins| *begins) {
            return &[];
        }
        self.by_first
            .get(usize::from(first.ch))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

impl Beginning {
    fn goes_on(&self, following: &[Unit], reading: Reading) -> bool {
        following.len() >= self.head.len()
            && self
                .head
                .iter()
                .zip(following)
                .all(|(wanted, unit)| reading.takes(unit.ch, *wanted))
    }
}

fn beginning_with(families: &[Family], ch: u8, reading: Reading) -> Vec<Beginning> {
    let mut beginnings = Vec::new();
    for (n, family) in families.iter().enumerate() {
        for (m, form) in family.forms.iter().enumerate() {
            // so few digits that a scanner's mistakes in them would be found everywhere
            let too_short = reading == Reading::Confused
                && (family.weak || form.in_address || form.is_bare() && form.fewest_digits() < 9);
            let narrower = form.in_text.as_ref();
            let fused = family.separators.may_be_missing()
                || narrower.is_some_and(Separators::may_be_missing);
            if !too_short && form.may_begin(ch, reading) {
                beginnings.push(Beginning {
                    family: n,
                    form: m,
                    head: form.head(ch),
                    digits: form.opening_digits(fused).filter(|_| ch.is_ascii_digit()),
                });
            }
        }
    }
    beginnings
}
