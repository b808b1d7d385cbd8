//! Settling the dictionary that an archive's texts are packed with, and packing what was read before it was settled.

use std::sync::OnceLock;

use super::read::Done;
use crate::archive::batch::Writer;
use crate::archive::pack::{self, Packer};
use crate::error::{Error, Result};

/// Values, two a record, that train the archive's dictionary.
const SAMPLES: usize = 200;
/// So many files are held back for it, and so many bytes of texts: where they have too few records, those are packed
/// without.
const HELD: usize = 4_096;
const HELD_BYTES: usize = 64 << 20;

/// The dictionary to pack with, once that is settled: its number and its bytes; number 0 for none.
pub type Dictionary = OnceLock<(u8, Vec<u8>)>;

/// A packer with this dictionary.
///
/// # Errors
/// When it cannot start.
pub fn packer_with((number, bytes): &(u8, Vec<u8>)) -> Result<Packer> {
    Packer::new((*number != 0).then_some((*number, bytes.as_slice())))
}

impl Done {
    /// Whether nothing is still to be packed.
    pub fn is_packed(&self) -> bool {
        let mut both = self.items.iter().zip(&self.derived);
        both.all(|(item, derived)| item.packed.is_some() || derived.is_none())
    }

    /// Packs what is still to be packed.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn pack(&mut self, packer: &mut Packer) -> Result<()> {
        for (item, derived) in self.items.iter_mut().zip(&self.derived) {
            if let (None, Some(derived)) = (&item.packed, derived) {
                item.packed = Some(derived.pack(&item.problems, packer)?);
            }
        }
        Ok(())
    }
}

/// What was read and waits for the dictionary.
pub struct Packing<'d> {
    dictionary: &'d Dictionary,
    samples: Vec<Vec<u8>>,
    held: Vec<Done>,
    held_bytes: usize,
    packer: Option<Packer>,
}

impl<'d> Packing<'d> {
    /// Nothing waits yet.
    pub fn new(dictionary: &'d Dictionary) -> Self {
        Self {
            dictionary,
            samples: Vec::new(),
            held: Vec::new(),
            held_bytes: 0,
            packer: None,
        }
    }

    /// Takes what was read, and gives out what can be filed now, packed. Once there is enough to learn from, the
    /// dictionary is trained, and committed with the first records.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn take(&mut self, ready: Done, writer: &mut Writer<'_>) -> Result<Vec<Done>> {
        if self.dictionary.get().is_none() {
            for derived in ready.derived.iter().flatten() {
                let (facts, extraction) = derived.plain()?;
                self.held_bytes += extraction.len();
                for value in [facts, extraction] {
                    self.samples.push(pack::sample_of(&value).to_vec());
                }
            }
            self.held.push(ready);
            if self.samples.len() > SAMPLES {
                self.settle(writer)?;
            } else if self.held.len() < HELD && self.held_bytes < HELD_BYTES {
                return Ok(Vec::new());
            }
            return self.rest();
        }
        self.held.push(ready);
        self.rest()
    }

    /// Gives out what waits, packed with what there is.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn rest(&mut self) -> Result<Vec<Done>> {
        self.held_bytes = 0;
        let mut held = std::mem::take(&mut self.held);
        for done in &mut held {
            if done.is_packed() {
                continue;
            }
            let packer = match &mut self.packer {
                Some(packer) => packer,
                none => none.insert(match self.dictionary.get() {
                    Some(settled) => packer_with(settled)?,
                    None => Packer::new(None)?,
                }),
            };
            done.pack(packer)?;
        }
        Ok(held)
    }

    fn settle(&mut self, writer: &mut Writer<'_>) -> Result<()> {
        let samples = std::mem::take(&mut self.samples);
        let settled = match pack::train(&samples) {
            Some(bytes) => {
                writer.keep_dictionary(1, &bytes)?;
                // what is packed with it is written behind it by the same hand: no commit has one without the other
                (1, bytes)
            }
            None => (0, Vec::new()),
        };
        self.packer = None;
        self.dictionary
            .set(settled)
            .map_err(|_| Error::bug("the dictionary was settled twice"))
    }
}
