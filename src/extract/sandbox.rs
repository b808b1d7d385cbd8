//! What a worker denies itself before it reads its first byte.
//!
//! A memory limit, no new privileges, no path (Landlock), no socket and no further program (seccomp). Where the
//! kernel lacks one of them the others still hold; [`kept`] says which are in force.

/// The default limit on a worker's address space, in bytes.
pub const MEMORY: u64 = 2 << 30;

/// What a worker can be denied, in the words of [`kept`].
pub const WORDS: [&str; 4] = ["memory", "files", "paths", "calls"];

/// From here on, whatever file this process makes is for its owner alone, whatever the umask was.
pub fn keep_files_private() {
    #[cfg(unix)]
    let _ = rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Restricts this process for good. What the kernel does not offer is left out, and is what comes back.
pub fn enter(memory: u64) -> Vec<&'static str> {
    let kept = restrict(memory);
    WORDS
        .into_iter()
        .filter(|word| !kept.contains(word))
        .collect()
}

/// The restrictions that this machine's kernel grants, in words; tried in the calling process, which is then
/// restricted.
pub fn kept(memory: u64) -> Vec<&'static str> {
    restrict(memory)
}

#[cfg(target_os = "linux")]
fn restrict(memory: u64) -> Vec<&'static str> {
    let mut kept = Vec::new();
    let limit = rustix::process::Rlimit {
        current: Some(memory),
        maximum: Some(memory),
    };
    if rustix::process::setrlimit(rustix::process::Resource::As, limit).is_ok() {
        kept.push("memory");
    }
    let none = rustix::process::Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if rustix::process::setrlimit(rustix::process::Resource::Core, none).is_ok()
        && rustix::process::setrlimit(rustix::process::Resource::Fsize, none).is_ok()
    {
        kept.push("files");
    }
    if landlocked() {
        kept.push("paths");
    }
    if filtered() {
        kept.push("calls");
    }
    kept
}

#[cfg(not(target_os = "linux"))]
fn restrict(_memory: u64) -> Vec<&'static str> {
    Vec::new()
}

/// No path may be opened any more.
#[cfg(target_os = "linux")]
fn landlocked() -> bool {
    use landlock::{ABI, Access, AccessFs, Ruleset, RulesetAttr, RulesetStatus};
    Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V3))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self)
        .is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// Calls that no reader needs are refused: network, further programs, further processes, looking at others.
///
/// Threads of this process are not refused, since a library may start one.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn filtered() -> bool {
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
    const CLONE: i64 = 56;
    const CLONE3: i64 = 435;
    const CLONE_THREAD: u64 = 0x0001_0000;
    const EPERM: u32 = 1;
    const ENOSYS: u32 = 38;

    let install = || -> Result<(), seccompiler::Error> {
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
            REFUSED.iter().map(|call| (*call, Vec::new())).collect();
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
fn filtered() -> bool {
    false
}
