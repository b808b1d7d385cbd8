//! Grounds of refusal beside another Act: `section 40(2) is engaged, and he was held under section 41 of the Terrorism
//! Act 2000` names that Act for its own section alone.

use std::sync::LazyLock;

use regex::Regex;

use super::super::naming::{Mention, Named};
use super::super::printed::{Group, Unit};
use super::super::table::Class;
use super::Reading;
use super::elsewhere::Said;
use crate::facts::pattern::built_in;

/// Words of refusing that nothing else is said by.
static SURELY: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?i-u:exempt|withh[eo]ld|\bengag(?:e|es|ed|ing)\b|public interest|neither confirm|vexatious)",
    )
});

/// Words of refusing that powers of the police are spoken of by as well.
static PERHAPS: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?i-u:\brefus(?:al|ed?|es|ing)\b|\brel(?:y|ies|ied|ying|iance) (?:up)?on\b|\bappl(?:y|ies|ied)\b|\bcit(?:e|es|ed|ing)\b|\bdisclos)",
    )
});

static POWERS: LazyLock<Regex> = LazyLock::new(|| {
    built_in(
        r"(?i-u:\b(?:officers?|arrest|search|stop|detain|detention|charged|convict|offence|prosecut|seiz|bail))",
    )
});

impl Reading<'_> {
    /// The Act of the information Acts that such a unit is of here.
    pub(super) fn information_act(&self, unit: Unit) -> &'static str {
        match (unit, self.scottish) {
            (Unit::Regulation, false) => "EIR",
            (Unit::Regulation, true) => "EISR",
            (_, false) => "FOIA",
            (_, true) => "FOISA",
        }
    }

    /// Whether every number of a group is a ground of refusal.
    fn grounds(&self, group: &Group) -> bool {
        let act = self.information_act(group.unit);
        matches!(group.unit, Unit::Section | Unit::Regulation)
            && group.members.iter().all(|member| {
                let canonical = format!("{}{}", group.unit.prefix(), member.number);
                let mut rows = self.table.rows_of(act, &canonical);
                rows.any(|row| row.class != Class::Other)
            })
    }

    /// Whether one prints limbs of two levels that the information Act has.
    pub(super) fn limbed_ground(&self, group: &Group) -> bool {
        let act = self.information_act(group.unit);
        self.grounds(group)
            && group.members.iter().any(|member| {
                let canonical = format!("{}{}", group.unit.prefix(), member.number);
                let mut limbs = member.limbs.iter().filter(|limb| limb.len() > 3);
                limbs.any(|limb| self.table.has_limb(act, &canonical, limb))
            })
    }

    /// Whether an Act is none that information is refused by.
    pub(super) fn is_foreign(&self, said: &Said) -> bool {
        said.as_ref().is_some_and(|(act, _)| {
            act.as_deref()
                .is_some_and(|act| !["FOIA", "FOISA", "EIR", "EISR"].contains(&act))
        })
    }

    /// Whether a group whose list ends with another Act stays a ground: by its limbs, in words of refusing.
    pub(super) fn refuses_beside(&self, group: &Group, next: usize, said: &Said) -> bool {
        let (from, _) = self.sentence(group);
        self.is_foreign(said)
            && self.limbed_ground(group)
            && (self.text.get(from..next)).is_some_and(|words| SURELY.is_match(words))
    }

    /// Whether a group that follows another Act's section in a list is a ground, by the words behind that Act.
    pub(super) fn refuses_behind(&self, group: &Group, said: &Said) -> bool {
        if !self.is_foreign(said) || !self.grounds(group) {
            return false;
        }
        let (_, to) = self.sentence(group);
        self.text
            .get(group.end..to)
            .is_some_and(|words| SURELY.is_match(words) && !POWERS.is_match(words))
    }

    /// Whether a group is refused by in its own clause, which other Acts named and other citations bound.
    pub(super) fn refuses_in_clause(&self, group: &Group, groups: &[Group], said: &[Said]) -> bool {
        if !self.grounds(group) {
            return false;
        }
        let (from, to) = self.sentence(group);
        let own = |one: &&Mention| {
            one.end <= group.start
                && matches!(
                    one.named,
                    Named::Known(_) | Named::Other(_) | Named::DataProtection
                )
        };
        let from = self
            .mentions
            .iter()
            .rfind(own)
            .map_or(from, |one| one.end.max(from));
        let foreign = groups
            .iter()
            .zip(said)
            .find(|(other, said)| other.start >= group.end && self.is_foreign(said));
        let to = foreign.map_or(to, |(other, _)| other.start.min(to));
        self.text.get(from..to).is_some_and(|words| {
            SURELY.is_match(words) || PERHAPS.is_match(words) && !POWERS.is_match(words)
        })
    }

    /// Whether the sentence of a group speaks of refusing.
    pub(super) fn refuses_in_sentence(&self, group: &Group) -> bool {
        let (from, to) = self.sentence(group);
        self.text
            .get(from..to)
            .is_some_and(|words| SURELY.is_match(words))
    }
}
