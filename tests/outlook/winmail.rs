//! winmail.dat made here: text, attachments with properties of their own, a message within, and inside a mail.

use recordroom::extract::{Format, Place};

use super::mapi::{Bag, wide};
use super::{all_of, header, read, text_at};

fn attribute(level: u8, id: u32, data: &[u8]) -> Vec<u8> {
    let mut out = vec![level];
    out.extend(id.to_le_bytes());
    out.extend((data.len() as u32).to_le_bytes());
    out.extend(data);
    let sum = data
        .iter()
        .fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
    out.extend(sum.to_le_bytes());
    out
}

/// A list of properties as MS-OXTNEF writes it.
fn list(bag: &Bag) -> Vec<u8> {
    let mut out = (bag.0.len() as u32).to_le_bytes().to_vec();
    for (tag, bytes) in &bag.0 {
        out.extend((*tag as u16).to_le_bytes());
        out.extend(((tag >> 16) as u16).to_le_bytes());
        if matches!(tag & 0xFFFF, 0x001E | 0x001F | 0x0102 | 0x000D) {
            out.extend(1_u32.to_le_bytes());
            out.extend((bytes.len() as u32).to_le_bytes());
        }
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

pub fn winmail(word: &str, within: Option<Vec<u8>>) -> Vec<u8> {
    let rtf = format!("{{\\rtf1\\ansi the Rich{word} text\\par}}");
    let named = {
        let mut bag = list(
            &Bag::default()
                .text(0x0C1A, "Maud Larkby")
                .text(0x0C1F, "maud@wexcombe.example")
                .raw(
                    0x1009_0102,
                    &compressed_rtf::compress_rtf(&rtf).expect("packed"),
                ),
        );
        // one more property, with a name
        bag[0] += 1;
        bag.extend([0x1F, 0, 0, 0x80]);
        bag.extend([0x29, 3, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]);
        bag.extend(1_u32.to_le_bytes());
        for text in ["Keywords", "pilchards"] {
            if text == "pilchards" {
                bag.extend(1_u32.to_le_bytes());
            }
            let text = wide(text);
            bag.extend((text.len() as u32).to_le_bytes());
            bag.extend(&text);
            bag.resize(bag.len().next_multiple_of(4), 0);
        }
        bag
    };
    let mut out = vec![0x78, 0x9F, 0x3E, 0x22, 1, 0];
    out.extend(attribute(1, 0x0006_9007, &1252_u64.to_le_bytes()));
    out.extend(attribute(1, 0x0007_8008, b"IPM.Microsoft Mail.Note\0"));
    out.extend(attribute(
        1,
        0x0001_8004,
        format!("Subject{word}\0").as_bytes(),
    ));
    out.extend(attribute(1, 0x0006_9003, &named));
    out.extend(attribute(
        2,
        0x0006_9002,
        &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ));
    out.extend(attribute(2, 0x0001_8010, b"LEDGER~1.TXT\0"));
    out.extend(attribute(
        2,
        0x0006_800F,
        format!("the attached {word}").as_bytes(),
    ));
    out.extend(attribute(
        2,
        0x0006_9005,
        &list(&Bag::default().text(0x3707, "ledger of dues.txt")),
    ));
    if let Some(within) = within {
        let mut object = vec![7, 3, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];
        object.extend(within);
        out.extend(attribute(
            2,
            0x0006_9002,
            &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ));
        out.extend(attribute(
            2,
            0x0006_9005,
            &list(&Bag::default().raw(0x3701_000D, &object)),
        ));
    }
    out
}

#[test]
fn text_attachments_and_a_message_within_are_read() {
    let bytes = winmail("gannet", Some(winmail("petrel", None)));
    let reading = read(&bytes, "winmail.dat");
    let [outer, file, inner, inner_file] = reading.items.as_slice() else {
        panic!("four items, not {}", reading.items.len());
    };
    assert_eq!(outer.extraction.format, Format::Tnef);
    assert_eq!(header(outer, "Subject"), ["Subjectgannet"]);
    assert_eq!(
        header(outer, "From"),
        ["Maud Larkby <maud@wexcombe.example>"]
    );
    assert!(
        text_at(outer, Place::Body).contains("the Richgannet text"),
        "{:?}",
        outer.extraction
    );
    assert!(all_of(outer).contains("pilchards"));
    assert_eq!(file.name, "ledger of dues.txt");
    assert_eq!(text_at(file, Place::Body), "the attached gannet");
    assert_eq!(inner.extraction.format, Format::Tnef);
    assert!(text_at(inner, Place::Body).contains("the Richpetrel text"));
    assert_eq!(text_at(inner_file, Place::Body), "the attached petrel");
    assert!(
        reading
            .items
            .iter()
            .all(|item| item.problems.is_empty() && item.extraction.doubts.is_empty())
    );
}

#[test]
fn inside_a_mail_its_attachments_hang_on_it() {
    let mut mail = b"From: maud@wexcombe.example\r\nTo: ned@ambleford.example\r\nSubject: dues\r\nMIME-Version: 1.0\r\n\
        Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        .to_vec();
    mail.extend(winmail("scoter", None));
    let reading = read(&mail, "mail.eml");
    let formats: Vec<Format> = reading
        .items
        .iter()
        .map(|item| item.extraction.format)
        .collect();
    assert_eq!(formats, [Format::Eml, Format::Tnef, Format::Text]);
    assert_eq!(reading.items[2].parent, Some(1));
}

#[test]
fn one_that_is_cut_off_says_so_and_keeps_what_there_is() {
    let bytes = winmail("gannet", None);
    let reading = read(&bytes[..bytes.len() - 70], "winmail.dat");
    let doubts: Vec<&String> = reading
        .items
        .iter()
        .flat_map(|item| &item.extraction.doubts)
        .collect();
    assert!(
        doubts.iter().any(|doubt| doubt.contains("cut off")),
        "{doubts:?}"
    );
    assert!(!reading.items[0].problems.is_empty());
    assert!(text_at(&reading.items[0], Place::Body).contains("the Richgannet text"));
}
