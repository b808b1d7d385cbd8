//! A mailbox read from a stream, so that a large one is never held whole.

use std::io::BufRead;

use super::super::{Format, Limits, Reading, Specimen, mbox};
use super::{choose, message};

/// How much of a mailbox is held at a time.
const HELD: usize = 8 << 20;
/// The end of what is held is not trusted to hold a whole envelope line and the header after it.
const LONGEST_LINE: usize = 4096;

/// Reads a mailbox from a stream and hands over each message's items as they come, `parent` counting within the
/// batch. Returns whether it is a mailbox: if not, nothing was handed over and the caller reads the file whole.
///
/// # Errors
/// What the stream refuses.
pub fn read_mailbox(
    mut reader: impl BufRead,
    name: &str,
    limits: &Limits,
    emit: &mut dyn FnMut(Reading),
) -> std::io::Result<bool> {
    let mut held = Vec::new();
    let mut wanted = HELD;
    let mut n = 0u32;
    let mut known = false;
    loop {
        let whole = fill(&mut reader, &mut held, wanted)?;
        if !known {
            let start = Specimen {
                bytes: &held,
                name,
                declared: None,
                charset: None,
            };
            if choose(&start).format() != Format::Mbox {
                return Ok(false);
            }
            known = true;
        }
        let mut messages = if whole {
            mbox::split(&held)
        } else {
            mbox::split_beginning(&held)
        };
        let mut done = 0;
        let mut next = messages.next();
        while let Some(range) = next {
            let after = messages.position();
            next = messages.next();
            // The last message in hand may go on beyond what was read, and a line cut off there may mislead.
            if !whole
                && next
                    .as_ref()
                    .is_none_or(|next| next.start + LONGEST_LINE > held.len())
            {
                break;
            }
            n += 1;
            let mut reading = Reading::default();
            message(&mut reading, &held[range], n, limits);
            emit(reading);
            done = after;
        }
        if whole {
            return Ok(true);
        }
        wanted = if done == 0 { wanted * 2 } else { HELD };
        held.drain(..done);
    }
}

/// Fills `held` up to `wanted` bytes; true at the stream's end.
fn fill(reader: &mut impl BufRead, held: &mut Vec<u8>, wanted: usize) -> std::io::Result<bool> {
    while held.len() < wanted {
        let piece = reader.fill_buf()?;
        if piece.is_empty() {
            return Ok(true);
        }
        let taken = piece.len().min(wanted - held.len());
        held.extend_from_slice(&piece[..taken]);
        reader.consume(taken);
    }
    Ok(reader.fill_buf()?.is_empty())
}
