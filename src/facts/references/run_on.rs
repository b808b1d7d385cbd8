//! References to which the figure behind them was run on: the day of a date, or the number of a page.

use super::fold::{LINE, PAGE, Unit};
use super::form::{Fit, Form, Piece};
use crate::facts::dates::months::NAMES;

/// Whether what stands right behind the match is a day before its month and year, as in `INV/0283/20203 May 2021`, or
/// the one figure of a page at a line's end; not of a form that any two letters open. The reference is then possible, for the figure may be part of it.
pub(super) fn behind(form: &Form, units: &[Unit], fit: &Fit) -> bool {
    let rest = units.get(fit.end..).unwrap_or_default();
    let figures = rest.iter().take(3);
    let figures = figures.take_while(|unit| unit.ch.is_ascii_digit()).count();
    let after = rest.get(figures..).unwrap_or_default();
    if matches!(form.pieces.first(), Some(Piece::Letters(_))) {
        return false;
    }
    let marked = form
        .pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Separator(Some(_))));
    match figures {
        1 if marked
            && after
                .first()
                .is_none_or(|unit| matches!(unit.ch, LINE | PAGE)) =>
        {
            true
        }
        2 if makes_a_year(units, fit) => false,
        1 | 2 => {
            let day = rest.iter().take(figures);
            let day = day.fold(0, |day, unit| day * 10 + u32::from(unit.ch - b'0'));
            (1..=31).contains(&day) && month_and_year(after)
        }
        _ => false,
    }
}

/// Whether the last two figures of the match and the two behind it are one year: `FOI 782/2017 May`.
fn makes_a_year(units: &[Unit], fit: &Fit) -> bool {
    let two = fit.groups().last().is_some_and(|(from, to)| to - from == 2);
    let four = units.get(fit.end.saturating_sub(2)..fit.end + 2);
    two && four.is_some_and(|four| {
        let century = [four[0].ch, four[1].ch];
        century == *b"19" || century == *b"20"
    })
}

/// Whether a month's name and a year follow a blank.
fn month_and_year(units: &[Unit]) -> bool {
    let text: String = units
        .iter()
        .take(24)
        .map(|unit| char::from(unit.ch))
        .collect();
    let mut words = text.split([' ', '\n']);
    let (Some(""), Some(month), Some(year)) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let named = month.len() >= 3
        && NAMES
            .iter()
            .any(|name| name.to_ascii_uppercase().starts_with(month));
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    named && digits == 4
}
