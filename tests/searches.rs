//! What each labelled query finds in the labelled archive, and where a wrong one is pointed at. The labels were written
//! before and apart from the code that reads them; their opening comment explains each key.

use std::collections::{BTreeMap, BTreeSet};

use recordroom::facts::Tables;
use recordroom::facts::provisions::{Provision, Told};
use recordroom::facts::references::key;
use recordroom::index::{Entry, Index, Searcher};
use recordroom::query::{self, Field};
use recordroom::record::RecordId;
use toml::{Table, Value};

const LABELS: &str = include_str!("labels/queries.toml");

fn rows<'a>(labels: &'a Table, key: &str) -> Vec<&'a Table> {
    let rows = labels[key].as_array().expect("rows");
    rows.iter()
        .map(|row| row.as_table().expect("a row"))
        .collect()
}

fn word<'a>(row: &'a Table, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn words(row: &Table, key: &str) -> Vec<String> {
    let values = row.get(key).and_then(Value::as_array);
    let text = |value: &Value| value.as_str().expect("words").to_owned();
    values.into_iter().flatten().map(text).collect()
}

fn tables_of<'a>(row: &'a Table, key: &str) -> Vec<&'a Table> {
    let values = row.get(key).and_then(Value::as_array);
    values
        .into_iter()
        .flatten()
        .filter_map(Value::as_table)
        .collect()
}

/// The id of the record of a name: its place in the list, spread over the digits so that short prefixes are unique.
fn id(labels: &Table, name: &str) -> u64 {
    let place = rows(labels, "record")
        .iter()
        .position(|row| word(row, "name") == name);
    let place = place.unwrap_or_else(|| panic!("no record {name}")) as u64 + 1;
    place.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn parties(row: &Table, side: &str, keys: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    for party in tables_of(row, side) {
        for key in keys {
            out.extend(party.get(*key).and_then(Value::as_str).map(str::to_owned));
        }
    }
    out
}

fn number(day: &str) -> i32 {
    day.replace('-', "").parse().expect("a day")
}

fn built(labels: &Table, tables: &Tables, folder: &std::path::Path) -> Searcher {
    let index = Index::create(folder).expect("an index");
    let mut writer = index.writer(30_000_000).expect("a writer");
    for row in rows(labels, "record") {
        let mut keys = Vec::new();
        let mut families = Vec::new();
        for reference in tables_of(row, "references") {
            let family = tables
                .families
                .rows()
                .iter()
                .find(|known| known.key == word(reference, "family"));
            let issuer = match (family, word(reference, "issuer")) {
                (Some(family), "") => family.issuer.clone(),
                // a family that has no row yet: its number can be asked for by none
                (_, issuer) => tables.parties.by_name(issuer).unwrap_or(issuer).to_owned(),
            };
            keys.push(key(&issuer, word(reference, "canonical")));
            families.push(word(reference, "family").to_owned());
        }
        let files: Vec<String> = words(row, "files")
            .iter()
            .map(|path| {
                path.rsplit(['/', '>'])
                    .next()
                    .expect("a name")
                    .trim()
                    .to_owned()
            })
            .collect();
        let mut has = Vec::new();
        if word(row, "text_status") == "ocr" {
            has.push("ocr");
        }
        if row
            .get("doubts")
            .and_then(Value::as_integer)
            .is_some_and(|doubts| doubts > 0)
        {
            has.push("doubt");
        }
        if row.get("draft").and_then(Value::as_bool) == Some(true) {
            has.push("draft");
        }
        let mut provisions = Vec::new();
        for cited in tables_of(row, "provisions") {
            // as a reader of the text would give it, so that what holds it is found too
            let read = Provision {
                provision: word(cited, "provision").to_owned(),
                act: Some(word(cited, "act").to_owned()),
                act_told: Told::Named,
                as_printed: String::new(),
            };
            provisions.extend(read.keys());
        }
        let mentions: Vec<i32> = words(row, "mentions")
            .iter()
            .map(|day| number(day))
            .collect();
        let marking = word(row, "marking");
        let printed = ["name", "address"];
        writer
            .add(&Entry {
                id: RecordId::from_number(id(labels, word(row, "name"))),
                day: Some(word(row, "date"))
                    .filter(|day| !day.is_empty())
                    .map(number),
                keys: &keys,
                families: &families,
                kind: word(row, "kind"),
                format: word(row, "format"),
                marking: Some(marking).filter(|marking| !marking.is_empty()),
                has: &has,
                mentions: &mentions,
                provisions: &provisions,
                subject: word(row, "subject"),
                title: "",
                from: &parties(row, "from", &printed),
                to: &parties(row, "to", &printed),
                cc: &parties(row, "cc", &printed),
                from_organisations: &parties(row, "from", &["organisation"]),
                to_organisations: &parties(row, "to", &["organisation"]),
                cc_organisations: &parties(row, "cc", &["organisation"]),
                files: &files,
                body: &[word(row, "text")],
            })
            .expect("added");
    }
    writer.commit(1).expect("committed");
    index.searcher().expect("a searcher")
}

/// What the catalogue would answer.
fn asked(labels: &Table, field: Field, typed: &str) -> Vec<u64> {
    let all = rows(labels, "record");
    let number = |row: &&Table| id(labels, word(row, "name"));
    let one = || {
        let prefix: recordroom::record::IdPrefix =
            typed.replace("t-", "r-").parse().expect("an id");
        let (low, high) = prefix.range();
        let fits = |row: &&&Table| (low.number()..=high.number()).contains(&number(row));
        all.iter().find(fits).copied()
    };
    let such = |test: &dyn Fn(&Table) -> bool| -> Vec<u64> {
        all.iter().filter(|row| test(row)).map(number).collect()
    };
    let is_parent = |row: &Table| {
        all.iter().any(|other| {
            words(other, "parents")
                .iter()
                .any(|name| name == word(row, "name"))
        })
    };
    match field {
        Field::Has if typed == "problem" => such(&|row| row.contains_key("problem")),
        Field::Has => such(&is_parent),
        Field::Source => such(&|row| word(row, "source").eq_ignore_ascii_case(typed)),
        _ => {
            let Some(one) = one() else {
                return Vec::new();
            };
            match field {
                Field::Id => vec![number(&one)],
                Field::Thread => such(&|row| {
                    word(row, "name") == word(one, "name")
                        || !word(row, "thread").is_empty()
                            && word(row, "thread") == word(one, "thread")
                }),
                _ => such(&|row| {
                    words(row, "parents")
                        .iter()
                        .any(|name| name == word(one, "name"))
                }),
            }
        }
    }
}

/// A typed query with each record's name in braces exchanged for its id.
fn with_ids(labels: &Table, typed: &str) -> String {
    let mut typed = typed.to_owned();
    for row in rows(labels, "record") {
        let name = word(row, "name");
        let shown = RecordId::from_number(id(labels, name)).to_string();
        typed = typed.replace(&format!("{{{name}}}"), &shown);
    }
    typed
}

#[test]
fn each_query_finds_what_it_should_and_a_wrong_one_is_pointed_at() {
    let labels: Table = toml::from_str(LABELS).expect("labels");
    let tables = Tables::built_in();
    let folder = tempfile::tempdir().expect("a folder");
    let searcher = built(&labels, &tables, folder.path());
    let names: BTreeMap<u64, &str> = rows(&labels, "record")
        .iter()
        .map(|row| (id(&labels, word(row, "name")), word(row, "name")))
        .collect();
    let mut tally: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows(&labels, "query") {
        let typed = with_ids(&labels, word(row, "query"));
        let class = word(row, "class");
        if typed.is_empty() {
            // to the language it is every record; the command refuses it, as tests/cli.rs shows
            continue;
        }
        let read = query::parse(&typed, &tables.families)
            .map(|query| query.naming(&tables.parties))
            .and_then(|query| query.resolving(&mut |field, typed| Ok(asked(&labels, field, typed))))
            .and_then(|query| Ok((searcher.ids(&query)?, query.read_as())));
        let columns: Vec<i64> = row
            .get("error_at")
            .into_iter()
            .chain(
                row.get("error_at_any")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten(),
            )
            .filter_map(Value::as_integer)
            .collect();
        let fault = match read {
            Err(error) if columns.is_empty() => Some(format!("refused: {error}")),
            Err(error) => {
                let at = error.place().map(|place| place.column as i64 + 1);
                (!at.is_some_and(|at| columns.contains(&at)))
                    .then(|| format!("pointed at {at:?}, not {columns:?}: {error}"))
            }
            Ok((_, read_as)) if !columns.is_empty() => Some(format!("not refused: {read_as}")),
            Ok((ids, read_as)) => {
                let found: BTreeSet<&str> = ids.iter().map(|id| names[&id.number()]).collect();
                let listed = words(row, "found");
                let expected: BTreeSet<&str> = if listed == ["*"] {
                    let but = words(row, "but");
                    names
                        .values()
                        .copied()
                        .filter(|name| !but.iter().any(|left| left == name))
                        .collect()
                } else {
                    listed.iter().map(String::as_str).collect()
                };
                let either = words(row, "either");
                let open = |name: &&&str| !either.iter().any(|one| one == **name);
                let missed: Vec<&&str> = expected.difference(&found).filter(open).collect();
                let extra: Vec<&&str> = found.difference(&expected).filter(open).collect();
                (!missed.is_empty() || !extra.is_empty())
                    .then(|| format!("missed {missed:?}, beyond {extra:?}: {read_as}"))
            }
        };
        let count = tally.entry(class).or_default();
        count.0 += 1;
        if let Some(fault) = fault {
            count.1 += 1;
            wrong.push(format!("{class}: {typed}: {fault} ({})", word(row, "why")));
        }
    }
    let all: usize = tally.values().map(|count| count.0).sum();
    println!("{} of {all} right", all - wrong.len());
    for (class, (count, faults)) in &tally {
        println!("  {class}: {} of {count}", count - faults);
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} of {all} wrong",
        wrong.join("\n"),
        wrong.len()
    );
}
