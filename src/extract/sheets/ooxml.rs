//! The package around XLSX and XLSB: its members, what each points to, and the sheet that each belongs to.

use super::super::package::{self, Member};
use super::super::{Category, Part, wrapped, xml};
use super::book::Book;
use super::pieces::{Go, Piece, each, said};
use std::collections::{HashMap, VecDeque};

/// Where a part points.
#[derive(Debug, Clone)]
pub struct Relation {
    /// The name by which the part speaks of it.
    pub id: String,
    /// The last step of its type's address: `worksheet`, `comments`.
    pub kind: String,
    /// The member, as the package's directory spells it but for its case, or an address outside.
    pub target: String,
    /// Whether it leads out of the package.
    pub is_external: bool,
}

/// A package whose members are taken out one by one.
#[derive(Debug, Default)]
pub struct Packed {
    members: Vec<Member>,
    by_path: HashMap<String, usize>,
    relations: HashMap<String, Vec<Relation>>,
    taken: Vec<bool>,
}

/// Members that hold nothing that anyone wrote.
fn is_left_out(path: &str) -> bool {
    let path = path.to_lowercase();
    path.starts_with("docprops/thumbnail")
        || path.starts_with("_xmlsignatures/")
        || path.starts_with("[trash]/")
        || path.contains("printersettings")
        || path.ends_with("calcchain.xml")
        || path.ends_with("calcchain.bin")
}

fn is_picture(path: &str) -> bool {
    path.contains("/media/")
}

impl Packed {
    /// Unpacks within the limits; what could not be unpacked is a problem of the book.
    pub fn open(bytes: &[u8], book: &mut Book<'_>) -> Self {
        let package = package::open(bytes, book.limits(), |path| !is_left_out(path));
        book.problems.extend(package.problems);
        let mut packed = Self {
            taken: vec![false; package.members.len()],
            members: package.members,
            ..Self::default()
        };
        for (at, member) in packed.members.iter().enumerate() {
            packed
                .by_path
                .entry(member.path.to_lowercase())
                .or_insert(at);
        }
        for at in 0..packed.members.len() {
            let path = packed.members[at].path.to_lowercase();
            if path.ends_with(".rels") {
                let (text, _) = xml::into_text(packed.take(at));
                let (part, relations) = relations(&text, &path);
                for relation in relations.iter().filter(|relation| relation.is_external) {
                    book.link(&relation.target);
                }
                packed.relations.insert(part, relations);
            }
        }
        packed
    }

    fn take(&mut self, at: usize) -> Vec<u8> {
        self.taken[at] = true;
        std::mem::take(&mut self.members[at].bytes)
    }

    /// Takes a member out by its path, whatever its case.
    pub fn member(&mut self, path: &str) -> Option<Vec<u8>> {
        let at = *self.by_path.get(&path.to_lowercase())?;
        (!self.taken[at]).then(|| self.take(at))
    }

    /// The same as text; bytes that are no letters are a doubt.
    pub fn xml(&mut self, path: &str, book: &mut Book<'_>) -> Option<String> {
        let bytes = self.member(path)?;
        let (text, broken) = xml::into_text(bytes);
        if broken {
            book.doubt(format!(
                "{path} holds bytes that are no letters in its encoding"
            ));
        }
        Some(text)
    }

    /// Where a part points.
    pub fn relations_of(&self, path: &str) -> &[Relation] {
        self.relations
            .get(&path.to_lowercase())
            .map_or(&[], Vec::as_slice)
    }

    /// The first member that another points to by a relation of this kind.
    pub fn related(&self, path: &str, kind: &str) -> Option<String> {
        let relations = self.relations_of(path).iter();
        relations
            .filter(|relation| relation.kind == kind && !relation.is_external)
            .map(|relation| relation.target.clone())
            .next()
    }

    /// The workbook: what the package says, else what is usually its name.
    pub fn workbook(&self, usual: &str) -> String {
        self.related("", "officeDocument")
            .filter(|path| self.by_path.contains_key(path))
            .unwrap_or_else(|| usual.to_string())
    }

    /// Members not taken yet whose path ends so.
    pub fn waiting(&self, ending: &str) -> Vec<String> {
        self.members
            .iter()
            .zip(&self.taken)
            .filter(|(member, taken)| !**taken && member.path.to_lowercase().ends_with(ending))
            .map(|(member, _)| member.path.clone())
            .collect()
    }

    /// For each member that hangs on a sheet, directly or by another, the sheet's number.
    pub fn pages(&self, sheets: &[(String, u32)]) -> HashMap<String, u32> {
        let mut pages: HashMap<String, u32> = sheets
            .iter()
            .map(|(path, page)| (path.to_lowercase(), *page))
            .collect();
        let mut waiting: VecDeque<String> = sheets.iter().map(|(path, _)| path.clone()).collect();
        while let Some(path) = waiting.pop_front() {
            let Some(page) = pages.get(&path.to_lowercase()).copied() else {
                continue;
            };
            for relation in self.relations_of(&path) {
                if !relation.is_external && !pages.contains_key(&relation.target) {
                    pages.insert(relation.target.clone(), page);
                    waiting.push_back(relation.target.clone());
                }
            }
        }
        pages
    }

    /// Files embedded in the workbook become parts.
    pub fn leave_parts(self, book: &mut Book<'_>) {
        for (member, taken) in self.members.into_iter().zip(self.taken) {
            let path = member.path.to_lowercase();
            if taken || member.bytes.is_empty() {
                continue;
            }
            if is_picture(&path) && !path.ends_with(".xml") {
                book.picture(Part::member(member.path, member.bytes));
                continue;
            }
            let is_own = path.ends_with(".xml")
                || path.ends_with(".vml")
                || (path.ends_with(".bin") && is_binary_part(&path));
            if is_own {
                continue;
            }
            book.parts.push(part(member));
        }
    }
}

/// Whether a binary member belongs to the format itself and is no embedded file.
fn is_binary_part(path: &str) -> bool {
    !(path.contains("/embeddings/")
        || path.contains("/activex/")
        || path.ends_with("vbaproject.bin"))
}

/// An embedded file; one that is only wrapped in an object is taken out of it.
fn part(member: Member) -> Part {
    wrapped::unwrapped(&member.bytes).part(member.path)
}

/// The part that a relations file speaks for, and where that part points; paths in lower case.
fn relations(text: &str, path: &str) -> (String, Vec<Relation>) {
    let (folder, name) = path.rsplit_once("_rels/").unwrap_or(("", path));
    let part = format!("{folder}{}", name.trim_end_matches(".rels"));
    let mut relations = Vec::new();
    each(text, |piece| {
        if let Piece::Open("Relationship", start) = piece
            && let Some(target) = said(start, "Target")
        {
            let is_external = said(start, "TargetMode").as_deref() == Some("External");
            let kind = said(start, "Type").unwrap_or_default();
            relations.push(Relation {
                id: said(start, "Id").unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_string(),
                target: if is_external {
                    target
                } else {
                    from_folder(folder, &target)
                },
                is_external,
            });
        }
        Go::On
    });
    (part, relations)
}

/// A member's path from the folder of the part that points to it.
fn from_folder(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/").to_lowercase();
    let path = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_string(),
        None => format!("{folder}{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Says that a part could not be read to its end.
pub fn say_broken(book: &mut Book<'_>, path: &str, broken: Option<String>) {
    if let Some(reason) = broken {
        book.problem(
            Category::Damaged,
            format!("{path} is not sound XML ({reason}); what stands before was read"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_their_folder() {
        assert_eq!(
            from_folder("xl/worksheets/", "../Comments1.xml"),
            "xl/comments1.xml"
        );
        assert_eq!(from_folder("xl/", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(from_folder("", "../../../a.xml"), "a.xml");
    }
}
