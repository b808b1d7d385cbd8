//! Bodies named with a part or a number, whose number a label gives, and memoranda.

use super::*;

fn bodies(text: &str) -> [Option<String>; 2] {
    let facts = document(text);
    [&facts.from, &facts.to].map(|side| side.first().and_then(|party| party.organisation.clone()))
}

fn some(words: &str) -> Option<String> {
    Some(words.to_owned())
}

#[test]
fn a_body_with_its_part_or_its_number_is_the_reader() {
    let letter = |address: &str| {
        format!(
            "City of London Police\n3 May 2021\n\n{address}\n\nDear Ms Finch\n\nWe write.\n\nYours sincerely\n\nA Hale\n"
        )
    };
    for (address, body) in [
        (
            "The Information Commissioner's Office (ref. IC-90317-T2M4)",
            "ICO",
        ),
        (
            "Professional Standards Department, Sussex Police\nHarbury Road",
            "Sussex Police",
        ),
        (
            "Essex Police Joint Records Unit\nHarbury Road",
            "Essex Police",
        ),
    ] {
        let text = letter(address);
        assert_eq!(
            bodies(&text),
            [some("City of London Police"), some(body)],
            "{text}"
        );
    }
    let facts = document(&letter(
        "The Information Commissioner's Office (ref. IC-90317-T2M4)",
    ));
    assert_eq!(role_of(&facts, "IC-90317-T2M4"), Some(Role::Yours));
    // what only speaks of a body does not
    for line in [
        "Complaint about a request, Sussex Police",
        "Essex Police lamps and the Records Unit",
    ] {
        assert_eq!(bodies(&letter(line))[1], None, "{line}");
    }
}

#[test]
fn whose_name_stands_first_is_the_reader_where_another_body_signs() {
    let letter = |below: &str, end: &str| {
        format!(
            "Our ref: IC-90317-T2M4\n\nGwent Police\nHarbury Road\n{below}\n3 May 2021\n\nDear Sir\n\nWe accept it.\n\n{end}"
        )
    };
    for end in [
        "Yours faithfully\nSion Pryce\nInformation Commissioner's Office\n",
        "Yours\nSion Pryce\nSwyddfa'r Comisiynydd Gwybodaeth / Information Commissioner's Office\n",
    ] {
        assert_eq!(
            bodies(&letter("", end)),
            [some("ICO"), some("Gwent Police")],
            "{end}"
        );
    }
    for (below, end) in [
        (
            "",
            "Yours faithfully\nSion Pryce\nYou may complain to the\nInformation Commissioner's Office\n",
        ),
        (
            "Tel: 01632 960123\n",
            "Yours faithfully\nSion Pryce\ncc Information Commissioner's Office\n",
        ),
        (
            "",
            "Yours faithfully\nSion Pryce\nGwent Police\nInformation Commissioner's Office\n",
        ),
    ] {
        assert_ne!(
            bodies(&letter(below, end))[1],
            some("Gwent Police"),
            "{end}"
        );
    }
}

#[test]
fn a_label_answered_with_none_takes_no_number_and_somebody_else_s_is_not_the_writer_s() {
    let facts = document(
        "Thames Valley Police Joint Records Unit\nOur ref:\nHQ/PA/004411/20\nYour ref:\nNone\nDate:\n3 May 2021\n\nDear Ms Finch\n\nWe write.\n\nYours sincerely\n",
    );
    assert_eq!(
        facts.from[0].organisation.as_deref(),
        Some("Thames Valley Police")
    );
    assert!(facts.references.iter().any(|one| one.role == Role::Ours));
    for (words, role) in [
        ("the force (its reference 1199/15)", Role::Mentioned),
        ("the force's reference 1199/15", Role::Mentioned),
        ("Reference: 1199/15", Role::Ours),
    ] {
        let text = format!("Northumbria Police\nLamp list\n\n{words}\n\nThree lamps.\n");
        assert_eq!(role_of(&document(&text), "1199/15"), Some(role), "{text}");
    }
}

#[test]
fn a_memorandum_is_no_message() {
    let fields = "To: All Keepers of Lamps\nFrom: Head of Registry\nDate: 3 May 2021\nSubject: Lamps\n\nText.\n";
    let facts = document(&format!("MEMORANDUM\n{fields}"));
    assert_ne!(facts.kind, "email");
    assert_eq!(facts.date, day("2021-05-03"));
    assert_eq!(facts.subject.as_deref(), Some("Lamps"));
    assert_eq!(document(fields).kind, "email");
}
