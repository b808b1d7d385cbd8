//! Markings as they are printed, and words that are none.

use super::*;

fn canonical(text: &str) -> Option<String> {
    Markings::built_in()
        .expect("the built-in table is sound")
        .read(text)
        .map(|(canonical, _)| canonical)
}

#[test]
fn a_marking_is_read_in_every_spelling() {
    for (printed, expected) in [
        ("OFFICIAL\n\nDear Ms Hale", "OFFICIAL"),
        (
            "Official \u{2013} Sensitive\n\nDear Ms Hale",
            "OFFICIAL-SENSITIVE",
        ),
        ("official-sensitive", "OFFICIAL-SENSITIVE"),
        (
            "Official - Sensitive POLICE EYES ONLY",
            "OFFICIAL-SENSITIVE",
        ),
        (
            "OFFICIAL-SENSITIVE: PERSONAL",
            "OFFICIAL-SENSITIVE: PERSONAL",
        ),
        ("PROTECT \u{2013} PRIVATE", "PROTECT - PRIVATE"),
        (
            "Classification: NOT PROTECTIVELY MARKED",
            "NOT PROTECTIVELY MARKED",
        ),
        ("Protective Marking    Restricted", "RESTRICTED"),
        ("[OFFICIAL]", "OFFICIAL"),
        ("OFFICIAL FOIA OPEN", "OFFICIAL"),
        ("OFFICIAL \u{2013} No restrictions", "OFFICIAL"),
        ("OFFICIAL      OFFICIAL", "OFFICIAL"),
        ("OFFICIAL-SENSITIVE   Page 2 of 5", "OFFICIAL-SENSITIVE"),
        ("Page 1 of 3    OFFICIAL", "OFFICIAL"),
        ("3 OFFICIAL", "OFFICIAL"),
        ("OFFICIAL    INV/0283/2020    3 December 2021", "OFFICIAL"),
        (
            "OFFICIAL - SENSITIVE [COMMERCIAL]",
            "OFFICIAL-SENSITIVE: COMMERCIAL",
        ),
        (
            "Official-Sensitive (Personal Data)",
            "OFFICIAL-SENSITIVE: PERSONAL",
        ),
        ("OFFICIALSENSITIVE", "OFFICIAL-SENSITIVE"),
        ("O F F I C I A L", "OFFICIAL"),
        ("RESTRICTED (when complete)", "RESTRICTED"),
        ("Restricted \u{2013} Policy", "RESTRICTED - POLICY"),
        ("CONFIDENTIAL - COVERT", "CONFIDENTIAL - COVERT"),
        (
            "Classification: OFFICIAL-SENSITIVE Handling: not for onward sharing",
            "OFFICIAL-SENSITIVE",
        ),
        (
            "FOIA exempt: yes  Protective Marking: RESTRICTED",
            "RESTRICTED",
        ),
        ("Protective marking: NPM", "NOT PROTECTIVELY MARKED"),
        ("NO PROTECTIVE MARKING", "NOT PROTECTIVELY MARKED"),
    ] {
        assert_eq!(canonical(printed).as_deref(), Some(expected), "{printed}");
    }
}

#[test]
fn a_subject_line_bears_a_marking_in_brackets_or_before_a_colon() {
    let markings = Markings::built_in().expect("the built-in table is sound");
    for (subject, expected) in [
        ("[OFFICIAL-SENSITIVE] Keys", Some("OFFICIAL-SENSITIVE")),
        ("RE: Keys (OFFICIAL)", Some("OFFICIAL")),
        ("OFFICIAL: Keys", Some("OFFICIAL")),
        ("Keys (official opening)", None),
        ("Official: Keys", None),
        ("RE: SECRET PASSAGE", None),
    ] {
        let read = markings.in_subject(subject);
        assert_eq!(read.as_deref(), expected, "{subject}");
    }
}

#[test]
fn prose_is_no_marking() {
    for text in [
        "This letter is confidential.",
        "Private and Confidential",
        "Confidential",
        "Protect",
        "The file was marked OFFICIAL-SENSITIVE until May.",
        "Official receiver",
        "Protective Marking: None",
        "Protective Marking: No marking",
        "NPM",
        "Name    Official    Day",
        "*** S40(2) ***",
        "Restricted access",
        "PRIVATE AND CONFIDENTIAL",
        "secret",
    ] {
        assert_eq!(canonical(text), None, "{text}");
    }
}

#[test]
fn a_marking_deep_in_a_page_is_text_and_at_its_foot_a_marking() {
    let lines = "A line of prose that goes on.\n".repeat(40);
    assert_eq!(canonical(&format!("{lines}OFFICIAL\n{lines}")), None);
    assert_eq!(
        canonical(&format!("{lines}OFFICIAL\n")).as_deref(),
        Some("OFFICIAL")
    );
    assert_eq!(
        canonical(&format!("{lines}\u{c}SECRET\n{lines}")).as_deref(),
        Some("SECRET")
    );
}
