//! Whose bytes these are, and workbooks that open only with a password.

use super::super::{Category, Specimen, wrapped};
use super::book::Book;
use memchr::memmem;
use std::io::Cursor;

/// How much of a package without a directory is looked at for the names of its members.
const LOOK: usize = 64 << 10;
/// How long a member's header is before its name.
const HEADER: usize = 30;

/// Whether the name ends in one of these.
pub fn is_named(specimen: &Specimen<'_>, endings: &[&str]) -> bool {
    let name = specimen.name.to_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Whether a package has a member whose path begins so: by its directory, or where that is lost by the headers of its
/// first members.
pub fn names_member(bytes: &[u8], member: &str) -> bool {
    if let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) {
        return archive
            .file_names()
            .flatten()
            .any(|name| is_at(name.as_bytes(), member));
    }
    let head = &bytes[..bytes.len().min(LOOK)];
    memmem::find_iter(head, b"PK\x03\x04").any(|at| {
        let name = head.get(at + HEADER..).unwrap_or_default();
        is_at(&name[..name.len().min(member.len() + 1)], member)
    })
}

fn is_at(name: &[u8], member: &str) -> bool {
    let name = name.strip_prefix(b"/").unwrap_or(name);
    name.get(..member.len())
        .is_some_and(|front| front.eq_ignore_ascii_case(member.as_bytes()))
}

/// Whether a compound file has a stream or storage of this name somewhere.
pub fn names_stream(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name
        .encode_utf16()
        .chain([0])
        .flat_map(u16::to_le_bytes)
        .collect();
    memmem::find(bytes, &wide).is_some()
}

/// Whether it is a workbook of the XML kinds under a password, by its bytes and what it is called.
pub fn is_sealed_sheet(specimen: &Specimen<'_>) -> bool {
    const ENDINGS: [&str; 6] = [".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xlam"];
    let is_called = is_named(specimen, &ENDINGS)
        || specimen.declared.is_some_and(|declared| {
            declared.contains("spreadsheetml") || declared.contains("ms-excel")
        });
    is_called
        && specimen.bytes.starts_with(wrapped::COMPOUND)
        && names_stream(specimen.bytes, "EncryptedPackage")
}

/// Says what can be said of such a workbook.
pub fn say(bytes: &[u8], book: &mut Book<'_>) {
    if bytes.starts_with(wrapped::COMPOUND) {
        book.problem(Category::Encrypted, "a workbook with a password");
    } else {
        book.problem(Category::Damaged, "no workbook was found inside");
    }
}
