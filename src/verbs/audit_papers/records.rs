//! Responses that lie in the archive itself: named by id, or found by a query.

use super::{Papers, SHORT_NOTE, of_item, of_released};
use crate::error::{Error, Result};
use crate::record::plain_text;
use crate::verbs::desk::Desk;
use crate::verbs::search::{self, Order};

/// A record by its id, or every record that a query finds; the search goes on record.
pub(super) fn read(
    desk: &Desk<'_>,
    typed: &str,
    request: Option<&str>,
    command: &str,
    papers: &mut Papers,
) -> Result<()> {
    let ids = match desk.named(typed, request) {
        Ok(id) => vec![id],
        Err(not_an_id) => {
            let looks_like_id =
                typed.starts_with("r-") || typed.bytes().all(|b| b.is_ascii_hexdigit());
            if looks_like_id {
                return Err(not_an_id);
            }
            let again = search::Again {
                query: typed.to_owned(),
                ..search::Again::default()
            };
            let asked = search::Asked {
                query: again.query(desk)?,
                again,
                role: None,
                typed: typed.to_owned(),
                order: Order::DateAscending,
                limit: None,
                facets: Vec::new(),
                as_at: None,
                on_record: true,
                request: request.map(str::to_owned),
                command: command.to_owned(),
            };
            let found = search::search(desk, &asked)?;
            if found.hits.is_empty() {
                return Err(Error::request("no record in this archive was found by it"));
            }
            found.hits.into_iter().map(|hit| hit.record.id).collect()
        }
    };
    for id in ids {
        let stored = desk
            .catalogue
            .record(id)?
            .ok_or_else(|| Error::archive(format!("{id} is not in this archive")))?;
        let extraction = desk.catalogue.extraction(id)?;
        if plain_text(&extraction).trim().is_empty() {
            papers
                .unread
                .push((id.to_string(), "it has no words".to_owned()));
            continue;
        }
        let mut paper = of_item(id.to_string(), Some(id), &extraction, stored.known.facts);
        for part in desk.catalogue.attachments(id)? {
            let names = desk.catalogue.names(part)?;
            let name = names.into_iter().next().unwrap_or_else(|| part.to_string());
            let extraction = desk.catalogue.extraction(part)?;
            let known = desk
                .catalogue
                .record(part)?
                .map(|stored| stored.known.facts);
            let is_letter = known.as_ref().is_some_and(|facts| {
                matches!(facts.kind.as_str(), "foi_response" | "internal_review")
            });
            if let Some(facts) =
                known.filter(|_| is_letter && paper.text.split_whitespace().count() < SHORT_NOTE)
            {
                let released = std::mem::take(&mut paper.released);
                paper = of_item(part.to_string(), Some(part), &extraction, facts);
                paper.released = released;
            } else {
                paper.released.push(of_released(&name, &extraction, false));
            }
        }
        papers.papers.push(paper);
    }
    Ok(())
}
