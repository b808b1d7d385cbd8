//! `config.toml` in the archive's folder: what holds for every command on it, until a flag or the environment says
//! otherwise.

use std::fs;
use std::io::ErrorKind;

use serde::Deserialize;

use super::Archive;
use crate::error::{Error, Result};

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
    /// When the file cannot be read, or sets something that is not known: a setting with a slip of the pen in it
    /// would otherwise be no setting at all.
    pub fn settings(&self) -> Result<Settings> {
        let file = self.folder().join(FILE);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Settings::default()),
            Err(cause) => {
                return Err(
                    Error::archive(format!("cannot read {}", file.display())).because(cause)
                );
            }
        };
        toml::from_str(&text).map_err(|cause| {
            Error::request(format!(
                "{} cannot be understood: {}",
                file.display(),
                cause.message()
            ))
            .hint(
                "settings are organisation, role, ocr_languages, jobs, read_seconds, read_memory, depth, parts, text \
                 and unpacked (the last two in MiB)",
            )
        })
    }
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
    }
}
