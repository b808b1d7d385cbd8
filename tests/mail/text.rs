//! Text and headers: what is lost between the bytes and the characters.

use recordroom::extract::Place;

use crate::{REFERENCE, body, header, message, read, text_at};

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
fn flowed_lines_are_joined() {
    let raw = message(
        "Content-Type: text/plain; format=flowed; delsp=yes\n",
        b"see INV/02 \n83/2020 at once\n",
    );
    assert_eq!(body(&raw), "see INV/0283/2020 at once\n");
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
