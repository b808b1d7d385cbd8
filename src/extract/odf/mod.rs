//! OpenDocument texts and presentations (ISO/IEC 26300): ODT and ODP, their templates, and both as one flat XML file.
//!
//! A package is read member by member: styles first, since they say what is hidden and hold running headers and
//! footers; then the body; then the objects and pictures within.

mod element;
mod manifest;
mod numbers;
mod words;

use memchr::memmem;

use super::assembly::Assembly;
use super::package::{self, Member};
use super::{
    Category, Confidence, Extractor, Format, Limits, Opened, Part, Specimen, charset, wrapped, xml,
};
use words::{As, Styles};

/// How much of either end of a file is looked at for its marks.
const LOOK: usize = 16 << 10;

/// Reads OpenDocument texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Odt;

/// Reads OpenDocument presentations.
#[derive(Debug, Clone, Copy, Default)]
pub struct Odp;

impl Extractor for Odt {
    fn format(&self) -> Format {
        Format::Odt
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let types = ["vnd.oasis.opendocument.text", "vnd.sun.xml.writer"];
        bid(specimen, &types, &[".odt", ".ott", ".odm", ".sxw", ".fodt"])
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        open(specimen, limits, Format::Odt)
    }
}

impl Extractor for Odp {
    fn format(&self) -> Format {
        Format::Odp
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        let types = ["vnd.oasis.opendocument.presentation", "vnd.sun.xml.impress"];
        bid(specimen, &types, &[".odp", ".otp", ".sxi", ".fodp"])
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        open(specimen, limits, Format::Odp)
    }
}

fn bid(specimen: &Specimen<'_>, types: &[&str], endings: &[&str]) -> Option<Confidence> {
    let bytes = specimen.bytes;
    let head = &bytes[..bytes.len().min(LOOK)];
    let zip = bytes.starts_with(b"PK");
    let flat = !zip && memmem::find(head, b"office:document").is_some();
    if !zip && !flat {
        return None;
    }
    let typed = types
        .iter()
        .filter_map(|kind| Some((*kind, memmem::find(head, kind.as_bytes())?)))
        .any(|(kind, at)| match zip {
            // The member `mimetype` stands first and is not packed.
            true => at < 128 && !head[at + kind.len()..].starts_with(b"-web-server"),
            false => true,
        });
    if typed {
        return Some(Confidence::Certain);
    }
    let name = specimen.name.to_lowercase();
    let named = endings.iter().any(|ending| name.ends_with(ending))
        || specimen
            .declared
            .is_some_and(|declared| types.iter().any(|kind| declared.contains(kind)));
    let tail = &bytes[bytes.len().saturating_sub(LOOK)..];
    let has_content = [head, tail]
        .iter()
        .any(|end| memmem::find(end, b"content.xml").is_some());
    match (named, flat || has_content) {
        (true, true) => Some(Confidence::Likely),
        (true, false) => Some(Confidence::Named),
        _ => None,
    }
}

fn open(specimen: &Specimen<'_>, limits: &Limits, format: Format) -> Opened {
    let mut reading = Reading {
        assembly: Assembly::new(limits),
        styles: Styles::default(),
        kind: if format == Format::Odp {
            As::Slides
        } else {
            As::Text
        },
        has_body: false,
        slides: 0,
        hidden_slides: 0,
    };
    if specimen.bytes.starts_with(b"PK") {
        reading.package(specimen.bytes, limits);
    } else {
        let (text, doubt) = charset::read(specimen.bytes, None);
        reading.assembly.doubts.extend(doubt);
        manifest::properties(&text, &mut reading.assembly);
        reading.words(&text, "the file", reading.kind);
    }
    reading.finish(format)
}

struct Reading {
    assembly: Assembly,
    styles: Styles,
    kind: As,
    has_body: bool,
    slides: u32,
    hidden_slides: u32,
}

/// Members that hold nothing that anyone wrote, or say again what others say.
fn is_left_out(path: &str) -> bool {
    const FOLDERS: [&str; 6] = [
        "Thumbnails/",
        "Configurations2/",
        "ObjectReplacements/",
        "Fonts/",
        "Basic/",
        "Dialogs/",
    ];
    const FILES: [&str; 6] = [
        "mimetype",
        "settings.xml",
        "layout-cache",
        "manifest.rdf",
        "current.xml",
        "thumbnail.png",
    ];
    FOLDERS
        .iter()
        .any(|folder| path.starts_with(folder) || path.contains(&format!("/{folder}")))
        || FILES
            .iter()
            .any(|file| path.rsplit('/').next() == Some(file))
        || (path.starts_with("META-INF/") && path != "META-INF/manifest.xml")
}

impl Reading {
    fn package(&mut self, bytes: &[u8], limits: &Limits) {
        let package = package::open(bytes, limits, |path| !is_left_out(path));
        let mut members = package.members;
        let sealed: Vec<String> = members
            .iter()
            .filter(|member| member.path == "META-INF/manifest.xml")
            .flat_map(|member| manifest::sealed(&xml::decode(&member.bytes).0))
            .collect();
        let is_sealed = |path: &str| sealed.iter().any(|sealed| sealed == path);
        if sealed
            .iter()
            .any(|path| matches!(path.as_str(), "content.xml" | "encrypted-package"))
        {
            self.assembly.problem(
                Category::Encrypted,
                "OpenDocument file with a password".into(),
            );
        } else {
            for problem in package.problems {
                self.assembly.problem(problem.category, problem.reason);
            }
            for path in &sealed {
                self.assembly.problem(
                    Category::Encrypted,
                    format!("{path} opens only with a password"),
                );
            }
        }
        members.retain(|member| !is_sealed(&member.path) && member.path != "META-INF/manifest.xml");
        // Styles say what is hidden in the body.
        members.sort_by_key(|member| match member.path.as_str() {
            "styles.xml" => 0,
            "content.xml" => 1,
            _ => 2,
        });
        for member in members {
            let path = member.path.as_str();
            if path == "meta.xml" {
                manifest::properties(&xml::decode(&member.bytes).0, &mut self.assembly);
            } else if path.starts_with("Pictures/") || path.contains("/Pictures/") {
                self.assembly
                    .picture(Part::member(member.path, member.bytes));
            } else if path.ends_with(".xml") || path.ends_with(".rdf") {
                self.xml(&member);
            } else if !member.bytes.is_empty() {
                self.object(member);
            }
        }
    }

    fn xml(&mut self, member: &Member) {
        let (text, broken) = xml::decode(&member.bytes);
        if broken {
            self.assembly.doubt(format!(
                "{} holds bytes that are no letters in its encoding",
                member.path
            ));
        }
        let kind = match member.path.as_str() {
            "content.xml" => self.kind,
            "styles.xml" => As::Styles,
            path if path.ends_with("/meta.xml") => return,
            path if path.ends_with("/styles.xml") => As::Styles,
            _ => As::Object,
        };
        self.words(&text, &member.path, kind);
    }

    fn words(&mut self, text: &str, path: &str, kind: As) {
        let learnt = words::read(text, path, kind, &mut self.styles, &mut self.assembly);
        if matches!(kind, As::Text | As::Slides) {
            self.has_body |= learnt.has_body;
            self.slides += learnt.slides;
            self.hidden_slides += learnt.hidden_slides;
        }
    }

    /// A file within: an object of another program, or anything that stands there.
    fn object(&mut self, member: Member) {
        let file = wrapped::unwrapped(&member.bytes);
        self.assembly.part(file.part(member.path));
    }

    fn finish(mut self, format: Format) -> Opened {
        if self.hidden_slides > 0 {
            let slides = if self.hidden_slides == 1 {
                "slide is"
            } else {
                "slides are"
            };
            self.assembly.doubt(format!(
                "{} {slides} hidden; the text is kept as hidden text",
                self.hidden_slides
            ));
        }
        let pages = (format == Format::Odp && self.slides > 0).then_some(self.slides);
        self.assembly.finish(format, pages, self.has_body)
    }
}
