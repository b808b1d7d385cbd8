//! File names whose characters are escaped, such as `INV%2F0283`.

/// A name with its escapes read, and for each byte of it the place in the name as given.
pub(super) fn unescaped(name: &str) -> (String, Vec<usize>) {
    let bytes = name.as_bytes();
    let (mut plain, mut places) = (
        Vec::with_capacity(bytes.len()),
        Vec::with_capacity(bytes.len() + 1),
    );
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        places.push(at);
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        let read = hex
            .filter(|_| byte == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        plain.push(read.unwrap_or(if byte == b'+' { b' ' } else { byte }));
        at += if read.is_some() { 3 } else { 1 };
    }
    places.push(bytes.len());
    match String::from_utf8(plain) {
        Ok(plain) => (plain, places),
        Err(_) => (name.to_owned(), (0..=name.len()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_and_places_kept() {
        let (plain, places) = unescaped("a%2Fb+c");
        assert_eq!(plain, "a/b c");
        assert_eq!(places, [0, 1, 4, 5, 6, 7]);
        assert_eq!(unescaped("100%").0, "100%");
    }
}
