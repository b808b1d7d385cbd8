//! The program under strace: what it asked the system for, or what the system refused it.
#![allow(
    dead_code,
    reason = "each test that shares this file asks for some of it"
)]

use std::path::Path;
use std::process::{Command, Stdio};

/// Whether strace is here and may trace; says so once where it is not, since a test is then left out.
pub fn strace_is_here(test: &str) -> bool {
    let traced = Command::new("strace")
        .args(["-qq", "-e", "trace=none", "true"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let here = traced.is_ok_and(|status| status.success());
    if !here {
        eprintln!("LEFT OUT: {test} needs strace and leave to trace (`apt-get install strace`)");
    }
    here
}

/// The same command under strace with these options, its account in this file.
pub fn traced(command: &Command, options: &[&str], account: &Path) -> Command {
    let mut outer = Command::new("strace");
    outer
        .args(["-f", "-qq", "-o"])
        .arg(account)
        .args(options)
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::null());
    if let Some(folder) = command.get_current_dir() {
        outer.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    outer
}
