//! What a process denies itself before it reads its first byte: a worker, and the engine that reads scans.
//!
//! A memory limit, no new privileges, no path but those that are left to it (Landlock), no socket and no further process
//! (seccomp). Where the kernel lacks one of them the others still hold; what comes back says which are in force.

use std::path::PathBuf;

/// The default limit on a worker's address space, in bytes.
pub const MEMORY: u64 = 2 << 30;

/// What a worker can be denied, in the words of [`kept`].
pub const WORDS: [&str; 4] = ["memory", "files", "paths", "calls"];

/// What is left to a process that restricts itself.
#[derive(Debug, Clone, Default)]
pub struct Left {
    /// Bytes of memory that it may map.
    pub memory: u64,
    /// Bytes to which it may let a file grow that was opened for it.
    pub written: u64,
    /// CPU seconds after which the system ends it, by a signal that says so; none: no such limit.
    pub seconds: Option<u64>,
    /// Files and folders that it may still read and start; nothing may be written in any case.
    pub read: Vec<PathBuf>,
    /// Whether it may become another program, which has the same left to it.
    pub may_become: bool,
}

impl Left {
    /// What a worker has: memory, and the streams that were opened for it.
    pub fn to_a_worker(memory: u64) -> Self {
        Self {
            memory,
            ..Self::default()
        }
    }
}

/// From here on, whatever file this process makes is for its owner alone, whatever the umask was.
pub fn keep_files_private() {
    #[cfg(unix)]
    let _ = rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Restricts this process for good, as a worker is. What the kernel does not offer is left out, and is what comes back.
pub fn enter(memory: u64) -> Vec<&'static str> {
    lacking(&kept(memory))
}

/// The restrictions that are not among these, in words.
pub fn lacking(kept: &[&str]) -> Vec<&'static str> {
    WORDS
        .into_iter()
        .filter(|word| !kept.contains(word))
        .collect()
}

/// The restrictions of a worker that this machine's kernel grants, in words; tried in the calling process, which is then
/// restricted.
pub fn kept(memory: u64) -> Vec<&'static str> {
    restrict(&Left::to_a_worker(memory))
}

/// Leaves this process no more than that, for good; the restrictions that this machine's kernel grants, in words.
#[cfg(target_os = "linux")]
pub fn restrict(left: &Left) -> Vec<&'static str> {
    let mut kept = limit(left);
    if landlocked(&left.read) {
        kept.push("paths");
    }
    if filtered(left.may_become) {
        kept.push("calls");
    }
    kept
}

/// Sets the limits alone, on memory, time and files; those that hold, in words.
#[cfg(target_os = "linux")]
pub fn limit(left: &Left) -> Vec<&'static str> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let within = |resource, current, maximum| {
        let limit = Rlimit {
            current: Some(current),
            maximum: Some(maximum),
        };
        setrlimit(resource, limit).is_ok()
    };
    let set = |resource, most| within(resource, most, most);
    let mut kept = Vec::new();
    // The lower limit sends a signal of its own; at the upper one the process is killed as for want of memory.
    let in_time = left.seconds.is_none_or(|seconds| {
        let granted = getrlimit(Resource::Cpu).maximum.unwrap_or(u64::MAX);
        let most = seconds.saturating_add(1).min(granted);
        within(Resource::Cpu, seconds.min(most), most)
    });
    if set(Resource::As, left.memory) && in_time {
        kept.push("memory");
    }
    if set(Resource::Core, 0) && set(Resource::Fsize, left.written) {
        kept.push("files");
    }
    kept
}

/// Leaves this process no more than that; nothing that this system knows of.
#[cfg(not(target_os = "linux"))]
pub fn restrict(_left: &Left) -> Vec<&'static str> {
    Vec::new()
}

/// Sets the limits alone; none that this system knows of.
#[cfg(not(target_os = "linux"))]
pub fn limit(_left: &Left) -> Vec<&'static str> {
    Vec::new()
}

/// No path may be opened any more but these, to be read or started; one that is not there is left out.
#[cfg(target_os = "linux")]
fn landlocked(read: &[PathBuf]) -> bool {
    use landlock::{
        ABI, Access, AccessFs, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus,
        path_beneath_rules,
    };
    Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V3))
        .and_then(Ruleset::create)
        .and_then(|rules| rules.add_rules(path_beneath_rules(read, AccessFs::from_read(ABI::V3))))
        .and_then(landlock::RulesetCreated::restrict_self)
        .is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// Calls that no reader needs are refused: network, further programs, further processes, looking at others.
///
/// Threads of this process are not refused, since a library may start one; nor, where it `may_become` another program,
/// that.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn filtered(may_become: bool) -> bool {
    use std::collections::BTreeMap;

    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, TargetArch,
    };

    // numbers of x86_64, from the kernel's arch/x86/entry/syscalls/syscall_64.tbl
    const REFUSED: [i64; 27] = [
        41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 53, 288, // sockets
        57, 58, 59, 322, // fork, vfork, execve, execveat
        62, 200, 234, 101, 310, 311, // kill, tkill, tgkill, ptrace, process_vm_*
        165, 166, 155, // mount, umount2, pivot_root
        321, 425, // bpf, io_uring_setup
    ];
    const BECOME: [i64; 2] = [59, 322];
    const CLONE: i64 = 56;
    const CLONE3: i64 = 435;
    const CLONE_THREAD: u64 = 0x0001_0000;
    const EPERM: u32 = 1;
    const ENOSYS: u32 = 38;

    let install = || -> Result<(), seccompiler::Error> {
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> = REFUSED
            .into_iter()
            .filter(|call| !(may_become && BECOME.contains(call)))
            .map(|call| (call, Vec::new()))
            .collect();
        let new_process = SeccompCondition::new(
            0,
            SeccompCmpArgLen::Qword,
            SeccompCmpOp::MaskedEq(CLONE_THREAD),
            0,
        )?;
        rules.insert(CLONE, vec![SeccompRule::new(vec![new_process])?]);
        let refusing: BpfProgram = SeccompFilter::new(
            rules,
            SeccompAction::Allow,
            SeccompAction::Errno(EPERM),
            TargetArch::x86_64,
        )?
        .try_into()?;
        // clone3 hides its flags in memory; "no such call" makes the C library fall back to clone
        let no_clone3: BpfProgram = SeccompFilter::new(
            BTreeMap::from([(CLONE3, Vec::new())]),
            SeccompAction::Allow,
            SeccompAction::Errno(ENOSYS),
            TargetArch::x86_64,
        )?
        .try_into()?;
        seccompiler::apply_filter(&no_clone3)?;
        seccompiler::apply_filter(&refusing)
    };
    install().is_ok()
}

#[cfg(all(target_os = "linux", not(target_arch = "x86_64")))]
fn filtered(_may_become: bool) -> bool {
    false
}
