//! Sections of Acts that are not the information Acts: `section 43` in a paper on the Terrorism Act, `that Act`, and a
//! table of powers below the name of an Act. A ground of refusal has its title or words about refusing beside it.

use super::super::Told;
use super::super::naming::{Mention, Named};
use super::super::printed::{Group, Unit, floor};
use super::super::table::Class;
use super::{RIGHTS, Reading, blank_line};

/// How far before a section its Act may have been named, in bytes.
const NAMED_WITHIN: usize = 400;
/// How long the name of an Act makes a heading, in bytes.
const HEADING: usize = 90;
/// How much of a sentence is looked at before and behind a section, in bytes.
const SENTENCE: usize = 260;

/// What was told of a group before its context is asked.
pub(super) type Said = Option<(Option<String>, Told)>;

impl Reading<'_> {
    /// The Act that a mention names by a name of its own, with sections; none for `the Act`.
    pub(super) fn own_name(&self, mention: &Mention) -> Option<String> {
        match &mention.named {
            Named::Known(key) => self
                .table
                .act(key)
                .is_some_and(|row| row.sections > 0)
                .then(|| key.clone()),
            Named::DataProtection => Some(self.data_protection()),
            Named::Other(name) => is_act(name).then(|| name.clone()),
            _ => None,
        }
    }

    /// The Act named last before `at`.
    pub(super) fn named_last(&self, at: usize) -> Option<String> {
        let before = self.mentions.iter().filter(|one| one.end <= at).rev();
        before.filter_map(|one| self.own_name(one)).next()
    }

    /// `the Act`, where the paragraph has just named one without a row, and does not speak of a request.
    pub(super) fn just_named(&self, at: usize, group: &Group) -> Option<String> {
        let (from, to) = self.sentence(group);
        if RIGHTS.is_match(self.text.get(from..to)?) {
            return None;
        }
        let before = self.mentions.iter().filter(|one| one.end <= at).rev();
        let last = before
            .filter(|one| self.own_name(one).is_some())
            .find(|one| !self.is_label(one))?;
        let between = self.text.get(last.end..at)?;
        let near = between.len() <= NAMED_WITHIN && !blank_line(between);
        match &last.named {
            Named::Other(name) if near && !RIGHTS.is_match(between) => Some(name.clone()),
            _ => None,
        }
    }

    /// The Act without a row whose section this is, by what stands about it; none where it may be a ground of refusal.
    pub(super) fn of_another_act(
        &self,
        group: &Group,
        groups: &[Group],
        said: &[Said],
    ) -> Option<String> {
        if group.unit != Unit::Section {
            return None;
        }
        let named = |one: &Mention| matches!(&one.named, Named::Other(name) if is_act(name));
        if !self.mentions.iter().any(named) {
            return None;
        }
        let (from, to) = self.sentence(group);
        let sentence = self.text.get(from..to)?;
        let data_protection = self.data_protection();
        if RIGHTS.is_match(sentence)
            || ["FOIA", "FOISA", &data_protection]
                .iter()
                .any(|act| self.titled(group, act))
        {
            return None;
        }
        let acts = || {
            self.mentions
                .iter()
                .filter(|one| !self.is_label(one))
                .filter_map(|one| Some((one, self.own_name(one)?)))
        };
        let unlisted = |act: &String| self.table.act(act).is_none();
        // an Act of its own sentence, unless it is named for a later section alone
        let about_rights = self.is_about_rights();
        let taken = |one: &Mention, act: &String| {
            let mut between = groups
                .iter()
                .zip(said)
                .filter(|(other, _)| other.start >= group.end && other.end <= one.start);
            about_rights
                && between.any(|(_, said)| {
                    said.as_ref()
                        .is_some_and(|(said, _)| said.as_ref() == Some(act))
                })
        };
        let behind = acts()
            .find(|(one, _)| one.start >= group.end && one.end <= to)
            .filter(|(one, act)| !(taken(one, act) || about_rights && self.limbed_ground(group)));
        let before = acts().rfind(|(one, _)| one.end <= group.start);
        let within = before.as_ref().filter(|(one, _)| one.start >= from);
        if let Some((_, act)) = within.or(behind.as_ref()) {
            return Some(act.clone()).filter(unlisted);
        }
        if self.is_ground(group) {
            return None;
        }
        // the same section, said elsewhere to be of one
        let number = |one: &Group| one.members.first().map(|member| member.number.clone());
        let same = groups
            .iter()
            .zip(said)
            .filter(|(other, _)| other.unit == Unit::Section && number(other) == number(group));
        let same: Vec<&String> = same
            .filter_map(|(_, said)| said.as_ref()?.0.as_ref())
            .collect();
        if let Some(first) = same.first()
            && same.iter().all(|act| self.table.act(act).is_none())
        {
            return Some((*first).clone());
        }
        if groups.iter().any(|other| self.is_ground(other)) {
            return None;
        }
        // the Act last named in the paragraph, or in the heading above
        let (mention, act) = before?;
        let between = self.text.get(mention.end..group.start)?;
        let near = between.len() <= NAMED_WITHIN && !between.contains('\u{c}');
        let joined = !blank_line(between) || self.is_heading(mention);
        (near && joined && !RIGHTS.is_match(between))
            .then_some(act)
            .filter(unlisted)
    }

    /// Whether a group is a ground of refusal by its number, in a sentence that speaks of refusing.
    pub(super) fn refuses_by(&self, group: &Group) -> bool {
        let (from, to) = self.sentence(group);
        let ground = group.unit == Unit::Section
            && group.members.iter().all(|member| {
                let canonical = format!("s{}", member.number);
                let mut rows = self.table.rows_of("FOIA", &canonical);
                rows.any(|row| row.class != Class::Other)
            });
        let sentence = self.text.get(from..to).unwrap_or_default();
        ground && RIGHTS.is_match(sentence)
    }

    /// Whether a group prints limbs as a ground of refusal has them.
    fn is_ground(&self, group: &Group) -> bool {
        group.members.iter().any(|member| {
            let canonical = format!("s{}", member.number);
            member
                .limbs
                .iter()
                .any(|limb| limb.len() > 3 && self.table.has_limb("FOIA", &canonical, limb))
        })
    }

    /// Whether a name is the `FOI` of a label, a team or a request.
    fn is_label(&self, mention: &Mention) -> bool {
        matches!(
            self.text.get(mention.start..mention.end),
            Some("FOI" | "FoI")
        )
    }

    /// Whether a name stands in a short line of its own.
    fn is_heading(&self, mention: &Mention) -> bool {
        let head = self.text.get(..mention.start).unwrap_or_default();
        let tail = self.text.get(mention.end..).unwrap_or_default();
        let before = head.rsplit('\n').next().unwrap_or_default();
        let behind = tail.split('\n').next().unwrap_or_default();
        before.len() + behind.len() <= HEADING - HEADING / 3 && !behind.contains(['.', ';'])
    }

    /// The sentence of a group: up to a full stop and a blank, an empty line, or a page's end.
    pub(super) fn sentence(&self, group: &Group) -> (usize, usize) {
        let from = floor(self.text, group.start.saturating_sub(SENTENCE));
        let to = floor(self.text, (group.end + SENTENCE).min(self.text.len()));
        let ends = [". ", ".\n", "\n\n", "\u{c}", "? ", "; "];
        let before = self.text.get(from..group.start).unwrap_or_default();
        let start = ends
            .iter()
            .filter_map(|end| before.rfind(end).map(|at| at + end.len()))
            .max()
            .unwrap_or(0);
        let behind = self.text.get(group.end..to).unwrap_or_default();
        let end = ends
            .iter()
            .filter_map(|end| behind.find(end))
            .min()
            .unwrap_or(behind.len());
        (from + start, group.end + end)
    }
}

/// Whether a name without a row is an Act's, and not that of rules or an order.
fn is_act(name: &str) -> bool {
    let short = name.split(' ').next().is_some_and(|word| {
        word.len() > 1
            && word
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    });
    short && name.len() < 12 || name.contains(" Act")
}
