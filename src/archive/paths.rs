//! Paths as text, one spelling each, whatever bytes their names have.

use std::path::Path;

/// A path as text: `/` between names, bytes that are not UTF-8 (and `%` before two hexadecimal digits) as %XX,
/// so that every path has one spelling and [`text_path`] finds it again.
pub fn path_text(path: &Path) -> String {
    if let Some(text) = path.to_str()
        && is_plain(text)
    {
        return text.to_owned();
    }
    let mut out = String::new();
    for (nth, part) in path.components().enumerate() {
        use std::path::Component;
        match part {
            Component::RootDir => out.push('/'),
            other => {
                if nth > 0 && !out.ends_with('/') {
                    out.push('/');
                }
                push_name(&mut out, other.as_os_str());
            }
        }
    }
    out
}

/// Whether a path is its own text: nothing in it to be escaped, no name empty or `.`, no other separator.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    std::path::MAIN_SEPARATOR == '/'
        && !text.ends_with('/')
        && !bytes.contains(&b'%')
        && !bytes
            .windows(2)
            .any(|two| two[0] == b'/' && matches!(two[1], b'/' | b'.'))
}

fn push_name(out: &mut String, name: &std::ffi::OsStr) {
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        let valid = chunk.valid();
        for (at, c) in valid.char_indices() {
            let hex = |n: usize| {
                valid
                    .as_bytes()
                    .get(at + n)
                    .is_some_and(u8::is_ascii_hexdigit)
            };
            if c == '%' && hex(1) && hex(2) {
                out.push_str("%25");
            } else {
                out.push(c);
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// The path that a text made by [`path_text`] names.
pub fn text_path(text: &str) -> std::path::PathBuf {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match escaped {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        std::ffi::OsString::from_vec(out).into()
    }
    #[cfg(not(unix))]
    String::from_utf8_lossy(&out).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn every_path_comes_back_from_its_text() {
        use std::os::unix::ffi::OsStrExt;
        for name in [
            &b"/a/b c.eml"[..],
            b"/a/caf\xe9.txt",
            b"/a/100%25.txt",
            b"/a/50% off",
            b"/a/.hidden/b.eml",
            b"a",
            b"/",
            "/a/é".as_bytes(),
        ] {
            let path = Path::new(std::ffi::OsStr::from_bytes(name));
            assert_eq!(text_path(&path_text(path)), path);
        }
        for typed in ["/a//b/", "/a/./b", "/a/b/.", "/a/b/"] {
            assert_eq!(path_text(Path::new(typed)), "/a/b", "{typed}");
        }
        assert_eq!(
            path_text(Path::new(std::ffi::OsStr::from_bytes(b"/a/caf\xe9.txt"))),
            "/a/caf%E9.txt"
        );
    }
}
