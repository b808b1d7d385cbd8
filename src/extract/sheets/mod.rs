//! Spreadsheets: every cell as a reader sees it, and the words that stand where no reader looks.
//!
//! Each sheet is one passage whose first line is the sheet's name; a row is a line, and a tab stands between cells.
//! Where a cell stores something else than it shows (a number under a format, a day), the stored form stands in a
//! passage of its own. Hidden sheets, copies that pivot tables keep of their source, cells kept of other workbooks,
//! words in formulas, filters and lists of allowed values are read as hidden text.
//!
//! Cells are read in the order of the file and none is held longer than its row needs, so that a sheet that claims
//! a million columns costs nothing.

mod around;
mod book;
mod code;
mod covered;
mod formula;
mod furniture;
mod ods;
mod ooxml;
mod pieces;
mod rows;
mod sealed;
mod separated;
mod serial;
mod shown;
mod styles;
mod xls;
mod xlsb;
mod xlsx;

pub use ods::Ods;
pub use separated::Csv;
pub use xls::Xls;
pub use xlsb::Xlsb;
pub use xlsx::Xlsx;
