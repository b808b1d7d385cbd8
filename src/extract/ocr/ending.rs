//! Why an engine ended without an answer, as far as its end tells.

use std::process::ExitStatus;

use super::confined::MEMORY;
use crate::extract::{Category, Problem};

/// What is sent at the end of the CPU time: `SIGXCPU`.
const CPU_TIME: i32 = 24;
/// `SIGKILL`. The limit on CPU time sends its own signal first, and what runs too long by the clock is not asked how it
/// ended, so that this one came from elsewhere.
const KILLED: i32 = 9;
/// A shell that stood in the engine's place says a signal as an exit code above this.
const BY_SIGNAL: i32 = 128;

/// Why an engine that had so many CPU seconds gave no answer.
pub fn why(status: ExitStatus, seconds: u64) -> Problem {
    let code = status.code();
    let told = signal_of(status).or_else(|| Some(code?.checked_sub(BY_SIGNAL)?).filter(|&n| n > 0));
    match told {
        Some(CPU_TIME) => Problem {
            category: Category::TimedOut,
            reason: format!("OCR did not end within {seconds} seconds of processor time"),
        },
        Some(KILLED) => crashed(
            "OCR was killed from outside (signal 9), as the system does when memory runs out",
        ),
        Some(signal) => fell(&format!("signal {signal}")),
        None => fell(&format!("exit code {}", code.unwrap_or_default())),
    }
}

/// What is said of an engine that was ended after so many seconds by the clock.
pub fn by_the_clock(seconds: u64) -> Problem {
    Problem {
        category: Category::TimedOut,
        reason: format!("OCR did not end within {seconds} seconds by the clock"),
    }
}

/// An engine that gets no more memory falls like one that is broken.
fn fell(how: &str) -> Problem {
    crashed(&format!(
        "OCR fell over it ({how}), or wanted more than {} MiB of memory",
        MEMORY >> 20
    ))
}

fn crashed(reason: &str) -> Problem {
    Problem {
        category: Category::Crashed,
        reason: reason.to_owned(),
    }
}

#[cfg(unix)]
fn signal_of(status: ExitStatus) -> Option<i32> {
    use std::os::unix::process::ExitStatusExt;
    status.signal()
}

#[cfg(not(unix))]
fn signal_of(_status: ExitStatus) -> Option<i32> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    #[test]
    fn only_what_ran_out_of_time_is_told_so() {
        // a wait status: the signal in its lowest seven bits, the exit code in the byte above
        let told = |status| {
            let problem = why(ExitStatus::from_raw(status), 30);
            (problem.category, problem.reason)
        };
        let late = "OCR did not end within 30 seconds of processor time";
        for status in [24, 152 << 8] {
            assert_eq!(told(status), (Category::TimedOut, late.into()));
        }
        for status in [9, 137 << 8] {
            let (category, reason) = told(status);
            assert_eq!(category, Category::Crashed);
            assert!(reason.contains("memory runs out"), "{reason}");
        }
        for (status, how) in [
            (6, "(signal 6)"),
            (1 << 8, "(exit code 1)"),
            (128 << 8, "(exit code 128)"),
        ] {
            let (category, reason) = told(status);
            assert_eq!(category, Category::Crashed);
            assert!(
                reason.contains(how) && reason.contains("2048 MiB"),
                "{reason}"
            );
        }
    }
}
