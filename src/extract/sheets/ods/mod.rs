//! OpenDocument sheets, packed (ODS, OTS) and flat (FODS).

mod table;

use super::super::{
    Category, Confidence, Extractor, Format, Limits, Opened, Part, Specimen, mail, package, xml,
};
use super::book::Book;
use super::ooxml::say_broken;
use super::pieces::{Go, Piece, each, said};
use super::sealed;
use memchr::memmem;

/// Reads ODS and its kin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ods;

/// What the package says it is.
const KIND: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
/// How much of the beginning is looked at for it.
const LOOK: usize = 4 << 10;

impl Extractor for Ods {
    fn format(&self) -> Format {
        Format::Ods
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let head = &specimen.bytes[..specimen.bytes.len().min(LOOK)];
        let tells = memmem::find(head, KIND);
        if is_flat(head) {
            return tells.map(|_| Confidence::Certain);
        }
        if !head.starts_with(b"PK") {
            return None;
        }
        // The package's first member is its kind, unpacked.
        if tells.is_some_and(|at| at < 100) {
            return Some(Confidence::Certain);
        }
        let named = sealed::is_named(specimen, &[".ods", ".ots"])
            || specimen
                .declared
                .is_some_and(|declared| declared.as_bytes().starts_with(KIND));
        named.then_some(Confidence::Named)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let mut book = Book::new(limits);
        if is_flat(specimen.bytes) {
            let (text, _) = xml::decode(specimen.bytes);
            metadata(&text, &mut book);
            let broken = table::read(&text, &mut book, table::Role::Sheets);
            say_broken(&mut book, "the document", broken);
            pictures_within(&text, &mut book);
        } else {
            packed(specimen.bytes, &mut book);
        }
        book.finish(Format::Ods)
    }
}

fn is_flat(bytes: &[u8]) -> bool {
    let start = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    start.starts_with(b"<")
        && memmem::find(&start[..start.len().min(LOOK)], b"office:document").is_some()
}

/// Pictures of a flat file, which are written out as letters.
fn pictures_within(text: &str, book: &mut Book<'_>) {
    let mut letters: Option<String> = None;
    let mut count = 0;
    each(text, |piece| {
        match piece {
            Piece::Open("binary-data", _) => letters = Some(String::new()),
            Piece::Letters(more) => {
                if let Some(letters) = &mut letters {
                    letters.push_str(more);
                }
            }
            Piece::Close("binary-data") => {
                let bytes = mail::from_base64(letters.take().unwrap_or_default().as_bytes());
                count += 1;
                book.picture(Part::member(format!("picture {count}"), bytes));
            }
            _ => {}
        }
        Go::On
    });
}

/// Members that hold nothing that anyone wrote.
fn is_left_out(path: &str) -> bool {
    let path = path.to_lowercase();
    [
        "thumbnails/",
        "configurations",
        "objectreplacements/",
        "layout-cache",
    ]
    .iter()
    .any(|folder| path.starts_with(folder))
        || path == "mimetype"
}

fn packed(bytes: &[u8], book: &mut Book<'_>) {
    let mut package = package::open(bytes, book.limits(), |path| !is_left_out(path));
    book.problems.append(&mut package.problems);
    let manifest = package
        .members
        .iter()
        .find(|member| member.path.eq_ignore_ascii_case("META-INF/manifest.xml"));
    if manifest.is_some_and(|member| is_sealed(&xml::decode(&member.bytes).0)) {
        // Members of such a package are noise; what its directory told of them is no news.
        book.problems.clear();
        book.problem(Category::Encrypted, "a workbook with a password");
        return;
    }
    // The sheets before what stands around them.
    package
        .members
        .sort_by_key(|member| match member.path.as_str() {
            "content.xml" => 0,
            "styles.xml" => 1,
            _ => 2,
        });
    for member in package.members {
        let path = member.path.to_lowercase();
        if path.ends_with(".xml") {
            let last = path.rsplit('/').next().unwrap_or_default().to_string();
            let is_own = !path.contains('/');
            let role = match (is_own, last.as_str()) {
                (true, "content.xml") => table::Role::Sheets,
                (true, "styles.xml") => table::Role::Furniture,
                (false, "content.xml") => table::Role::Object,
                (true, "meta.xml") => {
                    metadata(&xml::into_text(member.bytes).0, book);
                    continue;
                }
                _ => continue,
            };
            let (text, broken) = xml::into_text(member.bytes);
            if broken {
                book.doubt(format!(
                    "{} holds bytes that are no letters in its encoding",
                    member.path
                ));
            }
            let broken = table::read(&text, book, role);
            say_broken(book, &member.path, broken);
        } else if path.starts_with("pictures/") || path.contains("/pictures/") {
            book.picture(Part::member(member.path, member.bytes));
        } else if !(path.ends_with(".rdf") || path.ends_with("mimetype") || member.bytes.is_empty())
        {
            book.parts.push(Part::member(member.path, member.bytes));
        }
    }
}

/// Whether the manifest says that members are under a password.
fn is_sealed(manifest: &str) -> bool {
    let mut sealed = false;
    each(manifest, |piece| match piece {
        Piece::Open("encryption-data", _) => {
            sealed = true;
            Go::Home
        }
        _ => Go::On,
    });
    sealed
}

/// Reads what the document says of itself.
fn metadata(text: &str, book: &mut Book<'_>) {
    let mut now: Option<String> = None;
    let mut value = String::new();
    let mut inside = false;
    each(text, |piece| {
        match piece {
            Piece::Open("meta", _) => inside = true,
            Piece::Close("meta") => return Go::Home,
            Piece::Open(name, start) if inside => {
                now = match name {
                    "title" | "subject" | "description" => Some(name.to_string()),
                    "keyword" => Some("keywords".to_string()),
                    "initial-creator" => Some("author".to_string()),
                    "creator" => Some("last modified by".to_string()),
                    "creation-date" => Some("created".to_string()),
                    "date" => Some("modified".to_string()),
                    "generator" => Some("producer".to_string()),
                    "printed-by" => Some("printed by".to_string()),
                    "user-defined" => said(start, "name"),
                    _ => None,
                };
                value.clear();
            }
            Piece::Letters(letters) if now.is_some() => value.push_str(letters),
            Piece::Close(_) => {
                if let Some(name) = now.take() {
                    book.field(&name, &value);
                }
            }
            _ => {}
        }
        Go::On
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_in_a_flat_file_is_a_part() {
        let text = "<office:document><draw:image><office:binary-data>Q2\nF0</office:binary-data>\
            </draw:image></office:document>";
        let limits = Limits::default();
        let mut book = Book::new(&limits);
        pictures_within(text, &mut book);
        let parts: Vec<(&str, &[u8])> = book
            .parts
            .iter()
            .map(|part| (part.name.as_str(), &part.bytes[..]))
            .collect();
        assert_eq!(parts, [("picture 1", &b"Cat"[..])]);
    }
}
