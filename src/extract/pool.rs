//! The main process's side of the workers: one reader of files that never dies with its worker.
//!
//! A worker that dies or does not answer in time is replaced; the inputs it left unanswered are tried again one
//! at a time, so that only the guilty one is blamed.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};

use super::drawing::Told;
use super::ocr::Engine;
use super::protocol::{Answer, Ask, Frame, Input, Room, receive, send};
use super::{Category, Limits, Problem, Reading, Step, worker};

/// How reading is bounded.
#[derive(Debug, Clone)]
pub struct Bounds {
    /// The program to run as a worker: this one.
    pub program: PathBuf,
    /// Limits on each input.
    pub limits: Limits,
    /// CPU seconds that one input may take.
    pub seconds: u64,
    /// Bytes of memory that one worker may map.
    pub memory: u64,
    /// What reads scans, where something does; [`Limits::ocr`] says when.
    pub engine: Option<Arc<Engine>>,
    /// What a worker said that it could not be denied, once one said so.
    pub told: Arc<OnceLock<Vec<String>>>,
}

impl Bounds {
    /// The default bounds: 30 CPU seconds and 2 GiB for an input.
    ///
    /// # Errors
    /// When the system cannot say where this program lies.
    pub fn usual() -> io::Result<Self> {
        Ok(Self {
            program: std::env::current_exe()?,
            limits: Limits::default(),
            seconds: 30,
            memory: super::sandbox::MEMORY,
            engine: None,
            told: Arc::default(),
        })
    }

    /// What the workers that were started could not be denied, in words; empty where they were denied everything.
    pub fn unrestricted(&self) -> &[String] {
        self.told.get().map_or(&[], Vec::as_slice)
    }

    /// What workers are denied on this machine, in words; empty where that cannot be told.
    pub fn denied(&self) -> Vec<String> {
        let told = Command::new(&self.program)
            .arg(worker::KEPT)
            .env_clear()
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output();
        let Ok(told) = told else {
            return Vec::new();
        };
        String::from_utf8_lossy(&told.stdout)
            .lines()
            .filter(|word| super::sandbox::WORDS.contains(word))
            .map(str::to_owned)
            .collect()
    }
}

/// Reads files through a worker of its own.
pub struct Reader {
    bounds: Bounds,
    worker: Option<Worker>,
    ahead: usize,
}

struct Worker {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<io::Result<Answer>>,
    room: Room,
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

enum Wait {
    Answered(Answer),
    Died,
    TimedOut,
}

impl Worker {
    fn start(bounds: &Bounds, ahead: usize) -> io::Result<Self> {
        let mut child = Command::new(&bounds.program)
            .arg(worker::FRAMES)
            .arg(bounds.memory.to_string())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let requests = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        widen(&requests);
        let answers = listen(&mut child, ahead, &bounds.told)?;
        Ok(Self {
            child,
            requests,
            answers,
            room: Room::new(),
        })
    }

    fn send(&mut self, ask: &Ask) -> io::Result<()> {
        send(&mut self.requests, ask, &mut self.room)
    }

    fn wait(&mut self, seconds: u64) -> Wait {
        wait(&self.child, &self.answers, seconds)
    }
}

/// How much a pipe is to hold, in bytes: a frame of small inputs, so that neither side sleeps half way through it.
#[cfg(target_os = "linux")]
const PIPE: usize = 256 << 10;

/// How many answers of a worker may wait here.
const ANSWERS_AHEAD: usize = 32;
/// How many drawn pages may wait here, beside the one that is read and the one that is drawn.
const DRAWINGS_AHEAD: usize = 1;

/// Lets a pipe hold more, where the system allows; the usual size does as well.
#[cfg(target_os = "linux")]
fn widen(pipe: &impl std::os::fd::AsFd) {
    let _ = rustix::pipe::fcntl_setpipe_size(pipe, PIPE);
}

/// Lets a pipe hold more, which only Linux can be asked for.
#[cfg(not(target_os = "linux"))]
fn widen<T>(_: &T) {}

/// A thread that takes a worker's answers off its pipe, so that waiting can end.
fn listen(
    child: &mut Child,
    ahead: usize,
    told: &Arc<OnceLock<Vec<String>>>,
) -> io::Result<Receiver<io::Result<Answer>>> {
    let told = Arc::clone(told);
    let out = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    widen(&out);
    let (sender, answers) = bounded(ahead);
    std::thread::Builder::new()
        .name("worker's answers".into())
        .spawn(move || {
            let mut out = BufReader::with_capacity(1 << 16, out);
            let mut room = Room::new();
            loop {
                let answer = match receive::<Answer>(&mut out, &mut room) {
                    Ok(Some(Answer::Unrestricted(words))) => {
                        let _ = told.set(words); // each worker says the same
                        continue;
                    }
                    Ok(Some(answer)) => Ok(answer),
                    Ok(None) => return,
                    Err(broken) => Err(broken),
                };
                let broken = answer.is_err();
                if sender.send(answer).is_err() || broken {
                    return;
                }
            }
        })?;
    Ok(answers)
}

/// Waits for the next answer, for `seconds` of the worker's own CPU time and at most four times that by the
/// clock: a busy machine is no fault of the input.
fn wait(child: &Child, answers: &Receiver<io::Result<Answer>>, seconds: u64) -> Wait {
    let begun = Instant::now();
    // asked for when an answer is late, since asking costs as much as reading a short message
    let mut spent_before = None;
    loop {
        match answers.recv_timeout(Duration::from_millis(500)) {
            Ok(Ok(answer)) => return Wait::Answered(answer),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Wait::Died,
            Err(RecvTimeoutError::Timeout) => {
                let clock = begun.elapsed().as_secs();
                let now = cpu_seconds(child.id());
                let spent = match (*spent_before.get_or_insert(now), now) {
                    (Some(before), Some(now)) => now.saturating_sub(before),
                    _ => clock,
                };
                if spent >= seconds || clock >= seconds.saturating_mul(4) {
                    return Wait::TimedOut;
                }
            }
        }
    }
}

/// CPU seconds that a process has used, where the system tells.
fn cpu_seconds(process: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // fields 14 and 15 of proc(5), in ticks of 1/100 s, counted after the bracketed name
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some((user + system) / 100)
}

impl Reader {
    /// A reader that starts its worker when it first needs one.
    pub fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            worker: None,
            ahead: ANSWERS_AHEAD,
        }
    }

    /// A reader for [`Reader::draw`], which takes few answers ahead, since each is a picture of a page.
    pub fn of_drawings(bounds: Bounds) -> Self {
        Self {
            ahead: DRAWINGS_AHEAD,
            ..Self::new(bounds)
        }
    }

    /// Reads a frame of small inputs; one reading each, in order. Never fails: what kills a worker is a
    /// problem of its input.
    ///
    /// # Errors
    /// Only when no worker can be started at all.
    pub fn read(&mut self, inputs: Vec<Input>) -> io::Result<Vec<Reading>> {
        let count = inputs.len();
        let ask = Ask::Read(Frame {
            limits: self.bounds.limits,
            inputs,
        });
        let mut readings: Vec<Option<Reading>> = (0..count).map(|_| None).collect();
        if self.run(&ask, &mut readings)?.is_some()
            && let Ask::Read(frame) = ask
        {
            for (reading, input) in readings.iter_mut().zip(frame.inputs) {
                if reading.is_none() {
                    *reading = Some(self.read_alone(input)?);
                }
            }
        }
        Ok(readings.into_iter().flatten().collect())
    }

    fn read_alone(&mut self, input: Input) -> io::Result<Reading> {
        let ask = Ask::Read(Frame {
            limits: self.bounds.limits,
            inputs: vec![input],
        });
        let mut reading = [None];
        let death = self.run(&ask, &mut reading)?;
        Ok(match (death, reading) {
            (_, [Some(reading)]) => reading,
            (death, _) => Reading {
                items: Vec::new(),
                problems: vec![death.unwrap_or(Death::Crashed).problem(&self.bounds)],
            },
        })
    }

    /// The worker, started if there is none.
    fn worker(&mut self) -> io::Result<&mut Worker> {
        match self.worker {
            Some(ref mut worker) => Ok(worker),
            ref mut none => Ok(none.insert(Worker::start(&self.bounds, self.ahead)?)),
        }
    }

    /// Takes the bytes of one part out of a file; none where the steps lead nowhere or the worker died.
    ///
    /// # Errors
    /// Only when no worker can be started at all.
    pub fn take_out(&mut self, input: Input, steps: Vec<Step>) -> io::Result<Option<Vec<u8>>> {
        let seconds = self.bounds.seconds;
        let ask = Ask::TakeOut(input, steps, self.bounds.limits);
        let worker = self.worker()?;
        if worker.send(&ask).is_ok()
            && let Wait::Answered(Answer::TakenOut(bytes)) = worker.wait(seconds)
        {
            return Ok(bytes);
        }
        self.worker = None;
        Ok(None)
    }

    /// Has pages drawn and hands each on as it comes. What killed the worker, if something did, comes back as a
    /// problem: pages not handed on were not drawn.
    ///
    /// # Errors
    /// Only when no worker can be started at all.
    pub fn draw(&mut self, ask: &Ask, take: &mut dyn FnMut(Told)) -> io::Result<Option<Problem>> {
        let seconds = self.bounds.seconds;
        let worker = self.worker()?;
        let mut death = worker.send(ask).err().map(|_| Death::Crashed);
        while death.is_none() {
            match worker.wait(seconds) {
                Wait::Answered(Answer::Drawn(told)) => take(told),
                Wait::Answered(Answer::Ended) => return Ok(None),
                Wait::Answered(_) | Wait::Died => death = Some(Death::Crashed),
                Wait::TimedOut => death = Some(Death::TimedOut),
            }
        }
        self.worker = None;
        Ok(death.map(|death| death.problem(&self.bounds)))
    }

    /// Sends a frame and takes its answers; how the worker died, if it did.
    fn run(&mut self, ask: &Ask, into: &mut [Option<Reading>]) -> io::Result<Option<Death>> {
        let seconds = self.bounds.seconds;
        let worker = self.worker()?;
        let mut death = worker.send(ask).err().map(|_| Death::Crashed);
        while death.is_none() && into.iter().any(Option::is_none) {
            match worker.wait(seconds) {
                Wait::Answered(Answer::Read(nth, reading)) => {
                    if let Some(place) = into.get_mut(nth as usize) {
                        *place = Some(reading);
                    }
                }
                Wait::Answered(_) | Wait::Died => death = Some(Death::Crashed),
                Wait::TimedOut => death = Some(Death::TimedOut),
            }
        }
        if death.is_some() {
            self.worker = None;
        }
        Ok(death)
    }

    /// Reads one large input from an open file, in a worker of its own; portions are handed on as they come.
    /// A worker that dies leaves a problem of the file in the last portion.
    ///
    /// # Errors
    /// When the worker cannot be started, or `take` wants no more.
    pub fn read_large(
        &self,
        file: File,
        name: &str,
        take: &mut dyn FnMut(Reading) -> io::Result<()>,
    ) -> io::Result<()> {
        let limits = serde_json::to_string(&self.bounds.limits).map_err(io::Error::other)?;
        let mut child = Command::new(&self.bounds.program)
            .arg(worker::LARGE)
            .arg(self.bounds.memory.to_string())
            .arg(name)
            .arg(limits)
            .env_clear()
            .stdin(Stdio::from(file))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let answers = listen(&mut child, ANSWERS_AHEAD, &self.bounds.told)?;
        let outcome = loop {
            let death = match wait(&child, &answers, self.bounds.seconds) {
                Wait::Answered(Answer::Some(portion)) => match take(portion) {
                    Ok(()) => continue,
                    Err(refused) => break Err(refused),
                },
                Wait::Answered(Answer::Ended) => break Ok(()),
                Wait::Answered(_) | Wait::Died => Death::Crashed,
                Wait::TimedOut => Death::TimedOut,
            };
            break take(Reading {
                items: Vec::new(),
                problems: vec![death.problem(&self.bounds)],
            });
        };
        let _ = child.kill();
        let _ = child.wait();
        outcome
    }
}

#[derive(Debug, Clone, Copy)]
enum Death {
    Crashed,
    TimedOut,
}

impl Death {
    fn problem(self, bounds: &Bounds) -> Problem {
        match self {
            Self::Crashed => Problem {
                category: Category::Crashed,
                reason: format!(
                    "the reader died on this input, perhaps for want of memory (limit {} MiB)",
                    bounds.memory >> 20
                ),
            },
            Self::TimedOut => Problem {
                category: Category::TimedOut,
                reason: format!("not read within {} seconds", bounds.seconds),
            },
        }
    }
}
