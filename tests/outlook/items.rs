//! Items in files of their own: every place is read, nesting to any depth, and one content has one identity.

use recordroom::extract::{Category, Format, Limits, Place, Step, TextStatus, tree};

use super::mapi::{Bag, Message, SENT, file, forwarded, letter, msg, wide};
use super::{all_of, header, read, text_at};

const PUBLIC: [u8; 16] = [0x29, 3, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];
const APPOINTMENT: [u8; 16] = [2, 0x20, 6, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];

#[test]
fn every_place_of_a_letter_is_read() {
    let mut letter = letter("kestrel");
    letter.attachments = vec![file("ledger.txt", b"the attached heron")];
    letter.named = vec![
        (PUBLIC, Err("Keywords"), 0x001F, wide("pilchards")),
        (PUBLIC, Err("CaseOfficer"), 0x001F, wide("Sedgewick")),
    ];
    let reading = read(&msg(&letter), "letter.msg");
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let [item, attached] = reading.items.as_slice() else {
        panic!("two items, not {}", reading.items.len());
    };
    assert_eq!(item.extraction.format, Format::Msg);
    assert_eq!(item.extraction.doubts, Vec::<String>::new());
    assert_eq!(header(item, "Subject"), ["Harbour dues Subjectkestrel"]);
    assert_eq!(
        header(item, "From"),
        ["Maud Larkby <maud.kestrel@wexcombe.example>"]
    );
    assert_eq!(
        header(item, "To"),
        ["\"Gorsefield, Ned\" <ned@ambleford.example>"]
    );
    assert_eq!(
        header(item, "Bcc"),
        ["Blindkestrel <blind@ambleford.example>"]
    );
    assert_eq!(header(item, "Date"), ["Tue, 04 May 2021 09:15:00 +0000"]);
    assert!(header(item, "Received")[0].ends_with("; Tue, 04 May 2021 09:16:00 +0000"));
    assert_eq!(header(item, "Message-ID"), ["<kestrel@wexcombe.example>"]);
    assert_eq!(header(item, "In-Reply-To"), ["<earlier@ambleford.example>"]);
    assert!(text_at(item, Place::Body).contains("the Plainkestrel is ready.\n"));
    let other = text_at(item, Place::Alternative);
    assert!(
        other.contains("Markupkestrel") && other.contains("Richkestrel"),
        "{other}"
    );
    let all = all_of(item);
    assert!(
        all.contains("pilchards") && all.contains("CaseOfficer: Sedgewick"),
        "{all}"
    );
    assert_eq!(
        attached.steps,
        [Step::Attachment(1, Some("ledger.txt".into()))]
    );
    assert_eq!(text_at(attached, Place::Body), "the attached heron");
}

#[test]
fn messages_within_messages_are_read_to_the_fourth_and_have_one_identity_everywhere() {
    let words = ["curlew", "dunlin", "eider", "fulmar"];
    let nest = |from: usize| {
        words[from..]
            .iter()
            .rev()
            .fold(None, |inner: Option<Message>, word| {
                let mut outer = letter(word);
                outer.attachments.extend(inner.map(forwarded));
                outer
                    .attachments
                    .push(file("note.txt", word.to_uppercase().as_bytes()));
                Some(outer)
            })
    };
    let whole = msg(&nest(0).expect("a message"));
    let reading = read(&whole, "nested.msg");
    assert!(reading.items.iter().all(|item| item.problems.is_empty()));
    assert_eq!(reading.items.len(), 8);
    for (depth, word) in words.iter().enumerate() {
        let marker = format!("Plain{word}");
        let item = reading
            .items
            .iter()
            .find(|item| all_of(item).contains(&marker))
            .unwrap_or_else(|| panic!("{marker} at depth {depth}"));
        assert_eq!(item.steps.len(), depth);
        // the same message alone, in a file that another program wrote
        let alone = read(&msg(&nest(depth).expect("a message")), "alone.msg");
        assert_eq!(alone.items[0].identity, item.identity, "{word}");
        let raw = tree::fetch(&whole, "nested.msg", &item.steps, &Limits::default());
        let raw = raw.expect("the bytes of a message within");
        assert_eq!(
            recordroom::extract::identity::of_bytes(&raw),
            item.sha256,
            "{word}"
        );
    }
    let mut other = letter("curlew");
    other.bag = other.bag.text(0x0E04, "somebody else");
    assert_ne!(
        read(&msg(&other), "").items[0].identity,
        read(&msg(&letter("curlew")), "").items[0].identity
    );
}

#[test]
fn the_identity_of_an_item_never_changes() {
    let item = &read(&msg(&letter("golden")), "golden.msg").items[0];
    let hex: String = item
        .identity
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(hex, GOLDEN);
}

/// What version 1 of the rule makes of the letter; a change of it would give new ids to old records.
const GOLDEN: &str = "fc038e56893dc4bf34fb1a495fdbda7847f6b9e7be26f7c23d28da1068bc20a8";

#[test]
fn headers_that_came_with_a_message_stand_first_and_lack_nothing() {
    let mut letter = letter("whimbrel");
    letter.bag = letter.bag.text(
        0x007D,
        "Received: from a.example by b.example; Tue, 4 May 2021 10:15:05 +0100\r\nFrom: =?utf-8?q?Maud_L=C3=A1rkby?= \
         <maud@wexcombe.example>\r\nTo: ned@ambleford.example\r\nSubject: Harbour dues\r\n as printed\r\n\
         Date: Tue, 4 May 2021 10:15:00 +0100\r\nX-Marker: sandpiper\r\n\r\n",
    );
    let item = &read(&msg(&letter), "").items[0];
    assert_eq!(
        header(item, "From"),
        ["Maud L\u{e1}rkby <maud@wexcombe.example>"]
    );
    assert_eq!(header(item, "Date"), ["Tue, 4 May 2021 10:15:00 +0100"]);
    assert_eq!(
        header(item, "Subject"),
        ["Harbour dues as printed", "Harbour dues Subjectwhimbrel"]
    );
    assert_eq!(header(item, "X-Marker"), ["sandpiper"]);
    assert_eq!(header(item, "To"), ["ned@ambleford.example"]);
    assert_eq!(
        header(item, "Bcc"),
        ["Blindwhimbrel <blind@ambleford.example>"]
    );
    assert_eq!(
        item.extraction.doubts.len(),
        1,
        "{:?}",
        item.extraction.doubts
    );
}

#[test]
fn strings_are_read_in_their_code_page() {
    let pages: [(i32, &[u8], &str); 5] = [
        (
            1251,
            b"\xCF\xF0\xE8\xEA\xE0\xE7",
            "\u{41f}\u{440}\u{438}\u{43a}\u{430}\u{437}",
        ),
        (932, b"\x8E\x91\x97\xBF", "\u{8cc7}\u{6599}"),
        (950, b"\xA4\xA4\xA4\xE5", "\u{4e2d}\u{6587}"),
        (28592, b"\xB3\xF3d\xBC", "\u{142}\u{f3}d\u{17a}"),
        (1252, b"fee \xA310", "fee \u{a3}10"),
    ];
    for (page, bytes, text) in pages {
        let letter = Message {
            bag: Bag::default()
                .text(0x001A, "IPM.Note")
                .number(0x3FFD, page)
                .raw(0x0037_001E, bytes)
                .raw(0x1000_001E, bytes),
            ..Message::default()
        };
        let item = &read(&msg(&letter), "").items[0];
        assert_eq!(header(item, "Subject"), [text]);
        assert_eq!(text_at(item, Place::Body), text);
        assert!(
            item.extraction.doubts.is_empty(),
            "{page}: {:?}",
            item.extraction.doubts
        );
    }
    let unknown = Message {
        bag: Bag::default()
            .number(0x3FFD, 850)
            .raw(0x0037_001E, b"caf\x82"),
        ..Message::default()
    };
    let item = &read(&msg(&unknown), "").items[0];
    assert!(
        item.extraction.doubts[0].contains("code page 850"),
        "{:?}",
        item.extraction.doubts
    );
}

#[test]
fn what_is_only_pointed_to_is_said_and_what_is_wrapped_is_taken_out() {
    let mut letter = letter("plover");
    let mut link = file("minutes.docx", b"");
    link.bag = Bag::default()
        .number(0x3705, 7)
        .text(0x3707, "minutes.docx")
        .text(0x370D, "https://files.example/minutes.docx");
    let mut object = file("", b"");
    object.bag = Bag::default().number(0x3705, 6).text(0x3001, "Object");
    object.streams = vec![
        ("CONTENTS", b"a wrapped avocet".to_vec()),
        ("OlePres000", vec![1, 2]),
    ];
    let mut gone = file("gone.txt", b"");
    gone.bag = Bag::default().number(0x3705, 1).text(0x3707, "gone.txt");
    letter.attachments = vec![link, object, gone];
    let reading = read(&msg(&letter), "");
    let said = |what: &str| {
        reading.items[0]
            .extraction
            .doubts
            .iter()
            .any(|doubt| doubt.contains(what))
    };
    assert!(said("https://files.example/minutes.docx"));
    assert!(all_of(&reading.items[0]).contains("https://files.example/minutes.docx"));
    assert_eq!(reading.items.len(), 3);
    assert_eq!(text_at(&reading.items[1], Place::Body), "a wrapped avocet");
    assert_eq!(reading.items[2].problems[0].category, Category::Damaged);
}

#[test]
fn sealed_messages_are_said_to_be_sealed_and_signed_ones_are_read() {
    let of_class = |class: &str, hanging| Message {
        bag: Bag::default().text(0x001A, class).text(0x0037, "sealed"),
        attachments: vec![hanging],
        ..Message::default()
    };
    let envelope = b"\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03\xA0\x80";
    let sealed = read(
        &msg(&of_class("IPM.Note.SMIME", file("smime.p7m", envelope))),
        "",
    );
    assert_eq!(
        sealed.items[0].extraction.text_status,
        TextStatus::Encrypted
    );
    assert_eq!(sealed.items[0].problems[0].category, Category::Encrypted);
    let rights = read(
        &msg(&of_class(
            "IPM.Note.rpmsg",
            file("message.rpmsg", b"\x76\xE8\x04\x60"),
        )),
        "",
    );
    assert_eq!(rights.items[0].problems[0].category, Category::Encrypted);
    let signed = b"Content-Type: multipart/signed; boundary=seam\r\n\r\n--seam\r\nContent-Type: text/plain\r\n\r\nthe \
        signed turnstone\r\n--seam\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n--seam--\r\n";
    let mut hanging = file("smime.p7m", signed);
    hanging.bag = hanging.bag.text(0x370E, "multipart/signed");
    let signed = read(
        &msg(&of_class("IPM.Note.SMIME.MultipartSigned", hanging)),
        "",
    );
    assert!(text_at(&signed.items[1], Place::Body).contains("the signed turnstone"));
    assert_eq!(signed.items[0].extraction.text_status, TextStatus::Text);
}

#[test]
fn appointments_and_contacts_say_what_only_they_have() {
    let ticks = ((SENT + 11_644_473_600) * 10_000_000)
        .to_le_bytes()
        .to_vec();
    let meeting = Message {
        bag: Bag::default()
            .text(0x001A, "IPM.Appointment")
            .text(0x0037, "Quay committee")
            .text(0x0042, "Maud Larkby")
            .raw(0x0E07_0003, &8_i32.to_le_bytes()),
        named: vec![
            (APPOINTMENT, Ok(0x820D), 0x0040, ticks),
            (APPOINTMENT, Ok(0x8208), 0x001F, wide("the Oriole room")),
        ],
        ..Message::default()
    };
    let item = &read(&msg(&meeting), "").items[0];
    let text = text_at(item, Place::Body);
    assert!(
        text.contains("Start: 2021-05-04 09:15 UTC\n")
            && text.contains("Location: the Oriole room\n"),
        "{text}"
    );
    assert!(text.contains("Organiser: Maud Larkby\n") && all_of(item).contains("status: not sent"));
    let contact = Message {
        bag: Bag::default()
            .text(0x001A, "IPM.Contact")
            .text(0x3001, "Ned Gorsefield")
            .text(0x3A16, "Ambleford Council")
            .text(0x3A1C, "07700 900123"),
        ..Message::default()
    };
    let text = text_at(&read(&msg(&contact), "").items[0], Place::Body);
    assert!(
        text.contains("Company: Ambleford Council\n")
            && text.contains("Mobile telephone: 07700 900123\n")
    );
}
