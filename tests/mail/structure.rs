//! Parts: which there are, what stands outside of them, how deep they go.

use recordroom::extract::{Category, Item, Limits, Place, Step, identity, tree};

use crate::{REFERENCE, body, everything, header, message, read, text_at};

#[test]
fn a_name_split_within_a_character_is_whole() {
    let raw = message(
        "Content-Type: multipart/mixed; boundary=b\n",
        b"--b\n\nSee attached.\n--b\nContent-Type: text/plain\nContent-Disposition: attachment;\n \
          filename*0*=utf-8''caf%C3; filename*1*=%A9%20INV-0283-2020.txt\n\nhello\n--b--\n",
    );
    let reading = read(&raw);
    assert_eq!(reading.items[1].name, "café INV-0283-2020.txt");
    let step = Step::Attachment(1, Some("café INV-0283-2020.txt".into()));
    assert_eq!(reading.items[1].steps, [step]);
    assert_eq!(reading.items[1].parent, Some(0));
}

#[test]
fn a_boundary_that_does_not_match_loses_nothing() {
    let raw = message(
        "Content-Type: multipart/mixed; boundary=right\n",
        b"--wrong\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSU5WLzAyODMvMjAyMA==\n--wrong--\n",
    );
    assert!(everything(&read(&raw)).contains(REFERENCE));
    let raw = message(
        "Content-Type: multipart/mixed; boundary=right\n",
        b"no part at all, but INV/0283/2020\n",
    );
    let reading = read(&raw);
    assert!(text_at(&reading.items[0], Place::Remainder).contains(REFERENCE));
    assert!(!reading.items[0].extraction.doubts.is_empty());
}

#[test]
fn an_encoded_multipart_is_opened() {
    let inner = "--b\nContent-Type: text/plain\n\nReference INV/0283/2020\n--b--\n";
    let encoded =
        "LS1iCkNvbnRlbnQtVHlwZTogdGV4dC9wbGFpbgoKUmVmZXJlbmNlIElOVi8wMjgzLzIwMjAKLS1iLS0K";
    assert_eq!(inner.len(), encoded.len() / 4 * 3);
    let raw = message(
        "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n",
        format!("{encoded}\n").as_bytes(),
    );
    assert!(body(&raw).contains(REFERENCE));
}

#[test]
fn preamble_and_epilogue_are_kept_apart() {
    let raw = message(
        "Content-Type: multipart/mixed; boundary=b\n",
        b"before ABC/1\n--b\n\ninside\n--b--\nafter ABC/2\n",
    );
    let reading = read(&raw);
    let kept = text_at(&reading.items[0], Place::Remainder);
    assert!(kept.contains("ABC/1") && kept.contains("ABC/2"));
    assert_eq!(text_at(&reading.items[0], Place::Body).trim(), "inside");
    let usual = message(
        "Content-Type: multipart/mixed; boundary=b\n",
        b"This is a multi-part message in MIME format.\n--b\n\ninside\n--b--\n",
    );
    assert_eq!(text_at(&read(&usual).items[0], Place::Remainder), "");
}

#[test]
fn a_uuencoded_file_within_the_text_is_an_attachment() {
    let raw = message(
        "",
        b"See below.\n\nbegin 644 note.txt\n#0V%T\n`\nend\n\nRegards\n",
    );
    let reading = read(&raw);
    assert_eq!(reading.items.len(), 2);
    assert_eq!(reading.items[1].name, "note.txt");
    assert_eq!(text_at(&reading.items[1], Place::Body), "Cat");
    assert_eq!(
        text_at(&reading.items[0], Place::Body),
        "See below.\n\n\nRegards\n"
    );
}

#[test]
fn an_attachment_sent_in_uuencode_is_decoded() {
    for headers in [
        "Content-Type: text/plain; name=cat.txt\nContent-Transfer-Encoding: x-uuencode\n",
        "Content-Type: application/octet-stream; name=cat.txt\n",
    ] {
        let body = format!(
            "--b\n\nSee below.\n--b\n{headers}\nbegin 600 other.txt\n#0V%T\n`\nend\n\n--b--\n"
        );
        let raw = message(
            "Content-Type: multipart/mixed; boundary=b\n",
            body.as_bytes(),
        );
        let reading = read(&raw);
        assert_eq!(reading.items.len(), 2, "{headers}");
        assert_eq!(reading.items[1].name, "cat.txt");
        assert_eq!(text_at(&reading.items[1], Place::Body), "Cat");
    }
    let binhex = message(
        "",
        b"Hello\n(This file must be converted with BinHex 4.0)\n:#&8!\n",
    );
    let problems = &read(&binhex).items[0].problems;
    assert!(problems[0].reason.contains("BinHex"), "{problems:?}");
}

#[test]
fn any_line_end_and_any_beginning_will_do() {
    let plain = message("Subject: Leaflets\n", b"Reference INV/0283/2020\n");
    let text = String::from_utf8(plain.clone()).unwrap();
    let variants = [
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        format!("\n\n{text}"),
        format!("From ann@north.example Mon Mar  2 10:00:00 2020\n{text}"),
    ];
    for variant in &variants {
        let reading = read(variant.as_bytes());
        assert_eq!(
            text_at(&reading.items[0], Place::Body).trim(),
            "Reference INV/0283/2020"
        );
        assert_eq!(header(variant.as_bytes(), "subject"), "Leaflets");
        assert_eq!(reading.items[0].identity, identity::of_message(&plain));
    }
}

#[test]
fn a_message_without_headers_is_all_text() {
    let reading = read(b"Dear Sir\n\nReference INV/0283/2020\n");
    assert_eq!(reading.items.len(), 1);
    assert!(text_at(&reading.items[0], Place::Body).contains("Dear Sir"));
    assert!(!reading.items[0].extraction.doubts.is_empty());
}

#[test]
fn parts_are_counted_in_their_order_and_twins_are_two() {
    let twin = "--b\nContent-Type: text/plain; name=a.txt\n\nthe same\n";
    let forwarded = "--b\nContent-Type: message/rfc822\n\nFrom: b@south.example\nDate: Tue, 3 Mar 2020 09:00:00 +0000\n\
                     Subject: inner\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\ndeep\n--c\n\
                     Content-Type: application/octet-stream; name=INV-0283-2020.bin\n\n\u{1}\u{2}\u{3}\n--c--\n";
    let raw = message(
        "Content-Type: multipart/mixed; boundary=b\n",
        format!("--b\n\nbody one\n{twin}{forwarded}{twin}--b\n\nbody two\n--b--\n").as_bytes(),
    );
    let reading = read(&raw);
    let steps: Vec<_> = reading
        .items
        .iter()
        .map(|item| item.steps.clone())
        .collect();
    let name = |n: u32, name: &str| Step::Attachment(n, Some(name.into()));
    assert_eq!(
        steps,
        [
            vec![],
            vec![name(1, "a.txt")],
            vec![Step::Attachment(2, None)],
            vec![Step::Attachment(2, None), name(1, "INV-0283-2020.bin")],
            vec![name(3, "a.txt")],
        ]
    );
    assert_eq!(reading.items[3].parent, Some(2));
    assert_eq!(reading.items[1].identity, reading.items[4].identity);
    assert_eq!(reading.items[1].identity, identity::of_bytes(b"the same"));
    assert_eq!(reading.items[3].problems[0].category, Category::Unsupported);
    let fetched = tree::fetch(&raw, "message.eml", &steps[3], &Limits::default());
    assert_eq!(fetched.as_deref(), Some(b"\x01\x02\x03".as_slice()));
    assert_eq!(text_at(&reading.items[0], Place::Body), "body onebody two");
}

#[test]
fn depth_costs_no_stack_and_its_limit_is_named() {
    let mut raw = String::new();
    for n in 0..3_000 {
        raw.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"
        ));
    }
    raw.push_str("\nReference INV/0283/2020\n");
    let reading = read(
        &message("", b"")
            .iter()
            .copied()
            .take(60)
            .chain(b"\n".iter().copied())
            .chain(raw.bytes())
            .collect::<Vec<_>>(),
    );
    assert!(everything(&reading).contains(REFERENCE));
    let mut nested = message("Subject: innermost\n", b"deep\n");
    for _ in 0..100 {
        nested = message("Content-Type: message/rfc822\n", &nested);
    }
    let reading = read(&nested);
    assert_eq!(reading.items.len(), Limits::default().depth + 2);
    let problem = &reading.items.last().unwrap().problems[0];
    assert_eq!(problem.category, Category::TooLarge);
    assert!(problem.reason.contains("64 levels"));
}

#[test]
fn an_encrypted_message_says_so() {
    let raw = message(
        "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n",
        b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n\
          -----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n--b--\n",
    );
    let reading = read(&raw);
    assert!(
        reading.items[0]
            .problems
            .iter()
            .any(|problem| problem.category == Category::Encrypted)
    );
}

#[test]
fn what_is_no_message_is_named() {
    let named = |bytes: &[u8], name: &str| {
        let reading = tree::read_file(bytes, name, &Limits::default());
        assert_eq!(reading.items.len(), 1);
        let problem = reading.items[0].problems[0].clone();
        (problem.category, problem.reason)
    };
    assert_eq!(
        named(b"", "empty.txt"),
        (Category::NoText, "the file is empty".into())
    );
    assert_eq!(
        named(b"\xFFWPC\x01\x0a\0\0", "letter.doc").1,
        "WordPerfect document: no reader yet"
    );
    assert_eq!(named(b"\x89PNG\r\n\x1a\n\0\0", "scan").0, Category::Damaged);
    assert_eq!(
        named(b"\x01\x02\x03\x00\x05\x06\x07\x08", "x.zzz").0,
        Category::Unsupported
    );
}

#[test]
fn random_bytes_are_read_without_a_crash() {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let pieces: [&[u8]; 24] = [
        b"From: a@b.example\n",
        b"Subject: =?utf-8?Q?",
        b"?=",
        b"=?",
        b"Content-Type: multipart/mixed; boundary=b\n",
        b"--b\n",
        b"--b--\n",
        b"\n",
        b"\r\n",
        b"Content-Transfer-Encoding: base64\n",
        b"SU5W",
        b"=",
        b"\xFF\xFE",
        b"\0",
        b"Content-Type: text/html\n",
        b"<p",
        b"<!--",
        b"&#x",
        b"begin 644 a\n",
        b"From x Mon Mar 2 10:00:00 2020\n",
        b"name*0*=utf-8''%C3",
        b";",
        b"+AKM-",
        b"Content-Type: text/plain; charset=utf-7; format=flowed\n",
    ];
    for _ in 0..4_000 {
        let mut raw = Vec::new();
        for _ in 0..next() % 40 {
            raw.extend_from_slice(pieces[(next() % 24) as usize]);
            if next() % 5 == 0 {
                raw.push(next() as u8);
            }
        }
        let reading = read(&raw);
        let crashed = |item: &Item| {
            item.problems
                .iter()
                .any(|problem| problem.category == Category::Crashed)
        };
        assert!(
            !reading.items.iter().any(crashed),
            "{:?}",
            String::from_utf8_lossy(&raw)
        );
        assert!(raw.is_empty() || !reading.items.is_empty());
    }
}
