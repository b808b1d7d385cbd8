//! What the main process and a worker say to each other: length-prefixed frames of postcard.
//!
//! A frame of small inputs goes in whole; answers come back one by one as they are ready, so that the input
//! that killed a worker is known.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::drawing::{Sitting, Told};
use super::{Limits, Reading, Step};

/// One input of a frame.
#[derive(Debug, Serialize, Deserialize)]
pub struct Input {
    /// The file's name, without folders.
    pub name: String,
    /// Its bytes.
    #[serde(with = "bytes")]
    pub bytes: Vec<u8>,
    /// Their SHA-256.
    pub sha256: [u8; 32],
}

/// What a worker is asked.
#[derive(Debug, Serialize, Deserialize)]
pub enum Ask {
    /// To read inputs.
    Read(Frame),
    /// To take the bytes of one part out of an input.
    TakeOut(Input, Vec<Step>, Limits),
    /// To draw the pages of an item that want OCR.
    Draw(Sitting),
}

/// Inputs to be read together.
#[derive(Debug, Serialize, Deserialize)]
pub struct Frame {
    /// The limits on each input.
    pub limits: Limits,
    /// The inputs.
    pub inputs: Vec<Input>,
}

/// What a worker says.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// The frame's nth input (from 0) was read.
    Read(u32, Reading),
    /// A portion of one large input; more follow. Parents count within the portion.
    Some(Reading),
    /// The large input was read to its end.
    Ended,
    /// The bytes of the part that was asked for; none where the steps lead nowhere.
    TakenOut(Option<Vec<u8>>),
    /// Pages that want OCR, one drawn, or why one was not; [`Answer::Ended`] follows the last.
    Drawn(Told),
    /// What this worker could not be denied, in the words of [`super::sandbox::WORDS`]; said first, and only where there
    /// is something to say.
    Unrestricted(Vec<String>),
}

/// No frame is longer than this; a longer one means that the other side has lost its way.
const LONGEST: u32 = 1 << 30;

/// So much room is kept from value to value, in bytes.
const KEPT: usize = 1 << 20;

/// Room in which values are written or read one after the other, so that it need not be made for each.
pub type Room = Vec<u8>;

/// Writes one value and lets it go.
///
/// # Errors
/// When the pipe is closed, or the value is too long for a frame.
pub fn send<T: Serialize>(to: &mut impl Write, value: &T, room: &mut Room) -> io::Result<()> {
    put(to, value, room)?;
    to.flush()
}

/// Writes one value, which may lie in the writer until more have come.
///
/// # Errors
/// When the pipe is closed, or the value is too long for a frame.
pub fn put<T: Serialize>(to: &mut impl Write, value: &T, room: &mut Room) -> io::Result<()> {
    const NO_LENGTH: [u8; 4] = [0; 4];
    let mut frame = std::mem::take(room);
    frame.clear();
    frame.extend_from_slice(&NO_LENGTH);
    let mut frame = postcard::to_extend(value, frame).map_err(io::Error::other)?;
    let length = u32::try_from(frame.len() - NO_LENGTH.len())
        .ok()
        .filter(|length| *length <= LONGEST)
        .ok_or_else(|| io::Error::other("a frame is too long"))?;
    frame[..NO_LENGTH.len()].copy_from_slice(&length.to_le_bytes());
    to.write_all(&frame)?;
    keep(room, frame);
    Ok(())
}

/// Reads one value; none at the end of the stream.
///
/// # Errors
/// When the stream ends within a value or holds something else.
pub fn receive<T: DeserializeOwned>(
    from: &mut impl Read,
    room: &mut Room,
) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(other) => return Err(other),
    }
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::Error::other("a frame is too long"));
    }
    let mut body = std::mem::take(room);
    body.clear();
    body.reserve((length as usize).min(KEPT));
    let taken = from.take(u64::from(length)).read_to_end(&mut body)?;
    if taken != length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let value = postcard::from_bytes(&body).map_err(io::Error::other)?;
    keep(room, body);
    Ok(Some(value))
}

/// Gives room back, unless a large value made it larger than others will need.
fn keep(room: &mut Room, used: Vec<u8>) {
    if used.capacity() <= KEPT {
        *room = used;
    }
}

/// Bytes as one run, not one number at a time.
pub(super) mod bytes {
    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        struct Run;
        impl Visitor<'_> for Run {
            type Value = Vec<u8>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }
            fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }
        }
        deserializer.deserialize_byte_buf(Run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_comes_back_as_it_was_sent_and_a_torn_one_is_refused() {
        let frame = Frame {
            limits: Limits::default(),
            inputs: vec![Input {
                name: "letter.eml".into(),
                bytes: vec![0, 255, 10, 13],
                sha256: [7; 32],
            }],
        };
        let (mut pipe, mut room) = (Vec::new(), Room::new());
        send(&mut pipe, &frame, &mut room).expect("sent");
        let back: Frame = receive(&mut pipe.as_slice(), &mut room)
            .expect("read")
            .expect("a frame");
        assert_eq!(back.inputs[0].bytes, vec![0, 255, 10, 13]);
        let mut of = |mut bytes: &[u8]| receive::<Frame>(&mut bytes, &mut room);
        assert!(of(&[]).expect("the end").is_none());
        assert!(of(&pipe[..pipe.len() - 1]).is_err());
        assert!(of(&[255, 255, 255, 255, 0]).is_err());
        assert!(of(&pipe).expect("read").is_some());
    }
}
