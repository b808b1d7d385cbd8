//! Every row of every table in `schema/` proves itself, and a row that does not is refused.
//!
//! The tables are read here as plain TOML beside the program's own reading, so that a proof which the program forgot
//! to ask for is still asked for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday, date};
use recordroom::facts::calendar::{Calendar, DAYS_TO_REPLY};
use recordroom::facts::kinds::Kinds;
use recordroom::facts::markings::Markings;
use recordroom::facts::parties::Parties;
use recordroom::facts::references::Families;
use toml::{Table, Value};

const FAMILIES: &str = include_str!("../schema/reference_families.toml");
const PARTIES: &str = include_str!("../schema/parties.toml");
const KINDS: &str = include_str!("../schema/record_kinds.toml");
const MARKINGS: &str = include_str!("../schema/markings.toml");
const HOLIDAYS: &str = include_str!("../schema/bank_holidays.toml");

/// The kinds that records may be of, as the command line promises them.
const PROMISED_KINDS: [&str; 16] = [
    "letter",
    "email",
    "leaflet",
    "reprimand",
    "notice",
    "decision_notice",
    "foi_request",
    "foi_response",
    "internal_review",
    "form",
    "minutes",
    "report",
    "presentation",
    "spreadsheet",
    "image",
    "other",
];

fn rows(table: &str, key: &str) -> Vec<Table> {
    let table: Table = toml::from_str(table).expect("a table");
    let rows: Vec<Table> = table[key]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row.as_table().expect("a row").clone())
        .collect();
    assert!(rows.len() > 5, "the table of each {key} was emptied");
    rows
}

fn word<'a>(row: &'a Table, key: &str) -> &'a str {
    row.get(key)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no `{key}` in {row}"))
}

fn words<'a>(row: &'a Table, key: &str) -> Vec<&'a str> {
    let listed = row.get(key).and_then(Value::as_array).into_iter().flatten();
    listed.map(|one| one.as_str().expect("text")).collect()
}

fn flag(row: &Table, key: &str) -> bool {
    row.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// The sources of these rows, by what each row is called.
fn have_sources(rows: &[Table], name: &str) {
    for row in rows {
        let source = word(row, "source");
        assert!(
            source.len() > 7,
            "`{}` has no source: {source:?}",
            word(row, name)
        );
    }
}

#[test]
fn the_tables_that_the_program_carries_are_sound() {
    Families::from_files(&[("reference_families.toml", FAMILIES)]).expect("families");
    Parties::built_in().expect("parties");
    Kinds::built_in().expect("kinds");
    Markings::built_in().expect("markings");
    Calendar::built_in().expect("holidays");
}

#[test]
fn each_example_of_a_family_is_read_by_its_family_and_by_no_other_unsaid() {
    let families = Families::built_in().expect("the table proves itself");
    let rows = rows(FAMILIES, "family");
    have_sources(&rows, "key");
    assert_eq!(families.rows().len(), rows.len());
    let declared: BTreeMap<&str, Vec<&str>> = rows
        .iter()
        .map(|row| (word(row, "key"), words(row, "shares_shape_with")))
        .collect();
    let mut read = 0;
    for row in &rows {
        let key = word(row, "key");
        for (canonical, spelt) in row["examples"].as_table().expect("examples") {
            let spelt = spelt.as_array().expect("spellings");
            assert!(!spelt.is_empty(), "{canonical} is spelt in no way");
            for text in spelt.iter().map(|one| one.as_str().expect("text")) {
                read += 1;
                let found = families.find(text);
                let own: Vec<&str> = found
                    .iter()
                    .filter(|one| one.reference.family() == key)
                    .map(|one| one.reference.canonical())
                    .collect();
                assert_eq!(own, [canonical], "{key} in {text:?}");
                for other in found.iter().filter(|one| one.reference.family() != key) {
                    let other = other.reference.family();
                    let both = declared[key].contains(&other) && declared[other].contains(&key);
                    assert!(
                        both,
                        "{text:?} is read by {key} and by {other}, and not both rows say so"
                    );
                }
            }
        }
        for text in words(row, "not_examples") {
            let own = families
                .find(text)
                .iter()
                .any(|one| one.reference.family() == key);
            assert!(!own, "{key} reads its counter-example {text:?}");
        }
        assert!(
            !words(row, "not_examples").is_empty(),
            "{key} has no counter-example"
        );
    }
    assert!(read > rows.len(), "only {read} examples");
}

#[test]
fn what_a_family_reads_it_reads_again_from_its_own_spelling() {
    let families = Families::built_in().expect("the table proves itself");
    let issuers: BTreeSet<&str> = families
        .rows()
        .iter()
        .map(|row| row.issuer.as_str())
        .collect();
    assert!(issuers.contains("ico"), "{issuers:?}");
    for row in rows(FAMILIES, "family") {
        for canonical in row["examples"].as_table().expect("examples").keys() {
            let typed = families.read_typed_bare(canonical);
            assert!(
                typed
                    .iter()
                    .any(|one| one.canonical() == canonical && one.family() == word(&row, "key")),
                "{canonical} is typed and read as {typed:?}"
            );
        }
    }
}

#[test]
fn each_name_and_domain_of_a_party_leads_to_it_alone() {
    let parties = Parties::from_toml(PARTIES).expect("the table proves itself");
    let rows = rows(PARTIES, "party");
    have_sources(&rows, "short");
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &rows {
        for form in words(row, "exact") {
            owners.entry(form).or_default().push(word(row, "short"));
        }
    }
    for row in &rows {
        let short = word(row, "short");
        for name in [word(row, "name")].into_iter().chain(words(row, "aliases")) {
            assert_eq!(parties.by_name(name), Some(short), "the name {name}");
            let sentence = format!("We wrote to {name} about it.");
            let found: Vec<String> = parties
                .find(&sentence)
                .into_iter()
                .map(|one| one.short)
                .collect();
            assert_eq!(found, [short], "{sentence}");
        }
        for form in words(row, "exact") {
            let expected = (owners[form].len() == 1).then_some(short);
            assert_eq!(
                parties.by_name(form),
                expected,
                "the short form {form} of {:?}",
                owners[form]
            );
        }
        for domain in words(row, "domains") {
            for address in [
                format!("desk@{domain}"),
                format!("desk@post.{domain}"),
                format!("https://www.{domain}/page"),
            ] {
                assert_eq!(parties.by_domain(&address), Some(short), "{address}");
            }
            let longer = format!("desk@not{domain}");
            assert_ne!(parties.by_domain(&longer), Some(short), "{longer}");
        }
        if let Some(named) = row.get("named") {
            for named in named.as_array().expect("names") {
                assert!(
                    word(named.as_table().expect("a name"), "source").len() > 7,
                    "{named}"
                );
            }
        }
    }
}

#[test]
fn a_name_of_two_parties_is_refused() {
    let row = |short: &str, name: &str| {
        format!(
            "[[party]]\nshort = \"{short}\"\nname = \"{name}\"\nkind = \"police\"\nsource = \"invented\"\n"
        )
    };
    let (apart, alike) = (
        row("A", "Alder Police") + &row("B", "Birch Police"),
        row("A", "Alder Police") + &row("B", "alder  police"),
    );
    assert!(Parties::from_toml(&apart).is_ok());
    let told = Parties::from_toml(&alike)
        .expect_err("one name, two parties")
        .to_string();
    assert!(told.to_lowercase().contains("alder"), "{told}");
}

#[test]
fn each_kind_reads_its_examples_and_every_promised_kind_has_a_word() {
    let kinds = Kinds::from_toml(KINDS)
        .expect("each row reads its examples and refuses its counter-examples");
    let rows = rows(KINDS, "kind");
    have_sources(&rows, "key");
    let keys: BTreeSet<&str> = rows.iter().map(|row| word(row, "key")).collect();
    assert_eq!(keys.len(), rows.len(), "a kind stands twice");
    assert_eq!(
        keys,
        PROMISED_KINDS.into(),
        "the kinds of the table and those promised"
    );
    assert_eq!(
        keys,
        recordroom::query::fields::KINDS.iter().copied().collect(),
        "the kinds of the table and those that `kind:` takes"
    );
    for row in &rows {
        // A row without a mark stands for a shape, and is reached when no other row is.
        let marks = row["mark"].as_array().map_or(0, Vec::len);
        let proofs = [words(row, "examples"), words(row, "not_examples")];
        assert!(
            marks == 0 || proofs.iter().all(|proof| !proof.is_empty()),
            "{row}"
        );
        assert!(!kinds.called(word(row, "key")).is_empty());
    }
    let wrong = KINDS.replacen(
        "\"unread ending: list.xlsx\"",
        "\"unread ending: list.txt\"",
        1,
    );
    assert_ne!(wrong, KINDS, "the example to spoil is gone");
    assert!(
        Kinds::from_toml(&wrong).is_err(),
        "a wrong example is taken"
    );
}

#[test]
fn each_marking_is_read_on_a_line_of_its_own_and_never_in_prose() {
    let markings = Markings::built_in().expect("the table proves itself");
    let rows = rows(MARKINGS, "marking");
    have_sources(&rows, "canonical");
    for row in &rows {
        let canonical = word(row, "canonical");
        for wording in [word(row, "words")].into_iter().chain(words(row, "also")) {
            let page = format!(
                "{}\n\nDear Sir\n\nThank you for the key.\n",
                wording.to_uppercase()
            );
            let read = markings.read(&page).map(|(read, _)| read);
            assert_eq!(read.as_deref(), Some(canonical), "{page}");
            let prose = format!(
                "Dear Sir\n\nThe word {wording} stands in this sentence and marks nothing.\n"
            );
            assert_eq!(markings.read(&prose), None, "{prose}");
            if flag(row, "plain_capitals") {
                assert_eq!(
                    markings.read(&format!("{wording}\n\nDear Sir\n")),
                    None,
                    "{wording}"
                );
            }
        }
    }
    let twice = format!(
        "{MARKINGS}\n[[marking]]\ncanonical = \"AGAIN\"\nwords = \"official\"\nsource = \"invented\"\n"
    );
    assert!(
        Markings::from_toml(&twice).is_err(),
        "one wording in two rows is taken"
    );
    let unsourced = format!(
        "{MARKINGS}\n[[marking]]\ncanonical = \"NEW\"\nwords = \"brand new\"\nsource = \"\"\n"
    );
    assert!(
        Markings::from_toml(&unsourced).is_err(),
        "a row without a source is taken"
    );
}

#[test]
fn each_bank_holiday_is_a_weekday_with_a_source_and_no_working_day() {
    let calendar = Calendar::built_in().expect("the table proves itself");
    let table: Table = toml::from_str(HOLIDAYS).expect("a table");
    let sources = table["sources"].as_table().expect("sources");
    let rows = rows(HOLIDAYS, "holidays");
    for row in &rows {
        let day: Date = word(row, "date").parse().expect("an ISO day");
        assert!(
            !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
            "{row}"
        );
        assert!(sources.contains_key(word(row, "source")), "{row}");
        assert!(!words(row, "parts").is_empty(), "{row}");
        assert_eq!(calendar.is_working_day(day), Some(false), "{row}");
    }
    // Days that no rule gives: three proclaimed for the whole kingdom, and one for Scotland alone.
    for day in [
        date(2020, 5, 8),
        date(2022, 9, 19),
        date(2023, 5, 8),
        date(2026, 6, 15),
    ] {
        assert_eq!(calendar.is_working_day(day), Some(false), "{day}");
    }
    let (first, last) = calendar.covers();
    assert_eq!(
        calendar.is_working_day(first.yesterday().expect("a day")),
        None
    );
    assert_eq!(
        calendar.is_working_day(last.tomorrow().expect("a day")),
        None
    );
    assert_eq!(
        calendar.due(last, DAYS_TO_REPLY),
        None,
        "a count past the table's end"
    );
}

#[test]
fn a_family_that_fails_its_own_proof_is_refused() {
    let row = |more: &str| {
        format!(
            "[[family]]\nkey = \"shelf\"\nissuer = \"shelf\"\nmeans = \"a shelf\"\nforms = [\"SH/##/####\"]\n\
             examples = {{ \"SH/12/2020\" = [\"sh-12-2020\"] }}\nnot_examples = [\"SH/1/2020\"]\nsource = \"invented\"\n{more}"
        )
    };
    assert!(Families::from_toml(&row("")).is_ok());
    for (wrong, why) in [
        (
            row("").replace("sh-12-2020", "sh-1-2020"),
            "an example that it cannot read",
        ),
        (
            row("").replace("[\"SH/1/2020\"]", "[\"SH/99/2020\"]"),
            "a counter-example that it reads",
        ),
        (
            row("").replace("source = \"invented\"", "source = \"\""),
            "no source",
        ),
        (row("colour = \"red\"\n"), "a key that no row has"),
        (
            row("") + &row("").replace("key = \"shelf\"", "key = \"board\""),
            "a likeness that neither row declares",
        ),
        (row("") + &row(""), "one key in two rows"),
    ] {
        assert!(
            Families::from_toml(&wrong).is_err(),
            "a table with {why} is taken"
        );
    }
}
