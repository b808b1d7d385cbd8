//! Unchanged files that are read once more, since OCR can now do what it could not: it was not installed, was switched
//! off, or read other languages.

use std::collections::{BTreeSet, HashMap};

use crate::archive::catalogue::Catalogue;
use crate::archive::places::KnownFile;
use crate::error::Result;
use crate::extract::ocr::BY_OCR;
use crate::extract::pool::Bounds;
use crate::extract::{NEEDS_OCR, TextStatus};

/// Where the catalogue keeps the languages that its scans were read in.
const LANGUAGES: &str = "ocr languages";

/// The files to be read again; none where this run has no OCR.
#[derive(Debug, Default)]
pub struct Again {
    /// The folder of each.
    files: HashMap<i64, i64>,
}

impl Again {
    /// Looks them up: files whose problems say that they need OCR and, where the languages are no longer those of
    /// the last run, files with pages that OCR has read.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn of(catalogue: &Catalogue, bounds: &Bounds) -> Result<Self> {
        let Some(engine) = bounds.engine.as_ref().filter(|_| bounds.limits.ocr.is_on()) else {
            return Ok(Self::default());
        };
        let mut files = catalogue.files_with_reason(NEEDS_OCR)?;
        let before = catalogue.meta(LANGUAGES)?;
        if before.is_some_and(|before| before != engine.languages()) {
            let mut records = Vec::new();
            catalogue.each_record_since(0, &mut |stored| {
                let known = &stored.known;
                if known.text_status == TextStatus::Ocr
                    || known.doubts.iter().any(|doubt| doubt.contains(BY_OCR))
                {
                    records.push(stored.id);
                }
                Ok(())
            })?;
            files.extend(catalogue.files_of(&records)?);
            // pages where OCR found nothing may have words in another language
            files.extend(catalogue.files_with_reason("OCR found no words")?);
        }
        let mut lying = HashMap::with_capacity(files.len());
        for file in files {
            if let Some(folder) = catalogue.folder_of(file)? {
                lying.insert(file, folder);
            }
        }
        Ok(Self { files: lying })
    }

    /// Lets a file count as changed, if it is one of them.
    pub fn mark(&self, file: &mut KnownFile) {
        if self.files.contains_key(&file.id) {
            file.modified = None;
        }
    }

    /// Each of them, and the folder that it lies in.
    pub fn files(&self) -> impl Iterator<Item = (&i64, &i64)> {
        self.files.iter()
    }

    /// The folders that they lie in.
    pub fn folders(&self) -> BTreeSet<i64> {
        self.files.values().copied().collect()
    }

    /// Notes the languages, once every scan has been read in them.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn done(&self, catalogue: &Catalogue, bounds: &Bounds) -> Result<()> {
        match bounds.engine.as_ref().filter(|_| bounds.limits.ocr.is_on()) {
            Some(engine) => catalogue.set_meta(LANGUAGES, engine.languages()),
            None => Ok(()),
        }
    }
}
