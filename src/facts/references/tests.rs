//! Claims about reading references, on made-up sentences.

use super::*;

fn families() -> Families {
    Families::built_in().unwrap()
}

/// The references that a text holds, in order.
pub(super) fn read(text: &str) -> Vec<String> {
    families()
        .find(text)
        .into_iter()
        .map(|found| found.reference.canonical)
        .collect()
}

#[test]
fn a_reference_is_found_whatever_its_spelling() {
    for text in [
        "INV/0283/2020",
        "inv-0283-2020",
        "INV 0283 2020",
        "INV02832020",
        "INV0283/2020",
        "INV_0283_2020",
        "INV\\0283\\2020",
        "INV\\_0283\\_2020",
        "INV\u{2011}0283\u{2011}2020",
        "INV\u{2010}0283\u{2013}2020",
        "INV\u{2212}0283\u{2014}2020",
        "INV / 0283 / 2020",
        "INV\u{a0}/\u{a0}0283 /2020",
        "INV/\n0283/2020",
        "INV/0283/\r\n2020",
        "> INV/0283/\n> 2020",
        "| INV/\n| 0283/2020",
        ">> INV\n>> 0283\n>> 2020",
        "INV/02\n83/2020",
        "IN\u{ad}V/02\u{ad}83/20\u{ad}20",
        "I\u{200b}N\u{200c}V/\u{2060}0283/\u{feff}2020",
        "\u{ff29}\u{ff2e}\u{ff36}\u{ff0f}\u{ff10}\u{ff12}\u{ff18}\u{ff13}\u{ff0f}\u{ff12}\u{ff10}\u{ff12}\u{ff10}",
        "INV/\u{1d7ce}\u{1d7d0}\u{1d7d6}\u{1d7d1}/2020",
        "Ref.INV/0283/2020",
        "Our Ref:INV/0283/2020",
        "RefINV/0283/2020",
        "1INV/0283/2020",
        "INV/0283/2020\n1",
        "(INV/0283/2020)",
        "\u{201c}INV/0283/2020\u{201d},",
        "<b>INV/0283/2020</b>",
        "**INV/0283/2020**",
        "INV/0283/2020's",
        "INV/0283/2020\u{b2}",
        "?case=INV%2F0283%2f2020&x=1",
        "letters/INV-0283-2020_final.pdf",
        "see INV/0283/2020: INV is short for investigation",
    ] {
        assert_eq!(read(text), ["INV/0283/2020"], "{text:?}");
    }
}

#[test]
fn a_neighbour_of_a_reference_is_never_that_reference() {
    for text in [
        "XINV/0283/2020",
        "INV/0283/20201",
        "INV/0283/2020A",
        "INVOICE/0283/2020",
        "INV/10283/2020",
        "INV/283/2020",
        "INV/0283/202",
        "INV/0283",
        "INV 0283 in 2020",
        "2020/0283/INV",
        "INV/0283//// 2020",
        "INV/0283/\n\n2020",
        "INV\u{e9}/0283/2020",
        "a1INV/0283/2020",
        "2019INV/0283/2020",
        "INV/0283/\u{c}2020",
        "INV/0283/1020",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text:?}");
    }
    assert_eq!(
        read("INV/0283/2021 and INV/0284/2020"),
        ["INV/0283/2021", "INV/0284/2020"]
    );
}

#[test]
fn the_longest_reading_wins_and_a_refused_one_hides_what_is_inside() {
    assert_eq!(read("appeal FT/EA/2024/0397"), ["FT/EA/2024/0397"]);
    assert_eq!(read("FT/EA/2025/0478/GDPR"), ["FT/EA/2025/0478/GDPR"]);
    assert_eq!(read("AFT/EA/2024/0397"), Vec::<String>::new());
    assert_eq!(read("EA-2022-001495-NK"), Vec::<String>::new());
    assert_eq!(
        read("[2011] UKFTT EA_2010_0173 (GRC)"),
        ["[2011] UKFTT EA_2010_0173 (GRC)"]
    );
    assert_eq!(read("[2019] UKICO fs50857615"), ["FS50857615"]);
}

#[test]
fn lists_and_labels_give_each_reference() {
    assert_eq!(
        read("EA/2006/0072 (Bromley), EA/2006/0071 (Fowler); FS50123456/FS50123457"),
        ["EA/2006/0072", "EA/2006/0071", "FS50123456", "FS50123457"]
    );
    assert_eq!(read("Your ref: Our ref: 2017070000569"), ["2017070000569"]);
    assert_eq!(
        read("Your ref:\nFS50123456\nOur ref:\n2017070000569"),
        ["FS50123456", "2017070000569"]
    );
}

#[test]
fn bare_digits_are_a_reference_only_beside_a_label_where_nothing_speaks_against_it() {
    assert_eq!(
        read("Refs 2018060000941,2018060000942"),
        ["2018060000941", "2018060000942"]
    );
    assert_eq!(families().in_file_name("2018060000941 reply.pdf").len(), 1);
    for text in [
        "parcel 2018060000941",
        "ref ISBN 9781474126519",
        "ref 20180600009411",
        "ref x2018060000941",
        "ref 2018060000941@example.org",
        "ref \u{a3}2018060000941",
        "ref +2018060000941",
        "no 3.2018060000941",
        "ref 2018060000941.5",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn citations_lose_their_zeros_and_keep_their_chamber() {
    assert_eq!(read("[2024] UKFTT 00329 (GRC)"), ["[2024] UKFTT 329 (GRC)"]);
    assert_eq!(read("[2024]\nUKFTT 329\n(GRC)"), ["[2024] UKFTT 329 (GRC)"]);
    assert_eq!(
        read("Reference: [2021] UKFTT 2019_212 (GRC)"),
        ["[2021] UKFTT EA_2019_0212 (GRC)"]
    );
    assert_eq!(read("Ashton [2018] UKUT 208."), ["[2018] UKUT 208 (AAC)"]);
    assert_eq!(read("[2018] UKUT 208 (IAC)"), Vec::<String>::new());
    assert_eq!(read("[2018] UKFTT 208"), Vec::<String>::new());
}

#[test]
fn places_are_those_of_the_printed_words() {
    let text = "\u{201c}ref\u{201d} \u{2013} inv\u{a0}/ 0283\u{ad}/2020\u{200b}, and so on";
    let found = families().find(text);
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].start..found[0].end], found[0].as_printed);
    assert_eq!(found[0].as_printed, "inv\u{a0}/ 0283\u{ad}/2020");
}

#[test]
fn a_look_alike_is_possible_and_never_found() {
    let families = families();
    for (text, meant) in [
        ("INV/O283/2O20", "INV/0283/2020"),
        ("INV/02B3/2020", "INV/0283/2020"),
        ("lNV/0283/2020", "INV/0283/2020"),
        ("1C-66449-W4Z5", "IC-66449-W4Z5"),
        ("IC-66449-W425", "IC-66449-W4Z5"),
        ("F550123456", "FS50123456"),
        ("01.F0I.22.025669", "01.FOI.22.025669"),
    ] {
        assert_eq!(families.find(text), [], "{text}");
        let possible = families.possible(text);
        assert_eq!(possible.len(), 1, "{text}");
        assert_eq!(possible[0].reference.canonical(), meant);
        assert_eq!(possible[0].as_printed, text);
    }
    for text in [
        "INV/0283/2020",
        "INV/0283/2020l",
        "EA/2022/042588",
        "INV/0283/202012",
        "INV/0283/20201 reasons",
        "a word, 2020",
        "INV/OZBE/ZOZO",
    ] {
        assert_eq!(families.possible(text), [], "{text}");
    }
}

#[test]
fn file_names_are_read_with_their_escapes() {
    for name in [
        "INV-0283-2020 letter.pdf",
        "INV_0283_2020.pdf",
        "INV%2F0283%2F2020.eml",
        "2021-12-03_INV0283-2020_v2.docx",
        "Re+INV+0283+2020.msg",
        "INV%E2%80%910283%E2%80%912020.pdf",
    ] {
        let found = families().in_file_name(name);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].reference.canonical(), "INV/0283/2020");
        assert_eq!(&name[found[0].start..found[0].end], found[0].as_printed);
    }
}

#[test]
fn the_whole_of_a_typed_text_is_the_reference() {
    let families = families();
    for typed in [
        "INV/0283/2020",
        " inv/0283/2020 ",
        "INV-0283-2020",
        "INV 0283 2020",
        "inv02832020",
    ] {
        let read = families.read_typed(typed).unwrap();
        assert_eq!(read.references.len(), 1);
        assert_eq!(read.references[0].key(), "ico/INV/0283/2020");
    }
    for typed in [
        "INV/0283/2020 leaflet",
        "the INV 0283 2020",
        "INV/*/2020",
        "2018060000941",
        "",
        "  ",
        "INV 0283",
    ] {
        assert_eq!(families.read_typed(typed), None, "{typed:?}");
    }
    assert_eq!(
        families.read_typed_bare("2018060000941")[0].key(),
        "mps/2018060000941"
    );
    assert!(families.read_typed("01.FOI.22.025669").is_some());
    assert!(families.read_typed("01 FOI 22 025669").is_none());
    assert!(families.read_typed("[2024] UKFTT 329 (GRC)").is_some());
}

#[test]
fn near_numbers_come_with_the_reason() {
    let families = families();
    let wanted = families
        .read_typed("INV/0823/2020")
        .unwrap()
        .references
        .remove(0);
    let known = [
        "INV/0823/2019",
        "INV/0832/2020",
        "INV/0823/2020",
        "INV/0824/2020",
        "INV/0913/2020",
        "INV/0832/2019",
    ];
    let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
    let near = families.nearest(&wanted, &known);
    assert_eq!(
        near,
        [
            ("INV/0832/2020".to_owned(), "two digits change places"),
            ("INV/0823/2019".to_owned(), "another year"),
            ("INV/0824/2020".to_owned(), "one digit differs"),
        ]
    );
}

const NORTHSHIRE: &str = r#"
[[family]]
key = "northshire-foi"
issuer = "northshire"
means = "request to a made-up force"
forms = ['###/##']
needs_label = true
examples = { "412/26" = ["Our ref: 412/26"] }
not_examples = ["on 412/26"]
source = "made up"
"#;

#[test]
fn a_bare_number_needs_its_label_or_a_list_that_has_one() {
    let families = Families::from_toml(NORTHSHIRE).unwrap();
    let read = |text: &str| {
        families
            .find(text)
            .into_iter()
            .map(|found| found.reference.canonical)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        read("Case Nos 412/26; 413/26, 414/26 and 415/26"),
        ["412/26", "413/26", "414/26", "415/26"]
    );
    assert_eq!(read("Our ref:\n412/26"), ["412/26"]);
    assert_eq!(read("a share of 412/26, or 413/26"), Vec::<String>::new());
    assert!(families.read_typed("412/26").is_none());
    assert_eq!(families.read_typed_bare("412/26").len(), 1);
}

#[test]
fn faults_of_a_table_are_said_with_what_to_do() {
    let fault = |from: &str, to: &str| {
        let error = Families::from_toml(&NORTHSHIRE.replace(from, to)).unwrap_err();
        assert!(error.advice().is_some(), "{error}");
        error.to_string()
    };
    assert!(
        fault("\"Our ref: 412/26\"", "\"Our ref: 4/26\"")
            .contains("does not read its own example `Our ref: 4/26`")
    );
    assert!(fault("on 412/26", "ref 412/26").contains("reads its counter-example `ref 412/26`"));
    assert!(fault("###/##", "###~##").contains("`~` has no meaning in a form"));
    assert!(fault("source", "sauce").contains("cannot be read as a table"));
    assert!(
        fault("= [\"Our ref: 412/26\"]", "= [\"Our ref: 413/26\"]")
            .contains("as `413/26`, not `412/26`")
    );
    let twice = format!("{NORTHSHIRE}{NORTHSHIRE}");
    assert!(
        Families::from_toml(&twice)
            .unwrap_err()
            .to_string()
            .contains("share the key `northshire-foi`")
    );
    let like = format!(
        "{NORTHSHIRE}{}",
        NORTHSHIRE.replace("northshire", "southshire")
    );
    assert!(
        Families::from_toml(&like)
            .unwrap_err()
            .to_string()
            .contains("read the same number")
    );
    let said = like
        .replacen(
            "source",
            "shares_shape_with = [\"southshire-foi\"]\nsource",
            1,
        )
        .replacen(
            "issuer = \"southshire\"",
            "issuer = \"southshire\"\nshares_shape_with = [\"northshire-foi\"]",
            1,
        );
    let families = Families::from_toml(&said).unwrap();
    assert_eq!(
        families.find("ref 412/26").len(),
        2,
        "a shared shape is both bodies' until something tells them apart"
    );
}

#[test]
fn a_list_of_short_numbers_goes_on_over_stray_marks() {
    assert_eq!(
        read("Case Nos 1578/14; 1606/14; 1613/14/ 1629/14"),
        ["1578/14", "1606/14", "1613/14", "1629/14"]
    );
    assert_eq!(
        read("(FOI\u{2019}s 430/20 and 439/20)"),
        ["430/20", "439/20"]
    );
    assert_eq!(read("Our ref:  Date:\n888/14  3 May 2014"), ["888/14"]);
    assert_eq!(read("Your ref: Our ref: 888/14"), ["888/14"]);
}

#[test]
fn what_only_looks_like_a_short_number_is_none() {
    for text in [
        "by every financial year from 2013/14 onwards",
        "FOI statistics 2013/14",
        "request of 24/10/14",
        "Our ref: ABC/1234/22",
        "Our ref: 12-34-56",
        "HO circular 12/2010",
        "Cases C-141/12 and T-372/12",
        "reference to 2000 officers",
        "request 5000 copies",
        "case 2021",
        "no 12345",
        "policy reference 09/26",
        "ref \u{a3}500/20",
        "ref 12/16%",
        "PO Box 12345",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn a_short_number_typed_is_that_of_every_body_that_numbers_so() {
    let typed = families().read_typed_bare("888/14");
    let issuers: Vec<&str> = typed.iter().map(Reference::issuer).collect();
    assert!(issuers.contains(&UNATTRIBUTED) && issuers.contains(&"northumbria police"));
    assert!(families().read_typed("888/14").is_none());
    let carried = |issuer: &str, canonical: &str| crate::facts::Carried {
        canonical: canonical.to_owned(),
        family: "number-and-year".to_owned(),
        issuer: issuer.to_owned(),
        role: crate::facts::Role::Mentioned,
        as_printed: canonical.to_owned(),
    };
    let (open, npcc) = (carried(UNATTRIBUTED, "888/14"), carried("npcc", "888/14"));
    let unlisted = carried("wexmarsh constabulary", "888/14");
    for one in [&npcc, &unlisted, &open] {
        assert!(open.may_be(one) && one.may_be(&open));
    }
    assert!(npcc.may_be(&npcc) && !npcc.may_be(&unlisted));
    assert!(!npcc.may_be(&carried("northumbria police", "888/14")));
    assert!(!open.may_be(&carried("npcc", "888/15")));
}

#[test]
fn numbers_run_together_are_read_apart() {
    assert_eq!(
        read("See INV/0283/2020INV/0284/2020INV/0911/2021."),
        ["INV/0283/2020", "INV/0284/2020", "INV/0911/2021"]
    );
    assert!(read("See INV/0283/2020INVOICE").is_empty());
    assert_eq!(read("See XINV/0283/2020INV/0284/2020"), ["INV/0284/2020"]);
}

#[test]
fn a_day_or_a_street_on_the_next_line_is_no_part_of_a_number() {
    for (text, none) in [
        ("Our ref: FOI/24/2210\n13 June 2024\n", "FOI/24/221013"),
        (
            "Reference 01.FOI.24.0022\n10 of May 2024\n",
            "01.FOI.24.002210",
        ),
        ("01.FOI.24.0022\n10th May 2024\n", "01.FOI.24.002210"),
        ("01.FOI.24.0022\n10/05/2024\n", "01.FOI.24.002210"),
        ("Ref: 01.FOI.24.0022\n12 High Street\n", "01.FOI.24.002212"),
    ] {
        assert!(!read(text).iter().any(|one| one == none), "{text}");
    }
    // a full line is broken wherever it ends
    let broken =
        "We write about the lamps of the east gate and about FS504311\n76, which you gave us.";
    assert_eq!(read(broken), ["FS50431176"]);
    let broken = "We write about INV/02\n83/2020 again.";
    assert_eq!(read(broken), ["INV/0283/2020"]);
}
