//! One record: everything known of it, its text, or its original bytes read again.

use std::fs;

use sha2::{Digest as _, Sha256};

use super::answers::{RequestParts, ResponseParts, Shown};
use super::audit_papers;
use super::desk::Desk;
use crate::archive::places::text_path;
use crate::error::{Error, Result};
use crate::extract::pool::{Bounds, Reader};
use crate::extract::protocol::Input;
use crate::facts::{View, request, response};
use crate::record::{RecordId, part_steps, plain_text};

/// Everything known of a record, with its text; a request for information and a response to one with their parts.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn show(desk: &Desk<'_>, id: RecordId) -> Result<Shown> {
    let extraction = desk.catalogue.extraction(id)?;
    let text = plain_text(&extraction);
    let known = desk.catalogue.record(id)?.map(|stored| stored.known.facts);
    let (mut asked, mut answered) = (None, None);
    match known.as_ref().map(|facts| facts.kind.as_str()) {
        Some("foi_request") => {
            asked = Some(RequestParts::from(&request::read(&text, desk.tables)));
        }
        Some("foi_response" | "internal_review") => {
            if let Some(facts) = known {
                let paper = audit_papers::of_item(String::new(), Some(id), &extraction, facts);
                let view = View {
                    subject: paper.subject.as_deref(),
                    ..View::of_text(paper.form, &paper.text)
                };
                let corrections = response::Corrections::default();
                let read = response::read(&view, &paper.facts, &corrections, desk.tables);
                answered = Some(ResponseParts::from(&read));
            }
        }
        _ => {}
    }
    Ok(Shown {
        record: desk.describe(id, None)?,
        text,
        request: asked,
        response: answered,
        headers: extraction
            .headers
            .into_iter()
            .map(|field| (field.name, field.value))
            .collect(),
    })
}

/// The original bytes of a record, read again from where it lies and checked against its digest.
///
/// # Errors
/// When it is gone or changed since it was read.
pub fn original(desk: &Desk<'_>, id: RecordId, bounds: &Bounds) -> Result<Vec<u8>> {
    let places = desk.catalogue.originals(id)?;
    let mut last = Error::request(format!("no original of {id} is known"));
    for place in &places {
        let path = text_path(&place.path);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) => {
                last = Error::archive(format!("the original of {id} is gone: {}", place.path))
                    .because(cause)
                    .hint("its text is still here: recordroom show --text");
                continue;
            }
        };
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        if place.file_sha256.is_some_and(|known| known != digest) {
            last = Error::archive(format!(
                "the original of {id} has changed since it was read: {}",
                place.path
            ))
            .hint("ingest it again to read what it says now");
            continue;
        }
        let Some(part) = &place.part else {
            return Ok(bytes);
        };
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        match part_bytes(bytes, name, part, bounds)? {
            Some(bytes)
                if place
                    .sha256
                    .is_none_or(|known| known == <[u8; 32]>::from(Sha256::digest(&bytes))) =>
            {
                return Ok(bytes);
            }
            _ => {
                last = Error::archive(format!("{part} was not found again in {}", place.path))
                    .hint("its text is still here: recordroom show --text");
            }
        }
    }
    Err(last)
}

/// The bytes of a part, taken out of its file by a worker.
fn part_bytes(
    bytes: Vec<u8>,
    name: String,
    part: &str,
    bounds: &Bounds,
) -> Result<Option<Vec<u8>>> {
    let sha256 = Sha256::digest(&bytes).into();
    let input = Input {
        name,
        bytes,
        sha256,
    };
    Reader::new(bounds.clone())
        .take_out(input, part_steps(part))
        .map_err(|cause| Error::archive("cannot start a reader").because(cause))
}
