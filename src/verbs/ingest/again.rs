//! Unchanged files that are read once more, since OCR can now do what it could not: it was not installed, was switched
//! off, or read other languages.

use std::collections::{HashMap, HashSet};

use super::look::Known;
use crate::archive::catalogue::Catalogue;
use crate::error::Result;
use crate::extract::ocr::BY_OCR;
use crate::extract::pool::Bounds;
use crate::extract::{NEEDS_OCR, TextStatus};

/// Where the catalogue keeps the languages that its scans were read in.
const LANGUAGES: &str = "ocr languages";

/// The files to be read again; none where this run has no OCR.
#[derive(Debug, Default)]
pub struct Again {
    files: HashSet<i64>,
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
        Ok(Self { files })
    }

    /// Lets these files count as changed.
    pub fn mark(&self, known: &mut HashMap<i64, Known>) {
        if self.files.is_empty() {
            return;
        }
        let files = known.values_mut().flat_map(HashMap::values_mut);
        for file in files.flat_map(HashMap::values_mut) {
            if self.files.contains(&file.id) {
                file.modified = None;
            }
        }
    }

    /// Whether all of them are among the files of this run.
    pub fn covers(&self, known: &HashMap<i64, Known>) -> bool {
        if self.files.is_empty() {
            return true;
        }
        let files = known.values().flat_map(HashMap::values);
        let here: HashSet<i64> = files
            .flat_map(HashMap::values)
            .map(|file| file.id)
            .collect();
        self.files.is_subset(&here)
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
