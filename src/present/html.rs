//! One self-contained HTML page: no script, nothing fetched, fit for print.

use std::io::{self, Write};

use maud::{DOCTYPE, PreEscaped, html};

use super::safe;
use super::sheet::{Cell, Sheet};

const STYLE: &str = "
body { font: 1rem/1.45 system-ui, sans-serif; color: #111; background: #fff; margin: 2rem; max-width: 90rem; }
h1 { font-size: 1.4rem; }
p, td { white-space: pre-line; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #767676; padding: .35rem .5rem; text-align: left; vertical-align: top; font-weight: normal;
  overflow-wrap: anywhere; }
thead th { background: #eee; font-weight: bold; }
caption { text-align: left; font-weight: bold; padding-bottom: .5rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
@page { size: A4 landscape; margin: 15mm; }
@media print { body { margin: 0; font-size: 8pt; } thead { display: table-header-group; } tr { break-inside: avoid; } }
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
                    (table(sheet))
                    @for paragraph in &sheet.notes { p { (safe::lines(paragraph)) } }
                }
            }
        }
    };
    writeln!(out, "{}", page.into_string())
}

fn table(sheet: &Sheet) -> maud::Markup {
    html! {
        table {
            caption { (safe::line(&sheet.title)) }
            thead { tr { @for column in &sheet.columns { th scope="col" { (column.heading()) } } } }
            tbody {
                @for row in &sheet.rows {
                    tr {
                        @for (at, cell) in row.iter().enumerate() {
                            @let number = matches!(cell, Cell::Number(_) | Cell::Decimal(_)).then_some("number");
                            @if at == 0 {
                                th scope="row" class=[number] { (cell.for_people()) }
                            } @else {
                                td class=[number] { (cell.for_people()) }
                            }
                        }
                    }
                }
            }
        }
    }
}
