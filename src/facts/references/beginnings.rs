//! Which forms may begin at a unit, so that most characters of a text cost one look and most numbers a second.

use super::Family;
use super::fold::Unit;
use super::form::{Form, Reading};

/// The forms that may begin with each folded character.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginnings {
    exact: Vec<Vec<Beginning>>,
    confused: Vec<Vec<Beginning>>,
}

/// A form and the characters with which it must go on.
#[derive(Debug, Clone)]
struct Beginning {
    family: usize,
    form: usize,
    /// After the first character: letters and digits as they are, `#` for any digit.
    head: Vec<u8>,
}

impl Beginnings {
    pub(super) fn of(families: &[Family]) -> Self {
        let table = |reading| {
            (0..128)
                .map(|ch| beginning_with(families, ch, reading))
                .collect()
        };
        Self {
            exact: table(Reading::Exact),
            confused: table(Reading::Confused),
        }
    }

    /// The families and forms to try where these units begin.
    pub(super) fn at<'a, 'u>(
        &'a self,
        units: &'u [Unit],
        reading: Reading,
        families: &'a [Family],
    ) -> impl Iterator<Item = (&'a Family, &'a Form)> + use<'a, 'u> {
        let table = if reading == Reading::Confused {
            &self.confused
        } else {
            &self.exact
        };
        let first = units
            .first()
            .and_then(|unit| table.get(usize::from(unit.ch)));
        let following = units.get(1..).unwrap_or_default();
        first
            .into_iter()
            .flatten()
            .filter(move |beginning| {
                following.len() >= beginning.head.len()
                    && beginning
                        .head
                        .iter()
                        .zip(following)
                        .all(|(wanted, unit)| reading.takes(unit.ch, *wanted))
            })
            .filter_map(|beginning| {
                let family = families.get(beginning.family)?;
                Some((family, family.forms.get(beginning.form)?))
            })
    }
}

fn beginning_with(families: &[Family], ch: u8, reading: Reading) -> Vec<Beginning> {
    let mut beginnings = Vec::new();
    for (n, family) in families.iter().enumerate() {
        for (m, form) in family.forms.iter().enumerate() {
            if form.may_begin(ch, reading) {
                beginnings.push(Beginning {
                    family: n,
                    form: m,
                    head: form.head(ch),
                });
            }
        }
    }
    beginnings
}
