//! What is read off letters and messages, told on made-up ones.

mod attributed;
mod columns;
mod days;
mod papers;
mod parts;
mod private;

use super::*;
use crate::facts::{Address, DateSource, Role};

fn tables() -> &'static Tables {
    static TABLES: std::sync::OnceLock<Tables> = std::sync::OnceLock::new();
    TABLES.get_or_init(Tables::built_in)
}

fn document(text: &str) -> Facts {
    named_document(text, &[])
}

fn named_document(text: &str, names: &[&str]) -> Facts {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    read(
        &View {
            form: Form::Document,
            text,
            file_names: &names,
            ..EMPTY
        },
        tables(),
    )
}

const EMPTY: View<'_> = View::of_text(Form::Text, "");

fn address(name: &str, address: &str) -> Address {
    Address {
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        address: Some(address.to_owned()),
    }
}

fn day(iso: &str) -> Option<Date> {
    Some(iso.parse().expect("a day"))
}

fn role_of(facts: &Facts, canonical: &str) -> Option<Role> {
    facts
        .references
        .iter()
        .find(|one| one.canonical == canonical)
        .map(|one| one.role)
}

const FROM_REGULATOR: &str = "OFFICIAL-SENSITIVE

Information Commissioner\u{2019}s Office
Wycliffe House, Water Lane, Harbury HB9 5AF
Tel: 0300 000 0000   www.ico.org.uk

Ms Orla Finch
Data Protection Officer
Metropolitan Police Service
New Scotland Yard
London SW1A 2JL

3 December 2021

Our ref: INV/0419/2020
Your ref:

Dear Ms Finch

Lamp room register: outcome of our enquiries

Thank you for your letter dated the 14 October 2021 about the Data Protection Act 2018. We have looked at the
register again, and at IC-90317-T2M4.

Yours sincerely

Edwin Marsh
Lead Investigator
for the Information Commissioner
";

#[test]
fn a_letter_tells_its_sides_day_subject_and_references() {
    let facts = document(FROM_REGULATOR);
    assert_eq!(facts.title, "ICO letter to the MPS dated 3 December 2021");
    assert_eq!(
        (facts.kind.as_str(), facts.date, facts.date_source),
        ("letter", day("2021-12-03"), DateSource::Letter)
    );
    assert_eq!(facts.from[0].organisation.as_deref(), Some("ICO"));
    assert_eq!(facts.from[0].name.as_deref(), Some("Edwin Marsh"));
    assert_eq!(facts.to[0].organisation.as_deref(), Some("MPS"));
    assert_eq!(facts.to[0].name.as_deref(), Some("Ms Orla Finch"));
    assert_eq!(
        facts.subject.as_deref(),
        Some("Lamp room register: outcome of our enquiries")
    );
    assert_eq!(role_of(&facts, "INV/0419/2020"), Some(Role::Ours));
    assert_eq!(role_of(&facts, "IC-90317-T2M4"), Some(Role::Mentioned));
    assert_eq!(facts.mentions, [day("2021-10-14").expect("a day")]);
    assert_eq!(facts.marking.as_deref(), Some("OFFICIAL-SENSITIVE"));
    assert!(!facts.draft);
}

#[test]
fn an_empty_first_label_gives_its_neighbour_the_value() {
    let facts = document(
        "Northshire Police\n\nYour ref: Our ref: 01.FOI.22.004411\n\n6 May 2022\n\nDear Ms Hale\n\nWe write about the register.\n\nYours faithfully\n",
    );
    assert_eq!(role_of(&facts, "01.FOI.22.004411"), Some(Role::Ours));
    let facts = document(
        "Our ref:\nINV/0419/2020\nYour ref:\n01.FOI.22.004411\n\nDear Ms Hale\n\nWe write.\n",
    );
    assert_eq!(role_of(&facts, "INV/0419/2020"), Some(Role::Ours));
    assert_eq!(role_of(&facts, "01.FOI.22.004411"), Some(Role::Yours));
}

#[test]
fn a_head_in_two_columns_is_read_by_column() {
    let facts = document(
        "Chief Constable                                        Information Commissioner's Office\nEssex Police                                           Wycliffe House\nHarbury Road                                           casework@ico.org.uk\nHarbury HB1 2AB                                        6th of May 2022\n\nOur ref: IC-90317-T2M4            Your ref: 411/22\n\nDear Chief Constable\n\nThe lamp room\n\nWe write about your letter dated 27th of January 2022.\n\nYours sincerely\n\nE Marsh\n",
    );
    assert_eq!(facts.title, "ICO letter to Essex Police dated 6 May 2022");
    assert_eq!(role_of(&facts, "IC-90317-T2M4"), Some(Role::Ours));
}

#[test]
fn a_day_that_is_only_cited_is_not_the_letters_own() {
    let facts = document(
        "Dear Sir\n\nI refer to your letter dated 3 December 2021 under the Data Protection Act 2018.\n\nYours faithfully\nA Hale\n",
    );
    assert_eq!((facts.date, facts.date_source), (None, DateSource::None));
    assert_eq!(facts.mentions.len(), 1);
}

#[test]
fn a_date_line_may_break_and_a_receipt_stamp_is_apart() {
    let facts = document(
        "RECEIVED 6 December 2021\n\nEssex Police\n\nDate: 3rd\nDecember 2021\n\nDear Ms Hale\n\nWe write.\n\nYours sincerely\n",
    );
    assert_eq!(
        (facts.date, facts.received),
        (day("2021-12-03"), day("2021-12-06"))
    );
}

#[test]
fn a_letter_that_is_a_reprimand_is_titled_by_its_form() {
    let facts = document(&FROM_REGULATOR.replace(
        "Thank you for your letter",
        "I am writing to tell you that the Commissioner has decided to issue the force with a reprimand under Schedule 13. Thank you for your letter",
    ));
    assert_eq!(facts.kind, "reprimand");
    assert_eq!(
        facts.title,
        "ICO letter to the MPS dated 3 December 2021 (reprimand)"
    );
    let told = document(&FROM_REGULATOR.replace(
        "Thank you for your letter",
        "We sent the force a reprimand last spring. Thank you for your letter",
    ));
    assert_eq!(told.kind, "letter");
}

#[test]
fn a_leaflet_is_undated_whatever_its_file_says() {
    let view = View {
        form: Form::Document,
        metadata_title: Some("ICO Enforcement Leaflet - GDPR and DPA 2018"),
        metadata_date: Some("2018-05-03T10:00:00Z"),
        text: "Enforcement leaflet\nGDPR and DPA 2018\n\nThis leaflet says what the Information Commissioner may do.\n",
        ..EMPTY
    };
    let facts = read(&view, tables());
    assert_eq!(
        (facts.kind.as_str(), facts.title.as_str()),
        ("leaflet", "ICO Enforcement Leaflet - GDPR and DPA 2018")
    );
    assert_eq!((facts.date, facts.date_source), (None, DateSource::None));
    assert!(
        facts
            .doubts
            .iter()
            .any(|doubt| doubt.contains("3 May 2018"))
    );
}

#[test]
fn a_message_is_read_from_its_headers() {
    let from = [address("Orla Finch", "Orla.Finch@met.police.uk")];
    let to = [address("ICO Casework", "casework@ico.org.uk")];
    let view = View {
        form: Form::Email,
        subject: Some("RE: INV/0419/2020 lamp room"),
        from: &from,
        to: &to,
        date_header: Some("Fri, 10 Dec 2021 09:12:00 +0000"),
        text: "Dear Mr Marsh\n\nPlease find attached our letter.\n\nOur ref: 01.FOI.22.004411\n\nRegards\nOrla Finch\n\n-----Original Message-----\nFrom: Casework\nSent: 3 December 2021 10:00\nTo: Orla Finch\n\nOur ref: IC-90317-T2M4\n",
        ..EMPTY
    };
    let facts = read(&view, tables());
    assert_eq!(
        facts.title,
        "MPS email to the ICO dated 10 December 2021, \"RE: INV/0419/2020 lamp room\""
    );
    assert_eq!(
        facts.from[0].address.as_deref(),
        Some("orla.finch@met.police.uk")
    );
    assert_eq!(role_of(&facts, "INV/0419/2020"), Some(Role::Subject));
    assert_eq!(role_of(&facts, "01.FOI.22.004411"), Some(Role::Ours));
    assert_eq!(role_of(&facts, "IC-90317-T2M4"), Some(Role::Mentioned));
    assert_eq!(
        (facts.kind.as_str(), facts.date_source),
        ("email", DateSource::Header)
    );

    let within = View { to: &from, ..view };
    assert_eq!(
        read(&within, tables()).title,
        "MPS internal email, 10 December 2021, \"RE: INV/0419/2020 lamp room\""
    );
    let stranger = [address("A Reader", "reader@example.org")];
    let unknown = View {
        from: &stranger,
        to: &stranger,
        ..view
    };
    assert_eq!(
        read(&unknown, tables()).title,
        "RE: INV/0419/2020 lamp room"
    );
}

#[test]
fn an_unreadable_date_header_gives_way_to_the_receipt_with_a_doubt() {
    let received = ["from a by b; Mon, 06 Dec 2021 23:30:00 +0000".to_owned()];
    let view = View {
        form: Form::Email,
        date_header: Some("yesterday"),
        received_headers: &received,
        text: "x",
        ..EMPTY
    };
    let facts = read(&view, tables());
    assert_eq!(
        (facts.date, facts.received, facts.date_source),
        (day("2021-12-06"), day("2021-12-06"), DateSource::Header)
    );
    assert!(
        facts
            .doubts
            .iter()
            .any(|doubt| doubt.contains("topmost Received"))
    );
}

#[test]
fn a_request_by_mail_is_a_request_and_one_that_is_quoted_is_not() {
    let from = [address("A Reader", "reader@example.org")];
    let to = [address("", "foi@met.police.uk")];
    let text = "Dear Metropolitan Police Service\n\nUnder the Freedom of Information Act 2000, please provide the number of lamps.\n\nYours faithfully\nA Reader\n";
    let view = View {
        form: Form::Email,
        from: &from,
        to: &to,
        subject: Some("Lamps"),
        text,
        ..EMPTY
    };
    assert_eq!(read(&view, tables()).kind, "foi_request");
    let quoted = format!("For you, I think.\n\n-----Original Message-----\n{text}");
    assert_eq!(
        read(
            &View {
                text: &quoted,
                ..view
            },
            tables()
        )
        .kind,
        "email"
    );
}

#[test]
fn a_draft_is_told_by_its_own_marks() {
    assert!(document(&format!("DRAFT\n\n{FROM_REGULATOR}")).draft);
    assert!(named_document(FROM_REGULATOR, &["2021-12-01 draft letter.docx"]).draft);
    assert!(
        !document(&FROM_REGULATOR.replace("Thank you", "We read your draft report. Thank you"))
            .draft
    );
    assert_eq!(
        document(&format!("DRAFT\n\n{FROM_REGULATOR}")).title,
        "Draft ICO letter to the MPS dated 3 December 2021"
    );
}

#[test]
fn names_of_files_give_what_the_text_does_not() {
    let facts = named_document(
        "Lorem ipsum dolor",
        &["2021-12-06 copy.pdf", "INV-0419-2020 2021-12-03.pdf"],
    );
    assert_eq!(
        (facts.date, facts.date_source),
        (day("2021-12-03"), DateSource::Filename)
    );
    assert_eq!(role_of(&facts, "INV/0419/2020"), Some(Role::Filename));
    assert!(
        facts
            .doubts
            .iter()
            .any(|doubt| doubt.contains("several dates"))
    );
}

#[test]
fn a_message_printed_as_a_page_is_a_message() {
    let facts = document(
        "From: Orla Finch <orla.finch@met.police.uk>\nSent: 10 December 2021 09:12\nTo: casework@ico.org.uk\nSubject: Lamp room\n\nDear Mr Marsh\n\nOur letter is attached.\n",
    );
    assert_eq!(
        facts.title,
        "MPS email to the ICO dated 10 December 2021, \"Lamp room\""
    );
    assert_eq!(
        (facts.kind.as_str(), facts.date_source),
        ("email", DateSource::Letter)
    );
}

#[test]
fn nothing_known_is_said_to_be_nothing() {
    let facts = read(
        &View {
            form: Form::Unread,
            ..EMPTY
        },
        tables(),
    );
    assert_eq!(
        (
            facts.kind.as_str(),
            facts.from.len(),
            facts.to.len(),
            facts.date
        ),
        ("other", 0, 0, None)
    );
    assert!(!facts.kind_reason.is_empty() && !facts.title.is_empty());
    for text in [
        "",
        "\u{c}",
        "Dear",
        "Our ref:",
        "\r\n\r\n",
        "Re:",
        "Dear\n\n",
        "From:\nTo:\nSent:\nSubject:",
        "\u{2019}\u{2013}\u{c}\u{a0}Dear \u{e9}",
    ] {
        for form in [Form::Document, Form::Email, Form::Page, Form::Text] {
            assert!(
                !read(
                    &View {
                        form,
                        text,
                        ..EMPTY
                    },
                    tables()
                )
                .kind
                .is_empty()
            );
        }
    }
}

#[test]
fn any_scraps_in_any_order_are_read_without_harm() {
    const SCRAPS: [&str; 34] = [
        "Dear ",
        "Our ref: ",
        "Your ref:",
        "INV/0419/2020",
        "\n",
        "\n\n",
        "\u{c}",
        "\r\n",
        "\t",
        "     ",
        "3 December 2021",
        "RECEIVED ",
        "Information Commissioner\u{2019}s Office",
        "MPS",
        "To: ",
        "From: ",
        "Sent: ",
        "Subject: ",
        "\u{e9}\u{df}\u{130}",
        "Yours sincerely",
        "DRAFT",
        "OFFICIAL",
        "-----Original Message-----",
        "> ",
        "Re: ",
        "by email ",
        "www.ico.org.uk",
        "Reference ",
        "\u{1f600}",
        "(",
        ")",
        "a@met.police.uk",
        "Reprimand",
        ":",
    ];
    let mut seed = 20_211_203_u64;
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..30 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(SCRAPS[(seed >> 33) as usize % SCRAPS.len()]);
        }
        for form in [Form::Document, Form::Email] {
            let facts = read(
                &View {
                    form,
                    subject: Some(&text),
                    text: &text,
                    ..EMPTY
                },
                tables(),
            );
            assert!(
                facts.mentions.is_sorted() && !facts.kind.is_empty() && !facts.title.contains('\n'),
                "{text:?}"
            );
            for (nth, one) in facts.references.iter().enumerate() {
                assert!(
                    facts.references[..nth]
                        .iter()
                        .all(|other| other.key() != one.key()),
                    "{text:?}"
                );
            }
        }
    }
}
