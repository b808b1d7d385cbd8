//! Excel's binary XML format: the package of XLSX with most parts as binary records (MS-XLSB).

mod parts;
mod records;

use super::super::{Category, Confidence, Extractor, Format, Limits, Opened, Place, Specimen};
use super::around::{self, Talk};
use super::book::Book;
use super::furniture;
use super::ooxml::Packed;
use super::sealed;

/// Reads XLSB.
#[derive(Debug, Clone, Copy, Default)]
pub struct Xlsb;

const WORKBOOK: &str = "xl/workbook.bin";

impl Extractor for Xlsb {
    fn format(&self) -> Format {
        Format::Xlsb
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        if !specimen.bytes.starts_with(b"PK") {
            return None;
        }
        if sealed::names_member(specimen.bytes, WORKBOOK) {
            return Some(Confidence::Certain);
        }
        let named = sealed::is_named(specimen, &[".xlsb"])
            || specimen
                .declared
                .is_some_and(|declared| declared.contains("ms-excel.sheet.binary"));
        named.then_some(Confidence::Named)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let mut book = Book::new(limits);
        let mut packed = Packed::open(specimen.bytes, &mut book);
        let path = packed.workbook(WORKBOOK);
        let mut workbook = parts::Workbook::default();
        let cut = |book: &mut Book<'_>, path: &str, is_cut: bool| {
            if is_cut {
                book.problem(
                    Category::Damaged,
                    format!("{path} ends within a record; what stands before was read"),
                );
            }
        };
        if let Some(bytes) = packed.member(&path) {
            let is_cut = workbook.read(&bytes, &mut book);
            cut(&mut book, &path, is_cut);
        }
        let related = |packed: &Packed, kind, usual: &str| {
            packed
                .related(&path, kind)
                .unwrap_or_else(|| usual.to_string())
        };
        let styles = related(&packed, "styles", "xl/styles.bin");
        if let Some(bytes) = packed.member(&styles) {
            let is_cut = workbook.read_styles(&bytes);
            cut(&mut book, &styles, is_cut);
        }
        let shared = related(&packed, "sharedStrings", "xl/sharedstrings.bin");
        let mut strings = Vec::new();
        if let Some(bytes) = packed.member(&shared) {
            let is_cut = parts::strings(&bytes, &mut strings);
            cut(&mut book, &shared, is_cut);
        }
        let mut sheets: Vec<(String, u32)> = Vec::new();
        for (named, page) in workbook.sheets.iter().zip(1_u32..) {
            let relations = packed.relations_of(&path);
            let relation = relations
                .iter()
                .find(|relation| relation.id == named.relation && !relation.is_external);
            let path = relation.map_or_else(
                || format!("xl/worksheets/sheet{page}.bin"),
                |relation| relation.target.clone(),
            );
            sheets.push((path, page));
        }
        let pages = packed.pages(&sheets);
        for (named, (path, page)) in workbook.sheets.iter().zip(&sheets) {
            book.sheets = *page;
            let Some(bytes) = packed.member(path) else {
                book.problem(
                    Category::Damaged,
                    format!("sheet \"{}\" is named and not there", named.name),
                );
                continue;
            };
            let mut sheet = book.new_sheet(&named.name, *page, named.sight);
            let around = parts::sheet(&bytes, &mut sheet, &strings, &workbook.styles);
            book.add(sheet);
            cut(&mut book, path, around.is_cut);
            around.links.iter().for_each(|link| book.link(link));
            let lines = |codes: &[String]| {
                codes
                    .iter()
                    .map(|code| furniture::words(code) + "\n")
                    .collect::<String>()
            };
            book.say(Place::Header, Some(*page), lines(&around.headers));
            book.say(Place::Footer, Some(*page), lines(&around.footers));
            if around.is_protected {
                book.field("protected", &format!("sheet {}", named.name));
            }
            if around.lost > 0 {
                book.problem(
                    Category::Damaged,
                    format!(
                        "{} cells of sheet \"{}\" name a text that is not there",
                        around.lost, named.name
                    ),
                );
            }
        }
        let mut talk = Talk::default();
        for path in packed.waiting(".bin") {
            let lower = path.to_lowercase();
            let page = pages.get(&lower).copied();
            if lower.contains("comments") {
                if let Some(bytes) = packed.member(&path) {
                    parts::comments(&bytes, page, &mut talk);
                }
            } else if lower.contains("pivotcache") {
                if let Some(bytes) = packed.member(&path) {
                    let words = parts::cached(&bytes);
                    if !words.is_empty() {
                        book.doubt(
                            "a pivot table keeps a copy of its source; it was read as hidden text",
                        );
                        book.say(Place::Hidden, None, words);
                    }
                }
            } else if lower.contains("externallink")
                && let Some(bytes) = packed.member(&path)
            {
                let words = parts::elsewhere(&bytes);
                if !words.is_empty() {
                    book.doubt("it keeps cells of other workbooks; they were read as hidden text");
                    book.say(Place::Hidden, None, words);
                }
            } else if lower.contains("worksheets/") && !lower.contains("binaryindex") {
                book.doubt(format!(
                    "{path} belongs to no sheet that the workbook names; it was not read"
                ));
            }
        }
        around::read(&mut packed, &pages, &mut book, talk);
        packed.leave_parts(&mut book);
        book.finish(Format::Xlsb)
    }
}
