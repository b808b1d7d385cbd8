//! Runs a command and prints what it cost, for `compare.sh`.
//!
//! ```text
//! measured once COMMAND...      cpu, wall, MiB resident summed, MiB proportional, exit code
//! measured TIMES COMMAND...     mean cpu, median wall, 95th percentile of wall
//! ```
//!
//! The figures stand in one line with tabs, seconds with six places; the command's own output is thrown away.

mod measure;

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let [times, program, arguments @ ..] = typed.as_slice() else {
        eprintln!("usage: measured once|TIMES COMMAND...");
        return ExitCode::from(2);
    };
    let mut command = Command::new(program);
    command.args(arguments);
    let line = match times.parse() {
        Ok(times) => measure::repeated(&mut command, times).map(|(walls, cpu)| {
            let (median, high) = (
                measure::percentile(&walls, 50),
                measure::percentile(&walls, 95),
            );
            format!("{cpu:.6}\t{median:.6}\t{high:.6}")
        }),
        Err(_) => measure::sampled(command.stderr(std::process::Stdio::null())).map(|run| {
            let mebibytes = |bytes: u64| bytes / 1_048_576;
            format!(
                "{:.6}\t{:.6}\t{}\t{}\t{}",
                run.cost.cpu,
                run.cost.wall,
                mebibytes(run.cost.resident),
                mebibytes(run.cost.proportional),
                run.code
            )
        }),
    };
    match line {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(cause) => {
            eprintln!("cannot run {program}: {cause}");
            ExitCode::FAILURE
        }
    }
}
