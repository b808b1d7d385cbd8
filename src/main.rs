//! The program: a worker where the hidden argument says so, else the command line.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use recordroom::{cli, extract};

fn main() -> ExitCode {
    match extract::worker::take_over(&mut std::env::args_os().skip(1)) {
        Some(code) => ExitCode::from(code),
        None => {
            extract::sandbox::keep_files_private();
            cli::run(std::env::args_os())
        }
    }
}
