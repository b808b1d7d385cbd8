//! The worker: the process in which untrusted bytes are read.
//!
//! It restricts itself first, then reads what comes over standard input and answers over standard output,
//! until the input ends. It opens nothing.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use super::outlook::pst::MAGIC;
use super::protocol::{Answer, Ask, Input, Room, put, receive, send};
use super::{Category, Limits, Problem, Reading, drawing, identity, ocr, sandbox, tree};

/// The hidden first argument that makes this program a worker for frames of small inputs.
pub const FRAMES: &str = "__read-frames";
/// The hidden first argument that makes it the worker for one large input on standard input.
pub const LARGE: &str = "__read-large";

/// The hidden first argument that makes it say which restrictions a worker has on this machine, one a line.
pub const KEPT: &str = "__say-kept";

/// The exit code, of a shell too, for a program that could not be started.
const NOT_STARTED: u8 = 126;

/// Runs as a worker if the first argument says so; the exit code, or none for an ordinary run.
pub fn take_over(arguments: &mut impl Iterator<Item = std::ffi::OsString>) -> Option<u8> {
    let first = arguments.next()?;
    if first == OsStr::new(ocr::START) {
        // who asked for it sees the code; nobody listens for more
        let _ = ocr::start(arguments);
        return Some(NOT_STARTED);
    }
    let work: fn(&[String]) -> io::Result<()> = match first.as_os_str() {
        word if word == OsStr::new(KEPT) => kept,
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
    let told = match first == OsStr::new(KEPT) {
        true => Ok(()),
        false => tell(&sandbox::enter(memory)),
    };
    Some(u8::from(told.and_then(|()| work(&rest)).is_err()))
}

/// Says what this worker could not be denied, if there is anything.
fn tell(unrestricted: &[&str]) -> io::Result<()> {
    if unrestricted.is_empty() {
        return Ok(());
    }
    let words = unrestricted.iter().map(|&word| word.to_owned()).collect();
    let told = Answer::Unrestricted(words);
    send(&mut io::stdout().lock(), &told, &mut Room::new())
}

/// No answer waits longer than this, a further input's own time aside, to be sent together with the next: each sending
/// wakes the main process. What had not been sent when a worker dies is read again.
const HELD_BACK: Duration = Duration::from_millis(20);

fn kept(_rest: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for kept in sandbox::kept(sandbox::MEMORY) {
        writeln!(out, "{kept}")?;
    }
    out.flush()
}

fn frames() -> io::Result<()> {
    let mut requests = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut answers = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let (mut asked, mut room) = (Room::new(), Room::new());
    while let Some(ask) = receive::<Ask>(&mut requests, &mut asked)? {
        match ask {
            Ask::Read(frame) => {
                let mut let_go = Instant::now();
                let messages = identities(&frame.inputs);
                for ((nth, input), message) in (0_u32..).zip(&frame.inputs).zip(messages) {
                    let hashed = tree::Hashed {
                        sha256: Some(input.sha256),
                        message,
                    };
                    let reading =
                        tree::read_hashed(&input.bytes, &input.name, &hashed, &frame.limits);
                    put(&mut answers, &Answer::Read(nth, reading), &mut room)?;
                    if let_go.elapsed() >= HELD_BACK {
                        answers.flush()?;
                        let_go = Instant::now();
                    }
                }
                answers.flush()?;
            }
            Ask::TakeOut(input, steps, limits) => {
                let bytes = tree::fetch(&input.bytes, &input.name, &steps, &limits);
                send(&mut answers, &Answer::TakenOut(bytes), &mut room)?;
            }
            Ask::Draw(sitting) => {
                drawing::draw(&sitting, &mut |told| {
                    send(&mut answers, &Answer::Drawn(told), &mut room)
                })?;
                send(&mut answers, &Answer::Ended, &mut room)?;
            }
        }
    }
    Ok(())
}

/// The identity of each input, should it be a message: all at once, since that is quicker. A fault is left to the input's
/// own reading, which is told of it.
fn identities(inputs: &[Input]) -> Vec<Option<[u8; 32]>> {
    let all: Vec<&[u8]> = inputs.iter().map(|input| input.bytes.as_slice()).collect();
    catch_unwind(|| identity::of_messages(&all)).unwrap_or_else(|_| vec![None; inputs.len()])
}

/// How many items of a large input go into one answer.
const TOGETHER: usize = 256;
/// So many bytes of scans in hand end a portion early.
const SCANS_TOGETHER: usize = 16 << 20;
/// How long items wait for others to be sent with.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

fn large(rest: &[String]) -> io::Result<()> {
    let name = rest.get(1).map_or("", String::as_str);
    let limits = rest
        .get(2)
        .and_then(|json| serde_json::from_str::<Limits>(json).ok())
        .unwrap_or_default();
    let mut answers = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut portion = Portion::default();
    if let Some(store) = store() {
        tree::read_store(store, &limits, &mut |message| {
            portion.take(message, &mut answers)
        });
        return portion.end(&mut answers);
    }
    let kept = Kept {
        bytes: RefCell::new(Some(Vec::new())),
    };
    let is_mailbox = tree::read_mailbox(
        BufReader::with_capacity(1 << 16, &kept),
        name,
        &limits,
        &mut |message| {
            kept.bytes.take();
            portion.take(message, &mut answers);
        },
    )?;
    if !is_mailbox {
        let mut bytes = kept.bytes.take().unwrap_or_default();
        let room = limits.unpacked.saturating_sub(bytes.len()) as u64;
        let mut rest = io::stdin().lock();
        (&mut rest).take(room).read_to_end(&mut bytes)?;
        let more = rest.read(&mut [0])? > 0;
        portion.reading = tree::read_file(&bytes, name, &limits);
        if more {
            let problem = Problem {
                category: Category::TooLarge,
                reason: format!(
                    "larger than {} MiB, the limit for one file: only its beginning was read",
                    limits.unpacked >> 20
                ),
            };
            match portion.reading.items.first_mut() {
                Some(item) => item.problems.push(problem),
                None => portion.reading.problems.push(problem),
            }
        }
    }
    portion.end(&mut answers)
}

/// What was read of a large input and not sent yet.
struct Portion {
    reading: Reading,
    since: Instant,
    failed: Option<io::Error>,
    room: Room,
}

impl Default for Portion {
    fn default() -> Self {
        Self {
            reading: Reading::default(),
            since: Instant::now(),
            failed: None,
            room: Room::new(),
        }
    }
}

impl Portion {
    /// Adds one message's items, and sends what has come together when it is enough or has waited long: the main
    /// process waits for an answer, not for the end of the input.
    fn take(&mut self, message: Reading, answers: &mut impl Write) {
        gather(&mut self.reading, message);
        if self.reading.items.len() >= TOGETHER
            || drawing::bytes_of(&self.reading) >= SCANS_TOGETHER
            || self.since.elapsed() >= LONGEST_WAIT
        {
            let whole = std::mem::take(&mut self.reading);
            let sent = send(answers, &Answer::Some(whole), &mut self.room);
            self.failed = self.failed.take().or(sent.err());
            self.since = Instant::now();
        }
    }

    /// Sends the rest and says that it was the last.
    fn end(mut self, answers: &mut impl Write) -> io::Result<()> {
        if let Some(failed) = self.failed {
            return Err(failed);
        }
        send(answers, &Answer::Some(self.reading), &mut self.room)?;
        send(answers, &Answer::Ended, &mut self.room)?;
        answers.flush()
    }
}

/// Standard input as a file in which one can seek, if it is one and holds an Outlook store; nothing is read of it else.
fn store() -> Option<File> {
    #[cfg(unix)]
    let handle = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned();
    #[cfg(windows)]
    let handle = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned();
    let mut file = File::from(handle.ok()?);
    file.rewind().ok()?;
    let mut mark = [0; MAGIC.len()];
    let known = file.read_exact(&mut mark).is_ok() && mark == *MAGIC;
    file.rewind().ok()?;
    known.then_some(file)
}

/// Joins a further reading to a portion; its parents then count from the portion's first item.
fn gather(portion: &mut Reading, further: Reading) {
    let before = portion.items.len();
    portion
        .items
        .extend(further.items.into_iter().map(|mut item| {
            item.parent = item.parent.map(|parent| parent + before);
            item
        }));
    portion.problems.extend(further.problems);
}

/// Standard input; keeps what was read, until it is known that it will not be needed again.
struct Kept {
    bytes: RefCell<Option<Vec<u8>>>,
}

impl Read for &Kept {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = io::stdin().lock().read(into)?;
        if let Some(bytes) = self.bytes.borrow_mut().as_mut() {
            bytes.extend_from_slice(&into[..taken]);
        }
        Ok(taken)
    }
}
