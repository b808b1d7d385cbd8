//! Every answer that a machine may ask for fits the JSON Schema that `schema` prints for it, and says nothing that the
//! schema does not name.

#[path = "program/mod.rs"]
mod program;

use std::collections::BTreeSet;
use std::fs;

use program::Room;
use serde_json::{Map, Value};

/// What is wrong with a value, each fault with its place: types, required keys, listed values, keys that are not
/// named. It reads the part of JSON Schema that our schemas use, and stops at a word that it does not know.
struct Check<'a> {
    whole: &'a Value,
    faults: Vec<String>,
}

/// Words that bind nothing here.
const REMARKS: &[&str] = &[
    "$schema",
    "$defs",
    "title",
    "description",
    "default",
    "format",
    "minimum",
    "maximum",
    "pattern",
    "minItems",
    "maxItems",
];

impl<'a> Check<'a> {
    /// The faults of a value under a schema.
    fn of(schema: &'a Value, value: &Value) -> Vec<String> {
        let mut check = Self {
            whole: schema,
            faults: Vec::new(),
        };
        check.value(schema, value, "");
        check.faults
    }

    fn value(&mut self, schema: &'a Value, value: &Value, place: &str) {
        let Some(schema) = schema.as_object() else {
            return;
        };
        let named = self.named(schema);
        for (word, asks) in schema {
            match word.as_str() {
                "$ref" => {
                    let target = self.target(asks);
                    // what stands beside the reference is checked here, and the keys of both together below
                    self.without_names(target, value, place);
                }
                "type" => self.kind(asks, value, place),
                "enum" => {
                    if !asks.as_array().expect("a list").contains(value) {
                        self.faults
                            .push(format!("{place}: {value} is not among {asks}"));
                    }
                }
                "const" => {
                    if asks != value {
                        self.faults.push(format!("{place}: {value} is not {asks}"));
                    }
                }
                "anyOf" | "oneOf" => self.any(asks, value, place),
                "required" => {
                    for key in asks.as_array().expect("a list") {
                        let key = key.as_str().expect("a key");
                        if value.is_object() && value.get(key).is_none() {
                            self.faults.push(format!("{place}: lacks {key}"));
                        }
                    }
                }
                "properties" => {
                    for (key, of) in asks.as_object().expect("keys") {
                        if let Some(member) = value.get(key) {
                            self.value(of, member, &format!("{place}.{key}"));
                        }
                    }
                }
                "items" => {
                    for (n, member) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(asks, member, &format!("{place}[{n}]"));
                    }
                }
                "prefixItems" => {
                    let asks = asks.as_array().expect("a list");
                    for (of, member) in asks.iter().zip(value.as_array().into_iter().flatten()) {
                        self.value(of, member, place);
                    }
                }
                "additionalProperties" => {
                    let own = schema.get("properties").and_then(Value::as_object);
                    for (key, member) in value.as_object().into_iter().flatten() {
                        if own.is_none_or(|own| !own.contains_key(key)) {
                            self.value(asks, member, &format!("{place}.{key}"));
                        }
                    }
                }
                word if REMARKS.contains(&word) => {}
                word => panic!("this check does not know {word}"),
            }
        }
        let (Some(named), Some(object)) = (named, value.as_object()) else {
            return;
        };
        for key in object.keys().filter(|key| !named.contains(key.as_str())) {
            self.faults
                .push(format!("{place}: {key} is not in the schema"));
        }
    }

    /// The same, the keys that are not named left to the caller.
    fn without_names(&mut self, schema: &'a Value, value: &Value, place: &str) {
        let before = self.faults.len();
        self.value(schema, value, place);
        let kept: Vec<String> = self
            .faults
            .split_off(before)
            .into_iter()
            .filter(|fault| {
                !(fault.starts_with(&format!("{place}: "))
                    && fault.ends_with("is not in the schema"))
            })
            .collect();
        self.faults.extend(kept);
    }

    /// The keys that an object may have; none where any may stand.
    fn named(&self, schema: &'a Map<String, Value>) -> Option<BTreeSet<&'a str>> {
        let mut keys = BTreeSet::new();
        let mut known = false;
        if let Some(own) = schema.get("properties").and_then(Value::as_object) {
            keys.extend(own.keys().map(String::as_str));
            known = true;
        }
        if let Some(target) = schema
            .get("$ref")
            .and_then(|name| self.target(name).as_object())
        {
            keys.extend(self.named(target)?);
            known = true;
        }
        (known && !schema.contains_key("additionalProperties")).then_some(keys)
    }

    fn target(&self, name: &Value) -> &'a Value {
        let path = name.as_str().and_then(|name| name.strip_prefix('#'));
        let path = path.expect("a reference within the schema");
        self.whole.pointer(path).expect("what it refers to")
    }

    fn kind(&mut self, asks: &Value, value: &Value, place: &str) {
        let is = |kind: &Value| match kind.as_str().expect("a type's name") {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            other => panic!("this check does not know the type {other}"),
        };
        let fits = match asks {
            Value::Array(kinds) => kinds.iter().any(is),
            kind => is(kind),
        };
        if !fits {
            self.faults.push(format!("{place}: {value} is no {asks}"));
        }
    }

    fn any(&mut self, asks: &'a Value, value: &Value, place: &str) {
        let before = self.faults.len();
        let mut least: Option<Vec<String>> = None;
        for choice in asks.as_array().expect("choices") {
            self.value(choice, value, place);
            let faults = self.faults.split_off(before);
            if faults.is_empty() {
                return;
            }
            if least
                .as_ref()
                .is_none_or(|least| faults.len() < least.len())
            {
                least = Some(faults);
            }
        }
        self.faults.extend(least.unwrap_or_default());
    }
}

#[test]
fn the_check_itself_sees_faults() {
    let schema = serde_json::json!({
        "type": "object",
        "properties": {"n": {"type": "integer"}, "word": {"anyOf": [{"type": "null"}, {"enum": ["a", "b"]}]}},
        "required": ["n"],
    });
    let faults = |value: Value| Check::of(&schema, &value).len();
    assert_eq!(faults(serde_json::json!({"n": 1, "word": "a"})), 0);
    assert_eq!(faults(serde_json::json!({"n": 1, "word": null})), 0);
    assert_eq!(faults(serde_json::json!({"word": "a"})), 1);
    assert_eq!(faults(serde_json::json!({"n": "1"})), 1);
    assert_eq!(faults(serde_json::json!({"n": 1, "word": "c"})), 1);
    assert_eq!(faults(serde_json::json!({"n": 1, "more": 2})), 1);
}

#[test]
fn every_answer_over_the_sample_corpus_fits_its_schema() {
    let room = Room::new();
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/sample_corpus");
    let archive = format!("{corpus}/archive");
    let request = format!("{corpus}/requests/01.FOI.22.025669.txt");
    let response = format!("{corpus}/responses/01.FOI.22.027314.txt");
    let terms = room.path("terms.txt");
    fs::write(&terms, "reprimand\n\"action plan\"\nINV/0283/2020\n").expect("a file");
    let terms = terms.to_str().expect("a path").to_owned();
    let bag = room.path("bag").to_str().expect("a path").to_owned();

    let list = room.run(&["schema", "--format", "json"]).ends(0).json();
    let answers = list["answers"]
        .as_object()
        .expect("schemas by name")
        .clone();
    let mut seen = BTreeSet::new();
    let mut check = |name: &str, value: &Value| {
        let schema = answers
            .get(name)
            .unwrap_or_else(|| panic!("no schema {name}"));
        let faults = Check::of(schema, value);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        seen.insert(name.to_owned());
    };
    let ask = |words: &[&str]| {
        let words: Vec<&str> = words.iter().copied().chain(["--format", "json"]).collect();
        room.run(&words).json()
    };

    check("ingest", &ask(&["ingest", &archive]));
    check("problems", &ask(&["problems"]));
    let found = ask(&["search", "reprimand", "--facets", "kind,year"]);
    check("search", &found);
    for hit in room
        .run(&["search", "--all", "--format", "jsonl"])
        .lines_of_json()
    {
        check("record", &hit);
    }
    let id = found["hits"][0]["id"].as_str().expect("an id").to_owned();
    check("show", &ask(&["show", &id]));
    check("thread", &ask(&["thread", &id]));
    check("similar", &ask(&["similar", &id]));
    check("refs", &ask(&["refs"]));
    check("case", &ask(&["case", "INV/0283/2020"]));
    check("terms", &ask(&["terms", &terms]));
    let located = ask(&["locate", &request]);
    check("locate", &located);
    check("locate", &ask(&["locate", &request, "--estimate"]));
    check("audit", &ask(&["audit", &response]));
    check("audit-rules", &ask(&["audit", "--rules"]));
    room.run(&["request", "add", &request]);
    check("requests", &ask(&["request", "list"]));
    let reference = located["request"]["reference"]
        .as_str()
        .expect("a reference");
    check("request", &ask(&["request", "show", reference]));
    room.run(&["source", "add", "Cellar", "--not-searched", "flooded"])
        .ends(0);
    check("sources", &ask(&["source", "list"]));
    let log = ask(&["log", "list"]);
    check("log", &log);
    let number = |event: &str| {
        let rows = log.as_array().expect("rows").iter();
        let row = rows.into_iter().find(|row| row["event"] == event);
        row.unwrap_or_else(|| panic!("no entry {event}"))["n"].to_string()
    };
    let search = number("search");
    check("statement", &ask(&["statement", &search]));
    check("replay", &ask(&["log", "replay", &search]));
    check("log-entry", &ask(&["log", "show", &number("ingest")]));
    let sheet = room.path("drawn.csv");
    let drawn = ask(&["sample", &search, "--size", "5"]);
    check("sample", &drawn);
    let judged = room
        .run(&["sample", &search, "--size", "5", "--format", "csv"])
        .out;
    let judged: Vec<String> = judged
        .lines()
        .enumerate()
        .map(|(n, line)| {
            if n == 0 {
                line.to_owned()
            } else {
                line.replacen("\"\"", "\"no\"", 1)
            }
        })
        .collect();
    fs::write(&sheet, judged.join("\n")).expect("a sheet");
    check(
        "sample-judged",
        &ask(&[
            "sample",
            &search,
            "--judged",
            sheet.to_str().expect("a path"),
        ]),
    );
    check("export", &ask(&["export", "INV/0283/2020", "--to", &bag]));
    check("verify", &ask(&["verify"]));
    check("stats", &ask(&["stats"]));

    let never: Vec<&String> = answers
        .keys()
        .filter(|name| !seen.contains(*name))
        .collect();
    assert!(
        never.is_empty(),
        "schemas that no answer was held against: {never:?}"
    );
}

#[test]
fn a_table_is_printed_as_it_is_in_force() {
    let room = Room::new();
    let own = room.path("tables");
    fs::create_dir(&own).expect("a folder");
    fs::write(
        own.join("parties.toml"),
        "[[party]]\nshort = \"LAMPS\"\nname = \"Lamp Keepers' Board\"\nkind = \"body\"\naliases = []\ndomains = [\"lamps.example\"]\nsource = \"its own letterhead\"\n",
    )
    .expect("a table");
    let mut command = room.command(&["schema", "parties"]);
    command.env("RECORDROOM_TABLES", &own);
    let printed = command.output().expect("the program");
    let printed = String::from_utf8(printed.stdout).expect("text");
    assert!(printed.contains("LAMPS") && printed.contains("Information Commissioner"));
    printed
        .parse::<toml::Table>()
        .expect("TOML, both parts together");
    room.run(&["schema", "partys"]).ends(2);
}
