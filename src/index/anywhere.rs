//! The words of a list that fit a pattern which may begin with anything (`*press`, `?ool*`).
//!
//! Such words stand all over a sorted list, so every word would be looked at. The engine keeps a list of words as a
//! minimal automaton: words with one ending share the states that read it. A state from which no fitting word can be
//! reached needs to be seen once, however many words lead there; so the walk takes as long as the automaton has states,
//! and no word is spelt out that does not fit.
//!
//! The engine gives its lists out as streams of words alone; the automaton is therefore opened from the file that the
//! engine gives out, whose layout is checked. Where it is another, the caller walks the stream.

use std::io;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tantivy::HasLen;
use tantivy::directory::{FileSlice, OwnedBytes};
use tantivy_fst::raw::{Fst, Node};

use super::slots::Step;

/// How the engine's file of words ends: which form of list it is, and before that the length of what stands behind the
/// automaton and the form's version.
const FORM: u32 = 1;
const VERSION: u32 = 1;

/// The address at which a word ends that nothing follows.
const END: usize = 0;

/// Opens the automaton of a list of words; none where the file is laid out otherwise.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn automaton(list: &FileSlice) -> io::Result<Option<Fst<OwnedBytes>>> {
    if list.len() < 16 {
        return Ok(None);
    }
    let (rest, ending) = list.clone().split_from_end(16);
    let ending = ending.read_bytes()?;
    let number = |at: usize| -> Option<u32> {
        Some(u32::from_le_bytes(ending.get(at..at + 4)?.try_into().ok()?))
    };
    let behind = match (number(0), number(4), number(8), number(12)) {
        (Some(low), Some(high), Some(VERSION), Some(FORM)) => {
            u64::from(high) << 32 | u64::from(low)
        }
        _ => return Ok(None),
    };
    match usize::try_from(behind) {
        Ok(behind) if behind <= rest.len() => {
            let (automaton, _) = rest.split_from_end(behind);
            Ok(Fst::new(automaton.read_bytes()?).ok())
        }
        _ => Ok(None),
    }
}

/// A pattern as a machine that reads bytes: bit `n` of its state is set where the first `n` steps may have been read.
#[derive(Debug)]
pub(super) struct Machine {
    /// The steps that each byte takes.
    taking: Box<[u64; 256]>,
    /// The steps that any letter takes, by its first byte.
    any: u64,
    /// The steps that take any number of letters, none too.
    many: u64,
    /// Where a letter was taken of which bytes may be left.
    within: u64,
    accepting: u64,
}

impl Machine {
    /// The machine of a pattern; none for one of more than 60 steps.
    pub fn new(steps: &[Step]) -> Option<Self> {
        if steps.len() > 60 {
            return None;
        }
        let mut machine = Self {
            taking: Box::new([0; 256]),
            any: 0,
            many: 0,
            within: 0,
            accepting: 1 << steps.len(),
        };
        for (at, step) in steps.iter().enumerate() {
            match step {
                Step::Byte(byte) => machine.taking[usize::from(*byte)] |= 1 << at,
                Step::One => {
                    machine.any |= 1 << at;
                    machine.within |= 1 << (at + 1);
                }
                Step::Many => machine.many |= 1 << at,
            }
        }
        Some(machine)
    }

    /// The state in which nothing is read yet.
    fn start(&self) -> u64 {
        self.skipping(1)
    }

    /// A state, and what it is when a step for any number of letters takes none; two such steps never follow each other.
    fn skipping(&self, state: u64) -> u64 {
        state | (state & self.many) << 1
    }

    fn after(&self, state: u64, byte: u8) -> u64 {
        let mut taken = state & self.taking[usize::from(byte)];
        let mut next = state & self.many;
        // bytes 10xxxxxx go on with a letter
        if byte & 0xc0 == 0x80 {
            next |= state & self.within;
        } else {
            taken |= state & self.any;
        }
        self.skipping(next | taken << 1)
    }
}

/// States of the automaton from which a machine comes to no word, by what the machine had read: for the first few of its
/// states. It is nearly always in that in which it starts.
struct Barren {
    start: u64,
    from_start: Vec<u64>,
    found: Vec<(u64, Vec<u64>)>,
}

impl Barren {
    const STATES: usize = 8;

    fn new(start: u64, size: usize) -> Self {
        Self {
            start,
            from_start: vec![0; size / 64 + 1],
            found: Vec::new(),
        }
    }

    /// Where a state of the machine is kept; none for one too many.
    #[inline]
    fn of(&mut self, state: u64) -> Option<usize> {
        if state == self.start {
            return Some(0);
        }
        let known = self.found.iter().position(|(its, _)| *its == state);
        let known = known.or_else(|| {
            let more = self.found.len() + 1 < Self::STATES;
            let none = || (state, vec![0; self.from_start.len()]);
            more.then(|| self.found.push(none()))
                .map(|()| self.found.len() - 1)
        })?;
        Some(known + 1)
    }

    #[inline]
    fn has(&self, of: usize, address: usize) -> bool {
        let marks = match of.checked_sub(1) {
            None => &self.from_start,
            Some(nth) => &self.found[nth].1,
        };
        marks[address / 64] & 1 << (address % 64) != 0
    }

    #[inline]
    fn put(&mut self, of: usize, address: usize) {
        let marks = match of.checked_sub(1) {
            None => &mut self.from_start,
            Some(nth) => &mut self.found[nth].1,
        };
        marks[address / 64] |= 1 << (address % 64);
    }
}

/// A state of the automaton where the way parts, and how far it is looked through.
struct Place<'f> {
    node: Node<'f>,
    next: usize,
    state: u64,
    /// How much of the word and how much of the way was behind when this was come to.
    letters: usize,
    behind: usize,
    fruitful: bool,
}

/// Every word of some automata that a machine accepts. They are gone through side by side, one on each processor.
pub(super) fn all(lists: &[Fst<OwnedBytes>], machine: &Machine) -> Vec<Vec<u8>> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut words: Vec<Vec<u8>> = Vec::new();
        while let Some(list) = lists.get(next.fetch_add(1, Ordering::Relaxed)) {
            each(list, machine, &mut |word| words.push(word.to_vec()));
        }
        words
    };
    let others = thread::available_parallelism().map_or(1, NonZero::get);
    let others = others.min(lists.len()).saturating_sub(1);
    thread::scope(|scope| {
        // where the system gives no thread, fewer take more
        let begun: Vec<_> = (0..others)
            .filter_map(|_| thread::Builder::new().spawn_scoped(scope, take).ok())
            .collect();
        let mut words = take();
        for other in begun {
            words.extend(other.join().unwrap_or_else(|fault| resume_unwind(fault)));
        }
        words
    })
}

/// Hands over every word of an automaton that a machine accepts, in order.
fn each(list: &Fst<OwnedBytes>, machine: &Machine, put: &mut dyn FnMut(&[u8])) {
    let mut word: Vec<u8> = Vec::new();
    // states gone through since the last parting of the ways: one way leads on from most of them
    let mut way: Vec<(usize, usize)> = Vec::new();
    let root = list.root();
    let start = machine.start();
    let mut barren = Barren::new(start, list.size());
    // where the machine comes to from there
    let from_start: Vec<u64> = (0..=u8::MAX)
        .map(|byte| machine.after(start, byte))
        .collect();
    if root.is_final() && start & machine.accepting != 0 {
        put(&word);
    }
    let mut partings: Vec<Place<'_>> = vec![Place {
        node: root,
        next: 0,
        state: start,
        letters: 0,
        behind: 0,
        fruitful: false,
    }];
    while let Some(here) = partings.last_mut() {
        if here.next == here.node.len() {
            let Some(done) = partings.pop() else { break };
            if done.fruitful {
                if let Some(before) = partings.last_mut() {
                    before.fruitful = true;
                }
            } else {
                if let Some(of) = barren.of(done.state) {
                    barren.put(of, done.node.addr());
                }
                for (of, address) in &way[done.behind..] {
                    barren.put(*of, *address);
                }
            }
            way.truncate(done.behind);
            continue;
        }
        let mut edge = here.node.transition(here.next);
        here.next += 1;
        word.truncate(here.letters);
        let behind = way.len();
        let mut fruitful = false;
        let mut before = here.state;
        let parting = loop {
            let state = match before == start {
                true => from_start[usize::from(edge.inp)],
                false => machine.after(before, edge.inp),
            };
            if state == 0 {
                break None;
            }
            let accepted = state & machine.accepting != 0;
            let kept = barren.of(state);
            match edge.addr {
                END if !accepted => break None,
                END => {}
                address if kept.is_some_and(|of| barren.has(of, address)) => break None,
                _ => {}
            }
            word.push(edge.inp);
            let node = list.node(edge.addr);
            if accepted && node.is_final() {
                put(&word);
                fruitful = true;
            }
            match node.len() {
                0 => break None,
                1 => {
                    way.extend(kept.map(|of| (of, edge.addr)));
                    edge = node.transition(0);
                    before = state;
                }
                _ => break Some((node, state)),
            }
        };
        match parting {
            Some((node, state)) => partings.push(Place {
                node,
                next: 0,
                state,
                letters: word.len(),
                behind,
                fruitful,
            }),
            None => {
                if fruitful {
                    here.fruitful = true;
                } else {
                    for (of, address) in &way[behind..] {
                        barren.put(*of, *address);
                    }
                }
                way.truncate(behind);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::index::slots::{self, Slot};

    /// Every word of up to four letters, so that endings are shared, and some that are odd.
    fn words() -> BTreeSet<String> {
        let mut words: Vec<String> = vec![String::new()];
        for from in 0..85 {
            for letter in ['a', 'b', 's', '\u{436}'] {
                words.push(format!("{}{letter}", words[from]));
            }
        }
        words.retain(|word| !word.is_empty());
        words.extend(["press", "express", "presses", "\u{4e2d}press", "spres"].map(str::to_owned));
        words.into_iter().collect()
    }

    fn listed(words: &BTreeSet<String>) -> Fst<OwnedBytes> {
        let numbered = words
            .iter()
            .enumerate()
            .map(|(at, word)| (word, at as u64 * 7));
        let map = tantivy_fst::Map::from_iter(numbered).expect("sorted words");
        Fst::new(OwnedBytes::new(map.as_fst().to_vec())).expect("an automaton")
    }

    #[test]
    fn the_walk_gives_the_words_that_the_pattern_fits_and_in_their_order() {
        let words = words();
        let list = listed(&words);
        for typed in [
            "*press",
            "*a",
            "?a",
            "*a*b",
            "*s*s*",
            "?*b?",
            "*\u{436}",
            "*?\u{436}a",
            "???s",
            "*ab*ab",
            "*b?a*",
        ] {
            let slots = slots::with_wildcards(typed);
            let [slot @ Slot::Glob(glob)] = slots.as_slice() else {
                panic!("{typed} is one pattern: {slots:?}");
            };
            let steps = glob.anywhere().expect("it begins with anything");
            let machine = Machine::new(&steps).expect("a short pattern");
            let mut found: Vec<String> = Vec::new();
            each(&list, &machine, &mut |word| {
                found.push(String::from_utf8_lossy(word).into_owned());
            });
            let test = slot.test();
            let fitting: Vec<String> = words.iter().filter(|word| test(word)).cloned().collect();
            assert_eq!(found, fitting, "{typed}");
        }
    }

    #[test]
    fn a_pattern_that_begins_with_a_letter_or_is_very_long_is_not_walked() {
        let glob = |typed: &str| match slots::with_wildcards(typed).pop() {
            Some(Slot::Glob(glob)) => glob,
            other => panic!("{other:?}"),
        };
        assert!(glob("pres*").anywhere().is_none());
        let long = glob(&format!("*{}", "a".repeat(60))).anywhere();
        assert!(Machine::new(&long.expect("it begins with anything")).is_none());
    }

    #[test]
    fn a_file_of_another_layout_is_left_to_the_engine() {
        let list = |bytes: Vec<u8>| automaton(&FileSlice::from(bytes)).expect("bytes");
        assert!(list(vec![1; 40]).is_none());
        assert!(list(vec![]).is_none());
        let mut far = vec![0; 24];
        far.extend(u64::MAX.to_le_bytes());
        far.extend(VERSION.to_le_bytes());
        far.extend(FORM.to_le_bytes());
        assert!(list(far).is_none());
    }
}
