//! What is printed short, run on, or in words of a sentence.

use super::Families;
use super::tests::read;

fn possible(text: &str) -> Vec<String> {
    let found = Families::built_in().unwrap().find_with_possible(text).1;
    found
        .into_iter()
        .map(|one| one.reference.canonical)
        .collect()
}

#[test]
fn a_number_cut_short_is_possible_and_no_more() {
    for (text, wanted) in [
        ("quote INV/0371/21 please", "INV/0371/2021"),
        ("see INV/371/2021.", "INV/0371/2021"),
        ("in EA/2019/047 the tribunal", "EA/2019/0047"),
        ("Appeal EA/2021/123\n", "EA/2021/0123"),
        ("Our ref 01.FOI.24.7104", "01.FOI.24.007104"),
        ("Our ref: IC-317402-T6R94 June 2024", "IC-317402-T6R9"),
        ("INV/0371/202119 May 2021", "INV/0371/2021"),
        ("FS507128062 March 2018", "FS50712806"),
        ("Our ref: 01.FOI.24.0071043\nDear Sir", "01.FOI.24.007104"),
    ] {
        assert_eq!(possible(text), [wanted], "{text}");
        assert!(!read(text).contains(&wanted.to_owned()), "{text}");
    }
    for text in [
        "INVOICE/0371/21",
        "INV 371 2021",
        "INV/12/05/2021",
        "the EA 2019 047 scheme",
        "EA/2019/047/3",
        "EA/1987/047",
        "INV/0371/20211234",
        "FS507128063 items",
        "FS507128062 may be shut",
        "IC-317402-T6R945 June 2024",
        "IC-317402-T6R94 lamps",
    ] {
        assert!(possible(text).is_empty(), "{text}: {:?}", possible(text));
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
}

#[test]
fn noughts_and_letters_apart_make_no_second_number() {
    assert_eq!(read("DC/FOI 0611/19"), read("DC/FOI 611/19"));
    let families = Families::built_in().unwrap();
    let keys = |typed: &str| -> Vec<String> {
        let read = families.read_typed_bare(typed).into_iter();
        read.map(|one| one.key()).collect()
    };
    assert!(keys("2023/04417").contains(&"cabinet office/FOI2023/04417".to_owned()));
    assert!(keys("24817").contains(&"psni/FOI/24817".to_owned()));
    assert!(
        !keys("FOI2023/04417")
            .iter()
            .any(|key| key.contains("gwent"))
    );
    let own = |body| families.with_letters("year-and-number", "2023/04417", body);
    assert_eq!(own("Cabinet Office").unwrap().canonical(), "FOI2023/04417");
    assert!(own("Gwent Police").is_none());
}

#[test]
fn a_sentence_announces_a_number_and_the_one_it_had_before() {
    for (text, wanted) in [
        (
            "Previous requests from you: 417-2022, 418-2022 and 530-2021.",
            &["417-2022", "418-2022", "530-2021"][..],
        ),
        ("Our ref: 611/24 (formerly 608/24).", &["611/24", "608/24"]),
        ("It was logged as 733/21.", &["733/21"]),
        ("Please quote reference 733/21.", &["733/21"]),
        ("your answer. It is registered as 733/21.", &["733/21"]),
        ("our published answer 1804417/22", &["FOI 1804417/22"]),
        (
            "01.FOI.24.007104 and 2017090000318",
            &["01.FOI.24.007104", "2017090000318"],
        ),
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
    for text in [
        "seen by you: 417-2022",
        "Amounts owed by you: 417-2022",
        "the hall (formerly 608/24 High Street)",
        "The crime of last May was logged as 733/21",
        "The score was logged as 14/20",
        "IC-317402-T6R9 and 2017090000318",
        "the answer 1804417/22",
        "in 1804417/22",
        "Claim ref: 733/21",
        "Insurance reference: 733/21",
        "Our ref: PRO/HQA/19-0733",
        "Our ref: PRO/FOI/19-0733",
    ] {
        let found = read(text);
        let kept = found.iter().filter(|one| !one.starts_with("IC-")).count();
        assert!(kept == 0, "{text}: {found:?}");
    }
}

#[test]
fn a_member_of_a_list_is_no_number_of_another_row() {
    assert_eq!(read("Refs 6203 and 6204/22"), ["6203/22", "6204/22"]);
    assert_eq!(read("Ref 6203"), ["6203"]);
}
