//! What lies under the paths of a run in the end, counted once for each state of the catalogue.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::look::Look;
use crate::archive::catalogue::Catalogue;
use crate::archive::places::Place;
use crate::error::{Error, Result};
use crate::extract::NEEDS_OCR;
use crate::record::Digest;
use crate::verbs::answers::{Ingested, Ledger};

/// The sums of certain paths at one generation.
#[derive(Debug)]
pub struct Sums {
    scope: String,
    generation: u64,
    counted: Counted,
    /// They were kept by an earlier run.
    kept: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Counted {
    /// Records in the archive.
    records: u64,
    /// Problems in the archive.
    problems: u64,
    /// Files in the archive with pages that need OCR.
    needs_ocr: u64,
    /// Problems under the paths.
    problems_here: u64,
    /// Items under the paths: all, records, copies, problems, passed by.
    items: [u64; 5],
}

impl Sums {
    /// The sums as the catalogue stands now: those of an earlier run where nothing was filed since.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn of(catalogue: &Catalogue, looks: &[Look]) -> Result<Self> {
        let mut places: Vec<&Place> = looks
            .iter()
            .flat_map(|look| std::iter::once(&look.place).chain(&look.within))
            .collect();
        places.sort_unstable_by_key(|place| (place.root.id, &place.below));
        let mut scope = Sha256::new();
        for place in &places {
            scope.update(place.root.id.to_le_bytes());
            scope.update((place.below.len() as u64).to_le_bytes());
            scope.update(&place.below);
        }
        let scope = Digest(scope.finalize().into()).hex();
        let generation = catalogue.generation()?;
        let earlier = catalogue.sums(&scope, generation)?;
        let earlier = earlier.and_then(|sums| serde_json::from_str(&sums).ok());
        Ok(Self {
            kept: earlier.is_some(),
            counted: match earlier {
                Some(counted) => counted,
                None => count(catalogue, &places)?,
            },
            scope,
            generation,
        })
    }

    /// Keeps them, if they are not kept already.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn keep(&self, catalogue: &Catalogue) -> Result<()> {
        if self.kept {
            return Ok(());
        }
        let sums = serde_json::to_string(&self.counted)
            .map_err(|cause| Error::bug("sums cannot be written").because(cause))?;
        catalogue.keep_sums(&self.scope, self.generation, &sums)
    }

    /// Puts them into an answer; `balanced` says whether this run filed what it saw.
    pub fn tell(&self, answer: &mut Ingested, balanced: bool) {
        let counted = &self.counted;
        let [items, records, copies, problems, excluded] = counted.items;
        answer.records = counted.records;
        answer.problems = counted.problems;
        answer.needs_ocr = counted.needs_ocr;
        answer.problems_here = counted.problems_here;
        answer.ledger = Ledger {
            items,
            records,
            copies,
            problems,
            excluded,
            balanced: balanced && items == records + copies + problems + excluded,
        };
    }
}

fn count(catalogue: &Catalogue, places: &[&Place]) -> Result<Counted> {
    let whole = |id: i64| {
        let mut places = places.iter();
        places.any(|place| place.root.id == id && place.below.is_empty())
    };
    let everything = catalogue.roots()?.iter().all(|root| whole(root.id));
    let problems = catalogue.problem_counts()?.0;
    let (fates, problems_here) = if everything {
        (catalogue.fates(None)?, problems)
    } else {
        let mut files = Vec::new();
        for place in places {
            let found = catalogue.files_under(place.root.id, &place.below)?;
            let found = found.into_values().flat_map(|files| files.into_values());
            files.extend(found.map(|file| file.id));
        }
        (
            catalogue.fates(Some(&files))?,
            catalogue.problems_of(&files)?,
        )
    };
    Ok(Counted {
        records: catalogue.record_count()?,
        problems,
        needs_ocr: catalogue.files_with_reason(NEEDS_OCR)?.len() as u64,
        problems_here,
        items: [
            fates.items,
            fates.records,
            fates.copies,
            fates.problems,
            fates.excluded,
        ],
    })
}
