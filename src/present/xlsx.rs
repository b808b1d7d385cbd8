//! A workbook of one worksheet; its cells are numbers, days and text, never formulas.

use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::csv::guarded;
use super::safe;
use super::sheet::{Cell, Sheet};
use crate::error::{Error, Result};

/// The most characters that a spreadsheet keeps in a cell.
const LONGEST_CELL: usize = 32_767;
/// The most rows that a worksheet has, its headings among them.
const MOST_ROWS: usize = 1_048_576;
/// The first year whose days a spreadsheet counts without its known error of 1900.
const FIRST_YEAR: i16 = 1901;
/// Widths that a column is kept within, in characters.
const WIDTHS: (usize, usize) = (6, 60);

/// The bytes of a workbook; the same sheet gives the same bytes.
///
/// # Errors
/// When a cell or the sheet is larger than a spreadsheet can hold: nothing is cut to fit.
pub(super) fn workbook(sheet: &Sheet) -> Result<Vec<u8>> {
    if sheet.rows.len() >= MOST_ROWS {
        return Err(too_large(format!("{} rows", sheet.rows.len())));
    }
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
    // the moment of writing would make every copy another file
    workbook.set_properties(
        &DocProperties::new()
            .set_title(safe::line(&sheet.title))
            .set_creation_datetime(&made),
    );
    let page = workbook.add_worksheet();
    lay_out(sheet, page)?;
    workbook.save_to_buffer().map_err(refused)
}

fn lay_out(sheet: &Sheet, page: &mut Worksheet) -> Result<()> {
    let bold = Format::new().set_bold().set_text_wrap();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new()
        .set_num_format("d mmmm yyyy")
        .set_align(FormatAlign::Top)
        .set_align(FormatAlign::Left);
    page.set_landscape().set_paper_size(9);
    page.set_repeat_rows(0, 0).map_err(refused)?;
    page.set_freeze_panes(1, 0).map_err(refused)?;
    for (at, column) in (0_u16..).zip(&sheet.columns) {
        let heading = column.heading();
        let widest = sheet
            .rows
            .iter()
            .filter_map(|row| row.get(usize::from(at)))
            .map(|cell| cell.for_people().chars().count())
            .max()
            .unwrap_or(0)
            .max(heading.chars().count() + 1)
            .clamp(WIDTHS.0, WIDTHS.1);
        page.set_column_width(at, widest as f64).map_err(refused)?;
        page.write_string_with_format(0, at, heading, &bold)
            .map_err(refused)?;
    }
    let to_fill = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    for (n, row) in (1_u32..).zip(&sheet.rows) {
        for (at, cell) in (0_u16..).zip(row) {
            let column = sheet.columns.get(usize::from(at));
            match cell {
                // what a person types there stays as typed: "1-2" is no day of January
                Cell::Empty if column.is_some_and(|column| column.to_fill) => {
                    page.write_blank(n, at, &to_fill)
                }
                Cell::Empty => page.write_blank(n, at, &wrapped),
                Cell::Number(number) if *number < 1 << 53 => {
                    page.write_number_with_format(n, at, *number as f64, &wrapped)
                }
                Cell::Decimal(number) => page.write_number_with_format(n, at, *number, &wrapped),
                Cell::Day(date) if date.year() >= FIRST_YEAR => {
                    page.write_datetime_with_format(n, at, &serial(*date)?, &day)
                }
                text => {
                    let text = guarded(text);
                    if text.encode_utf16().count() > LONGEST_CELL {
                        return Err(too_large(format!(
                            "a cell of {} characters",
                            text.chars().count()
                        )));
                    }
                    page.write_string_with_format(n, at, text, &wrapped)
                }
            }
            .map_err(refused)?;
        }
    }
    Ok(())
}

fn serial(date: Date) -> Result<ExcelDateTime> {
    let year = u16::try_from(date.year()).unwrap_or_default();
    let month = u8::try_from(date.month()).unwrap_or_default();
    let day = u8::try_from(date.day()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, month, day).map_err(refused)
}

fn too_large(what: String) -> Error {
    Error::request(format!("a workbook has no room for {what}"))
        .hint("write csv or json instead; they hold everything")
}

fn refused(cause: XlsxError) -> Error {
    Error::bug("the workbook could not be made").because(cause)
}
