//! The issuer's own spelling, written from what a form matched.

use super::confusion::{as_digit, as_letter};
use super::fold::{LINE, Unit};
use super::form::{Fit, Form, Piece};

/// A part of a canonical spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// These characters.
    Text(String),
    /// The group of this number, from 0, as printed or as a number of at least this width.
    Group(usize, Option<usize>),
    /// The group of this number, from 0, in small letters.
    Small(usize),
}

impl Form {
    /// The issuer's own spelling of what matched.
    pub(super) fn canonical(&self, units: &[Unit], fit: &Fit) -> String {
        self.write(&self.groups_printed(units, fit))
    }

    /// Each group of what matched, line ends left out.
    pub(super) fn groups_printed(&self, units: &[Unit], fit: &Fit) -> Vec<String> {
        self.pieces
            .iter()
            .filter(|piece| piece.is_group())
            .zip(fit.groups())
            .map(|(piece, (from, to))| {
                group_text(*piece, units.get(*from..*to).unwrap_or_default())
            })
            .collect()
    }

    /// The issuer's own spelling of these groups.
    pub(super) fn write(&self, groups: &[String]) -> String {
        let mut text = String::new();
        if let Some(template) = &self.template {
            for part in template {
                match part {
                    Part::Text(plain) => text.push_str(plain),
                    Part::Group(n, width) => text.push_str(&group_written(groups.get(*n), *width)),
                    Part::Small(n) => text.extend(groups.get(*n).map(|group| group.to_lowercase())),
                }
            }
            return text;
        }
        let mut groups = groups.iter();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(c) | Piece::Separator(Some(c)) | Piece::Bracket(c) => {
                    text.push(char::from(*c))
                }
                Piece::Separator(None) => {}
                Piece::Digits { .. } | Piece::Letters(_) | Piece::Mixed(_) => {
                    text.extend(groups.next().map(String::as_str))
                }
            }
        }
        text
    }
}

/// Reads `[{1}] UKFTT {2:1} (GRC)`.
pub(super) fn template(written: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('{') {
        let group = after.split_once('}').and_then(|(inside, tail)| {
            if let Some((place, "small")) = inside.split_once(':') {
                let place: usize = place.parse().ok()?;
                return Some((Part::Small(place.checked_sub(1)?), tail));
            }
            let (place, width) = match inside.split_once(':') {
                Some((place, width)) => (place, Some(width.parse().ok()?)),
                None => (inside, None),
            };
            let place: usize = place.parse().ok()?;
            Some((Part::Group(place.checked_sub(1)?, width), tail))
        });
        let Some((group, tail)) = group else {
            return Err(format!("`{written}` must name groups as {{1}} or {{1:4}}"));
        };
        parts.extend((!before.is_empty()).then(|| Part::Text(before.to_owned())));
        parts.push(group);
        rest = tail;
    }
    parts.extend((!rest.is_empty()).then(|| Part::Text(rest.to_owned())));
    Ok(parts)
}

fn group_text(piece: Piece, units: &[Unit]) -> String {
    let plain = units.iter().map(|unit| unit.ch).filter(|ch| *ch != LINE);
    let folded = |ch: u8| match piece {
        Piece::Digits { .. } => as_digit(ch).unwrap_or(ch),
        Piece::Mixed(_) => ch,
        _ => as_letter(ch).unwrap_or(ch),
    };
    plain.map(|ch| char::from(folded(ch))).collect()
}

fn group_written(group: Option<&String>, width: Option<usize>) -> String {
    let group = group.map(String::as_str).unwrap_or_default();
    match width {
        None => group.to_owned(),
        Some(width) => format!("{:0>width$}", group.trim_start_matches('0')),
    }
}
