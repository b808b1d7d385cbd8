//! What the catalogue has below the paths of a run: its folders at once, and the files of one only where it is not as it
//! was.

use std::collections::{HashMap, HashSet};

use super::again::Again;
use super::look::Look;
use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::archive::places::KnownFile;
use crate::archive::stills::KnownFolder;
use crate::error::Result;

/// Files of a folder that were not yet seen in this run, by name.
pub type Files = HashMap<String, KnownFile>;

/// Folders known below the paths, by root and path.
#[derive(Debug, Default)]
pub struct Folders(HashMap<i64, HashMap<String, KnownFolder>>);

impl Folders {
    /// A folder, where it is known.
    pub fn get(&self, root: i64, path: &str) -> Option<&KnownFolder> {
        self.0.get(&root)?.get(path)
    }
}

/// Files known below the paths that are not yet accounted for.
pub struct Known<'a> {
    archive: &'a Archive,
    again: &'a Again,
    /// Reads beside the thread that writes; opened when there is first something to look up.
    reader: Option<Catalogue>,
    /// Folders that were seen, or whose files are in `left`.
    done: HashSet<i64>,
    left: HashMap<i64, HashMap<String, Files>>,
}

/// Everything known below the paths.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn below<'a>(
    archive: &'a Archive,
    catalogue: &Catalogue,
    looks: &[Look],
    again: &'a Again,
) -> Result<(Folders, Known<'a>)> {
    let mut folders = Folders::default();
    let mut known = Known {
        archive,
        again,
        reader: None,
        done: HashSet::new(),
        left: HashMap::new(),
    };
    for look in looks {
        for (nth, place) in std::iter::once(&look.place).chain(&look.within).enumerate() {
            let (root, below) = (place.root.id, place.below.as_str());
            if nth == 0 && look.path.is_file() {
                for (folder, files) in catalogue.files_under(root, below)? {
                    known.put(root, &folder, files);
                }
                continue;
            }
            let found = catalogue.folders_under(root, below)?;
            folders.0.entry(root).or_default().extend(found);
            // what is a folder now may have been a file
            let (above, name) = below.rsplit_once('/').unwrap_or(("", below));
            if !name.is_empty()
                && let Some(above_it) = catalogue.folder_at(root, above)?
            {
                let file = catalogue.files_in(above_it, Some(name))?;
                known.put(root, above, file);
            }
        }
    }
    let due = again.folders();
    for folder in folders.0.values_mut().flat_map(HashMap::values_mut) {
        if due.contains(&folder.id) {
            folder.still = None;
        }
    }
    Ok((folders, known))
}

impl Known<'_> {
    /// Whether every file that is to be read again is among these.
    pub fn covers(&self, folders: &Folders) -> bool {
        let known: HashSet<i64> = folders
            .0
            .values()
            .flat_map(HashMap::values)
            .map(|f| f.id)
            .collect();
        let files = self.left.values().flat_map(HashMap::values).flatten();
        let alone: HashSet<i64> = files.map(|(_, file)| file.id).collect();
        self.again
            .files()
            .all(|(file, folder)| known.contains(folder) || alone.contains(file))
    }

    fn put(&mut self, root: i64, folder: &str, mut files: Files) {
        for file in files.values_mut() {
            self.again.mark(file);
        }
        let folders = self.left.entry(root).or_default();
        match folders.get_mut(folder) {
            Some(known) => known.extend(files),
            None => drop(folders.insert(folder.to_owned(), files)),
        }
    }

    /// A folder was seen, and every file in it is as it was.
    pub fn is_done(&mut self, folder: &KnownFolder) {
        self.done.insert(folder.id);
    }

    /// The files of a folder that were not yet seen.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn files(&mut self, folders: &Folders, root: i64, path: &str) -> Result<&mut Files> {
        if let Some(folder) = folders.get(root, path)
            && self.done.insert(folder.id)
        {
            let files = self.reader()?.files_in(folder.id, None)?;
            self.put(root, path, files);
        }
        let folders = self.left.entry(root).or_default();
        Ok(folders.entry(path.to_owned()).or_default())
    }

    fn reader(&mut self) -> Result<&Catalogue> {
        let reader = match self.reader.take() {
            Some(reader) => reader,
            None => Catalogue::for_reading(self.archive)?,
        };
        Ok(self.reader.insert(reader))
    }

    /// The files of a root that were not seen, those of folders that the walk did not come by among them.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn unseen(&mut self, folders: &Folders, root: i64) -> Result<&mut HashMap<String, Files>> {
        for path in folders.0.get(&root).into_iter().flat_map(HashMap::keys) {
            self.files(folders, root, path)?;
        }
        Ok(self.left.entry(root).or_default())
    }

    /// Every file that is still not accounted for, by root.
    pub fn into_left(self) -> impl Iterator<Item = (i64, KnownFile)> {
        self.left.into_iter().flat_map(|(root, folders)| {
            let files = folders.into_values().flat_map(HashMap::into_values);
            files.map(move |file| (root, file))
        })
    }
}
