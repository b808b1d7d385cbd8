//! The Act of a citation that names none: by a title beside it, by what the text is about, and last by the table.

use super::super::Told;
use super::super::printed::{Group, Introduced, Unit};
use super::super::table::Class;
use super::Reading;

impl Reading<'_> {
    /// The Act by what the text is about and by what the table knows.
    pub(super) fn by_context(&self, group: &Group, groups: &[Group]) -> (Option<String>, Told) {
        let favoured: [&str; 2] = match (group.unit, self.scottish) {
            (Unit::Section | Unit::Schedule, false) => ["FOIA", "FOISA"],
            (Unit::Section | Unit::Schedule, true) => ["FOISA", "FOIA"],
            (Unit::Regulation, false) => ["EIR", "EISR"],
            (Unit::Regulation, true) => ["EISR", "EIR"],
            (Unit::Article, _) => ["UKGDPR", "UKGDPR"],
        };
        let Some(first) = group.members.first() else {
            return (None, Told::Unknown);
        };
        let reaches = |act: &str| self.table.reaches(act, group.unit, first.value());
        let data_protection = self.data_protection();
        let names_dp = self.data_protection.is_some();
        let told = |act: &str, told: Told| (Some(act.to_owned()), told);
        // a title tells
        let mut by_title = favoured.to_vec();
        if group.introduced == Introduced::Bare {
            by_title.extend(["EIR", "EISR"]);
        }
        by_title.push(&data_protection);
        for act in by_title {
            let mut under = group.clone();
            if self.table.act(act).is_some_and(|row| row.sections == 0) {
                under.unit = Unit::Regulation;
            }
            if self.titled(&under, act) {
                return told(act, Told::Table);
            }
        }
        match group.unit {
            Unit::Section => {
                let canonical = format!("s{}", first.number);
                let about = favoured.iter().find(|act| self.names(act));
                let first_named = about.is_none_or(|act| !self.follows_data_protection(act, group));
                if let Some(act) = about
                    && reaches(act)
                    && first_named
                {
                    return told(act, Told::Context);
                }
                if names_dp
                    && self
                        .table
                        .reaches(&data_protection, group.unit, first.value())
                {
                    let ground = self
                        .table
                        .rows_of(favoured[0], &canonical)
                        .any(|row| row.class != Class::Other);
                    let limb = first
                        .limbs
                        .iter()
                        .all(|limb| self.table.has_limb(favoured[0], &canonical, limb));
                    let says_exempt = self.exempts();
                    let refuses =
                        || !self.data_protection_before(group) && self.refuses_in_sentence(group);
                    let whole = first.is_whole();
                    if !(ground && (limb && says_exempt || (limb || whole) && refuses())) {
                        return told(&data_protection, Told::Context);
                    }
                }
                if !reaches(favoured[0]) {
                    return (None, Told::Unknown);
                }
                let row = self.table.rows_of(favoured[0], &canonical).next().is_some();
                let limb = first
                    .limbs
                    .iter()
                    .any(|limb| self.table.has_limb(favoured[0], &canonical, limb));
                // a ground of refusal with no Act named is the one that such letters are about
                let ground = || {
                    self.table
                        .rows_of(favoured[0], &canonical)
                        .any(|row| row.class != Class::Other)
                };
                if row && (limb || self.rights || ground() || self.knows_all(favoured[0], groups)) {
                    return told(favoured[0], Told::Table);
                }
                (None, Told::Unknown)
            }
            Unit::Regulation => {
                let canonical = format!("r{}", first.number);
                let about = favoured.iter().find(|act| self.names(act));
                if let Some(act) = about
                    && reaches(act)
                {
                    return told(act, Told::Context);
                }
                let limb = first
                    .limbs
                    .iter()
                    .any(|limb| self.table.has_limb(favoured[0], &canonical, limb));
                if limb || self.is_environmental() && reaches(favoured[0]) {
                    return told(favoured[0], Told::Table);
                }
                (None, Told::Unknown)
            }
            Unit::Article => {
                let canonical = format!("Art{}", first.number);
                let limb = first
                    .limbs
                    .iter()
                    .any(|limb| self.table.has_limb("UKGDPR", &canonical, limb));
                if reaches("UKGDPR")
                    && (self.names("UKGDPR") || names_dp)
                    && (limb || !self.is_of_human_rights())
                {
                    return told("UKGDPR", Told::Context);
                }
                if limb {
                    told("UKGDPR", Told::Table)
                } else {
                    (None, Told::Unknown)
                }
            }
            Unit::Schedule => {
                if names_dp
                    && self
                        .table
                        .reaches(&data_protection, group.unit, first.value())
                {
                    return told(&data_protection, Told::Context);
                }
                let about = favoured.iter().find(|act| self.names(act) && reaches(act));
                about.map_or((None, Told::Unknown), |act| told(act, Told::Context))
            }
        }
    }

    /// Whether data protection is named before a group.
    fn data_protection_before(&self, group: &Group) -> bool {
        self.data_protection.is_some_and(|end| end <= group.start)
    }

    /// Whether an Act is first named behind a group, in a text that has named data protection before it, and the group
    /// refuses nothing.
    fn follows_data_protection(&self, act: &str, group: &Group) -> bool {
        let first = self.known.get(act).and_then(|at| self.mentions.get(*at));
        first.is_some_and(|one| one.start >= group.end)
            && self.data_protection_before(group)
            && !self.refuses_in_sentence(group)
    }
}
