//! PowerPoint's XML format: slides in the order in which they are shown, and all that hangs on them.
//!
//! A passage's page is its slide's number; notes, comments, charts and diagrams bear the number of the slide that
//! points to them. Of layouts and masters only that is read which is the same on all slides, not the prompts to fill
//! in. Pictures are parts.

mod relations;
mod words;

use std::collections::{HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::assembly::Assembly;
use super::package::{self, Member, Package};
use super::{
    Confidence, Extractor, Format, Limits, Opened, Part, Specimen, properties, wrapped, xml,
};
use relations::Relations;

/// Reads PPTX and its kin: PPTM, PPSX, PPSM, POTX, POTM.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pptx;

impl Extractor for Pptx {
    fn format(&self) -> Format {
        Format::Pptx
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        package::bid(
            specimen,
            &["ppt/presentation", "ppt/_rels/", "ppt/slides/"],
            &[".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"],
            "presentationml",
        )
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let package = package::open(specimen.bytes, limits, |path| !is_left_out(path));
        Presentation::of(package, limits).read()
    }
}

/// Members that hold nothing that anyone wrote: fonts, printers' settings, signatures, the thumbnail.
fn is_left_out(path: &str) -> bool {
    let path = path.to_lowercase();
    path.starts_with("docprops/thumbnail")
        || path.starts_with("_xmlsignatures/")
        || path.starts_with("[trash]/")
        || path.ends_with(".fntdata")
        || path.contains("printersettings")
}

fn is_picture(path: &str) -> bool {
    const ENDINGS: [&str; 12] = [
        ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".wdp",
        ".webp",
    ];
    let path = path.to_lowercase();
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

struct Presentation {
    assembly: Assembly,
    /// Decoded XML by path, in the order of the package.
    texts: Vec<(String, String)>,
    relations: Relations,
    others: Vec<Member>,
}

impl Presentation {
    fn of(package: Package, limits: &Limits) -> Self {
        let mut assembly = Assembly::new(limits);
        for problem in package.problems {
            assembly.problem(problem.category, problem.reason);
        }
        let mut texts = Vec::new();
        let mut relations = Relations::default();
        let mut others = Vec::new();
        for member in package.members {
            let path = member.path.to_lowercase();
            if !path.ends_with(".xml") && !path.ends_with(".rels") {
                others.push(member);
                continue;
            }
            let (text, broken) = xml::decode(&member.bytes);
            if broken {
                assembly.doubt(format!(
                    "{} holds bytes that are no letters in its encoding",
                    member.path
                ));
            }
            if path.ends_with(".rels") {
                relations.take(&member.path, &text);
            } else if path.starts_with("docprops/") {
                for field in properties::metadata(&text) {
                    assembly.field(&field.name, &field.value);
                }
            } else {
                texts.push((member.path, text));
            }
        }
        Self {
            assembly,
            texts,
            relations,
            others,
        }
    }

    fn text(&self, path: &str) -> Option<&str> {
        let (_, text) = self.texts.iter().find(|(known, _)| known == path)?;
        Some(text)
    }

    /// The paths of the slides in the order in which they are shown.
    fn order(&mut self) -> Vec<String> {
        let main = self
            .relations
            .of("")
            .iter()
            .find(|relation| relation.kind == "officeDocument")
            .map_or("ppt/presentation.xml", |relation| &relation.target)
            .to_owned();
        let (ids, sections) = self.text(&main).map(listed).unwrap_or_default();
        for section in sections {
            self.assembly.field("section", &section);
        }
        let pointed = self.relations.of(&main);
        let mut paths: Vec<String> = Vec::new();
        let mut lost = 0;
        for id in ids {
            let target = pointed.iter().find(|relation| relation.id == id);
            match target.filter(|relation| self.text(&relation.target).is_some()) {
                Some(relation) => paths.push(relation.target.clone()),
                None => lost += 1,
            }
        }
        if lost > 0 {
            self.assembly.problem(
                super::Category::Damaged,
                format!("{lost} of its slides are listed and not there"),
            );
        }
        paths
    }

    fn read(mut self) -> Opened {
        let order = self.order();
        let mut pages: HashMap<String, u32> = HashMap::new();
        for (path, page) in order.iter().zip(1u32..) {
            pages.insert(path.clone(), page);
            self.spread(path, page, &mut pages);
        }
        let mut authors = HashMap::new();
        let texts = std::mem::take(&mut self.texts);
        let drawn: HashSet<&str> = texts
            .iter()
            .filter_map(|(path, _)| path.split_once("diagrams/data"))
            .map(|(_, number)| number)
            .collect();
        // Writers' names first, then the slides in their order, then the rest as it stands.
        let mut sequence: Vec<(usize, &(String, String))> = texts
            .iter()
            .map(|entry| {
                let path = entry.0.to_lowercase();
                let rank = match pages.get(&entry.0) {
                    _ if path.contains("authors") => 0,
                    Some(page) => 1 + usize::try_from(*page).unwrap_or(usize::MAX - 2),
                    None => usize::MAX,
                };
                (rank, entry)
            })
            .collect();
        sequence.sort_by_key(|(rank, _)| *rank);
        let (mut slides, mut hidden, mut loose) = (0u32, 0u32, 0u32);
        for (_, (path, text)) in sequence {
            // A diagram's drawing says what its data say.
            let drawing = path.split_once("diagrams/drawing");
            if drawing.is_some_and(|(_, number)| drawn.contains(number)) {
                continue;
            }
            let page = pages.get(path).copied();
            let (is_slide, is_hidden) =
                words::read(text, path, page, &mut authors, &mut self.assembly);
            slides += u32::from(is_slide);
            hidden += u32::from(is_hidden);
            loose += u32::from(is_slide && page.is_none());
        }
        self.doubts(hidden, loose);
        for link in self.relations.links() {
            self.assembly.link(link);
        }
        self.files();
        let whole = slides > 0
            || texts
                .iter()
                .any(|(path, _)| path.ends_with("presentation.xml"));
        self.assembly
            .finish(Format::Pptx, (slides > 0).then_some(slides), whole)
    }

    /// What a slide points to has its number, and so has what that points to; layouts and masters have none.
    fn spread(&self, slide: &str, page: u32, pages: &mut HashMap<String, u32>) {
        const SHARED: [&str; 5] = [
            "slideLayout",
            "slideMaster",
            "notesMaster",
            "theme",
            "slide",
        ];
        let mut waiting = vec![slide.to_owned()];
        while let Some(part) = waiting.pop() {
            for relation in self.relations.of(&part) {
                let own = !relation.is_external && !SHARED.contains(&relation.kind.as_str());
                if own && !pages.contains_key(&relation.target) {
                    pages.insert(relation.target.clone(), page);
                    waiting.push(relation.target.clone());
                }
            }
        }
    }

    fn doubts(&mut self, hidden: u32, loose: u32) {
        if hidden > 0 {
            let slides = if hidden == 1 {
                "slide is"
            } else {
                "slides are"
            };
            self.assembly.doubt(format!(
                "{hidden} {slides} hidden; the text is kept as hidden text"
            ));
        }
        if loose > 0 {
            let slides = if loose == 1 {
                "slide lies"
            } else {
                "slides lie"
            };
            self.assembly.doubt(format!(
                "{loose} {slides} in the file and not in the presentation"
            ));
        }
    }

    /// Every file within is a part.
    fn files(&mut self) {
        for member in std::mem::take(&mut self.others) {
            if is_picture(&member.path) {
                self.assembly
                    .picture(Part::member(member.path, member.bytes));
            } else if !member.bytes.is_empty() && !member.path.to_lowercase().ends_with(".vml") {
                let file = wrapped::unwrapped(&member.bytes);
                self.assembly.part(file.part(member.path));
            }
        }
    }
}

/// The relations of the slides that a presentation lists, and the names of its sections.
fn listed(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut sections) = (Vec::new(), Vec::new());
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                match xml::local(start.name().as_ref()) {
                    "sldId" => ids.extend(relations::named(&start)),
                    "section" => sections.extend(xml::attribute(&start, "name")),
                    _ => {}
                }
            }
            Ok(Event::Eof) | Err(_) => return (ids, sections),
            Ok(_) => {}
        }
    }
}
