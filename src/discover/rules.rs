//! The rules by which something is passed by, in a folder and in an archive alike.
//!
//! Each rule is one row. What it passes by is never lost from sight: it is an item, the ledger counts it as excluded,
//! and the catalogue keeps the row's reason with it. A rule must fit what programs leave behind and nothing that a
//! person wrote.

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What it is called in lists of rules.
    pub name: &'static str,
    /// What it fits.
    pub pattern: Pattern,
    /// What it passes by, in the words that people are shown.
    pub reason: &'static str,
}

/// What a rule fits.
#[derive(Debug, Clone, Copy)]
pub enum Pattern {
    /// A file of this name, in any case.
    Named(&'static str),
    /// A file whose name begins and ends so, of so many bytes.
    Framed {
        /// How its name begins.
        begins: &'static str,
        /// How its name ends.
        ends: &'static str,
        /// The fewest bytes that it has.
        least: u64,
        /// The most bytes that it has.
        most: u64,
    },
    /// A file whose name begins so, anywhere within a folder of this name.
    Within {
        /// The folder.
        folder: &'static str,
        /// How the file's name begins.
        begins: &'static str,
    },
    /// A member of an archive that is of this kind, in the words of the shared MIME database.
    Kind(&'static str),
    /// A signature apart from what it signs, or certificates alone, by its content.
    Signature,
}

/// Every rule. The size of a resource fork is that of its header at least; a lock file of Office has 162 or 165 bytes.
pub const RULES: [Rule; 11] = [
    Rule {
        name: "windows-thumbnails",
        pattern: Pattern::Named("Thumbs.db"),
        reason: "a cache of small pictures that Windows keeps",
    },
    Rule {
        name: "windows-folder-settings",
        pattern: Pattern::Named("desktop.ini"),
        reason: "a folder's settings that Windows keeps",
    },
    Rule {
        name: "macos-folder-settings",
        pattern: Pattern::Named(".DS_Store"),
        reason: "a folder's settings that macOS keeps",
    },
    Rule {
        name: "kde-folder-settings",
        pattern: Pattern::Named(".directory"),
        reason: "a folder's settings that KDE keeps",
    },
    Rule {
        name: "office-lock",
        pattern: Pattern::Framed {
            begins: "~$",
            ends: "",
            least: 0,
            most: 1024,
        },
        reason: "a lock file that Office leaves beside an open document",
    },
    Rule {
        name: "libreoffice-lock",
        pattern: Pattern::Framed {
            begins: ".~lock.",
            ends: "#",
            least: 0,
            most: u64::MAX,
        },
        reason: "a lock file that LibreOffice leaves beside an open document",
    },
    Rule {
        name: "macos-resource-fork",
        pattern: Pattern::Framed {
            begins: "._",
            ends: "",
            least: 26,
            most: u64::MAX,
        },
        reason: "a resource fork that macOS leaves beside a file",
    },
    Rule {
        name: "macos-archive-folder",
        pattern: Pattern::Within {
            folder: "__MACOSX",
            begins: "._",
        },
        reason: "a resource fork that macOS adds to an archive",
    },
    Rule {
        name: "archive-link",
        pattern: Pattern::Kind("inode/symlink"),
        reason: "a link in an archive: it has no content of its own",
    },
    Rule {
        name: "archive-device",
        pattern: Pattern::Kind("inode/device"),
        reason: "a device or a pipe in an archive: it has no content",
    },
    Rule {
        name: "signature",
        pattern: Pattern::Signature,
        reason: "a digital signature or certificates: no words of their own",
    },
];

/// Something that a rule may pass by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Met<'a> {
    /// Its path, with `/`; its name alone where no more is known.
    pub path: &'a str,
    /// Its size in bytes.
    pub size: u64,
    /// The kind that its archive declares.
    pub kind: Option<&'a str>,
    /// Whether its content is a signature alone.
    pub signature: bool,
}

/// The rule that passes something by; none where it must be read.
pub fn passing_by(met: Met<'_>) -> Option<&'static Rule> {
    let (folders, name) = met.path.rsplit_once('/').unwrap_or(("", met.path));
    RULES.iter().find(|rule| match rule.pattern {
        Pattern::Named(named) => named.eq_ignore_ascii_case(name),
        Pattern::Framed {
            begins,
            ends,
            least,
            most,
        } => {
            name.len() >= begins.len() + ends.len()
                && name.starts_with(begins)
                && name.ends_with(ends)
                && (least..=most).contains(&met.size)
        }
        Pattern::Within { folder, begins } => {
            name.starts_with(begins) && folders.split('/').any(|above| above == folder)
        }
        Pattern::Kind(kind) => met.kind == Some(kind),
        Pattern::Signature => met.signature,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(path: &str, size: u64) -> Option<&'static str> {
        passing_by(Met {
            path,
            size,
            ..Met::default()
        })
        .map(|rule| rule.name)
    }

    #[test]
    fn a_rule_fits_what_programs_leave_and_not_what_people_write() {
        for (path, size, expected) in [
            ("thumbs.DB", 7, Some("windows-thumbnails")),
            ("minutes/.DS_Store", 6148, Some("macos-folder-settings")),
            ("~$letter.docx", 162, Some("office-lock")),
            ("~$a whole letter.docx", 20_000, None),
            (".~lock.letter.odt#", 80, Some("libreoffice-lock")),
            (".~lock.letter.odt", 80, None),
            ("._letter.docx", 82, Some("macos-resource-fork")),
            ("._", 3, None),
            (
                "__MACOSX/inner/._letter.docx",
                3,
                Some("macos-archive-folder"),
            ),
            ("__MACOSX/letter.eml", 900, None),
            ("notes on __MACOSX/._x", 3, None),
            ("Thumbs.db.eml", 900, None),
        ] {
            assert_eq!(rule(path, size), expected, "{path}");
        }
    }

    #[test]
    fn every_rule_has_a_name_and_a_reason_of_its_own() {
        for (nth, one) in RULES.iter().enumerate() {
            assert!(!one.name.is_empty() && !one.reason.is_empty());
            assert!(
                RULES[..nth]
                    .iter()
                    .all(|other| other.name != one.name && other.reason != one.reason),
                "{}",
                one.name
            );
        }
    }
}
