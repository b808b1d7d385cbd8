//! The walk itself: folders are listed and looked into on every core, and handed out in one order, that of their names.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::listing::{self, Entry, Open, Sort};
use super::{
    Folder, Kind, Sight, Walked, file, is_archive, linked, nanoseconds, other, shown, told,
};

/// Things of one folder that one thread looks at in one go.
const TOGETHER: usize = 512;
/// Folders that may wait to be taken before those who look wait too.
const AHEAD: usize = 64;
/// A folder's list that was changed so shortly before may be changed again with the same time.
const UNSETTLED: Duration = Duration::from_secs(2);
/// No more threads than these look.
const MOST_THREADS: usize = 16;

/// Walks a file or a folder. Each folder is handed out with everything in it that is no folder, before those below it.
/// The archive's own folder is not entered, and neither is any other archive, which is named.
///
/// `trusted` is asked of each folder, by its path and by when its list was last changed, in nanoseconds since 1970: by
/// the time that it bears, and by that of the last change to anything about it, which is the same again where the system
/// keeps none. A number of files, and it is not listed. `take` ends the walk by answering `false`.
pub fn walk(
    path: &Path,
    archive: &Path,
    trusted: &(dyn Fn(&Path, [i64; 2]) -> Option<u64> + Sync),
    take: &mut dyn FnMut(Walked) -> bool,
) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    walk_by(threads.min(MOST_THREADS), path, archive, trusted, take);
}

fn walk_by(
    threads: usize,
    path: &Path,
    archive: &Path,
    trusted: &(dyn Fn(&Path, [i64; 2]) -> Option<u64> + Sync),
    take: &mut dyn FnMut(Walked) -> bool,
) {
    if path == archive {
        return;
    }
    let sort = match listing::look_at(path) {
        Ok(looked) if looked.sort == Sort::Folder => None,
        Ok(looked) => Some(told(path, looked)),
        Err(cause) => Some(Kind::Refused(cause.to_string())),
    };
    if let Some(kind) = sort {
        take(Walked::Alone(path.to_owned(), kind));
        return;
    }
    let round = Round {
        archive,
        trusted,
        queue: Mutex::new(Queue {
            tasks: vec![Task::List(0, path.to_owned())],
            open: 1,
            numbered: 1,
            over: false,
        }),
        changed: Condvar::new(),
    };
    std::thread::scope(|scope| {
        let (found, ready) = sync_channel(AHEAD);
        let helpers = (0..threads).filter(|_| {
            let (round, found) = (&round, found.clone());
            let helper = std::thread::Builder::new();
            helper
                .spawn_scoped(scope, move || round.work(&found))
                .is_ok()
        });
        let helped = helpers.count() > 0;
        drop(found);
        // where no thread is to be had, this one looks
        let mut next = || {
            if helped {
                ready.recv().ok()
            } else {
                round.find()
            }
        };
        hand_out(&mut next, take);
        round.queue().over = true;
        round.changed.notify_all();
    });
}

/// Hands out what was found, each folder before those below it, until nobody wants more. What is found before its turn
/// is kept until then: behind one slow folder that may be all the rest of the tree.
fn hand_out(
    next: &mut dyn FnMut() -> Option<(usize, Found)>,
    take: &mut dyn FnMut(Walked) -> bool,
) {
    let mut early: HashMap<usize, Found> = HashMap::new();
    let mut due = vec![0];
    while let Some(number) = due.pop() {
        let found = loop {
            if let Some(found) = early.remove(&number) {
                break found;
            }
            match next() {
                Some((number, found)) => drop(early.insert(number, found)),
                None => return,
            }
        };
        due.extend(found.below.iter().rev());
        for walked in found.walked {
            if !take(walked) {
                return;
            }
        }
    }
}

/// What came of one folder.
#[derive(Default)]
struct Found {
    walked: Vec<Walked>,
    /// The numbers of the folders in it, by name.
    below: Vec<usize>,
}

enum Task {
    /// To list a folder, which has this number.
    List(usize, PathBuf),
    /// To look at a share of a folder's things.
    Look(Arc<Large>, usize),
}

struct Queue {
    tasks: Vec<Task>,
    /// Tasks that are waiting or at work.
    open: usize,
    /// Folders that have a number.
    numbered: usize,
    over: bool,
}

/// A folder that several threads look into.
struct Large {
    number: usize,
    path: PathBuf,
    open: Open,
    entries: Vec<Vec<Entry>>,
    shares: Mutex<Shares>,
}

struct Shares {
    sights: Vec<Vec<Sight>>,
    left: usize,
    /// What is handed out with it.
    found: Found,
    modified: Option<[i64; 2]>,
}

struct Round<'a> {
    archive: &'a Path,
    trusted: &'a (dyn Fn(&Path, [i64; 2]) -> Option<u64> + Sync),
    queue: Mutex<Queue>,
    changed: Condvar,
}

/// A task at work, until it is dropped.
struct Working<'r, 'a>(&'r Round<'a>);

impl Drop for Working<'_, '_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.open -= 1;
        if queue.open == 0 {
            self.0.changed.notify_all();
        }
    }
}

impl Round<'_> {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Option<Task> {
        let mut queue = self.queue();
        loop {
            if queue.over {
                return None;
            }
            if let Some(task) = queue.tasks.pop() {
                return Some(task);
            }
            if queue.open == 0 {
                return None;
            }
            queue = self
                .changed
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The last task that is given is the first to be done.
    fn give(&self, tasks: Vec<Task>) {
        let mut queue = self.queue();
        queue.open += tasks.len();
        queue.tasks.extend(tasks);
        drop(queue);
        self.changed.notify_all();
    }

    fn work(&self, found: &SyncSender<(usize, Found)>) {
        while let Some(done) = self.find() {
            if found.send(done).is_err() {
                return;
            }
        }
    }

    /// Does tasks until a folder is done: its number, and what came of it.
    fn find(&self) -> Option<(usize, Found)> {
        while let Some(task) = self.next() {
            let _working = Working(self);
            let done = match task {
                Task::List(number, path) => self.list(number, path).map(|found| (number, found)),
                Task::Look(large, nth) => large.look(nth).map(|found| (large.number, found)),
            };
            if done.is_some() {
                return done;
            }
        }
        None
    }

    /// Lists a folder and looks at everything in it; none where others are to look with it.
    fn list(&self, number: usize, path: PathBuf) -> Option<Found> {
        let alone = |path, kind| {
            Some(Found {
                walked: vec![Walked::Alone(path, kind)],
                below: Vec::new(),
            })
        };
        let another =
            || Kind::NoFile("another archive of recordroom, which is not correspondence".into());
        let open = match Open::at(&path) {
            Ok(open) => open,
            Err(_) if is_archive(&path) => return alone(path, another()),
            Err(cause) => return alone(path, Kind::Refused(cause.to_string())),
        };
        // before it is listed: what changes later bears a later time
        let now = SystemTime::now();
        let changed = open.changed();
        let asked = changed.and_then(|changed| (self.trusted)(&path, changed.map(nanoseconds)));
        if let Some(files) = asked {
            return Some(Found {
                walked: vec![Walked::Trusted(path, files)],
                below: Vec::new(),
            });
        }
        let (mut entries, broken) = open.list();
        let named = |name: &str| entries.iter().any(|entry| entry.name == name);
        if named("format") && named("catalogue.db") && is_archive(&path) {
            return alone(path, another());
        }
        entries.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        for entry in &mut entries {
            if entry.sort.is_none() {
                entry.sort = open.look(entry).ok().map(|looked| looked.sort);
            }
        }
        let files_alone = entries.iter().all(|entry| entry.sort == Some(Sort::File));
        let (folders, things): (Vec<Entry>, Vec<Entry>) = entries
            .into_iter()
            .partition(|entry| entry.sort == Some(Sort::Folder));
        let mut found = Found::default();
        self.enter(&path, &folders, &mut found);
        if let Some(cause) = &broken {
            found.walked.push(Walked::Alone(
                path.clone(),
                Kind::Refused(cause.to_string()),
            ));
        }
        let modified = changed
            .filter(|changed| files_alone && broken.is_none() && settled(now, *changed))
            .map(|changed| changed.map(nanoseconds));
        if things.len() > TOGETHER {
            self.share(number, path, open, things, found, modified);
            return None;
        }
        let sights = sights(&path, &open, &things);
        found.walked.insert(
            0,
            Walked::Folder(Folder {
                path,
                sights,
                modified,
            }),
        );
        Some(found)
    }

    /// Has the folders below one listed.
    fn enter(&self, path: &Path, folders: &[Entry], found: &mut Found) {
        let below: Vec<PathBuf> = folders
            .iter()
            .map(|entry| path.join(&entry.name))
            .filter(|below| below != self.archive)
            .collect();
        if below.is_empty() {
            return;
        }
        let mut queue = self.queue();
        let first = queue.numbered;
        queue.numbered += below.len();
        drop(queue);
        found.below = (first..first + below.len()).collect();
        let tasks = found.below.iter().zip(below);
        let tasks = tasks.map(|(number, path)| Task::List(*number, path));
        self.give(tasks.rev().collect());
    }

    /// Has the things of a large folder looked at by every thread.
    fn share(
        &self,
        number: usize,
        path: PathBuf,
        open: Open,
        things: Vec<Entry>,
        found: Found,
        modified: Option<[i64; 2]>,
    ) {
        let mut entries: Vec<Vec<Entry>> = Vec::new();
        for thing in things {
            match entries.last_mut().filter(|share| share.len() < TOGETHER) {
                Some(share) => share.push(thing),
                None => {
                    let mut share = Vec::with_capacity(TOGETHER);
                    share.push(thing);
                    entries.push(share);
                }
            }
        }
        let count = entries.len();
        let large = Arc::new(Large {
            number,
            path,
            open,
            entries,
            shares: Mutex::new(Shares {
                sights: (0..count).map(|_| Vec::new()).collect(),
                left: count,
                found,
                modified,
            }),
        });
        let tasks = (0..count).map(|nth| Task::Look(Arc::clone(&large), nth));
        self.give(tasks.rev().collect());
    }
}

impl Large {
    /// Looks at one share; the folder, once that was the last.
    fn look(&self, nth: usize) -> Option<Found> {
        let seen = sights(&self.path, &self.open, &self.entries[nth]);
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        shares.sights[nth] = seen;
        shares.left -= 1;
        if shares.left > 0 {
            return None;
        }
        let sights = std::mem::take(&mut shares.sights).into_iter().flatten();
        let folder = Folder {
            path: self.path.clone(),
            sights: sights.collect(),
            modified: shares.modified,
        };
        let mut found = std::mem::take(&mut shares.found);
        found.walked.insert(0, Walked::Folder(folder));
        Some(found)
    }
}

/// Whether both times are so long ago that a further change would bear a later one.
fn settled(now: SystemTime, changed: [SystemTime; 2]) -> bool {
    let long_ago = |changed| now.duration_since(changed).is_ok_and(|age| age > UNSETTLED);
    changed.into_iter().all(long_ago)
}

fn sights(path: &Path, open: &Open, things: &[Entry]) -> Vec<Sight> {
    let mut shown = shown(path);
    shown.push('/');
    let folder = shown.len();
    let mut sights = Vec::with_capacity(things.len());
    for thing in things {
        let kind = match thing.sort {
            Some(Sort::Link) => linked(&path.join(&thing.name)),
            Some(Sort::Other) => other(),
            Some(Sort::File) => match open.look(thing) {
                Ok(looked) => {
                    shown.truncate(folder);
                    shown.push_str(&thing.name.to_string_lossy());
                    file(&shown, looked)
                }
                Err(cause) => Kind::Refused(cause.to_string()),
            },
            // a folder is no thing of its folder: only what could not be looked at a moment before is left
            Some(Sort::Folder) | None => Kind::Refused(match open.look(thing) {
                Ok(_) => "it could not be looked at".into(),
                Err(cause) => cause.to_string(),
            }),
        };
        sights.push(Sight {
            name: thing.name.clone(),
            kind,
        });
    }
    sights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_settled_by_both_of_its_times() {
        let now = SystemTime::now();
        let ago = |milliseconds| now - Duration::from_millis(milliseconds);
        assert!(settled(now, [ago(2100), ago(600_000)]));
        assert!(!settled(now, [ago(600_000), ago(1900)]), "set back");
        assert!(!settled(now, [ago(1900), ago(600_000)]));
        let later = now + Duration::from_secs(9);
        assert!(!settled(now, [ago(600_000), later]), "a clock set back");
    }

    #[test]
    fn a_walk_without_a_thread_to_be_had_sees_what_any_other_does() {
        let room = tempfile::tempdir().expect("a folder");
        for name in ["a", "a/b", "c"] {
            std::fs::create_dir(room.path().join(name)).expect("a folder");
        }
        // so many that they are shared out
        for n in 0..1200 {
            std::fs::write(room.path().join(format!("a/{n:04}")), "x").expect("written");
        }
        let seen = |threads| {
            let mut seen = Vec::new();
            let none = Path::new("/none");
            walk_by(threads, room.path(), none, &|_, _| None, &mut |walked| {
                seen.push(format!("{walked:?}"));
                true
            });
            seen
        };
        let alone = seen(0);
        assert_eq!(alone.len(), 4);
        assert_eq!(alone, seen(3));
    }
}
