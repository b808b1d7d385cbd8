//! The engine: where tesseract lies, what it is asked, and how it is bounded.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::confined::{self, Hold, MOST_WRITTEN, VERSION};
use super::introduction::{self, Introduction};
use super::words::{self, Words};
use super::{RELIABLE, cleaning, ending};
use crate::error::{Error, Result};
use crate::extract::drawing::Drawn;
use crate::extract::{Category, Problem, sandbox};

/// CPU seconds for one page, unless set otherwise; four times as many by the clock.
const SECONDS: u64 = 30;
/// A page read with at least this confidence is not tried again.
const GOOD: u8 = 80;
/// How often is looked whether the engine is done.
const PAUSE: Duration = Duration::from_millis(5);

/// Tesseract, as it was found on this machine.
#[derive(Debug, Clone)]
pub struct Engine {
    program: PathBuf,
    /// This program, which starts it.
    launcher: PathBuf,
    languages: String,
    seconds: u64,
    /// What an earlier run was told by what stands here now.
    before: Option<Introduction>,
    /// What it told in this run, once it was asked.
    told: OnceLock<std::result::Result<Introduction, Arc<Error>>>,
}

/// What looking for the engine came to.
#[derive(Debug, Clone)]
pub enum Found {
    /// It is there.
    Engine(Engine),
    /// It is not installed.
    Nowhere,
}

impl Engine {
    /// Looks for tesseract along PATH and for its languages: names as `tesseract --list-langs` gives them, joined
    /// by `+`. What it told an earlier run (see [`Engine::introduction`]) is taken for true where nothing that it rests
    /// on has changed, until the engine is wanted.
    ///
    /// # Errors
    /// When a language is not installed, or what is called tesseract does not answer as it should.
    pub fn find(languages: &str, seconds: Option<u64>, before: Option<&str>) -> Result<Found> {
        let fits = |name: &str| {
            !name.is_empty()
                && !name.starts_with('-')
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '-'))
        };
        if !languages.split('+').all(fits) {
            return Err(Error::request(format!(
                "`{languages}` names no languages that OCR could read"
            ))
            .hint("write them as eng or eng+cym"));
        }
        let Some(program) = along_path(std::env::var_os("PATH").as_deref()) else {
            return Ok(Found::Nowhere);
        };
        let launcher = std::env::current_exe()
            .map_err(|cause| Error::bug("cannot tell where this program lies").because(cause))?;
        let engine = Self {
            program,
            launcher,
            languages: languages.to_owned(),
            seconds: seconds.unwrap_or(SECONDS).max(1),
            before: None,
            told: OnceLock::new(),
        };
        let before = before.and_then(|told| Introduction::still_true(told, &engine.standing()));
        if let Some(before) = before {
            return Ok(Found::Engine(Self {
                before: Some(before),
                ..engine
            }));
        }
        let told = engine.asked()?;
        let _ = engine.told.set(Ok(told));
        Ok(Found::Engine(engine))
    }

    /// What stands where the engine is: a later run that finds the same need not ask it who it is.
    fn standing(&self) -> String {
        introduction::standing(&self.launcher, &self.program, &self.languages)
    }

    /// What it told of itself, for a later run to be given; none where it no longer answers.
    pub fn introduction(&self) -> Option<String> {
        match self.told.get() {
            Some(Ok(told)) => told.kept(&self.standing()),
            Some(Err(_)) => None,
            None => self.before.as_ref()?.kept(&self.standing()),
        }
    }

    /// Has the engine tell its version and its languages.
    fn asked(&self) -> Result<Introduction> {
        let mut told = Err(Error::bug("the engine was not asked"));
        for hold in Hold::BOTH {
            told = self.asked_in(hold);
            // what does not answer when it is held closely is asked once more, and that is then told
            if told.is_ok() {
                break;
            }
        }
        told
    }

    fn asked_in(&self, hold: Hold) -> Result<Introduction> {
        let unfit = |what: &str| {
            Error::request(format!("{} is on PATH, and {what}", self.program.display())).hint(
                "mend or remove it, or ingest with --ocr never: scans are then listed as unread",
            )
        };
        // one after the other they would take twice the time
        let (told, known) = std::thread::scope(|both| {
            let known = both.spawn(|| self.ask(hold, &["--list-langs"]));
            (self.ask(hold, &[VERSION]), known.join().ok().flatten())
        });
        let told = told.ok_or_else(|| unfit("does not tell its version"))?;
        let version = told
            .lines()
            .find_map(|line| line.strip_prefix("tesseract "))
            .ok_or_else(|| unfit("does not tell its version"))?
            .trim()
            .to_owned();
        let known = known.ok_or_else(|| unfit("does not list its languages"))?;
        let known: Vec<&str> = known.lines().skip(1).map(str::trim).collect();
        for wanted in self.languages.split('+') {
            if !known.contains(&wanted) {
                return Err(Error::request(format!(
                    "tesseract {version} has no language `{wanted}`"
                ))
                .hint(format!(
                    "install it (apt-get install tesseract-ocr-{}), or name others with --ocr-languages; \
                     there are {}",
                    wanted.replace('_', "-"),
                    known.join(", ")
                )));
            }
        }
        Ok(Introduction {
            hold,
            kept: confined::told(&told),
            turns: known.contains(&"osd"),
            version,
        })
    }

    /// What it told, be it to an earlier run.
    fn known(&self) -> Option<&Introduction> {
        match self.told.get() {
            Some(told) => told.as_ref().ok(),
            None => self.before.as_ref(),
        }
    }

    /// What it tells in this run.
    fn told(&self) -> std::result::Result<&Introduction, &Error> {
        let told = self.told.get_or_init(|| self.asked().map_err(Arc::new));
        told.as_ref().map_err(AsRef::as_ref)
    }

    /// Has it tell who it is before it first reads, where an earlier run was told.
    ///
    /// # Errors
    /// When it does not answer as it did: no page is then to be given to it.
    pub fn ready(&self) -> Result<()> {
        let Err(cause) = self.told() else {
            return Ok(());
        };
        let error = Error::request(cause.to_string());
        Err(match cause.advice() {
            Some(advice) => error.hint(advice),
            None => error,
        })
    }

    /// What it could not be denied while it reads a page, in words; empty where it was denied everything.
    pub fn unrestricted(&self) -> Vec<&'static str> {
        self.known()
            .map_or_else(Vec::new, |told| sandbox::lacking(&told.kept))
    }

    /// What it is, in words: `tesseract 5.3.0 (eng)`.
    pub fn name(&self) -> String {
        let version = self.known().map_or("", |told| told.version.as_str());
        format!("tesseract {version} ({})", self.languages)
    }

    /// The languages that it reads, as they were named.
    pub fn languages(&self) -> &str {
        &self.languages
    }

    /// Reads one page; where its words are few or doubtful it is tried again, once as it is and once cleaned, and the
    /// better reading is kept. A noisy page is cleaned first: the engine takes each speck for a letter, and minutes
    /// for them all. A page where nothing is to be seen has no words.
    ///
    /// # Errors
    /// When the engine did not end in time, fell, or could not be started.
    pub fn read(&self, drawn: &Drawn) -> std::result::Result<Words, Problem> {
        if cleaning::is_blank(drawn) {
            return Ok(Words::default());
        }
        let told = self.told().map_err(|cause| Problem {
            category: Category::Crashed,
            reason: format!("OCR could not be started: {cause}"),
        })?;
        // turned upright first, where the engine can tell which way up a page is
        let turned = if told.turns {
            Layout::Turned
        } else {
            Layout::Columns
        };
        let (as_it_is, cleaned) = (
            || self.attempt(told.hold, drawn, Layout::Columns),
            || self.attempt(told.hold, &cleaning::clean(drawn), turned),
        );
        let (first, second) = if cleaning::is_noisy(drawn) {
            let first = cleaned();
            if first
                .as_ref()
                .is_ok_and(|words| words.confidence >= RELIABLE)
            {
                return first;
            }
            (first, as_it_is())
        } else {
            let first = as_it_is();
            if first.as_ref().is_ok_and(|words| words.confidence >= GOOD) {
                return first;
            }
            (first, cleaned())
        };
        match (first, second) {
            (Ok(first), Ok(second)) if second.worth > first.worth => Ok(second),
            (Ok(words), Ok(_)) => Ok(words),
            (Ok(words), Err(_)) | (Err(_), Ok(words)) if words.count > 0 => Ok(words),
            (Err(problem), _) | (_, Err(problem)) => Err(problem),
        }
    }

    fn attempt(
        &self,
        hold: Hold,
        drawn: &Drawn,
        layout: Layout,
    ) -> std::result::Result<Words, Problem> {
        let dots = drawn.dots.map(|dots| dots.to_string());
        let mut arguments = vec!["-", "-", "-l", &self.languages, "--psm", layout.number()];
        if let Some(dots) = &dots {
            arguments.extend(["--dpi", dots]);
        }
        arguments.push("tsv");
        let fault = |cause: std::io::Error| Problem {
            category: Category::Crashed,
            reason: format!("OCR could not be started: {cause}"),
        };
        let mut picture = tempfile::tempfile().map_err(fault)?;
        // PGM, the plainest form that there is: netpbm's pgm(5)
        picture
            .write_all(format!("P5\n{} {}\n255\n", drawn.width, drawn.height).as_bytes())
            .and_then(|()| picture.write_all(&drawn.shades))
            .and_then(|()| picture.rewind())
            .map_err(fault)?;
        let ended = self.run(hold, &arguments, Stdio::from(picture));
        ended.map_err(fault)?.map(|table| words::read(&table))
    }

    /// What the engine answers to a plain question.
    fn ask(&self, hold: Hold, arguments: &[&str]) -> Option<String> {
        self.run(hold, arguments, Stdio::null()).ok()?.ok()
    }

    /// Starts the engine and waits for its end: what it answered, or why it did not. Picture and answer lie in files
    /// without a name, which only this process and the engine can open.
    fn run(
        &self,
        hold: Hold,
        arguments: &[&str],
        picture: Stdio,
    ) -> std::io::Result<std::result::Result<String, Problem>> {
        let mut answer = tempfile::tempfile()?;
        let mut command = confined::command(&self.launcher, &self.program, hold, self.seconds);
        command
            .args(arguments)
            .env_clear()
            .env("OMP_THREAD_LIMIT", "1")
            .env("LC_ALL", "C")
            .stdin(picture)
            .stdout(Stdio::from(answer.try_clone()?))
            .stderr(Stdio::null());
        for variable in ["PATH", "TESSDATA_PREFIX"] {
            if let Some(value) = std::env::var_os(variable) {
                command.env(variable, value);
            }
        }
        alone(&mut command);
        let mut child = command.spawn()?;
        let begun = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(if status.success() {
                    Ok(text_of(&mut answer)?)
                } else {
                    Err(ending::why(status, self.seconds))
                });
            }
            let most = self.seconds.saturating_mul(4);
            if begun.elapsed().as_secs() >= most {
                end(&mut child);
                return Ok(Err(ending::by_the_clock(most)));
            }
            std::thread::sleep(PAUSE);
        }
    }
}

/// How the engine looks at a page: the numbers of its `--psm`.
#[derive(Debug, Clone, Copy)]
enum Layout {
    /// Columns of lines, upright.
    Columns,
    /// The same, turned upright first.
    Turned,
}

impl Layout {
    fn number(self) -> &'static str {
        match self {
            Self::Columns => "3",
            Self::Turned => "1",
        }
    }
}

fn along_path(path: Option<&OsStr>) -> Option<PathBuf> {
    const NAME: &str = if cfg!(windows) {
        "tesseract.exe"
    } else {
        "tesseract"
    };
    std::env::split_paths(path?)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(NAME))
        .find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file)
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

fn text_of(answer: &mut File) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    answer.rewind()?;
    answer.take(MOST_WRITTEN).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// In a group of its own, so that what it starts ends with it.
#[cfg(unix)]
fn alone(command: &mut std::process::Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn alone(_command: &mut std::process::Command) {}

/// Ends the engine and what it started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_cannot_become_options_and_a_bare_path_finds_nothing() {
        for odd in ["", "--help", "eng+", "eng;ls", "eng +cym", "-l"] {
            assert!(Engine::find(odd, None, None).is_err(), "{odd:?}");
        }
        assert!(along_path(None).is_none());
        assert!(along_path(Some(OsStr::new(""))).is_none());
        assert!(along_path(Some(OsStr::new(".:bin:relative/place"))).is_none());
    }
}
