//! RTF: each destination to its place, letters of every page, objects out of their wrapping.

use super::{at, categories, first, read, value};
use recordroom::extract::{Category, Format, Limits, Place, TextStatus, rtf};

pub const WHOLE: &str = r#"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}{\stylesheet{\s0 Normal;}{\*\cs10 stylemark;}}
{\info{\title Lamp title}{\author Odile Farrant}{\keywords wickmark}{\creatim\yr2019\mo4\dy2\hr10\min5}}
{\*\userprops{\propname Berth}\proptype30{\staticval berthmark}}{\*\generator Quayside 3;}
{\header headmark\par}{\footerf footmark\par}
\pard Plain bodymark \'a310\line next\tab tabbed.\par
Note{\footnote notemark} here{\*\atnid OF}{\*\atnauthor Tobias Quill}\chatn{\*\annotation commentmark}.\par
{\field{\*\fldinst HYPERLINK "https://lamps.example/linkmark"}{\fldrslt shownmark}}\par
{\v veiledmark}Seen.\par
Kept {\deleted gonemark }{\revised newmark }end.\par
{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv altmark}}{\shptxt boxmark\par}}{\shprslt{\*\do\dptxbx{\dptxbxtext boxmark again}}}}
{\pntext 7.\tab}listed\par
\trowd cellmark\cell second\cell\row
{\xe{entrymark}}{\*\mystery puzzlemark words}{\upr{asciimark}{\*\ud unicodemark}}
{\object\objemb{\*\objclass Package}{\*\objdata OBJECT}{\result resultmark}}
\par}"#;

/// An OLE 1.0 Package of one file, in hexadecimal digits.
fn object() -> String {
    let mut native = vec![2u8, 0];
    native.extend(b"kite.txt\0C:\\kite.txt\0\0\0\x03\0\x02\0\0\0x\0");
    let file = b"paper packedmark";
    native.extend((file.len() as u32).to_le_bytes());
    native.extend(file);
    let mut bytes = vec![1u8, 5, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0];
    bytes.extend(b"Package\0\0\0\0\0\0\0\0\0");
    bytes.extend((native.len() as u32).to_le_bytes());
    bytes.extend(native);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The specimen with its object.
pub fn whole() -> Vec<u8> {
    WHOLE.replace("OBJECT", &object()).into_bytes()
}

#[test]
fn every_place_of_a_document_is_read() {
    let reading = read(&whole(), "lamp.doc");
    let item = first(&reading);
    assert_eq!(item.extraction.format, Format::Rtf);
    assert!(item.problems.is_empty(), "{:?}", item.problems);
    let body = at(item, Place::Body, None);
    for mark in [
        "bodymark £10\nnext\ttabbed.\n",
        "Note here.\n",
        "shownmark\n",
        "Seen.\n",
        "Kept newmark end.\n",
        "7.\tlisted\n",
        "cellmark\tsecond\n",
        "unicodemark",
        "resultmark",
    ] {
        assert!(body.contains(mark), "{mark} in {body}");
    }
    for (place, mark) in [
        (Place::Header, "headmark"),
        (Place::Footer, "footmark"),
        (Place::Note, "notemark"),
        (Place::Comment, "Tobias Quill: commentmark"),
        (Place::Box, "boxmark"),
        (Place::Box, "altmark"),
        (Place::Hidden, "veiledmark"),
        (Place::Hidden, "Kept gonemark end.\n"),
        (Place::Hidden, "entrymark"),
        (Place::Remainder, "puzzlemark words"),
        (Place::Metadata, "https://lamps.example/linkmark"),
    ] {
        let text = at(item, place, None);
        assert!(text.contains(mark), "{mark} in {place:?}: {text}");
    }
    let all: String = item
        .extraction
        .passages
        .iter()
        .map(|p| p.text.as_str())
        .collect();
    for mark in ["boxmark again", "asciimark", "stylemark", "Arial"] {
        assert!(!all.contains(mark), "{mark} in {all}");
    }
    assert_eq!(value(item, "title"), Some("Lamp title"));
    assert_eq!(value(item, "author"), Some("Odile Farrant"));
    assert_eq!(value(item, "keywords"), Some("wickmark"));
    assert_eq!(value(item, "created"), Some("2019-04-02T10:05:00"));
    assert_eq!(value(item, "Berth"), Some("berthmark"));
    assert_eq!(value(item, "producer"), Some("Quayside 3"));
    let part = &reading.items[1];
    assert_eq!(part.name, "kite.txt");
    assert_eq!(part.parent, Some(0));
    assert_eq!(at(part, Place::Body, None), "paper packedmark");
}

#[test]
fn a_document_that_breaks_off_says_so_and_one_without_words_too() {
    let reading = read(b"{\\rtf1 half a sentence {\\b and", "x.rtf");
    assert_eq!(categories(first(&reading)), [Category::Damaged]);
    assert_eq!(
        at(first(&reading), Place::Body, None),
        "half a sentence and"
    );
    let reading = read(b"{\\rtf1{\\pict 0102}}", "x.rtf");
    assert_eq!(first(&reading).extraction.text_status, TextStatus::None);
    assert!(first(&reading).problems[0].reason.contains("pictures"));
}

#[test]
fn an_object_that_is_no_object_is_doubted() {
    let reading = read(b"{\\rtf1 a{\\object{\\*\\objdata 0102}}}", "x.rtf");
    assert!(first(&reading).extraction.doubts[0].contains("object 1"));
}

#[test]
fn the_limit_on_text_is_named() {
    let limits = Limits {
        text: 100,
        ..Limits::default()
    };
    let long = format!("{{\\rtf1 {}}}", "lamp ".repeat(100));
    let rich = rtf::text_of(long.as_bytes(), &limits);
    assert!(rich.passages[0].text.len() <= 100);
    assert_eq!(rich.problems[0].category, Category::TooLarge);
}
