//! Letters of people who write for themselves, and those of bodies that look alike.

use super::*;

/// The name and the organisation of the first on each side.
fn sides(text: &str) -> [(Option<String>, Option<String>); 2] {
    let facts = document(text);
    [&facts.from, &facts.to].map(|side| {
        let first = side.first().cloned().unwrap_or_default();
        (first.name, first.organisation)
    })
}

fn bodies(text: &str) -> [Option<String>; 2] {
    sides(text).map(|(_, body)| body)
}

fn some(words: &str) -> Option<String> {
    Some(words.to_owned())
}

const ASKS: &str =
    "Dear Sir or Madam\n\nPlease send me the lamp register.\n\nYours faithfully\n\nOrla Finch\n";

#[test]
fn a_person_s_own_letter_goes_to_the_body_below_their_address() {
    for home in [
        "Ms Orla Finch\n9 Harbury Road\nQuill\nNM4 2AB\n\n3 May 2021\n",
        "Ms Orla Finch, 9 Harbury Road, Quill\n\n3 May 2021\n",
        "From: Ms Orla Finch, 9 Harbury Road, Quill\n\n3 May 2021\n",
        "Orla Finch\norla@quill.example\n\n3 May 2021\n",
        "3 May 2021\n\nOrla Finch\nFlat 2, 9 Harbury Road\nQuill NM4 2AB\n",
        "The Old Lantern\nQuill NM4 2AB\n\n3 May 2021\n",
        "Orla Finch\n9 Harbury Road\nQuill\n",
    ] {
        for (address, body) in [
            (
                "Information Commissioner's Office\nWycliffe House\nWater Lane",
                "ICO",
            ),
            (
                "The Complaints Officer\nEssex Police\nHarbury Road\nHarbury",
                "Essex Police",
            ),
            ("Essex Police\nHarbury Road\nHarbury", "Essex Police"),
        ] {
            let text = format!("{home}\n{address}\n\n{ASKS}");
            let [(name, from), (to_name, to)] = sides(&text);
            assert_eq!((from, to), (None, some(body)), "{text}");
            assert!(
                name.is_some_and(|name| name.ends_with("Orla Finch")),
                "{text}"
            );
            assert!(to_name.is_none_or(|name| !name.contains("Finch")), "{text}");
        }
    }
}

#[test]
fn a_body_below_the_day_alone_is_written_to_where_a_person_signs_for_nobody() {
    let facts = document(&format!(
        "3 May 2021\n\nEssex Police\nHarbury Road\nHarbury\n\n{ASKS}"
    ));
    assert_eq!(facts.from[0].name.as_deref(), Some("Orla Finch"));
    assert_eq!(facts.from[0].organisation, None);
    assert_eq!(facts.to[0].organisation.as_deref(), Some("Essex Police"));
    assert!(
        facts
            .doubts
            .iter()
            .any(|doubt| doubt.contains("taken for the reader"))
    );
}

#[test]
fn a_body_s_own_letter_stays_its_own() {
    let body = "We have looked for the lamps.\n\nYours sincerely\n\n";
    for text in [
        // a letterhead below the reader's address and the day
        format!(
            "Ms Orla Finch\n9 Harbury Road\nQuill\n\n3 May 2021\n\nEssex Police\nHarbury Road\n\nDear Ms Finch\n\n{body}A Hale\n"
        ),
        // one who signs for the body
        format!(
            "3 May 2021\n\nEssex Police\nHarbury Road\nHarbury\n\nDear Sir\n\n{body}A Hale\nEssex Police\n"
        ),
        // one who signs with a post
        format!(
            "3 May 2021\n\nEssex Police\nHarbury Road\nHarbury\n\nDear Sir\n\n{body}A Hale\nDisclosure Officer\n"
        ),
        // a number of its own, a telephone
        format!(
            "3 May 2021\nOur ref: 888/14\n\nEssex Police\nHarbury Road\nHarbury\n\nDear Sir\n\n{body}A Hale\n"
        ),
        format!(
            "3 May 2021\n\nEssex Police\nHarbury Road\nTel: 01632 960123\n\nDear Sir\n\n{body}A Hale\n"
        ),
        // a reader greeted by name
        format!(
            "3 May 2021\n\nEssex Police\nHarbury Road\nHarbury\n\nDear Ms Finch\n\n{body}A Hale\n"
        ),
    ] {
        assert_eq!(bodies(&text)[0], some("Essex Police"), "{text}");
    }
}

#[test]
fn a_form_that_an_applicant_fills_in_is_the_applicant_s() {
    for to in ["Request to:      Essex Police\n", ""] {
        let text = format!(
            "ESSEX POLICE\nFREEDOM OF INFORMATION REQUEST FORM\n\nName:            Orla Finch\nAddress:         9 Harbury Road\nDate:            3 May 2021\n{to}\nDetails: the lamp register\n\nSignature: O Finch\n"
        );
        assert_eq!(
            sides(&text),
            [(some("Orla Finch"), None), (None, some("Essex Police"))],
            "{text}"
        );
    }
    let facts = document(
        "REQUEST FORM\n\nName:      Orla Finch\nRequest to:      Essex Police\n\nThe lamps.\n",
    );
    assert_eq!(facts.from[0].name.as_deref(), Some("Orla Finch"));
    assert_eq!(facts.to[0].organisation.as_deref(), Some("Essex Police"));
    for text in [
        // nobody has filled it in; an officer has
        "ESSEX POLICE\nREQUEST FORM\n\nName:\nAddress:\n",
        "ESSEX POLICE\nREQUEST FORM\n\nName: Orla Finch\nRank: Sergeant\n",
        "ESSEX POLICE\nLamp register\n\nName: Orla Finch\n",
    ] {
        assert_eq!(bodies(text)[0], some("Essex Police"), "{text}");
    }
}

#[test]
fn the_authority_complained_of_is_not_written_to() {
    let letter = |address: &str, opening: &str| {
        format!(
            "Information Commissioner's Office\n3 May 2021\n\n{address}Our ref: IC-90317-T2M4\nPublic authority: Essex Police\n\nDear Ms Finch\n\n{opening}\n\nYours sincerely\n\nE Marsh\n"
        )
    };
    let complaint = "We have considered your complaint.";
    for text in [
        letter(
            "Ms Orla Finch\n9 Harbury Road\nQuill NM4 2AB\n\n",
            complaint,
        ),
        letter("", complaint),
    ] {
        let [(_, from), (name, to)] = sides(&text);
        assert_eq!((from, to), (some("ICO"), None), "{text}");
        assert!(name.is_some_and(|name| name.ends_with("Finch")));
    }
    let plain = letter("", "We have received a complaint about your lamps.");
    assert_eq!(bodies(&plain)[1], some("Essex Police"));
}
