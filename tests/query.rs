//! What may be typed, how it is read back, and where each mistake is pointed at.

use recordroom::error::Kind;
use recordroom::facts::references::Families;
use recordroom::query::{self, DEEPEST, LONGEST, Node, Query, fields};

fn families() -> Families {
    Families::built_in().expect("the table of families is sound")
}

/// What was typed, and how it is read back.
const READ: &[(&str, &str)] = &[
    ("", "every record"),
    ("   ", "every record"),
    // Words and their joins.
    ("leaflet", r#"the word "leaflet""#),
    ("Leaflet", r#"the word "Leaflet""#),
    (
        "police leaflet",
        r#"the word "police" AND the word "leaflet""#,
    ),
    (
        "police AND leaflet",
        r#"the word "police" AND the word "leaflet""#,
    ),
    (
        "police OR leaflet",
        r#"the word "police" OR the word "leaflet""#,
    ),
    (
        "a b OR c",
        r#"(the word "a" AND the word "b") OR the word "c""#,
    ),
    (
        "a OR b c",
        r#"the word "a" OR (the word "b" AND the word "c")"#,
    ),
    (
        "(a OR b) c",
        r#"(the word "a" OR the word "b") AND the word "c""#,
    ),
    (
        "a AND (b AND c)",
        r#"the word "a" AND the word "b" AND the word "c""#,
    ),
    (
        "a OR (b OR c)",
        r#"the word "a" OR the word "b" OR the word "c""#,
    ),
    (
        "and or not",
        r#"the word "and" AND the word "or" AND the word "not""#,
    ),
    ("And Or", r#"the word "And" AND the word "Or""#),
    ("\"AND\"", r#"the phrase "AND""#),
    ("ANDOVER", r#"the word "ANDOVER""#),
    // Forms, patterns, nearness.
    ("=held", r#"the word "held" in this form alone"#),
    ("reprim*", r#"a word that fits "reprim*""#),
    ("re?uest", r#"a word that fits "re?uest""#),
    (
        "comissioner~",
        r#"a word that differs from "comissioner" in 1 letter at most"#,
    ),
    (
        "comissioner~2",
        r#"a word that differs from "comissioner" in 2 letters at most"#,
    ),
    (
        "\"action plan\"~3",
        r#"the words "action plan" in any order with at most 3 others among them"#,
    ),
    (
        "plan NEAR/5 \"the force\"",
        r#"the word "plan" within 5 words of the phrase "the force", in either order"#,
    ),
    (
        "-(plan w/1 (force OR service))",
        r#"NOT the word "plan" within 1 word of (the word "force" OR the word "service"), in either order"#,
    ),
    (
        "subject:(plan W/5 force)",
        r#"the word "plan" within 5 words of the word "force", in either order in the subject"#,
    ),
    (
        "a NEAR/5 b NEAR/2 c",
        r#"(the word "a" within 5 words of the word "b", in either order) within 2 words of the word "c", in either order"#,
    ),
    ("provision:s31(1)(a)", "citing s31(1)(a) or a limb of it"),
    ("ref:INV/*/2020", "a reference that fits INV/*/2020"),
    (
        "has:attachment -has:draft",
        "with an attachment AND NOT being a draft",
    ),
    (
        "http://example.org/a",
        r#"the words "http://example.org/a" in a row"#,
    ),
    // Signs that are no part of what is searched.
    (
        "\u{a3}25",
        "the word \"\u{a3}25\" (\u{a3} itself is not searched)",
    ),
    ("C++", r#"the word "C++" (+ itself is not searched)"#),
    (
        "\"up to \u{a3}25\"",
        "the phrase \"up to \u{a3}25\" (\u{a3} itself is not searched)",
    ),
    ("R&D", r#"the words "R&D" in a row"#),
    // Negation.
    ("NOT a", r#"NOT the word "a""#),
    ("-a", r#"NOT the word "a""#),
    ("\u{2013}a", r#"NOT the word "a""#),
    ("\u{2212}a b", r#"NOT the word "a" AND the word "b""#),
    ("a -b", r#"the word "a" AND NOT the word "b""#),
    (
        "a AND NOT b OR c",
        r#"(the word "a" AND NOT the word "b") OR the word "c""#,
    ),
    ("NOT a b", r#"NOT the word "a" AND the word "b""#),
    ("NOT NOT a", r#"NOT NOT the word "a""#),
    ("-(a OR b)", r#"NOT (the word "a" OR the word "b")"#),
    ("NOT(a OR b)", r#"NOT (the word "a" OR the word "b")"#),
    ("-\"a b\"", r#"NOT the phrase "a b""#),
    ("-kind:email", "NOT of the kind email"),
    // Phrases and quotes.
    ("\"action plan\"", r#"the phrase "action plan""#),
    ("\u{201c}action plan\u{201d}", r#"the phrase "action plan""#),
    ("\u{ab}action plan\u{bb}", r#"the phrase "action plan""#),
    ("\"action  \n plan\"", r#"the phrase "action plan""#),
    (
        "\"Was it held?\"",
        r#"the phrase "Was it held?", in which ? stands for one letter"#,
    ),
    (
        "\"see mailto:clerk@orchard.example?subject=hello\"",
        r#"the phrase "see mailto:clerk@orchard.example?subject=hello""#,
    ),
    (
        "mailto:clerk@orchard.example?subject=hello",
        r#"the words "mailto:clerk@orchard.example?subject=hello" in a row"#,
    ),
    ("\"a\"\"b\"", r#"the phrase "a" AND the phrase "b""#),
    ("'tis late", r#"the word "'tis" AND the word "late""#),
    ("'held'", r#"the word "'held'""#),
    ("officer's", r#"the words "officer's" in a row"#),
    // Words that are several in a row.
    ("well-known", r#"the words "well-known" in a row"#),
    ("888/14", r#"the words "888/14" in a row"#),
    ("jo@example.org", r#"the words "jo@example.org" in a row"#),
    ("10:30", r#"the words "10:30" in a row"#),
    (
        "\"http://example.org/a?b\"",
        r#"the phrase "http://example.org/a?b""#,
    ),
    ("s31(1)(a)", r#"the words "s31(1)(a)" in a row"#),
    ("(s31(1)(a))", r#"the words "s31(1)(a)" in a row"#),
    (
        "s31(1)(a) OR s40(2)",
        r#"the words "s31(1)(a)" in a row OR the words "s40(2)" in a row"#,
    ),
    ("Re: leaflet", r#"the word "Re:" AND the word "leaflet""#),
    ("soft\u{ad}hyphen", r#"the word "softhyphen""#),
    // References.
    (
        "INV/0283/2020",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "inv/0283/2020",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "INV-0283-2020",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "INV 0283 2020",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "inv0283/2020,",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "ref:INV/0283/2020",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "REF:inv-0283-2020",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "ref:\"inv 0283 2020\"",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "\"INV/0283/2020\"",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "(INV 0283 2020)",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "INV\u{2011}0283\u{2011}2020",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "INV/0283/\u{200b}2020",
        "the reference INV/0283/2020, in any spelling",
    ),
    (
        "letter INV 0283 2020 leaflet",
        "the word \"letter\" AND the reference INV/0283/2020, in any spelling AND the word \"leaflet\"",
    ),
    (
        "INV 0283 OR 2020",
        r#"(the word "INV" AND the word "0283") OR the word "2020""#,
    ),
    (
        "INV (0283 2020)",
        r#"the word "INV" AND the word "0283" AND the word "2020""#,
    ),
    (
        "INV \"0283\" 2020",
        r#"the word "INV" AND the phrase "0283" AND the word "2020""#,
    ),
    (
        "\"INV\" \"0283\" \"2020\"",
        r#"the phrase "INV" AND the phrase "0283" AND the phrase "2020""#,
    ),
    (
        "0283 2020 INV",
        r#"the word "0283" AND the word "2020" AND the word "INV""#,
    ),
    (
        "INV/0283/2020 -INV/0283/2021",
        "the reference INV/0283/2020, in any spelling AND NOT the reference INV/0283/2021, in any spelling",
    ),
    (
        "[2024] UKFTT 329 (GRC)",
        "the reference [2024] UKFTT 329 (GRC), in any spelling",
    ),
    (
        "([2024] UKFTT 329 (GRC) OR a)",
        "the reference [2024] UKFTT 329 (GRC), in any spelling OR the word \"a\"",
    ),
    (
        "appeal [2024] UKFTT 00329 (GRC) costs",
        "the word \"appeal\" AND the reference [2024] UKFTT 329 (GRC), in any spelling AND the word \"costs\"",
    ),
    ("[draft]", r#"the word "[draft]""#),
    // Fields.
    ("kind:letter", "of the kind letter"),
    ("kind:decision-notice", "of the kind decision_notice"),
    ("kind:\"Decision Notice\"", "of the kind decision_notice"),
    (
        "kind:(letter OR email)",
        "of the kind letter OR of the kind email",
    ),
    ("from:smith", r#"the word "smith" in the sender"#),
    ("From:smith", r#"the word "smith" in the sender"#),
    (
        "from:jo@example.org",
        r#"the words "jo@example.org" in a row in the sender"#,
    ),
    (
        "from:(a OR \"b c\")",
        r#"the word "a" in the sender OR the phrase "b c" in the sender"#,
    ),
    (
        "from:(a -b)",
        r#"the word "a" in the sender AND NOT the word "b" in the sender"#,
    ),
    (
        "to:\"Jo Smith\" plan",
        r#"the phrase "Jo Smith" in an addressee AND the word "plan""#,
    ),
    (
        "party:ICO",
        r#"the word "ICO" in the sender, an addressee or someone copied in"#,
    ),
    ("subject:leaflet", r#"the word "leaflet" in the subject"#),
    (
        "subject:INV/0283/2020",
        r#"the words "INV/0283/2020" in a row in the subject"#,
    ),
    (
        "file:scan.pdf",
        r#"the words "scan.pdf" in a row in a file's name"#,
    ),
    ("date:2021-12-03", "dated 3 December 2021"),
    ("date:\"3 December 2021\"", "dated 3 December 2021"),
    ("-date:2021", "NOT dated 2021"),
];

/// What was typed, the column of the mistake from 0, and words of the message or its advice.
const REFUSED: &[(&str, usize, &str)] = &[
    // what looks empty is no wish for every record
    ("\u{feff}", 0, "cannot be seen"),
    ("\"action plan", 0, "never closed"),
    ("a \"b\" \"c", 6, "never closed"),
    ("(a OR b", 0, "never closed"),
    ("a (b (c)", 2, "never closed"),
    ("a)", 1, "closes nothing"),
    ("a ) b", 2, "closes nothing"),
    ("()", 0, "nothing between"),
    ("a ( ) b", 2, "nothing between"),
    ("AND b", 0, "nothing before"),
    ("a AND", 2, "nothing after"),
    ("a OR", 2, "nothing after"),
    ("a OR OR b", 2, "nothing between"),
    ("a AND AND b", 2, "nothing between"),
    ("a AND OR b", 2, "nothing between"),
    ("(a AND) b", 3, "nothing after"),
    ("OR a", 0, "nothing before"),
    ("NOT", 0, "nothing after"),
    ("a NOT", 2, "nothing after"),
    ("NOT AND a", 0, "nothing after"),
    ("a - b", 2, "dash by itself"),
    ("--a", 0, "two dashes"),
    ("\"---\"", 0, "no letter or digit"),
    ("\"\"", 0, "nothing between these quotes"),
    ("Marks & Spencer", 6, "in quotes"),
    ("a && b", 2, "AND"),
    ("a || b", 2, "OR"),
    ("!held", 0, "NOT"),
    ("'action plan'", 0, "double quotes"),
    ("word(a OR b)", 4, "glued"),
    ("held(", 4, "glued"),
    // Fields.
    ("re:INV/0283/2020", 0, "did you mean `ref:`"),
    ("a knid:letter", 2, "did you mean `kind:`"),
    ("has:leaflet", 4, "a record may have"),
    ("date:2021..2021-13", 11, "month"),
    ("date:>=", 0, "lacks"),
    ("has:atachment", 4, "did you mean `has:attachment`"),
    ("provision:leaflet", 10, "a provision looks like"),
    ("ref:", 0, "no value"),
    ("a from: smith", 2, "no value"),
    ("(ref:)", 1, "no value"),
    ("ref:leaflet", 4, "a reference looks like"),
    ("ref:INV 0283 2020", 4, "ref:\"INV 0283 2020\""),
    ("kind:leter", 5, "kind:letter"),
    ("kind:elephant", 5, "the kinds are"),
    ("from:\"...\"", 5, "no letter or digit"),
    ("from:(a kind:letter)", 8, "inside the brackets"),
    ("from:()", 5, "nothing between"),
    ("date:soon", 5, ""),
    ("date:2021-02-30", 5, ""),
    // The rest of the language.
    ("a NEAR b", 2, "how many words apart"),
    ("a NEAR/ b", 2, "how many words apart"),
    ("a NEAR/0 b", 2, "no distance"),
    ("a NEAR/500 b", 2, "no distance"),
    ("a NEAR/5", 2, "nothing after"),
    ("NEAR/5 a", 0, "nothing before"),
    ("a NEAR/5 (b c)", 9, "between words"),
    ("a NEAR/5 kind:letter", 9, "between words"),
    ("a NEAR/5 INV/0283/2020", 9, "no place among"),
    ("subject:a NEAR/5 b", 17, "different fields"),
    ("\"a b\"~", 5, "how many words apart"),
    ("\"a b\"*", 5, "inside the quotes"),
    ("\"a * b\"", 3, "by itself"),
    ("a * b", 2, "no letter or digit"),
    ("s31(*)", 4, "no letter or digit beside"),
    ("word~3", 4, "1 or 2"),
    ("=word*", 0, "does not go with"),
    ("wor*d~", 0, "does not go with"),
    ("a~", 0, "that near"),
    ("a-b~", 0, "one word"),
    ("kind:\"a b\"~3", 5, "means nothing after"),
];

#[test]
fn every_query_is_read_back_in_plain_words() {
    let families = families();
    for (typed, words) in READ {
        match query::parse(typed, &families) {
            Ok(query) => {
                assert_eq!(query.read_as(), *words, "typed: {typed}");
                assert_eq!(query.typed(), *typed);
            }
            Err(error) => panic!("{typed:?} was refused: {error}"),
        }
    }
}

#[test]
fn every_mistake_is_pointed_at() {
    let families = families();
    for (typed, column, says) in REFUSED {
        let error = match query::parse(typed, &families) {
            Err(error) => error,
            Ok(query) => panic!("{typed:?} was read as {}", query.read_as()),
        };
        assert_eq!(error.kind(), Kind::Request, "typed: {typed}");
        let place = error
            .place()
            .unwrap_or_else(|| panic!("{typed:?}: no place in {error}"));
        assert_eq!(
            (place.text.as_str(), place.column),
            (*typed, *column),
            "typed: {typed}: {error}"
        );
        assert!(
            place.width >= 1 && place.column + place.width <= typed.chars().count(),
            "typed: {typed}"
        );
        let whole = format!("{error} {}", error.advice().unwrap_or_default());
        assert!(whole.contains(says), "typed: {typed}: {whole}");
    }
}

#[test]
fn columns_are_counted_in_characters_as_typed() {
    let families = families();
    let error = query::parse(
        "caf\u{e9}\u{200b} \u{201c}\u{e9}t\u{e9}\u{201d} thred:x",
        &families,
    )
    .expect_err("no such field");
    let place = error.place().expect("a place");
    assert_eq!((place.column, place.width), (12, 6));
    let query = query::parse("\u{e9}t\u{e9}  ref:INV/0283/2020", &families).expect("a query");
    let Some(Node::Reference { at, typed, .. }) = query.leaves().into_iter().nth(1) else {
        panic!("the second leaf is a reference");
    };
    assert_eq!((at.start, at.end, typed.as_str()), (5, 22, "INV/0283/2020"));
}

#[test]
fn deep_nesting_is_refused_and_never_overflows() {
    let families = families();
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(
        query::parse(&nested(DEEPEST - 1), &families)
            .expect("deep enough")
            .read_as(),
        "the word \"a\""
    );
    for typed in [
        nested(DEEPEST),
        nested(40_000),
        "(".repeat(90_000),
        "NOT ".repeat(20_000) + "a",
        "a(".repeat(30_000),
        "a w/1 ".repeat(16_000) + "a",
    ] {
        let error = query::parse(&typed, &families).expect_err("too deep");
        assert_eq!(error.kind(), Kind::Request);
    }
    let dashes = "-(".repeat(30_000) + "a";
    assert!(query::parse(&dashes, &families).is_err());
}

#[test]
fn a_query_too_long_is_refused_and_a_long_one_is_read_in_time() {
    let families = families();
    assert!(query::parse(&"a".repeat(LONGEST + 1), &families).is_err());
    let begun = std::time::Instant::now();
    let many = "inv 0283 ".repeat(LONGEST / 9);
    let query = query::parse(&many, &families).expect("a query");
    assert_eq!(query.leaves().len(), 2 * (LONGEST / 9));
    let apostrophes = "'a ".repeat(LONGEST / 3);
    let brackets = "[2024] ".repeat(LONGEST / 7);
    let quotes = "\"a\" ".repeat(LONGEST / 4);
    for typed in [apostrophes, brackets, quotes] {
        query::parse(&typed, &families).expect("a query");
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn limits_narrow_a_query_and_keep_what_was_typed() {
    let families = families();
    let limits = || {
        [
            query::field("kind", "letter", &families).expect("a kind"),
            query::field("from", "O'Neil \"Jo\" (ICO)", &families).expect("a name"),
            Query::everything(),
        ]
    };
    let either = query::parse("a OR b", &families)
        .expect("a query")
        .and(limits());
    assert_eq!(either.typed(), "a OR b");
    assert_eq!(
        either.read_as(),
        "(the word \"a\" OR the word \"b\") AND of the kind letter AND the phrase \"O'Neil \"Jo\" (ICO)\" in the sender"
    );
    let all = Query::everything().and([]);
    assert!(all.is_everything());
    let alone = Query::everything().and(limits());
    assert!(alone.read_as().starts_with("of the kind letter AND"));
    let error = query::field("kind", "leter", &families).expect_err("no such kind");
    assert_eq!(
        error
            .place()
            .map(|place| (place.text.clone(), place.column)),
        Some(("kind:leter".to_owned(), 5))
    );
}

#[test]
fn bare_numbers_are_references_only_after_ref_and_name_every_issuer() {
    let families = families();
    let Ok(query) = query::parse("ref:2010080000104", &families) else {
        panic!("thirteen digits are a reference of the table");
    };
    assert!(!query.references().is_empty());
    let plain = query::parse("2010080000104", &families).expect("a query");
    assert!(plain.references().is_empty());
    assert_eq!(plain.read_as(), "the word \"2010080000104\"");
}

#[test]
fn no_two_fields_share_a_name_and_every_built_one_knows_its_own() {
    for (place, row) in fields::ROWS.iter().enumerate() {
        assert!(
            fields::ROWS[place + 1..]
                .iter()
                .all(|other| other.name != row.name),
            "{}",
            row.name
        );
        assert_eq!(row.field.name(), row.name);
    }
}

/// A small generator with a fixed beginning, so that a failure can be had again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[test]
fn any_text_is_read_or_refused_with_a_place_inside_it() {
    let families = families();
    let pieces = [
        "a",
        "INV",
        "0283",
        "2020",
        "/",
        "-",
        "(",
        ")",
        "\"",
        " ",
        " ",
        "AND",
        " OR ",
        " NOT ",
        "ref:",
        "kind:letter",
        "from:",
        "[2024]",
        " UKFTT ",
        "329",
        "(GRC)",
        "*",
        "~",
        "\u{2019}",
        "\u{201c}",
        "\u{e9}",
        "\u{200b}",
        ":",
        "\u{4e2d}",
        "=",
        "!",
        "?",
        "date:",
        "2021",
        "\n",
        "\u{0}",
        "\u{1f600}",
        "\u{301}",
        "x:",
        "'",
        "w/5",
        "..",
    ];
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let typed: String = (0..dice.below(12))
            .map(|_| pieces[dice.below(pieces.len())])
            .collect();
        match query::parse(&typed, &families) {
            Ok(query) => {
                read += 1;
                assert!(!query.read_as().is_empty());
            }
            Err(error) => {
                refused += 1;
                assert_eq!(error.kind(), Kind::Request, "{typed:?}: {error}");
                let place = error
                    .place()
                    .unwrap_or_else(|| panic!("{typed:?}: {error}"));
                assert!(
                    place.column + place.width <= typed.chars().count().max(1),
                    "{typed:?}: {place:?}"
                );
            }
        }
    }
    assert!(
        read > 2_000 && refused > 2_000,
        "{read} read, {refused} refused"
    );
}
