//! Numbers whose letters stand apart: a body that issues `FOI2024/02147` prints `FOI 2024/02147` too, which the row of
//! bare numbers reads, and it is one number.

use serde::Deserialize;

use super::{Families, Reference, UNATTRIBUTED};

/// Which row reads a row's numbers without their letters, and the letters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LettersBefore {
    family: String,
    letters: String,
}

impl Families {
    /// A bare number of a row, spelt with the letters that `body`, by its short name, puts before such numbers; none where
    /// it is known to use none.
    pub fn with_letters(&self, family: &str, bare: &str, body: &str) -> Option<Reference> {
        let body = body.to_lowercase();
        self.lettered(family, bare)
            .find(|(_, bodies)| bodies.contains(&body))
            .map(|(reference, _)| match reference.issuer() {
                UNATTRIBUTED => reference.of(&body),
                _ => reference,
            })
    }

    /// Adds to bare numbers those that they are with their bodies' letters.
    pub(super) fn add_lettered(&self, references: &mut Vec<Reference>) {
        let open = |one: &&Reference| one.issuer() == UNATTRIBUTED;
        let mut more = Vec::new();
        for bare in references.iter().filter(open) {
            for (reference, bodies) in self.lettered(bare.family(), bare.canonical()) {
                more.extend(bodies.iter().map(|body| reference.of(body)));
            }
        }
        references.extend(more);
    }

    /// The numbers that a bare one is with letters, each with the bodies that issue it.
    fn lettered(&self, family: &str, bare: &str) -> impl Iterator<Item = (Reference, Vec<String>)> {
        let rows = self.all.iter().filter_map(move |row| {
            let before = row.letters_before.as_ref()?;
            (before.family == family).then_some((row, &before.letters))
        });
        rows.filter_map(move |(row, letters)| {
            let own = self.read_as_printed(&format!("{letters}{bare}"));
            let reference = own.into_iter().find(|one| one.family() == row.key)?;
            let bodies = match row.bodies.as_slice() {
                [] => vec![row.issuer.clone()],
                bodies => bodies.to_vec(),
            };
            Some((reference, bodies))
        })
    }
}
