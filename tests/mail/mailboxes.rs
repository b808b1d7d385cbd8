//! Mailboxes, and the ids of messages wherever they lie.

use recordroom::extract::{Limits, Step, digests, identity, mbox, tree};

use crate::{message, read};

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
fn digests_taken_together_are_those_taken_alone() {
    let bytes: Vec<u8> = (0..200_000_u64).map(|n| ((n * n) >> 7) as u8).collect();
    let lengths = (0..200).chain([63 * 64, 4_095, 4_096, 70_001, 199_999, 0, 1]);
    let inputs: Vec<&[u8]> = lengths
        .map(|length| &bytes[bytes.len() - length..])
        .collect();
    for together in [1, 3, 4, 7, 8, 9, 32, inputs.len()] {
        for some in inputs.chunks(together) {
            let alone: Vec<[u8; 32]> = some.iter().map(|one| identity::of_bytes(one)).collect();
            assert_eq!(digests::of_all(some), alone, "{together} together");
        }
    }
    let messages: Vec<Vec<u8>> = (0..40)
        .map(|n| {
            let body = "The planks are stacked.\r\n>From the yard.\r\n".repeat(n);
            format!("From: yard{n}@timber.example\r\nSubject: Lot\r\n {n}\r\n\r\n{body}")
                .into_bytes()
        })
        .collect();
    let mut lent: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
    lent.push(b"no message");
    for (identity, message) in identity::of_messages(&lent).iter().zip(&lent) {
        assert_eq!(identity.is_none(), *message == b"no message");
        assert_eq!(
            identity.unwrap_or_else(|| identity::of_bytes(message)),
            identity::of_message(message)
        );
    }
}
