//! The worker: the process in which untrusted bytes are read.
//!
//! It restricts itself first, then reads what comes over standard input and answers over standard output,
//! until the input ends. It opens nothing.

use std::ffi::OsStr;
use std::io::{self, BufReader, BufWriter, Read, Write};

use super::protocol::{Answer, Frame, receive, send};
use super::{Limits, sandbox, tree};

/// The hidden first argument that makes this program a worker for frames of small inputs.
pub const FRAMES: &str = "__read-frames";
/// The hidden first argument that makes it the worker for one large input on standard input.
pub const LARGE: &str = "__read-large";

/// Runs as a worker if the first argument says so; the exit code, or none for an ordinary run.
pub fn take_over(arguments: &mut impl Iterator<Item = std::ffi::OsString>) -> Option<u8> {
    let first = arguments.next()?;
    let work: fn(&[String]) -> io::Result<()> = match first.as_os_str() {
        word if word == OsStr::new(FRAMES) => |_| frames(),
        word if word == OsStr::new(LARGE) => large,
        _ => return None,
    };
    let rest: Vec<String> = arguments
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let memory = rest
        .first()
        .and_then(|bytes| bytes.parse().ok())
        .unwrap_or(sandbox::MEMORY);
    // a reader's panic is told as a problem of its input, never printed
    std::panic::set_hook(Box::new(|_| {}));
    sandbox::enter(memory);
    Some(u8::from(work(&rest).is_err()))
}

fn frames() -> io::Result<()> {
    let mut requests = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut answers = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    while let Some(frame) = receive::<Frame>(&mut requests)? {
        for (nth, input) in (0_u32..).zip(&frame.inputs) {
            let reading = tree::read_file(&input.bytes, &input.name, &frame.limits);
            send(&mut answers, &Answer::Read(nth, reading))?;
        }
    }
    Ok(())
}

/// How many items of a large input go into one answer.
const TOGETHER: usize = 256;

fn large(rest: &[String]) -> io::Result<()> {
    let name = rest.get(1).map_or("", String::as_str);
    let limits = rest
        .get(2)
        .and_then(|json| serde_json::from_str::<Limits>(json).ok())
        .unwrap_or_default();
    let mut answers = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let input = io::stdin().lock();
    let problems = tree::read_large(input, name, &limits, &mut |items| {
        send(&mut answers, &Answer::Some(items))
    })?;
    send(&mut answers, &Answer::Ended(problems))?;
    answers.flush()
}

/// Reads a stream to its end, at most `most` bytes; whether there was more is the second value.
///
/// # Errors
/// When reading fails.
pub fn read_at_most(from: &mut impl Read, most: usize) -> io::Result<(Vec<u8>, bool)> {
    let mut bytes = Vec::new();
    from.take(most as u64).read_to_end(&mut bytes)?;
    let more = from.read(&mut [0])? > 0;
    Ok((bytes, more))
}

/// How many items a reader of large inputs should gather before it hands them on.
pub const fn together() -> usize {
    TOGETHER
}
