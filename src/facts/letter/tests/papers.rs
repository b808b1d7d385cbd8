//! Papers that are no letters, and letters without empty lines: their days, sides and titles.

use super::{day, document, named_document};

#[test]
fn a_line_that_says_when_it_was_made_dates_a_paper() {
    for (text, expected) in [
        (
            "Lamp Box Company\nInvoice 17\n\nRaised on 14 February 2020\n40 lamps\n",
            "2020-02-14",
        ),
        (
            "File note\nMade by Orla Finch on 16 February 2022\n\nShe rang.\n",
            "2022-02-16",
        ),
        (
            "Lamp list\n\nPrepared by the Lamp Unit, 4 May 2021\n\nTwo lamps.\n",
            "2021-05-04",
        ),
        (
            "Lamp list\n\nTwo lamps.\n\nSigned on 4 May 2021 by A Hale\n",
            "2021-05-04",
        ),
        (
            "Lamp list\nRaised on 1 May 2021\n\n3 May 2021\n\nTwo lamps.\n",
            "2021-05-03",
        ),
    ] {
        assert_eq!(document(text).date, day(expected), "{text}");
    }
    for text in [
        "Lamp list\n\nThe invoice was\nraised on 14 February 2020\nand paid.\n",
        "Lamp list\n\nMade by hand in the years from 3 May 2021\n",
    ] {
        assert_eq!(document(text).date, None, "{text}");
    }
}

#[test]
fn letterhead_and_address_may_stand_without_a_line_between() {
    let facts = document(
        "Metropolitan Police Service\nRegistry\nThe Records Manager\nNorthmere Constabulary\n22 September 2020\nDear Records Manager,\nLoan of lamps\nThe lamps were fetched.\nYours sincerely,\nOrla Finch\nRegistry, Metropolitan Police Service\n",
    );
    assert_eq!(
        facts.title,
        "MPS letter to Northmere Constabulary dated 22 September 2020"
    );
}

#[test]
fn a_leaflet_is_titled_by_its_kind_with_its_issuer_or_by_its_own_name_without() {
    let head = "Information Commissioner\u{2019}s Office\n";
    for (lines, expected) in [
        (
            "Enforcement Leaflet\nLamps and Wicks 2018\nWhat this leaflet is for\n",
            "ICO Enforcement Leaflet - Lamps and Wicks 2018",
        ),
        (
            "Asking for Your Own Lamp: A Plain Guide\nLeaflet for lodgers\n\n",
            "Asking for Your Own Lamp: A Plain Guide",
        ),
    ] {
        let prose = "We give this to whoever asks for the loan of a lamp, so that they know.\n";
        let facts = document(&format!("{head}{lines}{prose}"));
        assert_eq!(
            (facts.kind.as_str(), facts.title.as_str()),
            ("leaflet", expected)
        );
    }
}

#[test]
fn a_sentence_that_speaks_of_an_organisation_is_not_its_own() {
    let facts = document(
        "File note\n\nTelephone call from Orla Finch of the ICO about lamps. She had read our note and\nasked to see it.\n",
    );
    assert!(facts.from.is_empty(), "{:?}", facts.from);
}

#[test]
fn neither_column_names_nor_the_marks_of_a_heading_are_a_title() {
    let facts = named_document("Lamp Number,Wick,Oil\n1,2,3\n", &["lamps 2021.csv"]);
    assert_eq!(
        (facts.kind.as_str(), facts.title.as_str()),
        ("spreadsheet", "lamps 2021")
    );
    assert_eq!(
        document("# Lamps of the house\n\nTwo.\n").title,
        "Lamps of the house"
    );
}

#[test]
fn a_link_in_a_sentence_makes_no_sender_and_one_in_a_letterhead_does() {
    let from = |text: &str| {
        document(text)
            .from
            .into_iter()
            .find_map(|one| one.organisation)
    };
    assert_eq!(
        from("the file is in the lamp folder and is read at https://www.ico.org.uk/foi?x=1\n"),
        None
    );
    assert_eq!(
        from("www.ico.org.uk\n\n3 May 2021\n\nDear Ann\n\nLamps\n\nYours sincerely\nOrla Finch\n")
            .as_deref(),
        Some("ICO")
    );
}

#[test]
fn a_body_that_answers_requests_does_not_make_them() {
    let kent = "KENT POLICE\nSutton Road, Maidstone ME15 9BZ\n\n";
    let ico = "Information Commissioner's Office\nWycliffe House\n\n14 March 2022\n\nDear Sirs\n\n";
    let person = "Ms A Quill\n4 Hill Row\n\n14 March 2022\n\nDear Ms Quill\n\n";
    let end = "\n\nYours faithfully\n\nA Officer\n";
    let asked = "Mr Moss asked us under the Freedom of Information Act 2000 for a list of lamps. We gave it.";
    let lamps =
        "You wrote to us on 3 April about lamps. The list is withheld under section 31(1)(a) FOIA.";
    for (head, to, words, kind) in [
        (kent, ico, asked, "letter"),
        (kent, person, lamps, "foi_response"),
        (kent, ico, lamps, "letter"),
        ("", ico, asked, "foi_request"),
        (
            kent,
            person,
            "You wrote to us on 3 April about lamps. We have none.",
            "letter",
        ),
        (
            kent,
            person,
            "We have your complaint. You wrote that section 31(1)(a) FOIA was misused.",
            "letter",
        ),
    ] {
        let text = format!("{head}{to}{words}{end}");
        assert_eq!(document(&text).kind, kind, "{text}");
    }
}
