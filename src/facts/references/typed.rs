//! References as a person types them: the whole of what was typed is the reference, or it is none.

use super::confusion::Reading;
use super::fold::{LINE, Unit, fold};
use super::{Families, Reference};

/// What a person typed, read as a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The reference; more than one where several bodies use the same shape.
    pub references: Vec<Reference>,
}

impl Families {
    /// Reads a typed text the whole of which spells a reference of a family with letters.
    ///
    /// A form whose letters do not come first, such as `01.FOI.22.025669`, must be typed without spaces: a run of
    /// words is a reference only when it begins with the family's letters. Quotation marks must be gone.
    pub fn read_typed(&self, typed: &str) -> Option<Typed> {
        let spaced = typed.trim().contains(char::is_whitespace);
        let references = self.read_whole(typed, |form| {
            !form.is_bare() && !form.in_address && (form.leads() || !spaced)
        });
        (!references.is_empty()).then_some(Typed { references })
    }

    /// Reads what may follow `ref:`: as [`Families::read_typed`], bare numbers too, of every issuer.
    ///
    /// A number of a body that prints its letters apart is its number with the letters too.
    pub fn read_typed_bare(&self, typed: &str) -> Vec<Reference> {
        let mut references = self.read_as_printed(typed);
        self.add_lettered(&mut references);
        references
    }

    /// The same, each only as it is printed.
    pub(super) fn read_as_printed(&self, typed: &str) -> Vec<Reference> {
        self.read_whole(typed, |form| !form.in_address)
    }

    fn read_whole(&self, typed: &str, takes: impl Fn(&super::Form) -> bool) -> Vec<Reference> {
        let mut units = Vec::new();
        fold(typed, 0, typed.len(), &mut units);
        let blank = |unit: &Unit| matches!(unit.ch, b' ' | LINE);
        let Some(first) = units.iter().position(|unit| !blank(unit)) else {
            return Vec::new();
        };
        let end = units
            .iter()
            .rposition(|unit| !blank(unit))
            .map_or(first, |last| last + 1);
        let mut references = Vec::new();
        for family in &self.all {
            for form in family
                .forms
                .iter()
                .filter(|form| !form.possible && takes(form))
            {
                let fit = form.fit(&units, first, &family.separators, Reading::Exact);
                if let Some(fit) =
                    fit.filter(|fit| fit.end == end && family.within_limits(&units, fit))
                {
                    let reference = family.reference(form, &units, &fit);
                    let bodies = family.bodies.iter().map(|body| reference.of(body));
                    for reference in std::iter::once(reference.clone()).chain(bodies) {
                        if !references.contains(&reference) {
                            references.push(reference);
                        }
                    }
                }
            }
        }
        references
    }
}
