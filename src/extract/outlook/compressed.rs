//! Compressed RTF, by MS-OXRTFCP: a header of sixteen bytes and runs that point back into what was written.
//!
//! Sizes and check sum in the header are compared, never obeyed: a body that is damaged at its end is read up to there.

/// What every text may point back to before it has written anything (MS-OXRTFCP 2.1.2.1).
const START: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \
\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const RING: usize = 4096;

/// The RTF, and what was odd about it. None where this is no compressed RTF at all.
pub fn unpack(bytes: &[u8], most: usize) -> Option<(Vec<u8>, Option<String>)> {
    let size = le32(bytes, 4)? as usize;
    let kind = bytes.get(8..12)?;
    let sum = le32(bytes, 12)?;
    let rest = bytes.get(16..)?;
    match kind {
        b"LZFu" => {
            let (text, ended) = runs(rest, most);
            let doubt = if !ended {
                Some("the compressed RTF text is cut off".into())
            } else if text.len() != size {
                Some(format!(
                    "the RTF text has {} bytes instead of {size}",
                    text.len()
                ))
            } else if check_sum(rest) != sum {
                Some("the RTF text's check sum is wrong".into())
            } else {
                None
            };
            Some((text, doubt))
        }
        b"MELA" => {
            let text = rest.get(..size).unwrap_or(rest);
            let text = &text[..text.len().min(most)];
            let doubt = (text.len() != size).then(|| "the RTF text is cut off".to_owned());
            Some((text.to_vec(), doubt))
        }
        _ => None,
    }
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..at + 4)?
        .first_chunk()
        .map(|b| u32::from_le_bytes(*b))
}

/// The text, and whether its end was met.
fn runs(mut rest: &[u8], most: usize) -> (Vec<u8>, bool) {
    let mut ring = [b' '; RING];
    ring[..START.len()].copy_from_slice(START);
    let mut at = START.len();
    let mut out = Vec::new();
    while let Some((flags, after)) = rest.split_first() {
        rest = after;
        for bit in 0..8 {
            if out.len() >= most {
                return (out, false);
            }
            if flags >> bit & 1 == 0 {
                let Some((byte, after)) = rest.split_first() else {
                    return (out, false);
                };
                rest = after;
                out.push(*byte);
                ring[at] = *byte;
                at = (at + 1) % RING;
                continue;
            }
            let [high, low, after @ ..] = rest else {
                return (out, false);
            };
            rest = after;
            let pointer = u16::from_be_bytes([*high, *low]);
            let from = usize::from(pointer >> 4);
            // a run that begins where writing stands is the end mark
            if from == at {
                return (out, true);
            }
            for step in 0..usize::from(pointer & 0xF) + 2 {
                let byte = ring[(from + step) % RING];
                out.push(byte);
                ring[at] = byte;
                at = (at + 1) % RING;
            }
        }
    }
    (out, false)
}

/// The check sum of MS-OXRTFCP 2.1.3.2: a CRC-32 that begins at zero and is not inverted.
fn check_sum(bytes: &[u8]) -> u32 {
    super::crc::of(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_hand_packed_is_unpacked() {
        let rtf = "{\\rtf1\\ansi The Wexcombe ledger, the Wexcombe ledger and the Wexcombe ledger.\\par }".repeat(90);
        let packed = compressed_rtf::compress_rtf(&rtf).expect("packed");
        let (text, doubt) = unpack(&packed, 1 << 20).expect("compressed RTF");
        assert_eq!((text.as_slice(), doubt), (rtf.as_bytes(), None));
        let (text, doubt) = unpack(&packed[..packed.len() / 2], 1 << 20).expect("half of it");
        assert!(rtf.as_bytes().starts_with(&text) && !text.is_empty() && doubt.is_some());
        assert!(
            unpack(&packed, 10).is_some_and(|(text, doubt)| text.len() <= 28 && doubt.is_some())
        );
        assert!(unpack(b"LZFu", 10).is_none());
    }
}
