//! An answer longer than the terminal goes through a pager, as git and gh show theirs; never off a terminal.

use std::io::{self, ErrorKind, Write};
use std::process::{Command, Stdio};

/// Shows text on the terminal, through a pager where it is longer than the screen: `$RECORDROOM_PAGER`, else `$PAGER`,
/// else less. An empty one, or `cat`, means none.
///
/// # Errors
/// When the terminal cannot be written to. A pager that was left early is no error.
pub fn show(text: &[u8]) -> io::Result<()> {
    let lines = text.iter().filter(|byte| **byte == b'\n').count();
    let high = terminal_size::terminal_size().map_or(usize::MAX, |(_, high)| usize::from(high.0));
    if lines < high || !paged(text)? {
        return written(io::stdout().lock().write_all(text));
    }
    Ok(())
}

/// Whether a pager could be started and showed the text.
fn paged(text: &[u8]) -> io::Result<bool> {
    let wanted = std::env::var("RECORDROOM_PAGER")
        .or_else(|_| std::env::var("PAGER"))
        .unwrap_or_else(|_| "less".into());
    let mut words = wanted.split_whitespace();
    let Some(program) = words.next().filter(|program| *program != "cat") else {
        return Ok(false);
    };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // colours pass, and what was read stays on the screen
        command.env("LESS", "RX");
    }
    let Ok(mut pager) = command.spawn() else {
        return Ok(false);
    };
    if let Some(mut input) = pager.stdin.take() {
        written(input.write_all(text))?;
    }
    pager.wait()?;
    Ok(true)
}

/// A reader who has seen enough closes the pipe.
fn written(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(cause) if cause.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
