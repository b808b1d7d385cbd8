//! Where figures stand in a text: what most readers of facts look for first, and most text lacks.

/// How many bytes are looked at together.
const TOGETHER: usize = 64;

/// The first byte from `from` on that the table marks. Bytes beyond ASCII and figures are all that it may mark.
pub(super) fn next_marked(bytes: &[u8], from: usize, marked: &[bool; 256]) -> Option<usize> {
    let mut rest = bytes.get(from..)?;
    // what is looked for often stands near the last
    if let Some((eight, behind)) = rest.split_first_chunk() {
        if let Some(place) = in_eight(eight, marked) {
            return Some(from + place);
        }
        rest = behind;
    }
    while let Some((piece, behind)) = rest.split_first_chunk::<TOGETHER>() {
        if may_hold(piece) {
            let eights = piece.as_chunks().0.iter().enumerate();
            let mut place =
                eights.filter_map(|(nth, eight)| Some(8 * nth + in_eight(eight, marked)?));
            if let Some(place) = place.next() {
                return Some(bytes.len() - rest.len() + place);
            }
        }
        rest = behind;
    }
    let place = rest.iter().position(|byte| marked[usize::from(*byte)])?;
    Some(bytes.len() - rest.len() + place)
}

/// Whether any of these bytes is a figure or beyond ASCII; without a branch, so that a processor asks it of many at once.
fn may_hold(piece: &[u8; TOGETHER]) -> bool {
    const SIDE_BY_SIDE: usize = 16;
    const TOPS: u128 = u128::from_ne_bytes([0x80; SIDE_BY_SIDE]);
    let mut others = [u8::MAX; SIDE_BY_SIDE];
    for bytes in piece.as_chunks::<SIDE_BY_SIDE>().0 {
        for (others, byte) in others.iter_mut().zip(bytes) {
            // the top bit stays where it is neither
            *others &= (byte ^ b'0').saturating_add(0x80 - 10) & !byte;
        }
    }
    u128::from_ne_bytes(others) & TOPS != TOPS
}

/// The place of the first of eight bytes that the table marks.
fn in_eight(eight: &[u8; 8], marked: &[bool; 256]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    let all = u64::from_le_bytes(*eight);
    let low = all & !TOPS;
    let from = |least: u8| low + ONES * u64::from(0x80 - least);
    let mut likely = (from(b'0') & !from(b'9' + 1) | all) & TOPS;
    while likely != 0 {
        let place = likely.trailing_zeros() as usize / 8;
        if marked[usize::from(eight[place])] {
            return Some(place);
        }
        likely &= likely - 1;
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
