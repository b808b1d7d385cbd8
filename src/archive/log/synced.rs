//! Waiting for the disk, once for several files.

use std::fs::File;
use std::io::Result as IoResult;
use std::panic::resume_unwind;
use std::thread;

/// Waits until what was written to these files is on the disk, bytes and length. The system is asked for all at once, so
/// that one wait serves them.
pub(super) fn all(one: &File, others: &[File]) -> IoResult<()> {
    thread::scope(|scope| {
        let begun: Vec<_> = others
            .iter()
            .map(|file| {
                let wait = || file.sync_data();
                let begun = thread::Builder::new().spawn_scoped(scope, wait);
                // where the system gives no thread, one comes after the other
                begun.map_err(|_| file)
            })
            .collect();
        let mut outcome = one.sync_data();
        for other in begun {
            outcome = outcome.and(match other {
                Ok(begun) => begun.join().unwrap_or_else(|fault| resume_unwind(fault)),
                Err(file) => file.sync_data(),
            });
        }
        outcome
    })
}
