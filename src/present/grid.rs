//! Columns on a terminal: rows of cells under their names, and names with a number beside them.

use super::table::{GAP, Line, Screen, columns};
use super::{safe, words};

/// A column of a grid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    name: &'static str,
    flush: bool,
    least: usize,
}

impl Head {
    /// A column of text; it is made narrower, down to `least`, when the page is.
    pub(super) const fn text(name: &'static str, least: usize) -> Self {
        Self {
            name,
            flush: false,
            least,
        }
    }

    /// A column of numbers.
    pub(super) const fn number(name: &'static str) -> Self {
        Self {
            name,
            flush: true,
            least: usize::MAX,
        }
    }
}

/// Adds rows in columns under their names, narrowed to the page; empty columns are left out.
pub(super) fn grid(screen: &mut Screen, heads: &[Head], rows: &[Vec<String>]) {
    let natural: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let widest = rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| columns(&safe::line(cell)))
                .max()
                .unwrap_or(0);
            if widest == 0 {
                0
            } else {
                widest.max(columns(head.name))
            }
        })
        .collect();
    let widths = narrowed(heads, natural, screen.width());
    let shown = |cells: &mut dyn FnMut(usize) -> String| {
        let mut line = Line::new();
        for (at, (head, width)) in heads.iter().zip(&widths).enumerate() {
            if *width == 0 {
                continue;
            }
            line = if head.flush {
                line.flush(&cells(at), *width)
            } else {
                line.cell(&cells(at), *width)
            };
        }
        line
    };
    screen.line(shown(&mut |at| heads[at].name.to_owned()));
    for row in rows {
        screen.line(shown(&mut |at| row.get(at).cloned().unwrap_or_default()));
    }
}

/// Takes from the widest column that may give until the row fits the page or none can give more.
fn narrowed(heads: &[Head], mut widths: Vec<usize>, page: usize) -> Vec<usize> {
    loop {
        let shown = widths.iter().filter(|width| **width > 0).count();
        let used = widths.iter().sum::<usize>() + GAP * shown.saturating_sub(1);
        if used <= page {
            return widths;
        }
        let widest = (0..widths.len())
            .filter(|at| widths[*at] > heads[*at].least)
            .max_by_key(|at| widths[*at]);
        match widest {
            Some(at) => widths[at] -= 1,
            None => return widths,
        }
    }
}

/// Adds counted things in two columns under a label in the margin: a name, and its number at the right of the names.
pub(super) fn counts(screen: &mut Screen, label: &str, margin: usize, rows: &[(String, u64)]) {
    /// Names as wide as this in every list keep the numbers of a page in one column.
    const USUAL: usize = 28;
    let room = screen.width().saturating_sub(margin + 12).max(8);
    let names = rows
        .iter()
        .map(|(name, _)| columns(&safe::line(name)))
        .max()
        .unwrap_or(0)
        .max(USUAL)
        .min(room);
    for (at, (name, number)) in rows.iter().enumerate() {
        let line = Line::new().bold(if at == 0 { label } else { "" });
        screen.line(
            line.to(margin)
                .cell(name, names)
                .flush(&words::thousands(*number), 9),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::Page;

    const PAGE: Page = Page {
        width: 30,
        color: false,
    };

    #[test]
    fn a_grid_narrows_its_widest_column_first() {
        let mut screen = Screen::new(&PAGE);
        grid(
            &mut screen,
            &[
                Head::text("path", 8),
                Head::text("none", 1),
                Head::number("n"),
            ],
            &[
                vec![
                    "letters/a very long path of a file".into(),
                    String::new(),
                    "7".into(),
                ],
                vec!["b".into(), String::new(), "1,204".into()],
            ],
        );
        assert_eq!(
            screen.finish(),
            "path                         n\n\
             letters/a very long pa…      7\n\
             b                        1,204\n"
        );
    }
}
