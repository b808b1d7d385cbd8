//! Provisions where two Acts meet, where one has two short forms, and in shorter prints.

use super::cited;

#[test]
fn another_act_is_that_of_its_own_section() {
    for (text, wanted) in [
        (
            "We answer under the Freedom of Information Act 2000 (the Act).\n\nSection 31(1)(b) and section 40(2) are engaged, and the lamplighter was held under section 43 of the Terrorism Act 2000.",
            "FOIA s31(1)(b); FOIA s40(2); Terrorism Act 2000 s43",
        ),
        (
            "The lamplighter was held under section 43 of the Terrorism Act 2000, and section 40(2) is engaged. The Freedom of Information Act 2000 applies.",
            "Terrorism Act 2000 s43; FOIA s40(2)",
        ),
        (
            "Freedom of Information Act 2000\n\nWe rely on sections 30 and 38, and the mill was searched under section 8 of PACE.",
            "FOIA s30; FOIA s38; PACE s8",
        ),
        (
            "FOI request 7/21\n\nYour refusal cited sections 31 and 42, which you say breached section 6 of the Human Rights Act 1998.",
            "FOIA s31; FOIA s42; Human Rights Act 1998 s6",
        ),
        (
            "The mill withheld the lamp book under section 31(1)(b) and section 38 of the Act. The loss was reported under section 67 of the Data Protection Act 2018.",
            "FOIA s31(1)(b); FOIA s38; DPA2018 s67",
        ),
        (
            "Under the Freedom of Information Act 2000 we apply sections 24, 31 and 42. Section 68 of the Data Protection Act 2018 was kept.",
            "FOIA s24; FOIA s31; FOIA s42; DPA2018 s68",
        ),
        (
            "The Commissioner reprimands Lantern Mill under the Data Protection Act 2018.\n\nSection 35(1) and section 37 were infringed. Section 40(2) of the Freedom of Information Act 2000 is no part of this.",
            "DPA2018 s35(1); DPA2018 s37; FOIA s40(2)",
        ),
        (
            "Section 35(2)(b), section 38 and s.39(1) of Part 3 DPA 2018 were kept. Besides, s.31(1)(a) FOIA was relied on.",
            "DPA2018 s35(2)(b); DPA2018 s38; DPA2018 s39(1); FOIA s31(1)(a)",
        ),
        (
            "exempt under section 31(1)(a) and section 43 of the Terrorism Act 2000",
            "FOIA s31(1)(a); Terrorism Act 2000 s43",
        ),
        (
            "section 35 of Part 3 of the Data Protection Act 2018",
            "DPA2018 s35",
        ),
    ] {
        assert_eq!(cited(text), wanted, "{text}");
    }
}

#[test]
fn an_act_still_stands_for_the_list_before_it() {
    for (text, wanted) in [
        (
            "He was stopped under sections 43 and 44 of the Terrorism Act 2000.",
            "Terrorism Act 2000 s43; Terrorism Act 2000 s44",
        ),
        (
            "Officers relied on section 43 and section 44 of the Terrorism Act 2000; no information was exempt.",
            "Terrorism Act 2000 s43; Terrorism Act 2000 s44",
        ),
        (
            "Stops in the year\n\nThe Terrorism Act 2000 was used. Section 41 gives the power of arrest and section 43 that of search.",
            "Terrorism Act 2000 s41; Terrorism Act 2000 s43",
        ),
        (
            "Section 41 of the Terrorism Act 2000 gives the power of arrest, and section 43 that of search. You asked under the Freedom of Information Act 2000.",
            "Terrorism Act 2000 s41; Terrorism Act 2000 s43",
        ),
        (
            "Freedom of Information Act 2000\n\nSection 40(2) applies. Personal data are defined by section 3 of the Data Protection Act 2018. Section 41 applies as well.",
            "FOIA s40(2); DPA2018 s3; FOIA s41",
        ),
        (
            "exempt under sections 31(1)(a) and 40(2) of FOIA",
            "FOIA s31(1)(a); FOIA s40(2)",
        ),
        (
            "section 45(4) and section 44(4) of the Data Protection Act 2018 restrict access",
            "DPA2018 s45(4); DPA2018 s44(4)",
        ),
    ] {
        assert_eq!(cited(text), wanted, "{text}");
    }
}

#[test]
fn a_short_form_is_of_the_act_that_it_was_defined_for() {
    for (text, wanted) in [
        (
            "The Environmental Information (Scotland) Regulations 2004 (the EIRs) apply. We used regulation 10(4)(e) of the EIRs.",
            "EISR r10(4)(e)",
        ),
        (
            "The Environmental Information (Scotland) Regulations 2004 (\u{201c}EIRs\u{201d}) apply, and so does regulation 11(2) of the EIRs.",
            "EISR r11(2)",
        ),
        (
            "Freedom of Information (Scotland) Act 2002\n\nsection 17(1) of FOISA, and regulation 10(4)(a) of the EIRs.",
            "FOISA s17(1); EISR r10(4)(a)",
        ),
        (
            "The Freedom of Information (Scotland) Act 2002 (the FOI Act) applies: section 35(1)(a) of the FOI Act, section 38(1)(b) of the FOI Act.",
            "FOISA s35(1)(a); FOISA s38(1)(b)",
        ),
        (
            "The Environmental Information Regulations 2004 (the EIRs) apply here, and in Perth the Environmental Information (Scotland) Regulations 2004 (the EISRs). We used regulation 12(4)(b) of the EIRs and regulation 10(4)(b) of the EISRs.",
            "EIR r12(4)(b); EISR r10(4)(b)",
        ),
        (
            "The Environmental Information (Scotland) Regulations 2004 (unlike the EIRs) are not ours; regulation 12(5)(b) of the EIRs is.",
            "EIR r12(5)(b)",
        ),
    ] {
        assert_eq!(cited(text), wanted, "{text}");
    }
}

#[test]
fn shorter_prints_are_provisions_too() {
    for (text, wanted) in [
        (
            "We refuse by S21 and S31(1)(a) of the FOI Act.",
            "FOIA s21; FOIA s31(1)(a)",
        ),
        (
            "The lamp book is withheld under S12 and S14.",
            "FOIA s12; FOIA s14",
        ),
        ("S22, S38 and S43 FOIA", "FOIA s22; FOIA s38; FOIA s43"),
        (
            "paras 2 and 5(3) of Schedule 2 to the DPA 2018",
            "DPA2018 sch2para2; DPA2018 sch2para5(3)",
        ),
        (
            "Schedule 2, paragraphs 2 and 5(3) of the DPA 2018",
            "DPA2018 sch2para2; DPA2018 sch2para5(3)",
        ),
        (
            "Section 37(1)(a)-(ac) FOIA",
            "FOIA s37(1)(a); FOIA s37(1)(aa); FOIA s37(1)(ab); FOIA s37(1)(ac)",
        ),
        ("Section 40, subsection (2), of FOIA", "FOIA s40(2)"),
        ("section 31 sub-section (1)(a) FOIA", "FOIA s31(1)(a)"),
        (
            "Freedom of Information Act 2000: withheld under 40(2) and 41.",
            "FOIA s40(2); FOIA s41",
        ),
        (
            "Gwrthodwn o dan adran 40(2) o Ddeddf Rhyddid Gwybodaeth 2000.",
            "FOIA s40(2)",
        ),
        (
            "Section 45(1)(b) Data Protection Act 2018 and Section 45 Code of Practice under FOIA",
            "DPA2018 s45(1)(b); FOIA s45",
        ),
        (
            "charged under section 20 of the Offences Against the Person Act 1861",
            "Offences Against the Person Act 1861 s20",
        ),
        (
            "section 3 of the Access to Health Records Act 1990",
            "Access to Health Records Act 1990 s3",
        ),
    ] {
        assert_eq!(cited(text), wanted, "{text}");
    }
}

#[test]
fn what_looks_like_a_shorter_print_is_none() {
    for (text, wanted) in [
        (
            "The request was for the S12 bus; the S21 and S22 telephones are not exempt.",
            "",
        ),
        (
            "Freedom of information: how many S18 woundings and S47 assaults were there in Sheffield S12?",
            "",
        ),
        ("refused under clause 40(2) of the lease", ""),
        ("withheld under 40(2) of the policy", ""),
        ("withheld for 40 (2) days", ""),
        (
            "Section 40, subsections and all, is read aloud under FOIA",
            "FOIA s40",
        ),
        ("exempt: section 40(2) and S12 4QN", "FOIA s40(2)"),
    ] {
        assert_eq!(cited(text), wanted, "{text}");
    }
}
