//! What the program is made of may be given away, and each part has its reason; and every system can check it out.

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use program::house;
use serde_json::Value;

/// Licences that ask for nothing but their own text.
const PERMISSIVE: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// Further licences, each for one crate alone, with why they do no harm.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "libbz2-rs-sys",
    "bzip2-1.0.6",
    "a BSD licence with a name of its own: keep its text, do not claim to have written it",
)];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(house(""))
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Whether a licence expression (SPDX) can be met by licences of the list alone.
fn is_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let expression = expression.replace('/', " OR ");
    // OR binds less than AND; brackets stand in few expressions, and never more than one deep
    if let (Some(open), Some(close)) = (expression.find('('), expression.find(')')) {
        let inner = is_met(&expression[open + 1..close], allowed);
        let word = if inner { "<yes>" } else { "<no>" };
        let whole = format!("{}{word}{}", &expression[..open], &expression[close + 1..]);
        return is_met(&whole, allowed);
    }
    expression.split(" OR ").any(|choice| {
        choice
            .split(" AND ")
            .map(str::trim)
            .all(|name| name == "<yes>" || allowed(name))
    })
}

#[test]
fn a_licence_expression_is_read_as_it_is_meant() {
    let allowed = |name: &str| name == "MIT" || name == "ISC";
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(GPL-3.0 OR MIT) AND ISC", true),
        ("(GPL-3.0 OR LGPL-3.0) AND ISC", false),
        ("ISC AND (MIT OR GPL-3.0)", true),
        ("", false),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}

#[test]
fn every_crate_in_the_program_has_a_permissive_licence() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 100, "{} packages", packages.len());
    let mut refused = BTreeMap::new();
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let licence = package["license"].as_str().unwrap_or_default();
        let allowed = |one: &str| {
            PERMISSIVE.contains(&one)
                || EXCEPTIONS
                    .iter()
                    .any(|(of, further, _)| *of == name && *further == one)
        };
        if !is_met(licence, &allowed) {
            refused.insert(name, licence);
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
    println!("{} crates", packages.len() - 1);
}

#[test]
fn every_direct_dependency_stands_in_architecture_md_with_its_reason() {
    let page = fs::read_to_string(house("ARCHITECTURE.md")).expect("the page");
    let list = page
        .split_once("## What it is made of")
        .expect("the heading")
        .1;
    let list = list.split("\n## ").next().expect("the list");
    let mut told = BTreeSet::new();
    for row in list.lines().filter(|line| line.starts_with("| `")) {
        let mut cells = row.split('|').map(str::trim).skip(1);
        let (names, reason) = (
            cells.next().expect("names"),
            cells.next().expect("a reason"),
        );
        assert!(reason.len() > 20, "{names}: {reason:?} is no reason");
        told.extend(names.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    let metadata = metadata();
    let ours = metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .find(|package| package["name"] == "recordroom")
        .expect("this package");
    let direct: BTreeSet<String> = ours["dependencies"]
        .as_array()
        .expect("dependencies")
        .iter()
        .map(|dependency| dependency["name"].as_str().expect("a name").to_owned())
        .collect();
    let untold: Vec<_> = direct.difference(&told).collect();
    assert!(untold.is_empty(), "without a reason: {untold:?}");
    let gone: Vec<_> = told.difference(&direct).collect();
    assert!(gone.is_empty(), "no longer used: {gone:?}");
}

/// Names that Windows keeps for itself, whatever comes after a dot.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Why a path cannot be checked out everywhere.
fn wrong(path: &str) -> Option<&'static str> {
    let part_is_wrong = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default().to_lowercase();
        part.ends_with('.')
            || part.ends_with(' ')
            || part
                .chars()
                .any(|c| "<>:\"\\|?*".contains(c) || c.is_control())
            || RESERVED.contains(&stem.trim_end())
    };
    if path.split('/').any(part_is_wrong) {
        return Some("a name that Windows cannot have");
    }
    (path.encode_utf16().count() > 180).then_some("too long beside the folder that it comes into")
}

fn listed(folder: &Path, below: &str, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if below.is_empty() && (name == "target" || name == ".git") {
            continue;
        }
        let path = format!("{below}{name}");
        if entry.file_type().expect("a kind").is_dir() {
            listed(&entry.path(), &format!("{path}/"), into);
        }
        into.push(path);
    }
}

#[test]
fn the_repository_can_be_checked_out_on_windows() {
    assert_eq!(wrong("tests/cli.rs"), None);
    for path in ["a:b", "dots./x", "x/aux.txt", "blank ", "tab\t", "a/CON"] {
        assert!(wrong(path).is_some(), "{path}");
    }
    let mut paths = Vec::new();
    listed(&house(""), "", &mut paths);
    assert!(paths.len() > 300, "{} paths", paths.len());
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in &paths {
        assert_eq!(wrong(path), None, "{path}");
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            panic!("{path} and {other} are one file on Windows");
        }
    }
}
