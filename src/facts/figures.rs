//! Where figures stand in a text: what most readers of facts look for first, and most text lacks.

/// How many bytes are looked at together.
const TOGETHER: usize = 32;

/// The first byte from `from` on that the table marks. Bytes beyond ASCII and figures are all that it may mark.
pub(super) fn next_marked(bytes: &[u8], from: usize, marked: &[bool; 256]) -> Option<usize> {
    let mut at = from;
    let rest = bytes.get(from..)?;
    for piece in rest.chunks(TOGETHER) {
        // without a branch, so that a processor can ask it of all at once
        let any = piece.iter().fold(false, |any, byte| {
            any | byte.is_ascii_digit() | (*byte >= 0x80)
        });
        if any && let Some(place) = piece.iter().position(|byte| marked[usize::from(*byte)]) {
            return Some(at + place);
        }
        at += piece.len();
    }
    None
}

/// The first ASCII figure from `from` on.
pub(super) fn next_figure(bytes: &[u8], from: usize) -> Option<usize> {
    next_marked(bytes, from, &FIGURES)
}

const FIGURES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b'0';
    while byte <= b'9' {
        table[byte as usize] = true;
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_found_wherever_it_stands() {
        for length in 0..100 {
            let mut text = vec![b'a'; length];
            assert_eq!(next_figure(&text, 0), None);
            for place in 0..length {
                text[place] = 0xc3;
                assert_eq!(next_figure(&text, 0), None);
                text[place] = b'7';
                assert_eq!(next_figure(&text, 0), Some(place));
                assert_eq!(next_figure(&text, place), Some(place));
                assert_eq!(next_figure(&text, place + 1), None);
                text[place] = b'a';
            }
        }
        assert_eq!(next_figure(b"1", 9), None);
    }
}
