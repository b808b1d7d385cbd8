//! OpenDocument sheets, packed and flat, and tables as text.

use super::packages::zip;
use super::{body, categories, file, insist, open, specimen, text_of, value};
use recordroom::extract::sheets::{Csv, Ods};
use recordroom::extract::text::Text;
use recordroom::extract::{
    Category, Confidence, Extractor, Format, Limits, Place, TextStatus, sniff,
};

const SPACES: &str = "xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:draw=\"d\" xmlns:style=\"s\" xmlns:dc=\"c\"";
const KIND: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fn content(inner: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content {SPACES}><office:body><office:spreadsheet>{inner}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[("mimetype", KIND), ("content.xml", content.as_bytes())])
}

#[test]
fn every_place_of_a_packed_and_of_a_flat_workbook_is_read() {
    for name in ["ledger.ods", "ledger.fods"] {
        let bytes = file(name);
        assert_eq!(
            sniff::pick(&specimen(&bytes, "no-name")).format(),
            Format::Ods
        );
        let opened = open(&Ods, &bytes);
        assert!(opened.problems.is_empty(), "{:?}", opened.problems);
        insist(
            &opened,
            &[
                (
                    "Registry\nCellmark\t4711.5\nRowhidden\t03/12/2021 (2021-12-03)\nLinklabel\tFormulamark\n",
                    Place::Body,
                ),
                ("Cellar\nHiddenmark", Place::Hidden),
                ("Elsemark", Place::Hidden),
                ("Listmark", Place::Hidden),
                ("Promptmark", Place::Hidden),
                ("Errormark", Place::Hidden),
                ("A1, Writermark: Commentmark here", Place::Comment),
                ("Boxmark words", Place::Box),
                ("Headermark", Place::Header),
                ("Footermark", Place::Footer),
                ("Namemark", Place::Metadata),
                ("https://linkmark.example/page", Place::Metadata),
            ],
        );
        for (field, said) in [
            ("title", "Titlemark ledger"),
            ("author", "Authormark Quill"),
            ("subject", "Subjectmark"),
            ("keywords", "Keymark"),
            ("Casebox", "Custommark"),
            ("protected", "sheet Registry"),
        ] {
            assert_eq!(value(&opened, field), Some(said), "{name}");
        }
        assert!(
            opened
                .extraction
                .doubts
                .iter()
                .any(|doubt| doubt.contains("Cellar"))
        );
        assert_eq!(opened.extraction.pages, Some(2));
    }
}

#[test]
fn what_was_changed_stands_as_hidden_text() {
    let opened = open(
        &Ods,
        &content(
            "<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell><text:p>Formermark</text:p></table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>\
             <table:table table:name=\"T\"><table:table-row><table:table-cell><text:p>Now<text:s text:c=\"2\"/>mark</text:p><text:p>second</text:p></table:table-cell><table:covered-table-cell><text:p>Coveredmark</text:p></table:covered-table-cell></table:table-row></table:table>",
        ),
    );
    assert_eq!(body(&opened), "T\nNow  mark second\tCoveredmark\n");
    assert_eq!(text_of(&opened, Place::Hidden), "Formermark\n");
}

#[test]
fn repeats_are_bounded() {
    let opened = open(
        &Ods,
        &content(
            "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"><text:p>again</text:p></table:table-cell></table:table-row>\
             <table:table-row table:number-rows-repeated=\"4294967295\"><table:table-cell table:number-columns-repeated=\"4294967295\"><text:p>end<text:s text:c=\"4000000000\"/></text:p></table:table-cell></table:table-row></table:table>",
        ),
    );
    assert!(body(&opened).len() < 5_000);
    assert!(body(&opened).contains("again") && body(&opened).contains("end"));
}

#[test]
fn a_workbook_with_a_password_is_said_to_have_one() {
    let manifest = "<manifest:manifest xmlns:manifest=\"m\"><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let bytes = zip(&[
        ("mimetype", KIND),
        ("content.xml", &[0x9D, 3, 7, 1]),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ]);
    let opened = open(&Ods, &bytes);
    assert_eq!(categories(&opened), [Category::Encrypted]);
    assert_eq!(opened.extraction.text_status, TextStatus::Encrypted);
}

#[test]
fn a_table_as_text_loses_no_byte_that_plain_text_keeps() {
    let specimens: [&[u8]; 5] = [
        b"ref,fee\r\nINV/0283/2020,\"\xA310\nper copy\"\r\n",
        b"\xEF\xBB\xBFa;b\n1,5;x\n",
        b"\xFF\xFEa\0\t\0b\0\n\0",
        b"one\ttwo\nthree\tfour\n",
        b"no table at all",
    ];
    for bytes in specimens {
        let named = specimen(bytes, "figures.CSV");
        assert_eq!(Csv.bid(&named), Some(Confidence::Likely));
        assert_eq!(sniff::pick(&named).format(), Format::Csv);
        let limits = Limits::default();
        let (table, plain) = (Csv.open(&named, &limits), Text.open(&named, &limits));
        assert_eq!(table.extraction.passages, plain.extraction.passages);
        assert_eq!(table.extraction.doubts, plain.extraction.doubts);
        assert_eq!(table.problems, plain.problems);
    }
    let guessed = Csv.open(&specimen(specimens[0], "f.csv"), &Limits::default());
    assert!(body(&guessed).contains("£10\nper copy"));
    assert_eq!(value(&guessed, "separator"), Some("comma"));
}

#[test]
fn a_table_by_name_alone_is_not_believed() {
    assert_eq!(
        Csv.bid(&specimen(b"<html><body>report</body></html>", "a.csv")),
        None
    );
    assert_eq!(Csv.bid(&specimen(b"PK\x03\x04\x14\0\0\0", "a.csv")), None);
    assert_eq!(Csv.bid(&specimen(b"a,b\n", "a.txt")), None);
    // What programs send as a workbook and is none.
    let page = specimen(
        b"<html><table><tr><td>Cellmark</td></tr></table></html>",
        "report.xls",
    );
    assert_eq!(sniff::pick(&page).format(), Format::Html);
    let xml = b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook><Worksheet><Table><Row><Cell><Data>Cellmark</Data></Cell></Row></Table></Worksheet></Workbook>";
    let picked = sniff::pick(&specimen(xml, "report.xls"));
    let text: String = open(picked, xml)
        .extraction
        .passages
        .into_iter()
        .map(|p| p.text)
        .collect();
    assert!(text.contains("Cellmark"), "{:?}", picked.format());
}
