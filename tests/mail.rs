//! Messages as they really are: what a careless reader loses, one case each, and the ids that must never change.

use recordroom::extract::{Category, Item, Limits, Place, Reading, Step, identity, mbox, tree};

const REFERENCE: &str = "INV/0283/2020";

fn read(raw: &[u8]) -> Reading {
    tree::read_file(raw, "message.eml", &Limits::default())
}

fn text_at(item: &Item, place: Place) -> String {
    item.extraction
        .passages
        .iter()
        .filter(|p| p.place == place)
        .map(|p| p.text.as_str())
        .collect()
}

fn body(raw: &[u8]) -> String {
    text_at(&read(raw).items[0], Place::Body)
}

fn everything(reading: &Reading) -> String {
    let items = reading.items.iter();
    let passages = items
        .flat_map(|item| &item.extraction.passages)
        .map(|p| p.text.clone());
    passages.collect::<Vec<_>>().join("\n")
}

fn header(raw: &[u8], name: &str) -> String {
    let reading = read(raw);
    let headers = &reading.items[0].extraction.headers;
    headers
        .iter()
        .find(|f| f.name.eq_ignore_ascii_case(name))
        .map(|f| f.value.clone())
        .unwrap_or_default()
}

fn message(fields: &str, body: &[u8]) -> Vec<u8> {
    let head = "From: Ann Whitlock <ann@north.example>\nTo: records@south.example\n\
                Date: Mon, 2 Mar 2020 10:00:00 +0000\nMessage-ID: <1@north.example>\nMIME-Version: 1.0\n";
    [head.as_bytes(), fields.as_bytes(), b"\n", body].concat()
}

#[test]
fn quoted_printable_with_raw_bytes_keeps_its_letters() {
    let raw = message(
        "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n",
        b"caf\xE9 r=E9sum\xE9, fee \xA310, O\x92Donnell, INV/02=\n83/2020\n",
    );
    assert_eq!(
        body(&raw),
        "café résumé, fee £10, O’Donnell, INV/0283/2020\n"
    );
}

#[test]
fn header_words_keep_raw_bytes_and_unknown_charsets() {
    let raw = message(
        "Subject: =?iso-8859-1?Q?The_caf#?= and =?x-none?Q?the_caf=E9?=\n",
        b"x\n",
    );
    let raw: Vec<u8> = raw
        .iter()
        .map(|b| if *b == b'#' { 0xE9 } else { *b })
        .collect();
    assert_eq!(header(&raw, "subject"), "The café and the café");
}

#[test]
fn header_words_cut_anywhere_are_whole_again() {
    let raw = message(
        "Subject: =?utf-8?B?UmVmIElOVi8wMg==?=\n\t=?utf-8?B?ODMvMjAyMCDDqQ==?=\n",
        b"x\n",
    );
    assert_eq!(header(&raw, "subject"), "Ref INV/0283/2020 é");
    let raw = message(
        "Subject: caf=?utf-8?Q?=C3?= =?utf-8?Q?=A9_INV/0283/2020?=\n",
        b"x\n",
    );
    assert_eq!(header(&raw, "subject"), "café INV/0283/2020");
}

#[test]
fn base64_with_a_footer_gives_both() {
    let raw = message(
        "Content-Transfer-Encoding: base64\nContent-Type: text/plain\n",
        b"UmVmZXJlbmNlIElOVi8wMjgzLzIwMjA=\n_______\nNorthern list, topic ABC/1\n",
    );
    let reading = read(&raw);
    assert_eq!(
        text_at(&reading.items[0], Place::Body),
        "Reference INV/0283/2020"
    );
    assert!(text_at(&reading.items[0], Place::Remainder).contains("topic ABC/1"));
    assert!(!reading.items[0].extraction.doubts.is_empty());
}

#[test]
fn base64_without_padding_keeps_its_end() {
    let raw = message(
        "Content-Transfer-Encoding: base64\nContent-Type: text/plain\n",
        b"UmVmZXJlbmNlIElOVi8wMjgzLzIwMjA\n",
    );
    assert_eq!(body(&raw), "Reference INV/0283/2020");
}

#[test]
fn a_charset_that_is_missing_or_wrong_is_guessed() {
    let bare = message("", b"fee \xA310 due\n");
    assert_eq!(body(&bare), "fee £10 due\n");
    for declared in ["us-ascii", "iso-8859-1", "x-unknown", "\"utf8\""] {
        let raw = message(
            &format!("Content-Type: text/plain; charset={declared}\n"),
            "fee £10 – due\n".as_bytes(),
        );
        assert_eq!(body(&raw), "fee £10 – due\n", "{declared}");
    }
}

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
fn flowed_lines_are_joined() {
    let raw = message(
        "Content-Type: text/plain; format=flowed; delsp=yes\n",
        b"see INV/02 \n83/2020 at once\n",
    );
    assert_eq!(body(&raw), "see INV/0283/2020 at once\n");
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
fn the_html_alternative_is_kept_only_for_what_it_adds() {
    let alternative = |html: &str| {
        let parts = format!(
            "--b\nContent-Type: text/plain\n\nThe leaflet is ready.\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"
        );
        read(&message(
            "Content-Type: multipart/alternative; boundary=b\n",
            parts.as_bytes(),
        ))
    };
    let same = alternative("<p>The <b>leaf</b>let is&nbsp;ready.");
    assert_eq!(same.items.len(), 1);
    assert_eq!(same.items[0].extraction.passages.len(), 1);
    let more = alternative("<p>The leaflet INV/<b>0283</b>/2020 is ready.");
    assert!(text_at(&more.items[0], Place::Alternative).contains(REFERENCE));
    assert_eq!(
        text_at(&more.items[0], Place::Body),
        "The leaflet is ready."
    );
}

#[test]
fn html_alone_is_the_body() {
    let raw = message(
        "Content-Type: text/html; charset=utf-8\n",
        b"<p>Ref INV/<i>02</i>83/2020<p>fee &pound;10",
    );
    assert_eq!(body(&raw), "Ref INV/0283/2020\n\nfee £10\n");
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
    assert_eq!(
        reading.items[3].problems[0].category,
        Category::Unsupported
    );
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
        named(b"{\\rtf1 hello}", "letter.doc").1,
        "RTF document: no reader yet"
    );
    assert_eq!(named(b"\x89PNG\r\n\x1a\n\0\0", "scan").0, Category::NoText);
    assert_eq!(
        named(b"\x01\x02\x03\x00\x05\x06\x07\x08", "x.zzz").0,
        Category::Unsupported
    );
}

#[test]
fn a_mailbox_is_its_messages() {
    let one = String::from_utf8(message(
        "Subject: one\n",
        b"First INV/0283/2020\n>From here on\n",
    ))
    .unwrap();
    let two = String::from_utf8(message("Subject: two\n", b"Second\n")).unwrap();
    let envelope = "From ann@north.example Mon Mar  2 10:00:00 2020\n";
    let stuffed = one.replace("\n>From", "\n>>From");
    let mailbox = format!("{envelope}{stuffed}\n{envelope}{two}\n");
    let reading = tree::read_file(mailbox.as_bytes(), "inbox", &Limits::default());
    assert_eq!(reading.items.len(), 2);
    assert_eq!(reading.items[1].steps, [Step::Message(2)]);
    assert_eq!(
        reading.items[0].identity,
        read(one.as_bytes()).items[0].identity
    );
    assert_eq!(
        reading.items[0].sha256,
        read(one.as_bytes()).items[0].sha256
    );
    let mut items = Vec::new();
    let streamed = tree::read_mailbox(
        mailbox.as_bytes(),
        "inbox",
        &Limits::default(),
        &mut |batch| items.extend(batch.items),
    );
    assert!(streamed.unwrap());
    assert_eq!(items, reading.items);
    assert_eq!(mbox::split(mailbox.as_bytes()).count(), 2);
}

#[test]
fn a_long_mailbox_streams_as_it_reads_whole() {
    let envelope = "From ann@north.example Mon Mar  2 10:00:00 2020\n";
    let mut mailbox = String::new();
    for n in 0..40 {
        let text = format!("line {n} of a long message\n").repeat(if n % 7 == 0 {
            60_000
        } else {
            10_000
        });
        mailbox.push_str(envelope);
        mailbox.push_str(
            &String::from_utf8(message(&format!("Subject: {n}\n"), text.as_bytes())).unwrap(),
        );
        mailbox.push('\n');
    }
    let whole = tree::read_file(mailbox.as_bytes(), "x.mbox", &Limits::default());
    let mut ids = Vec::new();
    let streamed = tree::read_mailbox(
        mailbox.as_bytes(),
        "x.mbox",
        &Limits::default(),
        &mut |batch| {
            ids.extend(
                batch
                    .items
                    .iter()
                    .map(|item| (item.steps.clone(), item.sha256)),
            );
        },
    );
    assert!(streamed.unwrap());
    assert_eq!(ids.len(), 40);
    assert_eq!(
        ids,
        whole
            .items
            .iter()
            .map(|item| (item.steps.clone(), item.sha256))
            .collect::<Vec<_>>()
    );
}

#[test]
fn identity_overlooks_transport_and_nothing_else() {
    let plain = message("Subject: Leaflets\n", b"One\nFrom here\n");
    let id = identity::of_message(&plain);
    let text = String::from_utf8(plain).unwrap();
    let same = [
        format!("Received: by relay.example; Mon, 2 Mar 2020\nX-Spam: no\n{text}"),
        text.replace("\nFrom here", "\n>From here"),
        format!("{text}\n\n"),
        text.replace("Subject: Leaflets", "Subject:\n Leaflets"),
    ];
    for variant in &same {
        assert_eq!(identity::of_message(variant.as_bytes()), id, "{variant}");
    }
    let other = [
        text.replace("One", "One "),
        text.replace("Leaflets", "leaflets"),
        text.replace("<1@", "<2@"),
        text.replace("records@", "records2@"),
    ];
    for variant in &other {
        assert_ne!(identity::of_message(variant.as_bytes()), id, "{variant}");
    }
}

#[test]
fn ids_once_given_never_change() {
    let hex = |id: [u8; 32]| id.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let golden: [(&[u8], &str); 4] = [
        (b"From: a@b.example\nSubject: x\n\nbody\n", "fc8c18978966b39033a6fcb32d9c96ff0ad2bb7e62ea05cb1e1764143753d0a0"),
        (b"From a@b Mon Mar  2 10:00:00 2020\r\nSubject: =?utf-8?Q?caf=C3=A9?=\r\n folded\r\nTo: c@d.example\r\n\r\n>>From one\r\ntwo\r\n\r\n", "3fe7f39917173da77641e622c9cdede1ad92cefd0a3f099cd96d07f940ba5b7a"),
        (b"Message-ID: <1@x>\nMessage-ID: <2@x>\nCc: a@b\nno header here\n\ntext", "0d54ba38eee113ebf4aff9d5a0ff2addd3ad4fc13538ebb0d2f7551ceda09426"),
        (b"X-Other: only\n\nbody\n", "f84fc654152328505294f8066a9ec4e89317944f0b79c10c3aa248ffacf553e7"),
    ];
    for (raw, id) in golden {
        assert_eq!(hex(identity::of_message(raw)), id);
    }
    assert_eq!(
        hex(identity::of_bytes(b"abc")),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
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
