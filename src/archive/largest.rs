//! How large a file the system lets this process make, where it ends the process that goes beyond without a word.

/// So many bytes, where there is such a limit (`ulimit -f`) and its signal is not ignored; with the signal ignored a
/// write that goes beyond fails like one on a full disk, which is told of.
#[cfg(target_os = "linux")]
pub fn deadly() -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    let most = getrlimit(Resource::Fsize).current?;
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    (!ignores_it(&status)).then_some(most)
}

/// None that this system knows of.
#[cfg(not(target_os = "linux"))]
pub fn deadly() -> Option<u64> {
    None
}

/// Whether the signal of that limit (SIGXFSZ, 25) is among those that a process ignores.
#[cfg(target_os = "linux")]
fn ignores_it(status: &str) -> bool {
    const SIGNAL: u32 = 25;
    let ignored = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| (mask >> (SIGNAL - 1)) & 1 == 1)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn an_ignored_signal_kills_nothing() {
        assert!(ignores_it("Name:\tx\nSigIgn:\t0000000001001000\n"));
        assert!(!ignores_it("SigIgn:\t0000000000001000\n"));
        assert!(!ignores_it("Name:\tx\n"));
    }
}
