//! Every place where a text prints a provision, with where it stands: for whoever must tell who cites it, and to what end.

use jiff::civil::Date;

use super::printed::{Group, Introduced, Unit};
use super::telling::Reading;
use super::{Provision, Provisions, Told, groups, has_own_sections, refused, stands};
use crate::facts::figures::Figures;

/// One place where a text prints a provision, or a label that names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The provision.
    pub provision: Provision,
    /// Where the words that print it begin, in bytes: the word before its number included.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// Whether it is a label over removed words, which cites nothing.
    pub label: bool,
}

/// Every place where a text prints a provision, in order, labels over removed words among them; and whether the text
/// prints more than was read.
pub fn places(text: &str, day: Option<Date>, table: &Provisions) -> (Vec<Place>, bool) {
    places_among(&Figures::of(text), day, table)
}

/// As [`places`] has it.
pub(super) fn places_among(
    figures: &Figures<'_>,
    day: Option<Date>,
    table: &Provisions,
) -> (Vec<Place>, bool) {
    let text = figures.text;
    let (groups, cut_short) = groups(figures, table);
    if groups.is_empty() {
        return (Vec::new(), cut_short);
    }
    let labels = refused::labels(text, &groups);
    let (labelled, groups): (Vec<_>, Vec<_>) = groups
        .into_iter()
        .zip(labels)
        .partition(|(_, label)| *label);
    let groups: Vec<Group> = groups.into_iter().map(|(group, _)| group).collect();
    let mut found = Vec::new();
    for (group, _) in &labelled {
        found.extend(printed_in(
            text,
            group,
            group.unit,
            None,
            Told::Unknown,
            true,
        ));
    }
    if !groups.is_empty() {
        let reading = Reading::new(text, day, table);
        let acts = reading.acts(&groups);
        let own_headings = has_own_sections(text, &groups, &acts, &reading);
        for (group, of) in groups.iter().zip(acts) {
            if !stands(text, group, &of, own_headings, &reading, table) {
                continue;
            }
            let bare_regulation = group.introduced == Introduced::Bare
                && of
                    .act
                    .as_deref()
                    .and_then(|act| table.act(act))
                    .is_some_and(|act| act.sections == 0);
            let unit = if bare_regulation {
                Unit::Regulation
            } else {
                group.unit
            };
            found.extend(printed_in(text, group, unit, of.act, of.told, false));
        }
    }
    found.sort_by_key(|place| place.start);
    (found, cut_short)
}

/// Every limb that a group prints.
fn printed_in(
    text: &str,
    group: &Group,
    unit: Unit,
    act: Option<String>,
    act_told: Told,
    label: bool,
) -> Vec<Place> {
    let mut found = Vec::new();
    for (nth, member) in group.members.iter().enumerate() {
        let as_printed = text.get(member.start..member.end).unwrap_or_default();
        for limb in &member.limbs {
            found.push(Place {
                provision: Provision {
                    provision: format!("{}{}{limb}", unit.prefix(), member.number),
                    act: act.clone(),
                    act_told,
                    as_printed: as_printed.to_owned(),
                },
                start: if nth == 0 { group.start } else { member.start },
                end: member.end,
                label,
            });
        }
    }
    found
}
