//! What is asked of a whole text for one citation and another: looked for once.

use std::cell::OnceCell;

use super::super::naming::Named;
use super::super::printed::{Group, Unit};
use super::Reading;

/// What was found of it.
#[derive(Default)]
pub(super) struct About {
    exempts: OnceCell<bool>,
    environmental: OnceCell<bool>,
    human_rights: OnceCell<bool>,
    all_known: OnceCell<bool>,
}

impl Reading<'_> {
    /// Whether a group was told to be of the information Acts' world at all.
    pub fn is_about_rights(&self) -> bool {
        self.rights
            || self
                .mentions
                .iter()
                .any(|one| matches!(&one.named, Named::Known(_) | Named::DataProtection))
    }

    /// Whether the text names any law.
    pub fn names_law(&self) -> bool {
        self.mentions.iter().any(|one| one.named != Named::NoAct)
    }

    pub(super) fn exempts(&self) -> bool {
        let found = || self.text.contains("exempt");
        *self.about.exempts.get_or_init(found)
    }

    pub(super) fn is_environmental(&self) -> bool {
        let found = || self.text.contains("nvironmental");
        *self.about.environmental.get_or_init(found)
    }

    pub(super) fn is_of_human_rights(&self) -> bool {
        let words = ["Convention", "human rights", "Human Rights", "ECHR"];
        let found = || words.iter().any(|word| self.text.contains(word));
        *self.about.human_rights.get_or_init(found)
    }

    /// Whether a text cites several sections, and the table has every one as a section of the Act that is favoured in it.
    pub(super) fn knows_all(&self, act: &str, groups: &[Group]) -> bool {
        let found = || {
            let several = groups.iter().filter(|one| one.unit == Unit::Section);
            several.count() > 1
                && groups.iter().flat_map(|one| &one.members).all(|member| {
                    let canonical = format!("s{}", member.number);
                    self.table.rows_of(act, &canonical).next().is_some()
                })
        };
        *self.about.all_known.get_or_init(found)
    }
}
