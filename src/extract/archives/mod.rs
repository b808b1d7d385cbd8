//! Archives: what holds other files and says nothing itself.
//!
//! One file a format; here is what they share. A member is known by its path, which is a name and never a path to
//! write to: nothing here touches a file system. Bytes are counted as they are unpacked, never believed from a header.
//! A member that could not be had whole is handed over with what was had of it and with its problem.

pub mod gzip;
pub mod names;
pub mod sevenz;
pub mod tar;
pub mod zip;

use std::collections::HashMap;
use std::io::Read;

use super::{Category, Format, Limits, Opened, Part, Problem, Step, TextStatus, sniff};

/// A stream up to this many bytes does no harm, however well it was packed.
const HARMLESS: usize = 32 << 20;

/// How the unpacking of one stream ended.
#[derive(Debug)]
pub(super) enum End {
    /// At its end.
    Whole,
    /// Before its end, and why.
    Broken(String),
    /// It grew beyond all proportion.
    Bomb,
    /// What one input may unpack to was used up.
    Full,
}

/// What was had of a stream.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// The bytes, all or the first of them.
    pub bytes: Vec<u8>,
    /// How it ended.
    pub end: End,
}

/// Unpacks a stream of `packed` bytes, at most `room` bytes of it.
pub(super) fn unpack(from: &mut dyn Read, packed: usize, room: usize, limits: &Limits) -> Unpacked {
    let mut bytes = Vec::new();
    let mut chunk = [0_u8; 16 << 10];
    let end = loop {
        match from.read(&mut chunk) {
            Ok(0) => break End::Whole,
            Ok(read) => {
                let fits = read.min(room - bytes.len());
                bytes.extend_from_slice(&chunk[..fits]);
                if fits < read {
                    break End::Full;
                }
                if bytes.len() > HARMLESS && bytes.len() / limits.ratio.max(1) > packed {
                    break End::Bomb;
                }
            }
            Err(reason) if reason.kind() == std::io::ErrorKind::Interrupted => {}
            Err(reason) => break End::Broken(reason.to_string()),
        }
    };
    Unpacked { bytes, end }
}

impl Unpacked {
    /// The problem of a stream that was not had whole.
    pub fn problem(&self, limits: &Limits) -> Option<Problem> {
        let had = self.bytes.len();
        let (category, reason) = match &self.end {
            End::Whole => return None,
            End::Broken(reason) => (
                Category::Damaged,
                format!("broken off after {had} bytes ({reason}); what was unpacked is kept"),
            ),
            End::Bomb => (
                Category::TooLarge,
                format!(
                    "unpacks to more than {} times its size; its first {had} bytes were read",
                    limits.ratio
                ),
            ),
            End::Full => (
                Category::TooLarge,
                format!(
                    "the limit of {} MiB unpacked was met; its first {had} bytes were read",
                    limits.unpacked >> 20
                ),
            ),
        };
        Some(Problem { category, reason })
    }
}

/// A member, ready to become a part.
#[derive(Debug, Default)]
pub(super) struct Member {
    /// Its path as its archive gives it, decoded, with `/`.
    pub path: String,
    /// Its bytes, or what was had of them.
    pub bytes: Vec<u8>,
    /// Why they are not whole or not readable.
    pub problem: Option<Problem>,
    /// What was guessed or does not agree.
    pub doubts: Vec<String>,
    /// The kind that its archive says it is, when it is no ordinary file.
    pub kind: Option<&'static str>,
}

/// Members as they are gathered, within the limits.
pub(super) struct Gathering<'l> {
    /// The limits.
    pub limits: &'l Limits,
    /// What was wrong with the archive as a whole.
    pub problems: Vec<Problem>,
    parts: Vec<Part>,
    doubts: Vec<String>,
    left: usize,
    taken: HashMap<String, u32>,
    beyond: usize,
}

impl<'l> Gathering<'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            problems: Vec::new(),
            parts: Vec::new(),
            doubts: Vec::new(),
            left: limits.unpacked,
            taken: HashMap::new(),
            beyond: 0,
        }
    }

    /// Whether a further member may be taken; one that may not is counted.
    pub fn has_place(&mut self) -> bool {
        let place = self.parts.len() < self.limits.parts;
        self.beyond += usize::from(!place);
        place
    }

    /// Counts members for which there is no place.
    pub fn count_beyond(&mut self, members: usize) {
        self.beyond += members;
    }

    /// How many bytes may still be unpacked.
    pub fn left(&self) -> usize {
        self.left
    }

    /// Unpacks a stream out of what is left.
    pub fn unpack(&mut self, from: &mut dyn Read, packed: usize) -> Unpacked {
        unpack(from, packed, self.left, self.limits)
    }

    /// Says what was wrong with the archive as a whole.
    pub fn problem(&mut self, category: Category, reason: impl Into<String>) {
        self.problems.push(Problem {
            category,
            reason: reason.into(),
        });
    }

    /// Says what holds for every member.
    pub fn doubt(&mut self, doubt: impl Into<String>) {
        self.doubts.push(doubt.into());
    }

    /// Takes a member. One whose path another has already gets a number, so that each can be pointed at.
    pub fn take(&mut self, member: Member) {
        self.left = self.left.saturating_sub(member.bytes.len());
        let name = path_name(&member.path);
        let path = self.distinct(member.path);
        let bare = member.bytes.is_empty();
        self.parts.push(Part {
            name,
            steps: vec![Step::Member(path)],
            declared: member.kind.map(str::to_owned),
            charset: None,
            bytes: member.bytes,
            doubts: member.doubts,
            problem: member.problem.map(|mut problem| {
                if bare && matches!(problem.category, Category::Damaged | Category::TooLarge) {
                    problem.reason.push_str(": nothing of it could be had");
                }
                problem
            }),
        });
    }

    fn distinct(&mut self, path: String) -> String {
        let path = match path.is_empty() {
            true => "unnamed".to_owned(),
            false => path,
        };
        let mut n = match self.taken.get(&path) {
            None => {
                self.taken.insert(path.clone(), 1);
                return path;
            }
            Some(n) => *n,
        };
        let other = loop {
            n += 1;
            let other = format!("{path} ({n})");
            if !self.taken.contains_key(&other) {
                break other;
            }
        };
        self.taken.insert(path, n);
        self.taken.insert(other.clone(), 1);
        other
    }

    /// Ends the gathering: an archive without members says so and is an item.
    pub fn finish(mut self, format: Format) -> Opened {
        if self.beyond > 0 {
            let (beyond, limit) = (self.beyond, self.limits.parts);
            self.problem(
                Category::TooLarge,
                format!(
                    "the limit of {limit} members was met; {beyond} more were not read or listed"
                ),
            );
        }
        if self.parts.is_empty() && self.problems.is_empty() {
            self.problems
                .push(sniff::no_text("an archive without members"));
        }
        for part in &mut self.parts {
            part.doubts.splice(0..0, self.doubts.iter().cloned());
        }
        let mut extraction = sniff::nothing(format);
        extraction.text_status = status(&self.problems);
        extraction.doubts = self.doubts;
        Opened {
            extraction,
            identity: None,
            parts: self.parts,
            problems: self.problems,
        }
    }
}

/// How an item without words stands, given its problems.
pub(super) fn status(problems: &[Problem]) -> TextStatus {
    let any = |category| problems.iter().any(|problem| problem.category == category);
    if any(Category::Encrypted) {
        TextStatus::Encrypted
    } else if any(Category::Damaged) || any(Category::TooLarge) {
        TextStatus::Failed
    } else {
        TextStatus::None
    }
}

/// An archive that cannot be opened at all.
pub(super) fn closed(format: Format, category: Category, reason: impl Into<String>) -> Opened {
    let problems = vec![Problem {
        category,
        reason: reason.into(),
    }];
    let mut extraction = sniff::nothing(format);
    extraction.text_status = status(&problems);
    Opened {
        extraction,
        identity: None,
        parts: Vec::new(),
        problems,
    }
}

/// The last component of a path, whichever way its separators lean, without control characters.
pub(super) fn path_name(path: &str) -> String {
    let path = path.trim_end_matches(['/', '\\']);
    path.rsplit(['/', '\\'])
        .next()
        .unwrap_or(path)
        .replace(|c: char| c.is_control(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_members_of_one_path_can_each_be_pointed_at() {
        let limits = Limits::default();
        let mut gathering = Gathering::new(&limits);
        for path in ["a.txt", "a.txt", "a.txt (2)", "a.txt", "", ""] {
            gathering.take(Member {
                path: path.to_owned(),
                ..Member::default()
            });
        }
        let opened = gathering.finish(Format::Zip);
        let steps: Vec<_> = opened.parts.iter().map(|part| &part.steps[0]).collect();
        let wanted = [
            "a.txt",
            "a.txt (2)",
            "a.txt (2) (2)",
            "a.txt (3)",
            "unnamed",
            "unnamed (2)",
        ];
        assert_eq!(
            steps,
            wanted
                .map(|path| Step::Member(path.to_owned()))
                .iter()
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn members_beyond_the_limit_are_counted() {
        let limits = Limits {
            parts: 2,
            ..Limits::default()
        };
        let mut gathering = Gathering::new(&limits);
        for path in ["a", "b", "c", "d"] {
            if gathering.has_place() {
                gathering.take(Member {
                    path: path.to_owned(),
                    ..Member::default()
                });
            }
        }
        let opened = gathering.finish(Format::Tar);
        assert_eq!(opened.parts.len(), 2);
        assert_eq!(
            opened.problems[0].reason,
            "the limit of 2 members was met; 2 more were not read or listed"
        );
    }
}
