//! The house rules, read off `src/`: who may import whom, where each heavy crate lives, how a file begins.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use regex::Regex;

/// Each room, and those that it may import. `error` is open to all. `name*` means values alone, no readers: the items
/// that stand directly in that room and begin with a capital.
const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("facts", &[]),
    ("discover", &[]),
    ("extract", &["discover"]),
    ("record", &["facts", "extract*"]),
    ("query", &["facts"]),
    ("archive", &["facts", "extract*", "record"]),
    ("index", &["facts", "record", "query"]),
    (
        "verbs",
        &[
            "facts", "discover", "extract", "record", "query", "archive", "index",
        ],
    ),
    ("audit", &["facts", "record", "archive", "verbs"]),
    (
        "present",
        &["facts", "extract*", "record", "archive", "verbs", "audit"],
    ),
    (
        "cli",
        &[
            "facts", "record", "query", "archive", "verbs", "audit", "present",
        ],
    ),
];

/// What the program's entry may name: the worker, then the command line.
const ENTRY: &[&str] = &["cli", "extract"];

/// Each crate with a landlord, and the rooms that may name it.
const LANDLORDS: &[(&str, &[&str])] = &[
    ("bzip2", &["extract"]),
    ("cfb", &["extract"]),
    ("chardetng", &["extract"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("crc32fast", &["facts"]),
    ("crossbeam_channel", &["extract", "verbs"]),
    ("csv", &["present"]),
    ("encoding_rs", &["extract"]),
    ("fearless_simd", &["extract"]),
    ("flate2", &["extract"]),
    ("hayro", &["extract"]),
    ("hayro_interpret", &["extract"]),
    ("hayro_jpeg2000", &["extract"]),
    ("hayro_syntax", &["extract"]),
    ("html5ever", &["extract"]),
    ("image", &["extract"]),
    ("include_dir", &["cli"]),
    ("indicatif", &["cli"]),
    ("landlock", &["extract"]),
    ("lzma_rust2", &["extract"]),
    ("mailparse", &["extract"]),
    ("maud", &["present"]),
    ("postcard", &["extract"]),
    ("quick_xml", &["extract"]),
    ("regex", &["facts"]),
    ("rusqlite", &["archive"]),
    ("rust_xlsxwriter", &["present"]),
    ("rustix", &["archive", "discover", "extract"]),
    ("seccompiler", &["extract"]),
    ("sevenz_rust2", &["extract"]),
    ("tantivy", &["index"]),
    ("tantivy_fst", &["index"]),
    ("tar", &["extract"]),
    ("terminal_size", &["cli"]),
    ("toml", &["facts", "archive"]),
    ("undoc", &["extract"]),
    ("unicode_normalization", &["facts", "index"]),
    ("unicode_width", &["present"]),
    ("whoami", &["archive"]),
    ("zip", &["extract"]),
    ("zstd", &["archive"]),
];

/// Crates that every room may name.
const OPEN: &[&str] = &[
    "jiff",
    "memchr",
    "schemars",
    "serde",
    "serde_json",
    "sha2",
    "tempfile",
    "thiserror",
];

/// Names that say nothing about what lives in a module.
const EMPTY_NAMES: &[&str] = &[
    "common", "helpers", "manager", "misc", "types", "util", "utils",
];

const LONGEST_FILE: usize = 500;

/// Words after which the path of somebody's machine begins.
const MACHINE_PATHS: &[&str] = &[
    "/home/",
    "/root/",
    "/Users/",
    "/work/",
    r"C:\\Users",
    r"C:\Users",
];

/// A file of `src/`: its path from there, its text, and its code without comments and literals.
struct Source {
    path: String,
    text: String,
    code: String,
}

impl Source {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// How many modules deep its items lie.
    fn depth(&self) -> usize {
        let steps = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") {
            steps - 1
        } else {
            steps
        }
    }
}

fn house() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            files_below(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(read_sources)
}

fn read_sources() -> Vec<Source> {
    let src = house().join("src");
    let mut files = Vec::new();
    files_below(&src, &mut files);
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rs"));
    files.sort();
    assert!(files.len() > 50, "src/ holds only {} files", files.len());
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).expect("UTF-8");
            let path = file
                .strip_prefix(&src)
                .expect("below src")
                .to_string_lossy()
                .replace('\\', "/");
            let code = without_comments_and_literals(&text);
            Source { path, text, code }
        })
        .collect()
}

/// The code alone: every comment, string and character a blank, every line kept in its place.
fn without_comments_and_literals(text: &str) -> String {
    let set_aside = Regex::new(concat!(
        r#"(?s)//[^\n]*"#,
        r#"|/\*.*?\*/"#,
        r##"|b?r#+".*?"#+"##,
        r#"|b?r"[^"]*""#,
        r#"|b?"(?:[^"\\]|\\.)*""#,
        r#"|b?'(?:[^'\\\n]|\\[^\n]{1,10}?)'"#,
    ))
    .expect("a pattern");
    set_aside
        .replace_all(text, |found: &regex::Captures<'_>| {
            let lines = found[0].matches('\n').count();
            format!(" {}", "\n".repeat(lines))
        })
        .into_owned()
}

fn tokens(code: &str) -> Vec<&str> {
    let token = Regex::new(r"[A-Za-z_][A-Za-z0-9_]*|::|[{}(),;!*#\[\]]|\S").expect("a pattern");
    token.find_iter(code).map(|found| found.as_str()).collect()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
}

/// Every path of the use tree that begins at `at`; also the place after it.
fn paths_of(
    tokens: &[&str],
    mut at: usize,
    before: &[String],
    paths: &mut Vec<Vec<String>>,
) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens.get(at) {
            Some(&"{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| *token != "}") {
                    at = paths_of(tokens, at, &path, paths);
                    while tokens
                        .get(at)
                        .is_some_and(|token| *token == "," || *token == "as" || *token == "_")
                    {
                        at += 1;
                    }
                }
                return at + 1;
            }
            Some(token) if is_name(token) || *token == "*" => {
                path.push((*token).to_owned());
                at += 1;
                if tokens.get(at) != Some(&"::") {
                    paths.push(path);
                    return at;
                }
                at += 1;
            }
            _ => {
                paths.push(path);
                return at.max(1)
                    + usize::from(
                        tokens
                            .get(at)
                            .is_some_and(|token| !matches!(*token, "}" | ",")),
                    );
            }
        }
    }
}

/// The paths named from the crate's root, and those that climb out to it.
fn imports(source: &Source) -> Vec<Vec<String>> {
    let tokens = tokens(&source.code);
    let mut found = Vec::new();
    let mut braces = 0usize;
    let mut inline: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" => {
                if at >= 2 && tokens[at - 2] == "mod" {
                    inline.push(braces);
                }
                braces += 1;
            }
            "}" => {
                braces = braces.saturating_sub(1);
                if inline.last() == Some(&braces) {
                    inline.pop();
                }
            }
            "crate" | "recordroom" if tokens.get(at + 1) == Some(&"::") => {
                paths_of(&tokens, at + 2, &[], &mut found);
            }
            "super" if at == 0 || tokens[at - 1] != "::" => {
                let climbs = tokens[at..]
                    .chunks(2)
                    .take_while(|pair| *pair == ["super", "::"])
                    .count();
                if climbs >= source.depth() + inline.len() {
                    paths_of(&tokens, at + 2 * climbs, &[], &mut found);
                }
            }
            _ => {}
        }
    }
    found
}

fn permits(allowed: &[&str], path: &[String]) -> bool {
    let room = path[0].as_str();
    let value = path
        .get(1)
        .is_some_and(|item| item.starts_with(|first: char| first.is_uppercase()));
    room == "error"
        || allowed.contains(&room)
        || value
            && allowed
                .iter()
                .any(|name| name.strip_suffix('*') == Some(room))
}

#[test]
fn a_room_imports_only_those_that_it_may() {
    let rooms: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let (mut broken, mut seen) = (Vec::new(), 0);
    for source in sources() {
        let room = source.room();
        let allowed = match room {
            "lib" => continue,
            "main" => ENTRY,
            _ => rooms
                .get(room)
                .unwrap_or_else(|| panic!("{} is in no room of the table", source.path)),
        };
        for path in imports(source) {
            if path.is_empty() || path[0] == room || !rooms.contains_key(path[0].as_str()) {
                continue;
            }
            seen += 1;
            if !permits(allowed, &path) {
                broken.push(format!(
                    "src/{}: {room} names {}",
                    source.path,
                    path.join("::")
                ));
            }
        }
    }
    assert!(seen > 100, "only {seen} imports were seen");
    assert!(
        broken.is_empty(),
        "{} imports break the table:\n{}",
        broken.len(),
        broken.join("\n")
    );
}

#[test]
fn a_room_imports_none_that_imports_it() {
    for (at, (room, allowed)) in ROOMS.iter().enumerate() {
        for name in *allowed {
            let name = name.trim_end_matches('*');
            let place = ROOMS.iter().position(|(other, _)| *other == name);
            assert!(
                place.is_some_and(|place| place < at),
                "{room} imports {name}, which does not stand above it"
            );
        }
    }
}

/// The crates that code names as the first word of a path.
fn crates_named(code: &str) -> BTreeSet<String> {
    let tokens = tokens(code);
    let mut named = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let leads = at == 0 || tokens[at - 1] != "::";
        let used = tokens.get(at + 1) == Some(&"::") || at > 0 && tokens[at - 1] == "use";
        if leads && used {
            named.insert((*token).to_owned());
        }
    }
    named
}

#[test]
fn a_heavy_crate_is_named_by_its_landlord_alone() {
    let mut broken = Vec::new();
    let mut seen = BTreeSet::new();
    for source in sources() {
        for name in crates_named(&source.code) {
            if let Some((name, rooms)) = LANDLORDS.iter().find(|(known, _)| *known == name) {
                seen.insert(*name);
                if !rooms.contains(&source.room()) {
                    broken.push(format!(
                        "src/{} names {name}, which lives in {rooms:?}",
                        source.path
                    ));
                }
            }
        }
    }
    assert!(
        seen.contains("tantivy") && seen.contains("rusqlite"),
        "the sources were not read: {seen:?}"
    );
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_dependency_is_in_a_table_here_and_in_use() {
    let manifest = fs::read_to_string(house().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = toml::from_str(&manifest).expect("a manifest");
    let mut declared: BTreeSet<String> = BTreeSet::new();
    let mut take = |table: Option<&toml::Value>| {
        let rows = table.and_then(toml::Value::as_table).into_iter().flatten();
        declared.extend(rows.map(|(name, _)| name.replace('-', "_")));
    };
    take(manifest.get("dependencies"));
    for (_, target) in manifest["target"].as_table().expect("targets") {
        take(target.get("dependencies"));
    }
    let named: BTreeSet<String> = sources()
        .iter()
        .flat_map(|source| crates_named(&source.code))
        .collect();
    let known: BTreeSet<&str> = LANDLORDS
        .iter()
        .map(|(name, _)| *name)
        .chain(OPEN.iter().copied())
        .collect();
    let mut broken = Vec::new();
    for name in &declared {
        if !known.contains(name.as_str()) {
            broken.push(format!("{name} has no landlord in this file"));
        }
        if !named.contains(name) {
            broken.push(format!("{name} is a dependency that no room names"));
        }
    }
    assert!(declared.len() > 20, "the manifest was not read");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_begins_by_saying_what_lives_there() {
    let mut broken = Vec::new();
    for source in sources() {
        let first = source.text.lines().next().unwrap_or_default();
        if first
            .strip_prefix("//! ")
            .is_none_or(|words| words.len() <= 15)
        {
            broken.push(format!("src/{} begins with {first:?}", source.path));
        }
    }
    for folder in ["tests", "benches"] {
        let mut files = Vec::new();
        files_below(&house().join(folder), &mut files);
        for file in files
            .iter()
            .filter(|file| file.extension().is_some_and(|ending| ending == "rs"))
        {
            if !fs::read_to_string(file).expect("UTF-8").starts_with("//! ") {
                broken.push(format!("{} does not begin with //!", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_module_has_an_empty_name() {
    for source in sources() {
        for step in source.path.split('/') {
            let name = step.strip_suffix(".rs").unwrap_or(step);
            assert!(
                !EMPTY_NAMES.contains(&name),
                "src/{} says nothing by its name",
                source.path
            );
        }
    }
}

#[test]
fn no_file_is_longer_than_a_person_reads_at_a_sitting() {
    let long: Vec<String> = sources()
        .iter()
        .map(|source| (source.text.lines().count(), &source.path))
        .filter(|(lines, _)| *lines > LONGEST_FILE)
        .map(|(lines, path)| format!("src/{path} has {lines} lines"))
        .collect();
    assert!(
        long.is_empty(),
        "more than {LONGEST_FILE} lines:\n{}",
        long.join("\n")
    );
}

#[test]
fn nothing_is_unsafe_and_only_the_command_line_prints() {
    let mut broken = Vec::new();
    for source in sources() {
        let tokens = tokens(&source.code);
        for (at, token) in tokens.iter().enumerate() {
            let printing = matches!(*token, "print" | "println" | "eprint" | "eprintln" | "dbg");
            if printing && tokens.get(at + 1) == Some(&"!") && source.room() != "cli" {
                broken.push(format!("src/{} prints with {token}!", source.path));
            }
            if *token == "unsafe" {
                broken.push(format!("src/{} holds unsafe code", source.path));
            }
        }
    }
    for entry in ["src/lib.rs", "src/main.rs"] {
        let text = fs::read_to_string(house().join(entry)).expect("an entry");
        assert!(
            text.contains("#![forbid(unsafe_code)]"),
            "{entry} does not forbid unsafe code"
        );
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_file_holds_the_path_of_a_machine() {
    let mut files = Vec::new();
    for folder in ["src", "schema", "benches", "tests"] {
        files_below(&house().join(folder), &mut files);
    }
    for paper in [
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "Cargo.toml",
        ".ci/run",
    ] {
        files.push(house().join(paper));
    }
    let mut broken = Vec::new();
    for file in files
        .iter()
        .filter(|file| !file.ends_with("tests/architecture.rs"))
    {
        let Ok(text) = fs::read_to_string(file) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            if MACHINE_PATHS.iter().any(|path| line.contains(path)) {
                broken.push(format!("{}:{}: {line}", file.display(), number + 1));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_picture_names_every_room() {
    let paper = fs::read_to_string(house().join("ARCHITECTURE.md")).expect("the paper is there");
    let src = house().join("src");
    let built = |room: &str| src.join(room).is_dir() || src.join(format!("{room}.rs")).is_file();
    assert!(built("facts") && built("record"), "src/ was not read");
    for (room, allowed) in ROOMS.iter().filter(|(room, _)| built(room)) {
        let row = paper
            .lines()
            .find(|line| line.starts_with(&format!("| `{room}`")))
            .unwrap_or_else(|| panic!("ARCHITECTURE.md has no row for `{room}`"));
        let imports = row.split('|').nth(3).unwrap_or_default();
        for name in *allowed {
            let name = name.trim_end_matches('*');
            assert!(
                imports.contains(name),
                "ARCHITECTURE.md does not say that {room} may import {name}: {row}"
            );
        }
    }
}

#[test]
fn the_reader_of_code_sees_what_is_there() {
    let source = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
        code: without_comments_and_literals(text),
    };
    let nested = source(
        "query/parser.rs",
        "use crate::{error::Result, facts::{dates, references::Found as F}};\n// crate::cli\nlet a = \"crate::index\";",
    );
    let paths: Vec<String> = imports(&nested)
        .iter()
        .map(|path| path.join("::"))
        .collect();
    assert_eq!(
        paths[..3],
        ["error::Result", "facts::dates", "facts::references::Found"]
    );
    assert!(
        !paths
            .iter()
            .any(|path| path.contains("cli") || path.contains("index")),
        "{paths:?}"
    );
    let climbing = source("facts/dates.rs", "use super::super::index::Hit;");
    assert_eq!(imports(&climbing), [["index", "Hit"]]);
    let staying = source("record.rs", "mod tests { use super::*; }");
    assert!(imports(&staying).is_empty(), "{:?}", imports(&staying));
    assert!(crates_named("use tantivy::Index; let x = a::regex::B; use zip;").contains("zip"));
    assert!(!crates_named("let x = a::regex::B;").contains("regex"));
    let quoted = without_comments_and_literals(
        "let c = '\"'; let s: &'a str = r#\"unsafe \" \"#; unsafe {}",
    );
    assert_eq!(quoted.matches("unsafe").count(), 1, "{quoted}");
    assert!(permits(
        &["extract*"],
        &["extract".to_owned(), "Format".to_owned()]
    ));
    assert!(!permits(
        &["extract*"],
        &["extract".to_owned(), "mail".to_owned()]
    ));
}

/// How often each file of `src/` changes rows of `files`.
const CHANGES_FILES: &[(&str, usize)] = &[
    ("archive/batch.rs", 3),
    ("archive/settling.rs", 2),
    ("archive/unread.rs", 1),
];

/// A folder's digest stands for its rows: whatever changes one takes it away first, with `stir` or `stir_around` or with
/// the writer's `folder`, which does, or an ingest takes the folder for unchanged.
#[test]
fn who_changes_a_file_s_row_is_known() {
    let change = Regex::new(concat!(
        r"(?i)\b(?:(?:INSERT|REPLACE)(?:[\s\\]+OR[\s\\]+\w+)?[\s\\]+INTO",
        r"|UPDATE(?:[\s\\]+OR[\s\\]+\w+)?|DELETE[\s\\]+FROM)[\s\\]+files\b",
    ))
    .expect("a pattern");
    for statement in [
        "INSERT INTO files (id)",
        "insert or replace into \\\n files",
        "UPDATE files SET",
        "DELETE FROM files WHERE",
    ] {
        assert!(change.is_match(statement), "{statement}");
    }
    let mut files = Vec::new();
    files_below(&house().join("src"), &mut files);
    let mut found = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("UTF-8");
        let path = file.strip_prefix(house().join("src")).expect("below src");
        let path = path.to_string_lossy().replace('\\', "/");
        let times = change.find_iter(&text).count();
        if times > 0 {
            let stirs = ["self.stir", "self.folder("]
                .iter()
                .any(|call| text.contains(call));
            assert!(stirs, "src/{path} never calls stir");
            found.insert(path, times);
        }
    }
    let found: Vec<(&str, usize)> = found.iter().map(|(path, n)| (path.as_str(), *n)).collect();
    assert_eq!(
        found, CHANGES_FILES,
        "have it take the folder's digest away (`stir`, `stir_around`), then count it here"
    );
}
