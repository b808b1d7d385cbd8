//! The Act of a citation that names none: by a title beside it, by what the text is about, and last by the table.

use super::super::Told;
use super::super::naming::{Mention, Named};
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
        let names_dp = self.names("DPA2018")
            || self.names("DPA1998")
            || self
                .mentions
                .iter()
                .any(|one| one.named == Named::DataProtection);
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
                    let says_exempt = self.text.contains("exempt");
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
                let others = groups.iter().filter(|one| one.unit == group.unit).count() > 1;
                let all_known = || {
                    groups.iter().flat_map(|one| &one.members).all(|member| {
                        let canonical = format!("s{}", member.number);
                        self.table.rows_of(favoured[0], &canonical).next().is_some()
                    })
                };
                if row && (limb || self.rights || ground() || others && all_known()) {
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
                let environmental = self.text.contains("nvironmental");
                if limb || environmental && reaches(favoured[0]) {
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
                let rights = ["Convention", "human rights", "Human Rights", "ECHR"];
                let human = rights.iter().any(|word| self.text.contains(word));
                if reaches("UKGDPR") && (self.names("UKGDPR") || names_dp) && (!human || limb) {
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
        self.mentions
            .iter()
            .take_while(|one| one.end <= group.start)
            .any(|one| match &one.named {
                Named::DataProtection => true,
                Named::Known(key) => key.starts_with("DPA"),
                _ => false,
            })
    }

    /// Whether an Act is first named behind a group, in a text that has named data protection before it, and the group
    /// refuses nothing.
    fn follows_data_protection(&self, act: &str, group: &Group) -> bool {
        let named = |one: &Mention| matches!(&one.named, Named::Known(key) if key == act);
        let first = self.mentions.iter().find(|one| named(one));
        first.is_some_and(|one| one.start >= group.end)
            && self.data_protection_before(group)
            && !self.refuses_in_sentence(group)
    }
}
