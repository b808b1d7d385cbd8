//! Short forms of two Acts of one kind: `the Environmental Information (Scotland) Regulations 2004 (the EIRs)` makes
//! `the EIRs` the Scottish ones.

use super::super::naming::{Mention, Named};
use super::super::printed::{Group, Unit};
use super::Reading;

/// Acts that share short forms.
const TWINS: [[&str; 2]; 2] = [["FOIA", "FOISA"], ["EIR", "EISR"]];
/// A short form is no longer than this, in bytes.
const LONGEST_SHORT: usize = 9;

/// The names of a text, each short form as the text defines it last before.
pub(super) fn renamed(text: &str, mut mentions: Vec<Mention>) -> Vec<Mention> {
    let mut renamed: Vec<(Named, Named)> = Vec::new();
    for at in 0..mentions.len() {
        let Some(second) = mentions.get(at).filter(|one| is_short(text, one)) else {
            continue;
        };
        let first = at.checked_sub(1).and_then(|before| mentions.get(before));
        if let Some(first) = first.filter(|first| defines(text, first, second)) {
            let (short, full) = (second.named.clone(), first.named.clone());
            renamed.retain(|(known, _)| *known != short);
            renamed.push((short, full));
        }
        let meant = renamed.iter().find(|(short, _)| *short == second.named);
        if let Some((_, full)) = meant.cloned()
            && let Some(one) = mentions.get_mut(at)
        {
            one.named = full;
        }
    }
    mentions
}

/// `EIRs`, `FOI Act`: without a year, and not the `FOI` of a label.
fn is_short(text: &str, mention: &Mention) -> bool {
    let printed = text.get(mention.start..mention.end).unwrap_or_default();
    printed.len() <= LONGEST_SHORT
        && !matches!(printed, "FOI" | "FoI")
        && !printed.contains(|c: char| c.is_ascii_digit() || c == '(')
}

/// Whether a short form stands in brackets of its own right behind the full name of an Act of its kind.
fn defines(text: &str, full: &Mention, short: &Mention) -> bool {
    let (Named::Known(first), Named::Known(second)) = (&full.named, &short.named) else {
        return false;
    };
    let quotes = ['\'', '"', '‘', '’', '“', '”'];
    let between = text.get(full.end..short.start).unwrap_or_default();
    let opened = between.trim().strip_prefix('(').map(|inner| {
        let inner = inner.trim_matches(|c: char| c.is_whitespace() || quotes.contains(&c));
        inner.is_empty() || inner.eq_ignore_ascii_case("the")
    });
    let behind = text.get(short.end..).unwrap_or_default();
    TWINS
        .iter()
        .any(|twins| twins.contains(&first.as_str()) && twins.contains(&second.as_str()))
        && full.end - full.start > LONGEST_SHORT
        && opened == Some(true)
        && behind.trim_start_matches(quotes).starts_with(')')
}

impl Reading<'_> {
    /// Whether a regulation of `the EIRs` is of the Scottish ones: in a Scottish text that names neither the English
    /// Act nor the English ones in full, and not by limbs that only those have.
    pub(super) fn scottish_regulation(&self, group: &Group) -> bool {
        if !self.scottish || group.unit != Unit::Regulation {
            return false;
        }
        let english = self.mentions.iter().any(|one| match &one.named {
            Named::Known(key) if key == "EIR" => !is_short(self.text, one),
            Named::Known(key) if key == "FOIA" => {
                !matches!(self.text.get(one.start..one.end), Some("FOI" | "FoI"))
            }
            _ => false,
        });
        let has = |act: &str| {
            group.members.iter().any(|member| {
                let canonical = format!("r{}", member.number);
                let mut limbs = member.limbs.iter();
                limbs.any(|limb| self.table.has_limb(act, &canonical, limb))
            })
        };
        !english && (has("EISR") || !has("EIR"))
    }
}
