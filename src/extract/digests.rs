//! SHA-256 of many inputs at once, each in a lane of its own of the processor's vectors.
//!
//! The rounds of one SHA-256 wait for each other and leave most of a processor idle. A frame of messages gives many
//! inputs at a time, so their rounds are worked side by side, as FIPS 180-4 describes them; the tests hold every
//! answer to `sha2`. That crate does the work where the processor has instructions for it, where inputs are few, and
//! when most lanes have run empty.

use fearless_simd::{Level, Simd, dispatch, prelude::*};
use sha2::block_api::compress256;
use sha2::{Digest as _, Sha256};

/// Bytes in a block.
const BLOCK: usize = 64;
/// The most lanes that a processor's vectors have.
const LANES: usize = 16;
/// With fewer inputs in hand, one after the other is quicker.
const FEWEST: usize = 4;

/// The constants of the rounds (FIPS 180-4, 4.2.2).
const ROUNDS: [u32; 64] = [
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
];

/// What every digest begins with (5.3.3).
const BEGINNING: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// The SHA-256 of each input, in their order.
pub fn of_all(inputs: &[&[u8]]) -> Vec<[u8; 32]> {
    if inputs.len() < FEWEST || has_own_instructions() {
        return inputs
            .iter()
            .map(|input| Sha256::digest(input).into())
            .collect();
    }
    side_by_side(inputs)
}

/// Whether the processor has instructions for SHA-256, with which one input is quicker than several without.
pub(super) fn has_own_instructions() -> bool {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    return std::arch::is_x86_feature_detected!("sha");
    #[cfg(target_arch = "aarch64")]
    return std::arch::is_aarch64_feature_detected!("sha2");
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
    return false;
}

fn side_by_side(inputs: &[&[u8]]) -> Vec<[u8; 32]> {
    let mut digests = vec![[0; 32]; inputs.len()];
    let level = Level::new();
    dispatch!(level, simd => work(simd, inputs, &mut digests));
    digests
}

/// An input in its lane.
struct Lane<'a> {
    /// Its place among the inputs.
    nth: usize,
    /// Its whole blocks that are still to be worked.
    whole: &'a [[u8; BLOCK]],
    /// Its last bytes, a one bit, and its length in bits: one block or two.
    last: [[u8; BLOCK]; 2],
    /// Which of these come next, and where they end.
    next: usize,
    end: usize,
}

impl<'a> Lane<'a> {
    fn of(nth: usize, input: &'a [u8]) -> Self {
        let (whole, rest) = input.as_chunks::<BLOCK>();
        let mut last = [[0; BLOCK]; 2];
        last[0][..rest.len()].copy_from_slice(rest);
        last[0][rest.len()] = 0x80;
        let end = if rest.len() + 9 > BLOCK { 2 } else { 1 };
        let bits = (input.len() as u64).wrapping_mul(8);
        last[end - 1][BLOCK - 8..].copy_from_slice(&bits.to_be_bytes());
        Self {
            nth,
            whole,
            last,
            next: 0,
            end,
        }
    }

    /// The block that comes next, if one is left.
    #[inline(always)]
    fn block(&mut self) -> Option<&[u8; BLOCK]> {
        if let Some((first, rest)) = self.whole.split_first() {
            self.whole = rest;
            return Some(first);
        }
        let at = self.next;
        self.next += 1;
        self.last[..self.end].get(at)
    }

    fn is_done(&self) -> bool {
        self.whole.is_empty() && self.next >= self.end
    }
}

/// Eight words of each lane: what its digest has come to.
type States = [[u32; LANES]; 8];

#[inline(always)]
fn work<S: Simd>(simd: S, inputs: &[&[u8]], digests: &mut [[u8; 32]]) {
    let lanes = S::u32s::LEN.min(LANES);
    // the longest first, so that the lanes run empty together
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_unstable_by_key(|nth| std::cmp::Reverse(inputs[*nth].len()));
    let mut waiting = order.into_iter();
    let mut hands: [Option<Lane<'_>>; LANES] = [const { None }; LANES];
    let mut states: States = [[0; LANES]; 8];
    let mut words = [[0; LANES]; 16];
    loop {
        let mut busy = 0;
        for (at, hand) in hands.iter_mut().enumerate().take(lanes) {
            if hand.as_ref().is_some_and(Lane::is_done)
                && let Some(done) = hand.take()
            {
                let (fours, _) = digests[done.nth].as_chunks_mut::<4>();
                for (four, word) in fours.iter_mut().zip(&states) {
                    *four = word[at].to_be_bytes();
                }
            }
            if hand.is_none()
                && let Some(nth) = waiting.next()
            {
                *hand = Some(Lane::of(nth, inputs[nth]));
                for (word, begin) in states.iter_mut().zip(BEGINNING) {
                    word[at] = begin;
                }
            }
            busy += usize::from(hand.is_some());
        }
        if busy < FEWEST.min(lanes) {
            break;
        }
        for (at, hand) in hands.iter_mut().enumerate().take(lanes) {
            if let Some(block) = hand.as_mut().and_then(Lane::block) {
                for (word, four) in words.iter_mut().zip(block.as_chunks::<4>().0) {
                    word[at] = u32::from_be_bytes(*four);
                }
            }
        }
        compress(simd, &mut states, &words);
    }
    for (at, hand) in hands.iter_mut().enumerate() {
        if let Some(lane) = hand {
            let mut state = states.map(|word| word[at]);
            compress256(&mut state, lane.whole);
            compress256(&mut state, &lane.last[lane.next.min(lane.end)..lane.end]);
            let (fours, _) = digests[lane.nth].as_chunks_mut::<4>();
            for (four, word) in fours.iter_mut().zip(state) {
                *four = word.to_be_bytes();
            }
        }
    }
}

#[inline(always)]
fn load<S: Simd>(simd: S, words: &[u32; LANES]) -> S::u32s {
    S::u32s::from_slice(simd, &words[..S::u32s::LEN.min(LANES)])
}

#[inline(always)]
fn add<S: Simd>(simd: S, kept: &mut [u32; LANES], new: S::u32s) {
    let sum = load(simd, kept) + new;
    sum.store_slice(&mut kept[..S::u32s::LEN.min(LANES)]);
}

#[inline(always)]
fn turned<S: Simd>(word: S::u32s, by: u32) -> S::u32s {
    (word >> by) | (word << (32 - by))
}

/// One block of every lane (6.2.2).
#[inline(always)]
fn compress<S: Simd>(simd: S, states: &mut States, words: &[[u32; LANES]; 16]) {
    let mut w = [load(simd, &words[0]); 16];
    for (loaded, word) in w.iter_mut().zip(words) {
        *loaded = load(simd, word);
    }
    let (mut a, mut b) = (load(simd, &states[0]), load(simd, &states[1]));
    let (mut c, mut d) = (load(simd, &states[2]), load(simd, &states[3]));
    let (mut e, mut f) = (load(simd, &states[4]), load(simd, &states[5]));
    let (mut g, mut h) = (load(simd, &states[6]), load(simd, &states[7]));
    for (sixteen, rounds) in ROUNDS.as_chunks::<16>().0.iter().enumerate() {
        for (i, round) in rounds.iter().enumerate() {
            if sixteen > 0 {
                let (near, far) = (w[(i + 1) % 16], w[(i + 14) % 16]);
                let first = turned::<S>(near, 7) ^ turned::<S>(near, 18) ^ (near >> 3);
                let second = turned::<S>(far, 17) ^ turned::<S>(far, 19) ^ (far >> 10);
                w[i] = w[i] + first + w[(i + 9) % 16] + second;
            }
            let mixed = turned::<S>(e, 6) ^ turned::<S>(e, 11) ^ turned::<S>(e, 25);
            let choice = g ^ (e & (f ^ g));
            let one = h + mixed + choice + w[i] + *round;
            let mixed = turned::<S>(a, 2) ^ turned::<S>(a, 13) ^ turned::<S>(a, 22);
            let most = (a & b) | (c & (a | b));
            (h, g, f, e) = (g, f, e, d + one);
            (d, c, b, a) = (c, b, a, one + mixed + most);
        }
    }
    add(simd, &mut states[0], a);
    add(simd, &mut states[1], b);
    add(simd, &mut states[2], c);
    add(simd, &mut states[3], d);
    add(simd, &mut states[4], e);
    add(simd, &mut states[5], f);
    add(simd, &mut states[6], g);
    add(simd, &mut states[7], h);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_by_one(inputs: &[&[u8]]) -> Vec<[u8; 32]> {
        inputs
            .iter()
            .map(|input| Sha256::digest(input).into())
            .collect()
    }

    /// Bytes that repeat nowhere near.
    fn bytes(length: usize, seed: u64) -> Vec<u8> {
        let mut at = seed.wrapping_mul(2).wrapping_add(1);
        let mut next = || {
            at = at
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (at >> 56) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn side_by_side_is_one_by_one_at_every_length_about_a_block() {
        let inputs: Vec<Vec<u8>> = (0..300)
            .map(|length| bytes(length, length as u64))
            .collect();
        let inputs: Vec<&[u8]> = inputs.iter().map(Vec::as_slice).collect();
        for together in 1..40 {
            for some in inputs.chunks(together) {
                assert_eq!(side_by_side(some), one_by_one(some), "{together} together");
            }
        }
    }

    #[test]
    fn lanes_that_run_empty_early_change_nothing() {
        let lengths = [
            0, 100_000, 3, 64, 70_001, 63, 1, 55, 56, 57, 4096, 20_000, 119, 120, 128,
        ];
        let inputs: Vec<Vec<u8>> = lengths.iter().map(|length| bytes(*length, 7)).collect();
        let inputs: Vec<&[u8]> = inputs.iter().map(Vec::as_slice).collect();
        assert_eq!(side_by_side(&inputs), one_by_one(&inputs));
        assert_eq!(of_all(&inputs), one_by_one(&inputs));
        assert!(of_all(&[]).is_empty());
    }

    #[test]
    fn the_standard_s_own_example_is_right() {
        // FIPS 180-4's message "abc"
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        for digest in side_by_side(&[b"abc", b"abc", b"abc", b"abc", b"abc"]) {
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected);
        }
    }
}
