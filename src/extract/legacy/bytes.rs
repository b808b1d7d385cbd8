//! Little-endian numbers out of untrusted bytes; none where the bytes end before.

/// Sixteen bits at an offset.
pub fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let taken = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([taken[0], taken[1]]))
}

/// Thirty-two bits at an offset.
pub fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let taken = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([taken[0], taken[1], taken[2], taken[3]]))
}

/// Thirty-two bits at an offset, as an offset or a count.
pub fn size(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(long(bytes, at)?).ok()
}

/// As many bytes as announced, or as many as there are.
pub fn slice(bytes: &[u8], at: usize, count: usize) -> &[u8] {
    let start = at.min(bytes.len());
    &bytes[start..start.saturating_add(count).min(bytes.len())]
}

/// UTF-16, odd units replaced.
pub fn wide(bytes: &[u8]) -> String {
    let units = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Windows-1252.
pub fn narrow(bytes: &[u8]) -> String {
    encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
        .into_owned()
}
