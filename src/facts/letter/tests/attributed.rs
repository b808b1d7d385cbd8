//! Numbers that several bodies could have given, and whose they are.

use super::*;
use crate::facts::references::UNATTRIBUTED;

fn issuer_of(facts: &Facts, canonical: &str) -> Vec<String> {
    let fitting = facts
        .references
        .iter()
        .filter(|one| one.canonical == canonical);
    fitting.map(|one| one.issuer.clone()).collect()
}

fn message(from: &str, to: &str, text: &str) -> Facts {
    read(
        &View {
            form: Form::Email,
            subject: Some("Keys"),
            from: &[address("", from)],
            to: &[address("", to)],
            text,
            ..EMPTY
        },
        tables(),
    )
}

#[test]
fn the_writer_s_number_is_the_writer_s_and_the_addressee_s_the_addressee_s() {
    let text = "Our ref: 888/14\nYour ref: 001742/16\n\nDear colleague,\n\nSee also FOI 430/20.\n";
    let facts = message("foi@northumbria.police.uk", "cru@npcc.police.uk", text);
    assert_eq!(issuer_of(&facts, "888/14"), ["northumbria police"]);
    assert_eq!(issuer_of(&facts, "1742/16"), ["npcc"]);
    // either could have given it
    assert_eq!(issuer_of(&facts, "430/20"), [UNATTRIBUTED]);
}

#[test]
fn a_number_is_that_of_the_one_party_that_numbers_so() {
    let text = "Dear Sir,\n\nI am not content with the answer to request 888/14.\n";
    let facts = message("ann@quill.example", "foi@northumbria.police.uk", text);
    assert_eq!(issuer_of(&facts, "888/14"), ["northumbria police"]);
    // a body that is not known to number so may do it all the same: nobody is named
    let facts = message("ann@quill.example", "foi@kent.police.uk", text);
    assert_eq!(issuer_of(&facts, "888/14"), [UNATTRIBUTED]);
}

#[test]
fn a_request_s_own_address_among_the_headers_tells_the_request() {
    let to = "request-66666-caa77777@whatdotheyknow.com";
    let facts = message(
        "foi@kent.police.uk",
        to,
        "Dear Ms Quill,\n\nIt is enclosed.\n",
    );
    assert_eq!(issuer_of(&facts, to), ["whatdotheyknow"]);
}

#[test]
fn letters_that_stand_apart_are_the_number_s_where_its_body_uses_them() {
    let facts = message(
        "foi@cabinetoffice.gov.uk",
        "ann@quill.example",
        "Our ref: FOI 2023/04417\n\nDear Ms Quill,\n\nIt is enclosed.\n",
    );
    assert_eq!(issuer_of(&facts, "FOI2023/04417"), ["cabinet office"]);
    assert!(issuer_of(&facts, "2023/04417").is_empty());
    let facts = message(
        "ann@quill.example",
        "foi@psni.police.uk",
        "Your ref: FOI 24817\n\nDear Sir,\n\nI am not content.\n",
    );
    assert_eq!(issuer_of(&facts, "FOI/24817"), ["psni"]);
    let facts = message(
        "foi@gwent.police.uk",
        "ann@quill.example",
        "Our ref: FOI 2022/25117\n\nDear Ms Quill,\n\nIt is enclosed.\n",
    );
    assert_eq!(issuer_of(&facts, "2022/25117"), ["gwent police"]);
    // without the word it may be any of the body's numbers
    let facts = message(
        "info@psni.police.uk",
        "ann@quill.example",
        "Our ref: 24817\n\nDear Ms Quill,\n\nIt is enclosed.\n",
    );
    assert_eq!(issuer_of(&facts, "24817"), ["psni"]);
}
