//! What numbers borrow from one another, and what borrows nothing.

use super::Families;
use super::tests::read;

#[test]
fn a_list_and_a_range_borrow_what_they_leave_out() {
    for (text, wanted) in [
        (
            "INV/0283/2020 to 0285/2020",
            &["INV/0283/2020", "INV/0285/2020"][..],
        ),
        (
            "INV/0283/2020 \u{2013} 0285/2020",
            &["INV/0283/2020", "INV/0285/2020"],
        ),
        (
            "INV/0283/2020, 0291/2020 and 0305/2021",
            &["INV/0283/2020", "INV/0291/2020", "INV/0305/2021"],
        ),
        (
            "IC-204518-K3M9 and 204519-B7T2",
            &["IC-204518-K3M9", "IC-204519-B7T2"],
        ),
        (
            "EA/2018/0101, 0102 & 0104",
            &["EA/2018/0101", "EA/2018/0102", "EA/2018/0104"],
        ),
        (
            "EA/2018/0101, 0102 to 0105 and 0108",
            &[
                "EA/2018/0101",
                "EA/2018/0102",
                "EA/2018/0105",
                "EA/2018/0108",
            ],
        ),
        ("FS50712345 or 50712346", &["FS50712345", "FS50712346"]),
        (
            "INV/0283/2020, and also 0721/2020",
            &["INV/0283/2020", "INV/0721/2020"],
        ),
        (
            "INV/0283/2020 as well as 0721/2020",
            &["INV/0283/2020", "INV/0721/2020"],
        ),
        (
            "INV/0283/2020 (and 1285/2020) is closed",
            &["INV/0283/2020", "INV/1285/2020"],
        ),
        (
            "INV/0283/2020, together with 0285/2020, of May",
            &["INV/0283/2020", "INV/0285/2020"],
        ),
        (
            "(INV/0283/2020) and (0285/2020), respectively",
            &["INV/0283/2020", "INV/0285/2020"],
        ),
        (
            "INV/0283/2020 and/or 0285/2020",
            &["INV/0283/2020", "INV/0285/2020"],
        ),
        (
            "01.FOI.22.031842 and 031843",
            &["01.FOI.22.031842", "01.FOI.22.031843"],
        ),
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
}

#[test]
fn a_year_a_count_and_a_share_borrow_nothing() {
    for text in [
        "INV/0283/2020 and 2021",
        "INV/0283/2020, 0291 leaflets",
        "INV/0283/2020 to 31/2020",
        "INV/0283/2020 of 0285/2020",
        "INV/0283/2020 0285/2020",
        "INV/0283/2020, 0285/2020/7",
        "INV/0283/2020 and 0285/1920",
    ] {
        assert_eq!(read(text), ["INV/0283/2020"], "{text}");
    }
    assert_eq!(read("GSA/4762/12, 2012/13 figures"), ["GSA/4762/12"]);
    assert_eq!(read("EA/2018/0101 and 2019 more"), ["EA/2018/0101"]);
}

#[test]
fn a_year_at_the_end_of_a_list_is_the_year_of_all() {
    for (text, wanted) in [
        (
            "INV/0283 and 0285/2020",
            &["INV/0283/2020", "INV/0285/2020"][..],
        ),
        (
            "in INV/0320-0322/2020.",
            &["INV/0320/2020", "INV/0322/2020"],
        ),
        (
            "INV/0750, 0751 and 0752/2020 respectively",
            &["INV/0750/2020", "INV/0751/2020", "INV/0752/2020"],
        ),
        (
            "INV/0750, INV/0751 and INV/0752/2020",
            &["INV/0750/2020", "INV/0751/2020", "INV/0752/2020"],
        ),
        (
            "Inv 0750 to 0752/2020, and 1800/2021",
            &["INV/0750/2020", "INV/0752/2020", "INV/1800/2021"],
        ),
        ("GSA/4762 & 4763/12", &["GSA/4762/12", "GSA/4763/12"]),
        (
            "HQ/PA/003493 or 003494/18",
            &["HQ/PA/003493/18", "HQ/PA/003494/18"],
        ),
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
    for text in [
        "INV/0283 and 0285 leaflets of 2020",
        "INV/0283 and 12/2020",
        "INV/0283 and 0285/2020/6",
        "INV/0283 was joined with 0285/2020",
        "GSA/4762 and 13/12/12",
    ] {
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
}

#[test]
fn what_may_be_a_tail_is_a_possible_reference_and_no_more() {
    let families = Families::built_in().unwrap();
    let canonical = |found: Vec<super::Found>| -> Vec<String> {
        let found = found.into_iter();
        found
            .map(|one| one.reference.canonical().to_owned())
            .collect()
    };
    for (text, wanted) in [
        ("INV/0511/2020, 1200/2020 were men", "INV/1200/2020"),
        ("INV/0283/2020 now joined with 0285/2020", "INV/0285/2020"),
        ("INV/0283/2020 (0285/2020)", "INV/0285/2020"),
        ("INV/0283/2020 and 0285.", "INV/0285/2020"),
        ("quote EA/2018/0101 or 0303 123 1113", "EA/2018/0303"),
        ("EA/2018/0105 and 0930 hours", "EA/2018/0930"),
        ("EA/2019/0001; 0161 496 0000", "EA/2019/0161"),
        ("EA/2018/0101, 0800 to 1700 hours", "EA/2018/0800"),
        ("INV/0283/2020 and 285/2020", "INV/0285/2020"),
        ("INV/0283/2020 and 0285, 0291/2021", "INV/0285/2021"),
        ("01.FOI.22.031842/031843", "01.FOI.22.031843"),
    ] {
        let (exact, possible) = families.find_with_possible(text);
        assert!(canonical(possible).contains(&wanted.to_owned()), "{text}");
        assert!(!canonical(exact).contains(&wanted.to_owned()), "{text}");
    }
    for text in [
        "INV/0511/2020, 2021",
        "INV/0511/2020 and 0291 leaflets",
        "INV/0511/2020, 12/2020",
        "INV/0511/2020 in 1200/2020 cases",
        "EA/2018/0101 and 2019.",
    ] {
        let possible = canonical(families.find_with_possible(text).1);
        assert!(possible.is_empty(), "{text}: {possible:?}");
    }
}
