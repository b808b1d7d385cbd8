//! Packing of texts and facts: zstd, with a dictionary trained on the archive's own first records.
//!
//! A packed value begins with one byte, the number of its dictionary (0: none), so that every value ever
//! written can be read for as long as the catalogue keeps its dictionaries.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Mutex;

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::CParameter;

use crate::error::{Error, Result};

/// Compression level: with a dictionary, zstd's own default of 3 saves few per cent over 1 and costs twice the CPU.
const LEVEL: i32 = 1;
/// The dictionary's size in bytes.
const DICTIONARY: usize = 64 << 10;
/// Twice the places that the level gives a dictionary, in which much of it is written over: texts are 4 % smaller for 6 %
/// more of the time that packing takes. Four times as many save 3 % more, and cost 20 %.
const DICTIONARY_TABLE: CParameter = CParameter::HashLog(14);
/// How many bytes of samples it is trained on; training costs CPU in proportion.
const SAMPLES: usize = 256 << 10;
/// So many bytes of a sample are taken, so that long ones leave room for others.
const SAMPLE: usize = 4 << 10;
/// Fewer samples teach nothing.
const FEWEST: usize = 64;
/// So many bytes of room are kept from one packing to the next.
const ROOM: usize = 1 << 20;
/// A packed value never unpacks to more than this.
const LARGEST: usize = 1 << 30;

/// What of a value is worth keeping as a sample.
pub fn sample_of(value: &[u8]) -> &[u8] {
    &value[..value.len().min(SAMPLE)]
}

/// Trains a dictionary on samples; none where there is too little to learn from.
pub fn train(samples: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut taken = Vec::new();
    let mut bytes = 0;
    for sample in samples {
        let slice = sample_of(sample);
        bytes += slice.len();
        taken.push(slice);
        if bytes > SAMPLES {
            break;
        }
    }
    if taken.len() < FEWEST {
        return None;
    }
    zstd::dict::from_samples(&taken, DICTIONARY).ok()
}

/// Packs values with the newest dictionary.
pub struct Packer {
    number: u8,
    compressor: Compressor<'static>,
    /// What was packed last, with room to spare; what is given out has none.
    room: Vec<u8>,
}

impl Packer {
    /// A packer with a dictionary, or with none.
    ///
    /// # Errors
    /// When zstd refuses to start.
    pub fn new(dictionary: Option<(u8, &[u8])>) -> Result<Self> {
        let fault = |cause| Error::bug("zstd cannot start").because(cause);
        let (number, compressor) = match dictionary {
            Some((number, bytes)) => {
                let mut compressor = Compressor::with_dictionary(LEVEL, bytes).map_err(fault)?;
                compressor.set_parameter(DICTIONARY_TABLE).map_err(fault)?;
                (number, compressor)
            }
            None => (0, Compressor::new(LEVEL).map_err(fault)?),
        };
        Ok(Self {
            number,
            compressor,
            room: Vec::new(),
        })
    }

    /// Packs one value.
    ///
    /// # Errors
    /// When zstd fails, which it does for want of memory alone.
    pub fn pack(&mut self, plain: &[u8]) -> Result<Vec<u8>> {
        let length = u32::try_from(plain.len())
            .map_err(|_| Error::bug("a record's text is larger than 4 GiB"))?;
        let bound = zstd::zstd_safe::compress_bound(plain.len());
        if self.room.len() < bound {
            self.room.resize(bound, 0);
        }
        let written = self
            .compressor
            .compress_to_buffer(plain, self.room.as_mut_slice())
            .map_err(|cause| Error::bug("a text could not be packed").because(cause))?;
        let mut out = Vec::with_capacity(5 + written);
        out.push(self.number);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&self.room[..written]);
        if self.room.len() > ROOM {
            self.room = Vec::new();
        }
        Ok(out)
    }
}

/// Unpacks values, with every dictionary that the catalogue keeps.
#[derive(Default)]
pub struct Unpacker {
    /// One for each dictionary, and under 0 one for none: starting one costs more than unpacking a letter.
    ready: Mutex<HashMap<u8, Decompressor<'static>>>,
}

impl Unpacker {
    /// Makes a dictionary known.
    pub fn learn(&self, number: u8, bytes: &[u8]) {
        if let Ok(mut ready) = self.ready.lock()
            && let Ok(decompressor) = Decompressor::with_dictionary(bytes)
        {
            ready.insert(number, decompressor);
        }
    }

    /// Whether values packed with this dictionary can be unpacked; 0 is none.
    pub fn knows(&self, number: u8) -> bool {
        number == 0
            || self
                .ready
                .lock()
                .is_ok_and(|ready| ready.contains_key(&number))
    }

    /// Unpacks one value.
    ///
    /// # Errors
    /// When the value is damaged or its dictionary is missing.
    pub fn unpack(&self, packed: &[u8]) -> Result<Vec<u8>> {
        let damaged = || {
            Error::archive("a stored text is damaged")
                .hint("run `recordroom verify` to see how far")
        };
        let [number, a, b, c, d, rest @ ..] = packed else {
            return Err(damaged());
        };
        let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
        if length > LARGEST {
            return Err(damaged());
        }
        let fault = |cause| Error::bug("zstd cannot start").because(cause);
        let mut ready = self.ready.lock().map_err(|_| damaged())?;
        let decompressor = match ready.entry(*number) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(none) if *number == 0 => none.insert(Decompressor::new().map_err(fault)?),
            Entry::Vacant(_) => return Err(damaged()),
        };
        let plain = decompressor
            .decompress(rest, length)
            .map_err(|cause| damaged().because(cause))?;
        if plain.len() == length {
            Ok(plain)
        } else {
            Err(damaged())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_with_and_without_a_dictionary() {
        let samples: Vec<Vec<u8>> = (0..400)
            .map(|n| {
                format!("{{\"headers\":[],\"passages\":[{{\"text\":\"letter number {n} of the registry\"}}]}}")
                    .repeat(3)
                    .into_bytes()
            })
            .collect();
        let dictionary = train(&samples).expect("enough samples");
        let unpacker = Unpacker::default();
        unpacker.learn(1, &dictionary);
        for given in [None, Some((1, dictionary.as_slice()))] {
            let mut packer = Packer::new(given).expect("a packer");
            for sample in &samples {
                let packed = packer.pack(sample).expect("packed");
                assert_eq!(&unpacker.unpack(&packed).expect("unpacked"), sample);
            }
        }
    }

    #[test]
    fn damage_is_noticed_not_returned() {
        let mut packer = Packer::new(None).expect("a packer");
        let mut packed = packer
            .pack(b"the words of a letter, the words of a letter")
            .expect("packed");
        packed.truncate(packed.len() - 3);
        assert!(Unpacker::default().unpack(&packed).is_err());
        assert!(Unpacker::default().unpack(&[]).is_err());
        assert!(Unpacker::default().unpack(&[9, 1, 0, 0, 0, 0]).is_err());
    }
}
