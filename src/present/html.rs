//! One self-contained HTML page: no script, nothing fetched, fit for print.

use std::io::{self, Write};

use maud::{DOCTYPE, PreEscaped, html};

use super::safe;
use super::sheet::{Cell, Column, Figure, Sheet};

/// The style sheet. Every text has at least 4.5 times the contrast of its ground (WCAG 2.2, 1.4.3); a narrow screen
/// shows each row as a card whose cells bear their column's name.
const STYLE: &str = "
body { font: 1rem/1.45 system-ui, sans-serif; color: #111; background: #fff; margin: 2rem; max-width: 90rem; }
h1 { font-size: 1.4rem; }
p, td { white-space: pre-line; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: flex-start; margin: 1rem 0; }
figure { margin: 0; max-width: 100%; }
figcaption { max-width: 24rem; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #6b6b6b; padding: .35rem .5rem; text-align: left; vertical-align: top; font-weight: normal;
  overflow-wrap: break-word; hyphens: manual; }
thead th { background: #eee; font-weight: bold; }
.scroll { overflow-x: auto; }
.many { font-size: .8125rem; line-height: 1.35; }
.many th, .many td { padding: .25rem .35rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.day { min-width: 5.5em; }
.told { min-width: 11em; }
.fill { min-width: 5em; }
.long { min-width: 8em; overflow-wrap: anywhere; }
td.code { min-width: 7rem; max-width: 11rem; font: .6875rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
@media screen and (max-width: 44rem) {
  body { margin: 1rem; } .scroll { overflow: visible; }
  table, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border: 1px solid #6b6b6b; margin: 0 0 1rem; }
  .many, .many th, .many td { font-size: .9375rem; }
  th, td, td.code, .number { border: 0; min-width: 0; max-width: none; text-align: left; }
  tbody th { background: #eee; font-weight: bold; }
  [data-label]::before { content: attr(data-label) ': '; font-weight: bold; }
  .none { display: none; }
}
@page { size: A4 landscape; margin: 12mm; }
@media print { body { margin: 0; font-size: 6.5pt; max-width: none; } thead { display: table-header-group; }
  .many { font-size: 6.5pt; } tr, figure { break-inside: avoid; } .scroll { overflow: visible; }
  th, td, .many th, .many td { padding: 2px 3px; }
  thead th, .day { overflow-wrap: normal; } .day { min-width: 4.5em; } .told { min-width: 10em; } .fill { min-width: 4em; }
  td.code { min-width: 7em; max-width: 8em; font-size: 5pt; } }
";

/// Ink of letters and lines of a picture, of its bars, and of what is set apart in them.
const INK: &str = "#111";
const BAR: &str = "#4d7a9e";
const APART: &str = "#0b2233";

/// A table of more columns than this is set in smaller letters.
const MANY: usize = 9;

/// Writes the page.
pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let title = safe::line(&sheet.title);
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 id="title" { (title) }
                    @for paragraph in &sheet.lead { p { (safe::lines(paragraph)) } }
                    @if !sheet.figures.is_empty() {
                        div class="figures" {
                            @for (nth, figure) in (1_u64..).zip(&sheet.figures) { (picture(nth, figure)) }
                        }
                    }
                    (table(sheet))
                    @for paragraph in &sheet.notes { p { (safe::lines(paragraph)) } }
                }
            }
        }
    };
    writeln!(out, "{}", page.into_string())
}

/// How wide a column's cells are to be: room to read, room to write, and no more than it takes for what only machines
/// read.
fn width(column: Column) -> Option<&'static str> {
    match column.key {
        _ if column.to_fill => Some("fill"),
        "id" | "digest" => Some("code"),
        "date" => Some("day"),
        "author" | "addressee" | "path" | "from" | "to" | "cc" | "locations" => Some("long"),
        "description" | "record" | "line" | "reason" | "because" => Some("told"),
        _ => None,
    }
}

fn table(sheet: &Sheet) -> maud::Markup {
    let widths: Vec<Option<&str>> = sheet.columns.iter().map(|column| width(*column)).collect();
    let many = (sheet.columns.len() > MANY).then_some("many");
    html! {
        div class="scroll" role="region" aria-labelledby="title" tabindex="0" {
            table class=[many] role="table" aria-labelledby="title" {
                thead role="rowgroup" { tr role="row" {
                    @for (column, width) in sheet.columns.iter().zip(&widths) {
                        th scope="col" role="columnheader" class=[*width] { (column.heading()) }
                    }
                } }
                tbody role="rowgroup" {
                    @for row in &sheet.rows {
                        tr role="row" {
                            @for (at, cell) in row.iter().enumerate() {
                                @let column = sheet.columns.get(at).copied();
                                @let label = column.map(Column::heading);
                                @let class = class_of(cell, column, widths.get(at).copied().flatten());
                                @if at == 0 {
                                    th scope="row" role="rowheader" class=[class] data-label=[label] {
                                        (cell.for_people())
                                    }
                                } @else {
                                    td role="cell" class=[class] data-label=[label] { (cell.for_people()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How a cell is set: a number at the right, and what is empty for good left out of a card.
fn class_of(cell: &Cell, column: Option<Column>, width: Option<&'static str>) -> Option<String> {
    let number = matches!(cell, Cell::Number(_) | Cell::Decimal(_)).then_some("number");
    let filled = column.is_some_and(|column| column.to_fill);
    let none = (*cell == Cell::Empty && !filled).then_some("none");
    let classes: Vec<&str> = number.or(width).into_iter().chain(none).collect();
    (!classes.is_empty()).then(|| classes.join(" "))
}

/// The width that a bar and its gap take, and the height of the tallest, in pixels of the picture.
const STEP: u64 = 26;
const TALLEST: u64 = 120;
/// Room on the left for the sloped label of the first bar.
const LEFT: u64 = 30;

/// The bars as SVG, which says in words what it shows; every label stands in the picture, sloped where they are many.
fn picture(nth: u64, figure: &Figure) -> maud::Markup {
    let most = figure
        .bars
        .iter()
        .map(|bar| bar.height)
        .max()
        .unwrap_or(1)
        .max(1);
    // sloped labels reach down, and to the left of the first bar
    let longest = figure
        .bars
        .iter()
        .map(|bar| bar.label.chars().count())
        .max()
        .unwrap_or(0) as u64;
    let (below, before) = (40 + longest * 5, STEP / 2 + longest * 3);
    let width = STEP * figure.bars.len() as u64 + STEP + before;
    let spoken: Vec<String> = figure
        .bars
        .iter()
        .filter(|bar| bar.height > 0)
        .map(|bar| match bar.of_which {
            0 => format!("{}: {}", bar.label, bar.height),
            part => format!("{}: {}, {part} of them dark", bar.label, bar.height),
        })
        .collect();
    let (title, words) = (format!("figure-{nth}-title"), format!("figure-{nth}-words"));
    html! {
        figure {
            svg role="img" aria-labelledby=(format!("{title} {words}")) viewBox=(format!("-{LEFT} 0 {} {}", width + LEFT, TALLEST + below))
                width=(width + LEFT) height=(TALLEST + below) {
                title id=(title) { (safe::line(&figure.title)) }
                desc id=(words) { (safe::line(&spoken.join(", "))) }
                line x1=(before - 8) y1=(TALLEST + 20) x2=(width) y2=(TALLEST + 20) stroke=(INK) {}
                @for (nth, bar) in (0_u64..).zip(&figure.bars) {
                    @let height = (bar.height * TALLEST).div_ceil(most);
                    @let left = before + nth * STEP;
                    @if bar.height > 0 {
                        rect x=(left) y=(TALLEST + 20 - height) width=(STEP - 6) height=(height) fill=(BAR) {
                            title { (safe::line(&format!("{}: {}", bar.label, bar.says))) }
                        }
                        @if bar.of_which > 0 {
                            @let part = (bar.of_which.min(bar.height) * TALLEST).div_ceil(most);
                            rect x=(left) y=(TALLEST + 20 - part) width=(STEP - 6) height=(part) fill=(APART) {
                                title { (safe::line(&format!("{}: {}", bar.label, bar.says))) }
                            }
                        }
                        text x=(left + (STEP - 6) / 2) y=(TALLEST + 15 - height) font-size="11" fill=(INK)
                            text-anchor="middle" { (bar.height) }
                    }
                    text x=(left + STEP / 2) y=(TALLEST + 32) font-size="10" fill=(INK) text-anchor="end"
                        transform=(format!("rotate(-60 {} {})", left + STEP / 2, TALLEST + 32)) {
                        (safe::line(&bar.label))
                    }
                }
            }
            figcaption { (safe::line(&figure.title)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{APART, BAR, INK, STYLE};

    /// How bright a colour is, as WCAG 2.2 defines relative luminance.
    fn luminance(colour: &str) -> f64 {
        let digits: Vec<u32> = colour[1..].chars().filter_map(|c| c.to_digit(16)).collect();
        let parts: Vec<u32> = match digits.len() {
            3 => digits.iter().map(|digit| digit * 17).collect(),
            _ => digits.chunks(2).map(|two| two[0] * 16 + two[1]).collect(),
        };
        let linear = |part: u32| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2])
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_colour_stands_out_from_every_ground_it_stands_on() {
        // the grounds are the page and the headings; every other colour is ink, a line or a bar on one of them
        let grounds = ["#fff", "#eee"];
        let mut inks: Vec<&str> = STYLE
            .match_indices('#')
            .map(|(at, _)| {
                let hex = STYLE[at + 1..].find(|c: char| !c.is_ascii_hexdigit());
                &STYLE[at..at + 1 + hex.unwrap_or(0)]
            })
            .filter(|colour| !grounds.contains(colour))
            .collect();
        inks.push(INK);
        assert!(
            inks.contains(&"#6b6b6b"),
            "the lines of a table are looked at"
        );
        for ink in inks {
            for ground in grounds {
                assert!(contrast(ink, ground) >= 4.5, "{ink} on {ground}");
            }
        }
        // bars stand on the page alone, and what is set apart in a bar stands out from it too
        assert!(contrast(BAR, "#fff") >= 4.5 && contrast(APART, "#fff") >= 4.5);
        assert!(contrast(APART, BAR) >= 3.0);
        assert!((contrast("#000", "#ffffff") - 21.0).abs() < 0.01);
    }
}
