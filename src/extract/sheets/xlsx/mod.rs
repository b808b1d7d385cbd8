//! Excel's XML format: XLSX, XLSM, XLTX and XLTM.

mod sheet;
mod workbook;

use super::super::covered as doubts;
use super::super::{Category, Confidence, Extractor, Format, Limits, Opened, Place, Specimen};
use super::around::{self, Talk};
use super::book::Book;
use super::covered::{self, Looks};
use super::furniture;
use super::ooxml::{Packed, say_broken};
use super::sealed;

/// Reads XLSX and its kin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Xlsx;

/// The workbook's usual name.
const WORKBOOK: &str = "xl/workbook.xml";

impl Extractor for Xlsx {
    fn format(&self) -> Format {
        Format::Xlsx
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        if sealed::is_sealed_sheet(specimen) {
            return Some(Confidence::Certain);
        }
        if !specimen.bytes.starts_with(b"PK") {
            return None;
        }
        if sealed::names_member(specimen.bytes, "xl/workbook.xml") {
            return Some(Confidence::Certain);
        }
        if sealed::names_member(specimen.bytes, "xl/worksheets/sheet")
            && !sealed::names_member(specimen.bytes, "xl/workbook.bin")
        {
            return Some(Confidence::Likely);
        }
        let named = sealed::is_named(specimen, &[".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam"])
            || specimen
                .declared
                .is_some_and(|declared| declared.contains("spreadsheetml"));
        named.then_some(Confidence::Named)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let mut book = Book::new(limits);
        if !specimen.bytes.starts_with(b"PK") {
            sealed::say(specimen.bytes, &mut book);
            return book.finish(Format::Xlsx);
        }
        let mut packed = Packed::open(specimen.bytes, &mut book);
        let path = packed.workbook(WORKBOOK);
        let mut workbook = workbook::Workbook::default();
        if let Some(text) = packed.xml(&path, &mut book) {
            let broken = workbook.read(&text, &mut book);
            say_broken(&mut book, &path, broken);
        }
        let related = |packed: &Packed, kind, usual: &str| {
            packed
                .related(&path, kind)
                .unwrap_or_else(|| usual.to_string())
        };
        let styles_path = related(&packed, "styles", "xl/styles.xml");
        let mut looks = Looks::default();
        if let Some(text) = packed.xml(&styles_path, &mut book) {
            looks = Looks::read(&text);
            let broken = workbook.read_styles(&text);
            say_broken(&mut book, &styles_path, broken);
        }
        let strings_path = related(&packed, "sharedStrings", "xl/sharedstrings.xml");
        let mut strings = Vec::new();
        if let Some(text) = packed.xml(&strings_path, &mut book) {
            let broken = workbook::strings(&text, &mut strings);
            say_broken(&mut book, &strings_path, broken);
        }
        let tabs = tabs(&workbook, &path, &packed);
        let pages: Vec<(String, u32)> = tabs
            .iter()
            .map(|tab| (tab.path.clone(), tab.page))
            .collect();
        let pages = packed.pages(&pages);
        for tab in &tabs {
            book.sheets = book.sheets.max(tab.page);
            let Some(text) = packed.xml(&tab.path, &mut book) else {
                book.problem(
                    Category::Damaged,
                    format!("sheet \"{}\" is named and not there", tab.name),
                );
                continue;
            };
            let mut sheet = book.new_sheet(&tab.name, tab.page, tab.sight);
            let around = sheet::read(&text, &mut sheet, &strings, &workbook.styles);
            let unseen = covered::find(&text, &strings, &looks);
            drop(text);
            for (cover, words) in unseen {
                let place = format!("sheet \"{}\"", tab.name);
                if let Some(doubt) = doubts::doubt(&place, cover, &words) {
                    book.doubt(doubt);
                }
            }
            book.add(sheet);
            let page = Some(tab.page);
            let lines = |codes: &[String]| {
                codes
                    .iter()
                    .map(|code| furniture::words(code) + "\n")
                    .collect::<String>()
            };
            book.say(Place::Header, page, lines(&around.headers));
            book.say(Place::Footer, page, lines(&around.footers));
            around.links.iter().for_each(|link| book.link(link));
            if around.is_protected {
                book.field("protected", &format!("sheet {}", tab.name));
            }
            if around.lost > 0 {
                book.problem(
                    Category::Damaged,
                    format!(
                        "{} cells of sheet \"{}\" name a text that is not there",
                        around.lost, tab.name
                    ),
                );
            }
            say_broken(&mut book, &tab.path, around.broken);
        }
        around::read(&mut packed, &pages, &mut book, Talk::default());
        packed.leave_parts(&mut book);
        book.finish(Format::Xlsx)
    }
}

/// A sheet, where its part lies, and its number.
struct Tab {
    name: String,
    path: String,
    page: u32,
    sight: super::book::Sight,
}

/// The sheets that the workbook names, in its order, then those that lie in the package unnamed.
fn tabs(workbook: &workbook::Workbook, path: &str, packed: &Packed) -> Vec<Tab> {
    let mut tabs: Vec<Tab> = Vec::new();
    for named in &workbook.sheets {
        let relation = packed
            .relations_of(path)
            .iter()
            .find(|relation| relation.id == named.relation && !relation.is_external);
        let page = u32::try_from(tabs.len() + 1).unwrap_or(u32::MAX);
        tabs.push(Tab {
            name: named.name.clone(),
            path: relation.map_or_else(
                || format!("xl/worksheets/sheet{page}.xml"),
                |relation| relation.target.clone(),
            ),
            page,
            sight: named.sight,
        });
    }
    let is_named =
        |tabs: &[Tab], path: &str| tabs.iter().any(|tab| tab.path.eq_ignore_ascii_case(path));
    for path in packed.waiting(".xml") {
        let lower = path.to_lowercase();
        if lower.contains("worksheets/") && !is_named(&tabs, &path) {
            let page = u32::try_from(tabs.len() + 1).unwrap_or(u32::MAX);
            let name = path.rsplit('/').next().unwrap_or_default().to_string();
            tabs.push(Tab {
                name,
                path,
                page,
                sight: match workbook.sheets.is_empty() {
                    true => super::book::Sight::Shown,
                    false => super::book::Sight::VeryHidden,
                },
            });
        }
    }
    tabs
}
