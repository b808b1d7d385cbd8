//! Writes the tables that a search may need in a form that is read many times faster than TOML, and the marks by which a
//! change of any table is seen, and links the program to a fixed address.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Tables that become JSON.
const TABLES: [&str; 2] = ["parties", "reference_families"];
/// Those of which there is a mark.
const MARKED: [&str; 7] = [
    "reference_families",
    "parties",
    "record_kinds",
    "provisions",
    "markings",
    "bank_holidays",
    "inflections",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let read = |name: &str| {
        let table = format!("schema/{name}.toml");
        println!("cargo::rerun-if-changed={table}");
        fs::read_to_string(table)
    };
    for name in TABLES {
        let rows: serde_json::Value = toml::from_str(&read(name)?)?;
        fs::write(out.join(format!("{name}.json")), rows.to_string())?;
    }
    inflections(&toml::from_str(&read("inflections")?)?, &out)?;
    let mut marks = format!("const MARKS: [&str; {}] = [\n", MARKED.len());
    for name in MARKED {
        let text = read(name)?;
        let crc = crc32fast::hash(text.as_bytes());
        writeln!(marks, "    \"{:x}:{crc:08x} \",", text.len())?;
    }
    fs::write(out.join("marks.rs"), marks + "];\n")?;
    // 76,000 addresses that are written at each start otherwise: a third of the time of a search
    let linked = ["CARGO_CFG_TARGET_OS", "CARGO_CFG_TARGET_ENV"].map(env::var);
    if linked == [Ok("linux".into()), Ok("gnu".into())] {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    Ok(())
}

/// Writes the irregular forms as pairs that are sorted already; a table that is no such table stops the build.
fn inflections(table: &toml::Table, out: &Path) -> Result<(), Box<dyn Error>> {
    let rows = |of: &str| {
        let blocks = table.get(of).and_then(toml::Value::as_array);
        let blocks = blocks.ok_or_else(|| format!("inflections.toml has no `{of}`"))?;
        let mut all = Vec::new();
        for block in blocks {
            let source = block.get("source").and_then(toml::Value::as_str);
            if source.is_none_or(|source| source.trim().is_empty()) {
                return Err(format!("a block of `{of}` has no source"));
            }
            let words = block.get("words").and_then(toml::Value::as_array);
            all.extend(words.ok_or_else(|| format!("a block of `{of}` has no words"))?);
        }
        Ok(all)
    };
    let word = |value: &toml::Value| {
        let word = value.as_str().unwrap_or_default();
        let plain = word.len() > 1 && word.bytes().all(|letter| letter.is_ascii_lowercase());
        match plain {
            true => Ok(word.to_owned()),
            false => Err(format!("{value} is not in small plain letters")),
        }
    };
    let mut words: Vec<(String, String)> = Vec::new();
    for row in rows("irregular")? {
        let row: Vec<String> = row
            .as_array()
            .into_iter()
            .flatten()
            .map(word)
            .collect::<Result<_, _>>()?;
        let Some((word, forms)) = row.split_first().filter(|(_, forms)| !forms.is_empty()) else {
            return Err("a word stands there without a form".into());
        };
        words.extend(forms.iter().map(|form| (form.clone(), word.clone())));
    }
    let mut forms: Vec<_> = words
        .iter()
        .cloned()
        .map(|(form, word)| (word, form))
        .collect();
    let alone: Result<Vec<_>, _> = rows("alone")?.into_iter().map(word).collect();
    let mut alone = alone?;
    words.sort_unstable();
    forms.sort_unstable();
    alone.sort_unstable();
    let text = format!(
        "const WORDS: &[(&str, &str)] = &{words:?};\nconst FORMS: &[(&str, &str)] = &{forms:?};\n\
         const ALONE: &[&str] = &{alone:?};\n"
    );
    Ok(fs::write(out.join("inflections.rs"), text)?)
}
