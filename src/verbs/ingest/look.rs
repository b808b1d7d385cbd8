//! The looking side of an ingest: what lies under the paths, and what of it must be read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crossbeam_channel::Sender;

use super::read::{Done, Job, TOGETHER, refused};
use crate::archive::batch::{FoundFile, NewItem};
use crate::archive::places::{KnownFile, Place, path_text};
use crate::discover::{self, Candidate, Met};
use crate::error::Result;

/// Files known under a root, by folder and name.
pub type Known = HashMap<String, HashMap<String, KnownFile>>;

/// A path of the run, with everything known below it.
#[derive(Debug)]
pub struct Look {
    /// The path as it is walked.
    pub path: PathBuf,
    /// Where it belongs.
    pub place: Place,
    /// Earlier roots that lie within it: what lies there keeps its names.
    pub within: Vec<Place>,
}

/// A known file that was not seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its row.
    pub id: i64,
    /// The digest of its bytes.
    pub sha256: Option<[u8; 32]>,
    /// It was missing before.
    pub missing: bool,
    /// It was only ever listed, never read.
    pub never_read: bool,
    /// The root that it lay under.
    pub root: i64,
}

/// What the walk saw.
#[derive(Debug, Default)]
pub struct Seen {
    /// Files seen.
    pub files: u64,
    /// Rows of files that need not be read again.
    pub unchanged: Vec<i64>,
    /// Of these, the rows of files that were missing and are there again.
    pub back: Vec<i64>,
    /// Known files that were not seen.
    pub vanished: Vec<Gone>,
    /// Things that the system would not let be looked at.
    pub refused: u64,
    /// Files seen, by root.
    pub by_root: HashMap<i64, u64>,
}

/// A last change so recent that a further one might bear the same time, in nanoseconds.
const UNSETTLED: i64 = 20_000_000;
/// The same where the file system keeps whole seconds.
const UNSETTLED_WHOLE: i64 = 2_000_000_000;

/// Walks every path, and hands over what must be read.
///
/// # Errors
/// Never by itself: a closed channel ends the walk.
pub fn look(
    looks: Vec<Look>,
    mut known: HashMap<i64, Known>,
    archive: &Path,
    jobs: &Sender<Vec<Job>>,
    done: &Sender<Result<Done>>,
    progress: &(dyn Fn(u64) + Sync),
) -> Seen {
    let mut seen = Seen::default();
    let mut batch = Vec::with_capacity(TOGETHER);
    let mut bytes = 0;
    for look in &looks {
        let mut roots: Vec<(String, &Place)> = look
            .within
            .iter()
            .map(|place| (place.root.path.clone(), place))
            .collect();
        roots.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
        let mut shut = Vec::new();
        for met in discover::walk(&look.path, archive) {
            let (path, fate) = match met {
                Met::File(candidate) => (candidate.path.clone(), Fate::Read(candidate)),
                Met::PassedBy(candidate, rule) => {
                    (candidate.path.clone(), Fate::PassBy(candidate, rule))
                }
                Met::NoFile(path, reason) => (path, Fate::Refuse(reason)),
                Met::Refused(path, reason) => {
                    seen.refused += 1;
                    shut.push(path_text(&path));
                    (path, Fate::Refuse(reason))
                }
            };
            seen.files += 1;
            if seen.files.is_multiple_of(64) {
                progress(seen.files);
            }
            let text = path_text(&path);
            let (root, inside) = inside(&text, look, &roots);
            *seen.by_root.entry(root).or_insert(0) += 1;
            let (folder, name) = inside.rsplit_once('/').unwrap_or(("", inside));
            let before = known
                .get_mut(&root)
                .and_then(|folders| folders.get_mut(folder))
                .and_then(|files| files.remove(name));
            let mut file = FoundFile {
                root,
                folder: folder.to_owned(),
                name: name.to_owned(),
                size: 0,
                modified: Some(0),
                sha256: None,
            };
            match fate {
                Fate::Read(candidate) => {
                    if let Some(before) = same(before.as_ref(), &candidate, true) {
                        keep(&mut seen, before);
                        continue;
                    }
                    file.size = candidate.size;
                    file.modified = settled(candidate.modified);
                    bytes += candidate.size;
                    batch.push(Job {
                        path,
                        file,
                        modified: candidate.changed,
                        before: before
                            .filter(|before| !before.missing && before.size == candidate.size)
                            .map(|before| before.id),
                    });
                    if batch.len() >= TOGETHER || bytes > super::read::LARGE {
                        bytes = 0;
                        if jobs.send(std::mem::take(&mut batch)).is_err() {
                            return seen;
                        }
                    }
                }
                Fate::PassBy(candidate, rule) => {
                    if let Some(before) = same(before.as_ref(), &candidate, false) {
                        keep(&mut seen, before);
                        continue;
                    }
                    file.size = candidate.size;
                    file.modified = Some(candidate.modified);
                    if done.send(Ok(passed_by(file, rule))).is_err() {
                        return seen;
                    }
                }
                Fate::Refuse(reason) => {
                    let unread = before.filter(|before| {
                        before.sha256.is_none() && before.size == 0 && before.modified == Some(0)
                    });
                    if let Some(before) = unread {
                        keep(&mut seen, &before);
                        continue;
                    }
                    if done.send(Ok(refused(file, reason, None))).is_err() {
                        return seen;
                    }
                }
            }
        }
        let own = (look.place.root.path.clone(), &look.place);
        for (path, place) in std::iter::once(&own).chain(&roots) {
            if let Some(folders) = known.get_mut(&place.root.id) {
                keep_behind(&shut, path, folders, &mut seen);
            }
        }
    }
    if !batch.is_empty() {
        let _ = jobs.send(batch);
    }
    seen.vanished = known
        .into_iter()
        .flat_map(|(root, folders)| {
            folders
                .into_values()
                .flat_map(HashMap::into_values)
                .map(move |file| (root, file))
        })
        .map(|(root, file)| Gone {
            root,
            id: file.id,
            never_read: file.sha256.is_none() && file.modified.is_some(),
            sha256: file.sha256,
            missing: file.missing,
        })
        .collect();
    seen.vanished.sort_unstable_by_key(|gone| gone.id);
    seen
}

/// What lies behind something that could not be looked at stays as it was: it is not known to have gone.
fn keep_behind(shut: &[String], root: &str, folders: &mut Known, seen: &mut Seen) {
    for (folder, files) in folders {
        let path = Path::new(root).join(folder);
        if shut.iter().any(|shut| path.starts_with(shut)) {
            files.retain(|_, file| {
                if !file.missing {
                    seen.files += 1;
                    seen.unchanged.push(file.id);
                }
                file.missing
            });
        }
    }
}

enum Fate {
    Read(Candidate),
    PassBy(Candidate, &'static str),
    Refuse(String),
}

fn keep(seen: &mut Seen, before: &KnownFile) {
    seen.unchanged.push(before.id);
    if before.missing {
        seen.back.push(before.id);
    }
}

fn same<'a>(before: Option<&'a KnownFile>, now: &Candidate, read: bool) -> Option<&'a KnownFile> {
    before.filter(|before| {
        before.size == now.size
            && before.modified == Some(now.modified)
            && before.sha256.is_some() == read
    })
}

/// The time to keep, unless it is so recent that a further change might bear it too.
fn settled(modified: i64) -> Option<i64> {
    let now = i64::try_from(jiff::Timestamp::now().as_nanosecond()).unwrap_or(i64::MAX);
    let age = now.saturating_sub(modified);
    let needed = if modified % 1_000_000_000 == 0 {
        UNSETTLED_WHOLE
    } else {
        UNSETTLED
    };
    (age >= needed || age < 0).then_some(modified)
}

/// The root that a path lies under, and the path below it.
fn inside<'t>(text: &'t str, look: &Look, within: &[(String, &Place)]) -> (i64, &'t str) {
    for (root, place) in within {
        if let Some(rest) = text.strip_prefix(root.as_str())
            && (rest.is_empty() || rest.starts_with('/'))
        {
            return (place.root.id, below(rest, text));
        }
    }
    let rest = text
        .strip_prefix(look.place.root.path.as_str())
        .unwrap_or(text);
    (look.place.root.id, below(rest, text))
}

/// The path below a root; for a root that is the file itself, the file's name.
fn below<'t>(rest: &'t str, text: &'t str) -> &'t str {
    match rest.trim_start_matches('/') {
        "" => text.rsplit_once('/').map_or(text, |(_, name)| name),
        rest => rest,
    }
}

fn passed_by(file: FoundFile, rule: &str) -> Done {
    let item = NewItem {
        part: None,
        name: file.name.clone(),
        parent: None,
        digest: None,
        sha256: None,
        size: file.size,
        problems: Vec::new(),
        excluded: Some(rule.to_owned()),
        packed: None,
    };
    Done {
        file,
        last: true,
        items: vec![item],
        derived: vec![None],
        loose: Vec::new(),
        bytes: 0,
        refused: None,
        before: None,
    }
}
