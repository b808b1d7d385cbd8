//! What is read of citations, Acts, labels and papers.

mod acts;

use super::*;

fn table() -> Provisions {
    Provisions::built_in().expect("the table is sound")
}

/// `act provision` of each, in order.
fn cited(text: &str) -> String {
    let read = read(text, None, &table());
    let all: Vec<String> = read
        .provisions
        .iter()
        .map(|one| format!("{} {}", one.act.as_deref().unwrap_or("?"), one.provision))
        .collect();
    all.join("; ")
}

#[test]
fn the_act_named_beside_a_citation_is_its_act() {
    for (text, wanted) in [
        (
            "under section 31(1)(a)&(b) of the Freedom of Information Act 2000",
            "FOIA s31(1)(a); FOIA s31(1)(b)",
        ),
        ("FOIA, s.22A(1)", "FOIA s22A(1)"),
        (
            "sections 40(2) and 40(3A)(a) FOIA",
            "FOIA s40(2); FOIA s40(3A)(a)",
        ),
        (
            "section 44 of the Lamp Oil (Storage) Act 1931",
            "Lamp Oil (Storage) Act 1931 s44",
        ),
        (
            "section 45(4) of the DPA 2018 and section 40(2) of FOIA",
            "DPA2018 s45(4); FOIA s40(2)",
        ),
        (
            "the Data Protection Act 1998, section 7(1)",
            "DPA1998 s7(1)",
        ),
        ("reg 12(5)(b) EIR", "EIR r12(5)(b)"),
        ("regulation 13(1) of the EIRs", "EIR r13(1)"),
        ("Article 6(1)(f) of the UK GDPR", "UKGDPR Art6(1)(f)"),
        (
            "Schedule 13 paragraph 2 of the Data Protection Act 2018",
            "DPA2018 sch13para2",
        ),
        (
            "paragraph 2(1)(c) of Schedule 13 to the DPA 2018",
            "DPA2018 sch13para2(1)(c)",
        ),
        ("subsection (2) of section 40 of FOIA", "FOIA s40(2)"),
        (
            "section 18 of FOISA and s.17(1) FOISA",
            "FOISA s18; FOISA s17(1)",
        ),
        (
            "sections 21-23 of the FOI Act",
            "FOIA s21; FOIA s22; FOIA s23",
        ),
        ("section 20 PACE", "PACE s20"),
    ] {
        assert_eq!(cited(text), wanted, "{text}");
    }
}

#[test]
fn the_act_is_the_one_last_defined() {
    let letter = "We refuse under the Freedom of Information Act 2000 (the Act).\n\nSection 40(2) of the Act applies, \
        and so does section 12.\n\nYou also cite the Data Protection Act 2018 (\u{201c}the Act\u{201d}); section 45 of \
        the Act is another matter.";
    assert_eq!(cited(letter), "FOIA s40(2); FOIA s12; DPA2018 s45");
}

#[test]
fn a_text_of_another_country_is_told_by_its_own_act() {
    let notice = "Decision under the Freedom of Information (Scotland) Act 2002\n\nsection 35(1)(a) was relied upon, \
        and regulation 10(5)(b).";
    assert_eq!(cited(notice), "FOISA s35(1)(a); EISR r10(5)(b)");
    assert_eq!(
        cited("35(1)(a) and (b) (Law enforcement)"),
        "FOISA s35(1)(a); FOISA s35(1)(b)"
    );
}

#[test]
fn what_no_act_has_is_kept_as_printed() {
    assert_eq!(
        cited("exempt under section 31(a) and section 1(b)"),
        "FOIA s31(a); FOIA s1(b)"
    );
    let read = read("exempt under S40 (2)&(9)(z)", None, &table());
    assert!(
        read.provisions
            .iter()
            .any(|one| one.provision == "s40(9)(z)" && one.as_printed == "S40 (2)&(9)(z)")
    );
}

#[test]
fn labels_over_removed_words_are_no_citations() {
    for text in [
        "spoke to *** S40(2) *** on Monday",
        "**********S31(1)(a)(b)*********",
        "Dear [s.40(2)],",
        "From: s40(2)",
        "I met [s.40(2)] at the mill",
        "[Redacted: section 40(2) FOIA] keeps bees",
        "Yours sincerely\n\nS.40(2)\n",
        "██ s40(2) ██",
    ] {
        assert_eq!(cited(text), "", "{text}");
    }
    assert_eq!(cited("withheld as exempt [s.40(2)]"), "FOIA s40(2)");
    assert_eq!(cited("**Section 40(2)** applies"), "FOIA s40(2)");
}

#[test]
fn numbers_of_other_things_are_no_provisions() {
    for text in [
        "see page 40 and room 12(b)",
        "on 12.5.2021 and 3/4/2020",
        "Section 1: Purpose\n\nSection 2: Scope\n\nSection 3: Findings\n\nFreedom of information is not our concern.",
        "as section 2 of this report says, and section 4 of our records policy",
        "clause 14(1)(a) of the lease",
        "Works Road, S40 2NU",
        "please complete section 4 and post it",
        "the 1980s 40 lamps; it's 40 miles",
        "section 3.2 describes the mill",
        "paragraph 12(1)(a) was struck out",
    ] {
        assert_eq!(cited(text), "", "{text}");
    }
}

#[test]
fn lists_go_on_over_glosses_and_stop_at_other_numbers() {
    for (text, wanted) in [
        (
            "exempt: sections 30(3) (investigations, 31(3) (lamps) and 40(5)",
            "FOIA s30(3); FOIA s31(3); FOIA s40(5)",
        ),
        ("section 12 and 18 hours of exempt work", "FOIA s12"),
        ("exemptions at sections 23 and 24", "FOIA s23; FOIA s24"),
        (
            "exempt under sections 40(2), 31(1), 21, and 22",
            "FOIA s40(2); FOIA s31(1); FOIA s21; FOIA s22",
        ),
        (
            "refused under section\n40 (2) in 20 working days",
            "FOIA s40(2)",
        ),
        (
            "sections 40(2) & (5) and 30(1)",
            "FOIA s40(2); FOIA s40(5); FOIA s30(1)",
        ),
        ("exempt by sectio n 31(1)", "FOIA s31(1)"),
    ] {
        assert_eq!(cited(text), wanted, "{text}");
    }
}

#[test]
fn any_bytes_are_read_without_a_fault() {
    let pieces = [
        "s",
        "S40(",
        "(2)",
        "section ",
        "(a)",
        "\n",
        "31",
        "-",
        "of the ",
        "Act",
        "é",
        "*",
        "[",
        "]",
        "to",
        ",",
        "§",
        "(i)",
        ".",
        "Schedule ",
        "para ",
        "🙂",
        "1 a - d",
        "FOI ",
        "Sections ",
        "z",
    ];
    let mut seed = 7_u64;
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..14 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        for one in read(&text, None, table_once()).provisions {
            assert!(text.contains(&one.as_printed));
        }
    }
}

fn table_once() -> &'static Provisions {
    static TABLE: std::sync::OnceLock<Provisions> = std::sync::OnceLock::new();
    TABLE.get_or_init(table)
}

#[test]
fn each_example_of_an_act_is_read_as_its_own() {
    let table = table();
    assert!(table.acts().len() > 5 && table.rows().len() > 100);
    for act in table.acts() {
        assert!(!act.examples.is_empty(), "{} has no example", act.key);
        for (printed, provision) in &act.examples {
            let read = read(printed, None, &table);
            let [one] = read.provisions.as_slice() else {
                panic!("{printed}: {read:?}")
            };
            assert_eq!(
                (&one.provision, one.act.as_ref()),
                (provision, Some(&act.key)),
                "{printed}"
            );
        }
    }
}
