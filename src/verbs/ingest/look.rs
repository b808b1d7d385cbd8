//! The looking side of an ingest: what lies under the paths, and what of it must be read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::Sender;

use super::inside::{folder_inside, lies_in, roots_within, thing_inside};
use super::known::{Files, Folders, Known};
use super::read::{Done, Job, TOGETHER, refused};
use crate::archive::batch::{FoundFile, NewItem};
use crate::archive::places::{KnownFile, Place, path_text};
use crate::archive::stills::{FolderDigest, WalkedFolder};
use crate::discover::{self, Folder, Kind, Sight, Stat, Walked};
use crate::error::Result;

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
    /// Files that need not be read again.
    pub unchanged: u64,
    /// Of these, the rows of files that were missing and are there again.
    pub back: Vec<i64>,
    /// Known files that were not seen.
    pub vanished: Vec<Gone>,
    /// Things that the system would not let be looked at.
    pub refused: u64,
    /// Files seen, by root.
    pub by_root: HashMap<i64, u64>,
    /// Files handed over that were not known.
    pub added: u64,
    /// Files handed over that were known.
    pub changed: u64,
    /// Bytes of the files handed over.
    pub bytes: u64,
    /// Folders that were not as they were, or of which that was not known.
    pub stirred: Vec<WalkedFolder>,
    /// Folders that were trusted, and not listed.
    pub trusted_folders: u64,
    /// The files that are known in them.
    pub trusted_files: u64,
}

/// Where what is seen goes.
pub struct Outlets<'a> {
    /// Files to be read.
    pub jobs: &'a Sender<Vec<Job>>,
    /// What comes of a file without reading it.
    pub done: &'a Sender<Result<Done>>,
    /// Told once, before anything is handed over.
    pub first: &'a Sender<()>,
    /// Told now and then how many files were seen.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// Whether folders of a Maildir whose own list did not change are believed to be as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Every file is looked at.
    Nothing,
    /// Those are believed.
    Folders,
}

/// A last change so recent that a further one might bear the same time, in nanoseconds.
const UNSETTLED: i64 = 20_000_000;
/// The same where the file system keeps whole seconds.
const UNSETTLED_WHOLE: i64 = 2_000_000_000;

/// Walks every path, and hands over what must be read. A closed channel ends the walk.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn look(
    looks: &[Look],
    folders: &Folders,
    known: Known<'_>,
    archive: &Path,
    out: &Outlets<'_>,
    trust: Trust,
) -> Result<Seen> {
    let mut looking = Looking {
        folders,
        known,
        out,
        trust,
        seen: Seen::default(),
        batch: Vec::with_capacity(TOGETHER),
        bytes: 0,
        shut: Vec::new(),
    };
    for look in looks {
        let roots = roots_within(look);
        let mut failed = None;
        let trusted = |path: &Path, modified: [i64; 2]| {
            if trust == Trust::Nothing || !is_of_maildir(path) {
                return None;
            }
            let text = path_text(path);
            let (root, inside) = folder_inside(&text, look, &roots);
            let still = folders.get(root, inside)?.still.as_ref()?;
            (still.modified == Some(modified)).then_some(still.files)
        };
        discover::walk(&look.path, archive, &trusted, &mut |walked| {
            let going = match walked {
                Walked::Folder(folder) => looking.folder(folder, look, &roots),
                Walked::Trusted(path, files) => {
                    let text = path_text(&path);
                    let (root, inside) = folder_inside(&text, look, &roots);
                    looking.trust(root, inside, files);
                    Ok(true)
                }
                Walked::Alone(path, kind) => {
                    let place = thing_inside(&path_text(&path), look, &roots);
                    looking.thing(path, place, &kind)
                }
            };
            going.unwrap_or_else(|cause| {
                failed = Some(cause);
                false
            })
        });
        if let Some(cause) = failed {
            return Err(cause);
        }
    }
    looking.hand_over();
    for look in looks {
        for place in std::iter::once(&look.place).chain(&look.within) {
            let left = looking.known.unseen(folders, place.root.id)?;
            keep_behind(&looking.shut, &place.root.path, left, &mut looking.seen);
        }
    }
    Ok(looking.ended())
}

struct Looking<'a> {
    folders: &'a Folders,
    known: Known<'a>,
    out: &'a Outlets<'a>,
    trust: Trust,
    seen: Seen,
    batch: Vec<Job>,
    bytes: u64,
    /// Paths of what the system would not let be looked at.
    shut: Vec<String>,
}

impl Looking<'_> {
    /// A folder that is as it was is done with; of another each file is looked at by its row. Whether to go on.
    fn folder(&mut self, folder: Folder, look: &Look, roots: &[(String, &Place)]) -> Result<bool> {
        let text = path_text(&folder.path);
        let (root, inside) = folder_inside(&text, look, roots);
        let count = folder.sights.len() as u64;
        // a file in it that is a root by itself has its row there
        let mixed = roots.iter().any(|(root, _)| lies_in(root, &text));
        let names: Vec<Cow<'_, str>> = folder.sights.iter().map(name_text).collect();
        let walked = WalkedFolder {
            root,
            path: inside.to_owned(),
            digest: digest_of(&names, &folder.sights),
            modified: folder.modified,
        };
        let was = self.folders.get(root, inside);
        if was.is_none() && folder.sights.is_empty() {
            return Ok(true);
        }
        let still = was.and_then(|was| Some((was, was.still.as_ref()?)));
        if let Some((was, still)) = still.filter(|(_, still)| still.digest == walked.digest)
            && !mixed
        {
            self.known.is_done(was);
            self.count(root, count);
            self.seen.unchanged += count;
            for sight in &folder.sights {
                if let Kind::Refused(_) = sight.kind {
                    self.shut_off(&folder.path.join(&sight.name));
                }
            }
            if self.trust == Trust::Folders && still.modified != walked.modified {
                self.seen.stirred.push(walked);
            }
            return Ok(true);
        }
        for (name, sight) in names.iter().zip(folder.sights.iter()) {
            let place = if mixed {
                let path = format!("{}/{name}", text.trim_end_matches('/'));
                thing_inside(&path, look, roots)
            } else {
                (root, inside.to_owned(), name.to_string())
            };
            if !self.thing(folder.path.join(&sight.name), place, &sight.kind)? {
                return Ok(false);
            }
        }
        let left = self.known.files(self.folders, root, inside)?;
        if left.is_empty() && !mixed {
            self.seen.stirred.push(walked);
        }
        Ok(true)
    }

    fn shut_off(&mut self, path: &Path) {
        self.seen.refused += 1;
        self.shut.push(path_text(path));
    }

    fn trust(&mut self, root: i64, inside: &str, files: u64) {
        if let Some(folder) = self.folders.get(root, inside) {
            self.known.is_done(folder);
        }
        self.count(root, files);
        self.seen.unchanged += files;
        self.seen.trusted_folders += 1;
        self.seen.trusted_files += files;
    }

    fn count(&mut self, root: i64, files: u64) {
        let before = self.seen.files / 64;
        self.seen.files += files;
        *self.seen.by_root.entry(root).or_insert(0) += files;
        if self.seen.files / 64 > before {
            (self.out.progress)(self.seen.files);
        }
    }

    /// One thing: it is as its row says, or it is handed over. Whether to go on.
    fn thing(
        &mut self,
        path: PathBuf,
        (root, folder, name): (i64, String, String),
        kind: &Kind,
    ) -> Result<bool> {
        self.count(root, 1);
        let before = self.known.files(self.folders, root, &folder)?.remove(&name);
        let mut file = FoundFile {
            root,
            folder,
            name,
            size: 0,
            modified: Some(0),
            sha256: None,
        };
        let ready = match kind {
            Kind::File(stat) => {
                if let Some(before) = same(before.as_ref(), stat, true) {
                    self.keep(before);
                    return Ok(true);
                }
                file.size = stat.size;
                file.modified = settled(stat.modified);
                self.note(before.as_ref(), stat.size);
                self.bytes += stat.size;
                self.batch.push(Job {
                    path,
                    file,
                    modified: stat.changed,
                    before: before
                        .filter(|before| !before.missing && before.size == stat.size)
                        .map(|before| before.id),
                });
                if self.batch.len() >= TOGETHER || self.bytes > super::read::LARGE {
                    return Ok(self.hand_over());
                }
                return Ok(true);
            }
            Kind::PassedBy(stat, rule) => {
                if let Some(before) = same(before.as_ref(), stat, false) {
                    self.keep(before);
                    return Ok(true);
                }
                file.size = stat.size;
                file.modified = Some(stat.modified);
                passed_by(file, rule)
            }
            Kind::NoFile(reason) | Kind::Refused(reason) => {
                if let Kind::Refused(_) = kind {
                    self.shut_off(&path);
                }
                let unread = before.as_ref().filter(|before| {
                    before.sha256.is_none() && before.size == 0 && before.modified == Some(0)
                });
                if let Some(before) = unread {
                    self.keep(before);
                    return Ok(true);
                }
                refused(file, reason.clone(), None)
            }
        };
        self.note(before.as_ref(), ready.file.size);
        Ok(self.out.done.send(Ok(ready)).is_ok())
    }

    /// Something is about to be handed over.
    fn note(&mut self, before: Option<&KnownFile>, size: u64) {
        // nobody may be waiting for it
        let _ = self.out.first.try_send(());
        self.seen.bytes += size;
        match before {
            Some(_) => self.seen.changed += 1,
            None => self.seen.added += 1,
        }
    }

    fn keep(&mut self, before: &KnownFile) {
        self.seen.unchanged += 1;
        if before.missing {
            self.seen.back.push(before.id);
        }
    }

    /// Hands the files over that wait to be read; whether anybody takes them.
    fn hand_over(&mut self) -> bool {
        self.bytes = 0;
        self.batch.is_empty() || self.out.jobs.send(std::mem::take(&mut self.batch)).is_ok()
    }

    fn ended(self) -> Seen {
        let mut seen = self.seen;
        seen.vanished = self
            .known
            .into_left()
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
}

/// What lies behind something that could not be looked at stays as it was: it is not known to have gone.
fn keep_behind(shut: &[String], root: &str, folders: &mut HashMap<String, Files>, seen: &mut Seen) {
    for (folder, files) in folders {
        let path = Path::new(root).join(folder);
        if shut.iter().any(|shut| path.starts_with(shut)) {
            files.retain(|_, file| {
                if !file.missing {
                    seen.files += 1;
                    seen.unchanged += 1;
                }
                file.missing
            });
        }
    }
}

fn same<'a>(before: Option<&'a KnownFile>, now: &Stat, read: bool) -> Option<&'a KnownFile> {
    before.filter(|before| {
        before.size == now.size
            && before.modified == Some(now.modified)
            && before.sha256.is_some() == read
    })
}

/// The digest over what was seen in a folder, as its rows would have it.
fn digest_of(names: &[Cow<'_, str>], sights: &[Sight]) -> [u8; 32] {
    let mut things: Vec<(&Cow<'_, str>, &Sight)> = names.iter().zip(sights).collect();
    // a name that is spelt otherwise in text may stand elsewhere
    if !things.is_sorted_by_key(|(name, _)| *name) {
        things.sort_by_key(|(name, _)| *name);
    }
    let mut digest = FolderDigest::default();
    for (name, sight) in things {
        match &sight.kind {
            Kind::File(stat) => digest.add(name, stat.size, stat.modified, true),
            Kind::PassedBy(stat, _) => digest.add(name, stat.size, stat.modified, false),
            Kind::NoFile(_) | Kind::Refused(_) => digest.add(name, 0, 0, false),
        }
    }
    digest.finish()
}

fn name_text(sight: &Sight) -> Cow<'_, str> {
    match sight.name.to_str() {
        Some(name) if !name.contains('%') => Cow::Borrowed(name),
        _ => Cow::Owned(path_text(Path::new(&sight.name))),
    }
}

/// Whether the rules of Maildir (<https://cr.yp.to/proto/maildir.html>) let no message of a folder be changed: it is
/// `cur` or `new`, with `tmp` and the other of them beside it.
fn is_of_maildir(folder: &Path) -> bool {
    let named = folder.ends_with("cur") || folder.ends_with("new");
    named
        && folder.parent().is_some_and(|above| {
            ["cur", "new", "tmp"]
                .iter()
                .all(|name| above.join(name).is_dir())
        })
}

/// The time to keep. A file that was changed an instant ago is read an instant later, so that no further change can bear
/// the same time; where the file system keeps whole seconds there is none to keep, and it is read again next time.
fn settled(modified: i64) -> Option<i64> {
    let now = i64::try_from(jiff::Timestamp::now().as_nanosecond()).unwrap_or(i64::MAX);
    let age = now.saturating_sub(modified);
    if age < 0 {
        return Some(modified);
    }
    if modified % 1_000_000_000 == 0 {
        return (age >= UNSETTLED_WHOLE).then_some(modified);
    }
    let left = u64::try_from(UNSETTLED - age).unwrap_or(0);
    std::thread::sleep(Duration::from_nanos(left));
    Some(modified)
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
