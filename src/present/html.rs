//! One self-contained HTML page: no script, nothing fetched, fit for print.

use std::io::{self, Write};

use maud::{DOCTYPE, PreEscaped, html};

use super::safe;
use super::sheet::{Cell, Column, Figure, Sheet};

const STYLE: &str = "
body { font: 1rem/1.45 system-ui, sans-serif; color: #111; background: #fff; margin: 2rem; max-width: 90rem; }
h1 { font-size: 1.4rem; }
p, td { white-space: pre-line; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #767676; padding: .35rem .5rem; text-align: left; vertical-align: top; font-weight: normal;
  overflow-wrap: break-word; hyphens: manual; }
thead th { background: #eee; font-weight: bold; }
caption { text-align: left; font-weight: bold; padding-bottom: .5rem; }
.scroll { overflow-x: auto; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.day { min-width: 5.5rem; }
.told { min-width: 11rem; }
.fill { min-width: 5rem; }
td.code { min-width: 7rem; max-width: 9rem; font: .75rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
@page { size: A4 landscape; margin: 12mm; }
@media print { body { margin: 0; font-size: 6.5pt; max-width: none; } thead { display: table-header-group; }
  tr { break-inside: avoid; } .scroll { overflow: visible; } th, td { padding: 2px 3px; }
  thead th, .day { overflow-wrap: normal; } .day { min-width: 4.5em; } .told { min-width: 10em; } .fill { min-width: 4em; }
  td.code { min-width: 7em; max-width: 8em; font-size: 5pt; } }
";

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
                    h1 { (title) }
                    @for paragraph in &sheet.lead { p { (safe::lines(paragraph)) } }
                    @for figure in &sheet.figures { (picture(figure)) }
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
        "description" | "record" | "line" | "reason" | "because" => Some("told"),
        _ => None,
    }
}

fn table(sheet: &Sheet) -> maud::Markup {
    let widths: Vec<Option<&str>> = sheet.columns.iter().map(|column| width(*column)).collect();
    html! {
        div class="scroll" role="region" aria-label=(safe::line(&sheet.title)) tabindex="0" {
            table {
                caption { (safe::line(&sheet.title)) }
                thead { tr {
                    @for (column, width) in sheet.columns.iter().zip(&widths) {
                        th scope="col" class=[*width] { (column.heading()) }
                    }
                } }
                tbody {
                    @for row in &sheet.rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @let number = matches!(cell, Cell::Number(_) | Cell::Decimal(_)).then_some("number");
                                @let class = number.or(widths.get(at).copied().flatten());
                                @if at == 0 {
                                    th scope="row" class=[class] { (cell.for_people()) }
                                } @else {
                                    td class=[class] { (cell.for_people()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The width that a bar and its gap take, and the height of the tallest, in pixels of the picture.
const STEP: u64 = 26;
const TALLEST: u64 = 120;
/// Room on the left for the sloped label of the first bar.
const LEFT: u64 = 30;

/// The bars as SVG, which says in words what it shows; every label stands in the picture, sloped where they are many.
fn picture(figure: &Figure) -> maud::Markup {
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
    let spoken = safe::line(&format!("{}. {}", figure.title, spoken.join(", ")));
    html! {
        figure {
            svg role="img" aria-label=(spoken) viewBox=(format!("-{LEFT} 0 {} {}", width + LEFT, TALLEST + below))
                width=(width + LEFT) height=(TALLEST + below) xmlns="http://www.w3.org/2000/svg" {
                line x1="0" y1=(TALLEST + 20) x2=(width) y2=(TALLEST + 20) stroke="#111" {}
                @for (nth, bar) in (0_u64..).zip(&figure.bars) {
                    @let height = (bar.height * TALLEST).div_ceil(most);
                    @let left = before + nth * STEP;
                    @if bar.height > 0 {
                        rect x=(left) y=(TALLEST + 20 - height) width=(STEP - 6) height=(height) fill="#2a5d84" {
                            title { (safe::line(&format!("{}: {}", bar.label, bar.says))) }
                        }
                        @if bar.of_which > 0 {
                            @let part = (bar.of_which.min(bar.height) * TALLEST).div_ceil(most);
                            rect x=(left) y=(TALLEST + 20 - part) width=(STEP - 6) height=(part) fill="#8a1c1c" {
                                title { (safe::line(&format!("{}: {}", bar.label, bar.says))) }
                            }
                        }
                        text x=(left + (STEP - 6) / 2) y=(TALLEST + 15 - height) font-size="11"
                            text-anchor="middle" { (bar.height) }
                    }
                    text x=(left + STEP / 2) y=(TALLEST + 32) font-size="10" text-anchor="end"
                        transform=(format!("rotate(-60 {} {})", left + STEP / 2, TALLEST + 32)) {
                        (safe::line(&bar.label))
                    }
                }
            }
            figcaption { (safe::line(&figure.title)) }
        }
    }
}
