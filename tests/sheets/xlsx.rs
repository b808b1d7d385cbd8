//! XLSX and XLSB: each place to its passage, and packages that are odd.

use super::packages::{one_sheet, relations, xlsb, xlsx, zip};
use super::{body, categories, insist, open, specimen, text_of, value};
use recordroom::extract::docx::Docx;
use recordroom::extract::sheets::{Xlsb, Xlsx};
use recordroom::extract::{
    Category, Confidence, Extractor, Format, Limits, Place, Step, TextStatus, sniff,
};
use std::io::{Cursor, Write};

#[test]
fn every_place_of_an_xlsx_is_read() {
    let opened = open(&Xlsx, &xlsx());
    assert!(opened.problems.is_empty(), "{:?}", opened.problems);
    insist(
        &opened,
        &[
            ("Tabmark\nSharedmark\t\tRichmark end\n", Place::Body),
            (
                "Inlinemark\t03/12/2021 (2021-12-03)\tQRY/0283\t1,234.50\n",
                Place::Body,
            ),
            ("Resultmark\tTRUE\t#N/A\t77\n", Place::Body),
            ("1234.5\n", Place::Alternative),
            ("Cellar\nHiddenmark", Place::Hidden),
            ("Vault\nVaultmark", Place::Hidden),
            ("A3: IF(B1>1,\"Formulamark\",\"Elsemark\")", Place::Hidden),
            ("Filtermark", Place::Hidden),
            ("Titleprompt", Place::Hidden),
            ("Promptmark", Place::Hidden),
            ("Errormark", Place::Hidden),
            ("Listmark,Otherlist", Place::Hidden),
            ("Pivotmark", Place::Hidden),
            ("Fieldmark", Place::Hidden),
            ("Recordmark", Place::Hidden),
            ("Farsheet", Place::Hidden),
            ("Farmark", Place::Hidden),
            ("A1, Writermark: Commentmark\n", Place::Comment),
            ("C1, Personmark: Threadmark\n", Place::Comment),
            ("Boxmark\nsecond line\n", Place::Box),
            ("Altmark", Place::Box),
            ("Chartmark", Place::Box),
            ("Seriesmark", Place::Box),
            ("Diagrammark", Place::Box),
            ("Buttonmark", Place::Box),
            ("Headermark\tPage", Place::Header),
            ("Evenmark", Place::Header),
            ("Footermark", Place::Footer),
            ("Namemark = \"Namevalue\"", Place::Metadata),
            ("Namecomment", Place::Metadata),
            ("https://linkmark.example/page", Place::Metadata),
            ("Tipmark", Place::Metadata),
            ("Placemark", Place::Metadata),
            ("Connectmark", Place::Metadata),
            ("Commandmark", Place::Metadata),
            ("Tablemark", Place::Metadata),
        ],
    );
    assert!(!text_of(&opened, Place::Comment).contains("boilerplate"));
    assert_eq!(value(&opened, "title"), Some("Titlemark"));
    assert_eq!(value(&opened, "author"), Some("Authormark"));
    assert_eq!(value(&opened, "company"), Some("Companymark"));
    assert_eq!(value(&opened, "Casebox"), Some("Custommark"));
    assert_eq!(value(&opened, "reserved by"), Some("Reservemark"));
    let protected: Vec<&str> = opened
        .extraction
        .metadata
        .iter()
        .filter(|field| field.name == "protected")
        .map(|field| field.value.as_str())
        .collect();
    assert_eq!(protected, ["workbook", "sheet Tabmark"]);
    assert_eq!(opened.extraction.pages, Some(3));
    for sheet in ["Cellar", "Vault"] {
        assert!(
            opened
                .extraction
                .doubts
                .iter()
                .any(|doubt| doubt.contains(sheet))
        );
    }
    assert!(
        opened
            .extraction
            .doubts
            .iter()
            .any(|doubt| doubt.contains("pivot"))
    );
    assert_eq!(opened.parts.len(), 1, "{:?}", opened.parts);
    assert_eq!(
        opened.parts[0].steps,
        [Step::Member("xl/embeddings/note.txt".into())]
    );
    let on = |place| {
        opened
            .extraction
            .passages
            .iter()
            .find(|p| p.place == place)
            .and_then(|p| p.page)
    };
    assert_eq!(
        (on(Place::Comment), on(Place::Box), on(Place::Header)),
        (Some(1), Some(1), Some(1))
    );
}

#[test]
fn every_place_of_an_xlsb_is_read() {
    let opened = open(&Xlsb, &xlsb());
    assert!(opened.problems.is_empty(), "{:?}", opened.problems);
    insist(
        &opened,
        &[
            ("Tabmark\nSharedmark\t\tInlinemark\n", Place::Body),
            (
                "03/12/2021 (2021-12-03)\tQRY/0283\tResultmark\tTRUE\t#N/A\tRichmark\n",
                Place::Body,
            ),
            ("Cellar\nHiddenmark", Place::Hidden),
            ("Vault\nVaultmark", Place::Hidden),
            ("C2: Elsemark", Place::Hidden),
            ("Errormark", Place::Hidden),
            ("Promptmark", Place::Hidden),
            ("Recordmark", Place::Hidden),
            ("A1, Writermark: Commentmark\n", Place::Comment),
            ("C1, Personmark: Threadmark\n", Place::Comment),
            ("Boxmark", Place::Box),
            ("Chartmark", Place::Box),
            ("Buttonmark", Place::Box),
            ("Headermark", Place::Header),
            ("Footermark", Place::Footer),
            ("Namemark", Place::Metadata),
            ("Placemark", Place::Metadata),
            ("https://linkmark.example/page", Place::Metadata),
        ],
    );
    assert_eq!(value(&opened, "author"), Some("Authormark"));
    assert_eq!(value(&opened, "protected"), Some("sheet Tabmark"));
    assert_eq!(opened.parts.len(), 1);
}

#[test]
fn a_workbook_of_a_common_writer_is_read_and_picked() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Letters").unwrap();
    sheet.write_string(0, 0, "INV/0283/2020").unwrap();
    sheet.write_number(1, 3, 12.5).unwrap();
    sheet
        .insert_note(
            0,
            0,
            &rust_xlsxwriter::Note::new("Is this in scope?").set_author("A Kerr"),
        )
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let picked = sniff::pick(&specimen(&bytes, "no-name"));
    assert_eq!(picked.format(), Format::Xlsx);
    let opened = open(picked, &bytes);
    assert_eq!(body(&opened), "Letters\nINV/0283/2020\n12.5\n");
    assert!(text_of(&opened, Place::Comment).contains("Is this in scope?"));
    assert_eq!(opened.extraction.text_status, TextStatus::Text);
}

#[test]
fn the_bytes_decide_which_reader_reads() {
    assert_eq!(
        sniff::pick(&specimen(&xlsx(), "a.docx")).format(),
        Format::Xlsx
    );
    assert_eq!(
        sniff::pick(&specimen(&xlsb(), "a.xlsx")).format(),
        Format::Xlsb
    );
    // A letter that holds a workbook, packed without packing, stays a letter.
    let mut letter = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    letter.start_file("word/document.xml", stored).unwrap();
    letter.write_all(b"<document><body/></document>").unwrap();
    letter
        .start_file("word/embeddings/book.xlsx", stored)
        .unwrap();
    letter.write_all(&xlsx()).unwrap();
    let letter = letter.finish().unwrap().into_inner();
    assert_eq!(Docx.bid(&specimen(&letter, "")), Some(Confidence::Certain));
    assert_eq!(Xlsx.bid(&specimen(&letter, "")), None);
    assert_eq!(
        Xlsx.bid(&specimen(&letter, "a.xlsx")),
        Some(Confidence::Named)
    );
}

#[test]
fn a_sheet_that_claims_a_million_columns_costs_nothing() {
    let opened = open(
        &Xlsx,
        &one_sheet(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>2</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>3</v></c></row><row r=\"4294967295\"><c r=\"ZZZZZZ4294967295\"><v>4</v></c><c r=\"B99999999999999999999\"><v>5</v></c></row>",
        ),
    );
    let body = body(&opened);
    assert!(body.len() < 60, "{body:?}");
    for number in ["1", "2", "3", "4", "5"] {
        assert!(body.contains(number), "{body:?}");
    }
}

#[test]
fn what_is_not_there_is_said() {
    let lost = open(
        &Xlsx,
        &one_sheet("<row><c t=\"s\"><v>9</v></c><c><v>1</v></c></row>"),
    );
    assert_eq!(categories(&lost), [Category::Damaged]);
    assert_eq!(body(&lost), "Only\n1\n");
    let cut = open(
        &Xlsx,
        &one_sheet("<row><c t=\"inlineStr\"><is><t>kept</t></is></c></row><row><c t=\"in"),
    );
    assert_eq!(categories(&cut), [Category::Damaged]);
    assert!(body(&cut).contains("kept"));
    let missing = zip(&[
        (
            "xl/workbook.xml",
            b"<workbook><sheets><sheet name=\"Gone\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[("rId1", "worksheet", "worksheets/none.xml")]).as_bytes(),
        ),
        (
            "xl/worksheets/stray.xml",
            b"<worksheet><row><c t=\"str\"><v>Straymark</v></c></row></worksheet>",
        ),
    ]);
    let missing = open(&Xlsx, &missing);
    assert_eq!(categories(&missing), [Category::Damaged]);
    assert!(missing.problems[0].reason.contains("Gone"));
    assert!(text_of(&missing, Place::Hidden).contains("Straymark"));
    let empty = open(&Xlsx, &zip(&[("xl/workbook.xml", b"<workbook/>")]));
    assert_eq!(categories(&empty), [Category::Damaged]);
    assert_eq!(empty.extraction.text_status, TextStatus::Failed);
}

#[test]
fn a_workbook_with_a_password_is_said_to_have_one() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage")
        .unwrap()
        .write_all(&[7; 5_000])
        .unwrap();
    file.flush().unwrap();
    let bytes = file.into_inner().into_inner();
    let sealed = specimen(&bytes, "Costs.XLSX");
    assert_eq!(Xlsx.bid(&sealed), Some(Confidence::Certain));
    let opened = Xlsx.open(&sealed, &Limits::default());
    assert_eq!(categories(&opened), [Category::Encrypted]);
    assert_eq!(opened.extraction.text_status, TextStatus::Encrypted);
    assert_eq!(Xlsx.bid(&specimen(&bytes, "letter.docx")), None);
}

#[test]
fn the_limit_on_text_is_named_and_what_was_read_is_kept() {
    let rows: String = (0..500)
        .map(|n| format!("<row><c t=\"str\"><v>words of row {n}</v></c></row>"))
        .collect();
    let limits = Limits {
        text: 1_000,
        ..Limits::default()
    };
    let opened = Xlsx.open(&specimen(&one_sheet(&rows), ""), &limits);
    let text: usize = opened
        .extraction
        .passages
        .iter()
        .map(|p| p.text.len())
        .sum();
    assert!(text <= 1_000 && text > 900, "{text}");
    assert_eq!(categories(&opened), [Category::TooLarge]);
    assert!(opened.problems[0].reason.contains("1000 bytes of text"));
}
