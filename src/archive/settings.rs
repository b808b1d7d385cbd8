//! `config.toml` in the archive's folder: what holds for every command on it, until a flag or the environment says
//! otherwise.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Archive;
use crate::error::{Error, Result};
use crate::facts::{OWN_TABLES, Own};

/// The file's name.
pub const FILE: &str = "config.toml";

/// What may be set. Nothing that is not said is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The organisation whose archive this is, by any name that `schema/parties.toml` knows, or as printed.
    pub organisation: Option<String>,
    /// The role of those who search, as a statement names it: "Disclosure officer".
    pub role: Option<String>,
    /// The languages that scans are read in, as tesseract names them, joined by `+`.
    pub ocr_languages: Option<String>,
    /// A folder with the user's own tables; a relative one lies beside the settings.
    pub tables: Option<PathBuf>,
    /// How many files are read at once.
    pub jobs: Option<usize>,
    /// Processor seconds that one input may take.
    pub read_seconds: Option<u64>,
    /// Memory that one worker may map, in MiB.
    pub read_memory: Option<u64>,
    /// Levels of parts within parts.
    pub depth: Option<usize>,
    /// Parts in one file.
    pub parts: Option<usize>,
    /// Text taken from one part, in MiB.
    pub text: Option<usize>,
    /// Bytes unpacked from one file, in MiB.
    pub unpacked: Option<usize>,
}

impl Archive {
    /// The settings of this archive; none where it has no `config.toml`.
    ///
    /// # Errors
    /// As [`Settings::of`].
    pub fn settings(&self) -> Result<Settings> {
        Settings::of(self.folder())
    }
}

impl Settings {
    /// The settings that lie in an archive's folder, be it made or not; none where it has no `config.toml`.
    ///
    /// # Errors
    /// When the file cannot be read, or sets something that is not known: a setting with a slip of the pen in it
    /// would otherwise be no setting at all.
    pub fn of(folder: &Path) -> Result<Self> {
        let file = folder.join(FILE);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(cause) => {
                return Err(
                    Error::archive(format!("cannot read {}", file.display())).because(cause)
                );
            }
        };
        let settings: Self = toml::from_str(&text).map_err(|cause| {
            Error::request(format!(
                "{} cannot be understood: {}",
                file.display(),
                cause.message()
            ))
            .hint(
                "settings are organisation, role, tables, ocr_languages, jobs, read_seconds, read_memory, depth, \
                 parts, text and unpacked (the last two in MiB)",
            )
        })?;
        match settings.nothing() {
            None => Ok(settings),
            Some(name) => Err(Error::request(format!(
                "{} sets {name} to 0, by which nothing could be read",
                file.display()
            ))
            .hint("set 1 or more, or leave the line out")),
        }
    }
}

impl Settings {
    /// The first setting that is 0 where at least 1 is needed.
    fn nothing(&self) -> Option<&'static str> {
        let zero = |value: Option<usize>| value == Some(0);
        [
            ("jobs", zero(self.jobs)),
            ("read_seconds", self.read_seconds == Some(0)),
            ("read_memory", self.read_memory == Some(0)),
            ("parts", zero(self.parts)),
            ("text", zero(self.text)),
            ("unpacked", zero(self.unpacked)),
        ]
        .into_iter()
        .find_map(|(name, zero)| zero.then_some(name))
    }
}

/// The tables of a user's folder: those of the names that `schema/` has, and nothing else that ends in `.toml`.
///
/// # Errors
/// When the folder or a table cannot be read, it has none, or has one of another name.
pub fn own_tables(folder: &Path) -> Result<Vec<Own>> {
    let cannot = |cause| {
        Error::request(format!(
            "the folder of tables {} cannot be read",
            folder.display()
        ))
        .hint("`tables` in config.toml, or RECORDROOM_TABLES, names it")
        .because(cause)
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let name = entry
            .map_err(cannot)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".toml") {
            names.push(name);
        }
    }
    names.sort_unstable();
    let known = OWN_TABLES.join(" and ");
    if let Some(other) = names
        .iter()
        .find(|name| !OWN_TABLES.contains(&name.as_str()))
    {
        return Err(Error::request(format!(
            "{other} in {} is no table that is known",
            folder.display()
        ))
        .hint(format!("rows are added in {known}")));
    }
    if names.is_empty() {
        return Err(Error::request(format!("{} has no table", folder.display()))
            .hint(format!("rows are added in {known}")));
    }
    let read = |name: String| {
        let place = folder.join(&name);
        let text = fs::read_to_string(&place).map_err(|cause| {
            Error::request(format!("{} cannot be read", place.display())).because(cause)
        })?;
        Ok(Own {
            place: place.display().to_string(),
            table: name,
            text,
        })
    };
    names.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_refused_and_what_is_not_said_is_not_set() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::open_or_make(&folder.path().join("archive")).expect("an archive");
        assert_eq!(archive.settings().expect("no file"), Settings::default());
        let file = archive.folder().join(FILE);
        fs::write(
            &file,
            "organisation = \"MPS\"\nread_seconds = 45\nocr_languages = \"eng+cym\"\n",
        )
        .expect("written");
        let settings = archive.settings().expect("settings");
        assert_eq!(settings.organisation.as_deref(), Some("MPS"));
        assert_eq!((settings.read_seconds, settings.jobs), (Some(45), None));
        assert_eq!(settings.ocr_languages.as_deref(), Some("eng+cym"));
        fs::write(&file, "read_second = 45\n").expect("written");
        let refused = archive.settings().expect_err("a slip").to_string();
        assert!(refused.contains("read_second"), "{refused}");
        for name in [
            "jobs",
            "read_seconds",
            "read_memory",
            "parts",
            "text",
            "unpacked",
        ] {
            fs::write(&file, format!("{name} = 0\n")).expect("written");
            let refused = archive.settings().expect_err("nothing").to_string();
            assert!(refused.contains(&format!("sets {name} to 0")), "{refused}");
        }
    }
}
