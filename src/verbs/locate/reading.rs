//! Reads the request file: its words, the authority that was asked, and the parties that are asked about.

use std::collections::BTreeSet;

use jiff::civil::Date;
use sha2::Digest as _;

use super::Asked;
use super::question::Needs;
use super::unknown;
use super::wanted::{self, Wanted};
use crate::error::{Error, Result};
use crate::extract::pool::Reader;
use crate::extract::protocol::Input;
use crate::extract::{Extraction, Format, Item};
use crate::facts::request::{self, Request};
use crate::facts::{Carried, Tables, dates};
use crate::record::{addresses, plain_text};
use crate::verbs::answers::LocatedAll;
use crate::verbs::desk::Desk;

/// A message shorter than this, in words, may be a covering note to the request that it carries.
const SHORT_NOTE: usize = 80;

/// A request as far as the program understands it.
#[derive(Debug, Clone)]
pub(super) struct Understood {
    /// What was read off its words.
    pub(super) request: Request,
    /// Its reference, typed or printed, in its issuer's spelling.
    pub(super) reference: Option<String>,
    /// The day of receipt, typed or printed.
    pub(super) received: Option<Date>,
    /// Records dated after this day are only possible.
    pub(super) until: Option<Date>,
    /// The authority that was asked: the short name of its row, else as the archive prints it.
    pub(super) authority: Option<String>,
    /// Every body that the request names.
    pub(super) parties: Vec<String>,
    /// Those of them that are not the authority.
    pub(super) others: Vec<String>,
    /// Titles asked for by name.
    pub(super) titles: Vec<String>,
    /// What it wants, by its wording.
    pub(super) wanted: Wanted,
    /// The same question by question.
    pub(super) needs: Vec<Needs>,
    /// The keys of references that it says it does not ask about.
    pub(super) excluded: BTreeSet<String>,
    /// Bodies with which it says it does not ask for correspondence.
    pub(super) excluded_parties: Vec<String>,
    /// The whole text as read.
    pub(super) text: String,
    /// Names of the requester that must not be searched; empty where they may be.
    pub(super) kept_out: Vec<String>,
    /// Names of the requester that are to be searched.
    pub(super) searched_names: Vec<String>,
    /// What a person should see.
    pub(super) notes: Vec<String>,
}

impl Understood {
    /// Whether a word belongs to the requester's name and must not be searched.
    pub(super) fn is_kept_out(&self, word: &str) -> bool {
        self.kept_out.iter().any(|name| {
            name.split(|c: char| !c.is_alphanumeric())
                .any(|part| part.chars().count() > 1 && part.eq_ignore_ascii_case(word))
        })
    }

    /// A text without the requester's name.
    pub(super) fn without_requester(&self, text: &str, include: bool) -> String {
        if include {
            return text.to_owned();
        }
        request::without_names(text, &self.request.names_of_requester)
    }

    /// Takes the requester's name out of what is shown of records: their own letters may be among them.
    pub(super) fn hide_requester(&self, answer: &mut LocatedAll) {
        if self.request.names_of_requester.is_empty() {
            return;
        }
        let hide = |text: &mut String| *text = self.without_requester(text, false);
        answer.request.notes.iter_mut().for_each(hide);
        answer.request.excluded.iter_mut().for_each(hide);
        for search in &mut answer.searches {
            hide(&mut search.reason);
            hide(&mut search.read_as);
        }
        for one in answer.located.iter_mut().chain(&mut answer.possible) {
            hide(&mut one.line);
            hide(&mut one.record.title);
            one.because.iter_mut().for_each(hide);
            let record = &mut one.record;
            let parties = record
                .from
                .iter_mut()
                .chain(&mut record.to)
                .chain(&mut record.cc);
            for party in parties {
                party.name.iter_mut().for_each(hide);
                party.address.iter_mut().for_each(hide);
                party.organisation.iter_mut().for_each(hide);
            }
            record.subject.iter_mut().for_each(hide);
            if let Some(snippet) = &mut one.snippet {
                let hidden = self.without_requester(&snippet.text, false);
                if hidden != snippet.text {
                    snippet.text = hidden;
                    snippet.highlights.clear();
                }
            }
        }
    }

    /// Whether a reference of a record is this request's own number, with or without what announces it.
    pub(super) fn is_own(&self, canonical: &str) -> bool {
        let printed = self.request.reference.as_ref();
        self.reference.as_deref() == Some(canonical)
            || printed.is_some_and(|own| own.canonical == canonical)
    }

    /// Whether the request names a day, a period or a reference to go by.
    pub(super) fn is_anchored(&self) -> bool {
        let request = &self.request;
        !(request.references.is_empty()
            && request.single_days.is_empty()
            && request.periods.is_empty())
    }
}

/// Reads the request.
pub(super) fn read(desk: &Desk<'_>, asked: &Asked) -> Result<Understood> {
    let (text, addressee) = words(asked, desk.tables)?;
    let mut request = request::read(&text, desk.tables);
    let counted_from = asked.received.or(request.received);
    let mut notes = request.notes.clone();
    for back in &request.back {
        match counted_from.and_then(|day| back.until(day)) {
            Some((first, last)) => {
                notes.push(format!(
                    "Read \"{}\" as {} to {}, counted back from the day of receipt.",
                    back.as_printed,
                    dates::long(first),
                    dates::long(last)
                ));
                request.periods.push((first, last));
            }
            None => notes.push(format!(
                "\"{}\" could not be counted back and limits nothing: give the day of receipt, --received DATE.",
                back.as_printed
            )),
        }
    }
    if let Some(words) = regulator(&request, desk.tables) {
        notes.push(format!("Read \"{words}\" as the ICO."));
        request.parties.push("ICO".to_owned());
    }
    let request = request;
    let as_printed = request
        .reference
        .as_ref()
        .map(|carried| announced(&text, carried));
    let filed = |reference: Option<&str>| {
        let filed = reference.map(|reference| desk.canonical_request(reference));
        filed.transpose()
    };
    let printed = filed(as_printed.as_deref())?;
    let typed = filed(asked.request.as_deref())?;
    match (&typed, &printed, &as_printed) {
        (Some(typed), Some(printed), Some(as_printed)) if typed != printed => notes.push(format!(
            "Filed under {typed}, though the request prints {as_printed}."
        )),
        (_, Some(printed), Some(as_printed)) if printed != as_printed => notes.push(format!(
            "Filed under {printed}, which the request prints as {as_printed}."
        )),
        _ => {}
    }
    let received = asked.received.or(request.received);
    let by_reference = request
        .reference
        .as_ref()
        .and_then(|carried| desk.tables.parties.row(&carried.issuer))
        .map(|row| row.short.clone());
    let mut parties = request.parties.clone();
    let kept_out = if asked.include_requester {
        Vec::new()
    } else {
        request.names_of_requester.clone()
    };
    for name in names_in_archive(desk, &request, &kept_out)? {
        if !parties
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&name))
        {
            parties.push(name);
        }
    }
    let own = asked
        .organisation
        .as_ref()
        .map(|name| desk.tables.parties.by_name(name).unwrap_or(name).to_owned());
    let greeted = match &request.addressed {
        Some(name) if desk.searcher()?.count(&desk.field("party", name)?)? > 0 => {
            Some(name.clone())
        }
        _ => None,
    };
    let authority = match by_reference.or(greeted).or(addressee).or(own) {
        Some(known) => Some(known),
        None => writes_to_itself(desk, &parties)?,
    };
    if let Some(authority) = &authority
        && !parties.contains(authority)
    {
        parties.push(authority.clone());
    }
    let others = parties
        .iter()
        .filter(|party| Some(*party) != authority.as_ref())
        .cloned()
        .collect();
    // an archive without a record of the authority is another body's, and tells nothing by its name
    let authority = match authority {
        Some(own) if desk.searcher()?.count(&desk.field("party", &own)?)? == 0 => None,
        known => known,
    };
    let searched_names = if asked.include_requester {
        request.names_of_requester.clone()
    } else {
        Vec::new()
    };
    let needs: Vec<Needs> = request
        .items
        .iter()
        .map(|item| Needs::of(item, &parties, desk.tables))
        .collect();
    let excluded = desk
        .tables
        .families
        .find(&request.excluded.join("\n"))
        .iter()
        .map(|found| found.reference.key())
        .collect();
    notes.extend(unknown::references(desk, &request)?);
    Ok(Understood {
        needs: needs.clone(),
        excluded,
        excluded_parties: excluded_parties(&request, desk.tables),
        reference: typed.or(printed),
        received,
        until: asked.as_at.or(received),
        authority,
        parties,
        others,
        titles: wanted::titles(&request),
        wanted: wanted::of(&request, &needs, desk.tables),
        request,
        text,
        kept_out,
        searched_names,
        notes,
    })
}

/// A request's number with "FOI" before it where the request prints it so and its family does not: one spelling, be it
/// typed or printed.
fn announced(text: &str, carried: &Carried) -> String {
    let by = |printed: &str| {
        let letters = printed.get(..3).unwrap_or_default();
        letters.eq_ignore_ascii_case("foi")
    };
    let before = text
        .find(carried.as_printed.as_str())
        .and_then(|at| text.get(..at))
        .unwrap_or_default()
        .trim_end_matches([' ', '\u{a0}']);
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let mut signs = carried.canonical.chars();
    let bare = signs.all(|c| c.is_ascii_digit() || matches!(c, '/' | '-'));
    if bare && (word.eq_ignore_ascii_case("foi") || by(&carried.as_printed)) {
        format!("FOI {}", carried.canonical)
    } else {
        carried.canonical.clone()
    }
}

/// The words by which a request means the regulator of information rights without its name.
fn regulator(request: &Request, tables: &Tables) -> Option<&'static str> {
    const WORDS: [&str; 7] = [
        "data protection regulator",
        "information rights regulator",
        "information regulator",
        "privacy regulator",
        "privacy watchdog",
        "information watchdog",
        "data watchdog",
    ];
    let known =
        request.parties.iter().any(|party| party == "ICO") || tables.parties.row("ICO").is_none();
    let asking = |words: &str| {
        let says = |text: &str| wanted::has_words(&text.to_lowercase(), words);
        request
            .items
            .iter()
            .any(|item| says(&item.text) || item.under.as_deref().is_some_and(says))
    };
    // "the Commissioner", beside the name of a force and of no Commissioner of police
    let of_police = [
        "commissioner of police",
        "commissioner of the met",
        "police and crime commissioner",
        "deputy commissioner",
        "assistant commissioner",
        "your commissioner",
    ];
    let bare = "the commissioner";
    let alone =
        || asking(bare) && !of_police.into_iter().any(asking) && !request.parties.is_empty();
    WORDS
        .into_iter()
        .find(|words| asking(words))
        .or_else(|| alone().then_some(bare))
        .filter(|_| !known)
}

/// The bodies of sentences such as "I am not asking for your correspondence with the ICO": those that name no number
/// and no day, which would leave out less than all of it.
fn excluded_parties(request: &Request, tables: &Tables) -> Vec<String> {
    let all_of_it = |sentence: &&String| {
        let lower = sentence.to_lowercase();
        ["correspondence", "communications", "letters", "emails"]
            .iter()
            .any(|word| wanted::has_words(&lower, word))
            && !lower.contains(|c: char| c.is_ascii_digit())
            && !["about", "regarding", "concerning", "relating"]
                .iter()
                .any(|word| wanted::has_words(&lower, word))
    };
    request
        .excluded
        .iter()
        .filter(all_of_it)
        .flat_map(|sentence| tables.parties.find(sentence))
        .map(|mention| mention.short)
        .collect()
}

/// The request's words, and the organisation to which its message was addressed.
pub(super) fn words(asked: &Asked, tables: &Tables) -> Result<(String, Option<String>)> {
    let unread = |reason: &str| {
        Error::request(format!(
            "the request {} could not be read: {reason}",
            asked.name.escape_debug()
        ))
        .hint("save it as text and try again; nothing was searched")
    };
    let input = Input {
        name: asked.name.clone(),
        bytes: asked.bytes.clone(),
        sha256: sha2::Sha256::digest(&asked.bytes).into(),
    };
    let mut readings = Reader::new(asked.bounds.clone())
        .read(vec![input])
        .map_err(|cause| Error::archive("no reader could be started").because(cause))?;
    let reading = readings.pop().unwrap_or_default();
    let Some(first) = reading.items.first() else {
        let reason = reading
            .problems
            .first()
            .map_or("it is empty", |problem| problem.reason.as_str());
        return Err(unread(reason));
    };
    let mut text = with_headers(&first.extraction);
    let own = plain_text(&first.extraction).split_whitespace().count();
    let carried: Vec<&Item> = reading.items.iter().skip(1).collect();
    if own < SHORT_NOTE {
        for item in carried {
            text.push_str("\n\n");
            text.push_str(&plain_text(&item.extraction));
        }
    }
    if text.split_whitespace().next().is_none() {
        let problem = first.problems.first().or(reading.problems.first());
        return Err(unread(
            problem.map_or("it has no words", |problem| problem.reason.as_str()),
        ));
    }
    let addressee = addressee(&first.extraction, tables);
    Ok((text, addressee))
}

/// A message's text below those of its headers that tell what it asks.
fn with_headers(extraction: &Extraction) -> String {
    let mut text = String::new();
    if matches!(extraction.format, Format::Eml | Format::Msg) {
        for field in &extraction.headers {
            if ["from", "to", "subject", "date"].contains(&field.name.to_lowercase().as_str()) {
                text.push_str(&format!("{}: {}\n", field.name, field.value));
            }
        }
        text.push('\n');
    }
    text.push_str(&plain_text(extraction));
    text
}

/// Names in the questions that no table knows, but under which this archive has correspondence.
fn names_in_archive(
    desk: &Desk<'_>,
    request: &Request,
    kept_out: &[String],
) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for item in &request.items {
        for name in wanted::capitalised(&item.text) {
            let known = desk.tables.parties.find(&name);
            let own = kept_out.iter().any(|requester| {
                let (requester, name) = (requester.to_lowercase(), name.to_lowercase());
                requester.contains(&name) || name.contains(&requester)
            });
            if !known.is_empty() || own || names.contains(&name) {
                continue;
            }
            if let Ok(query) = desk.field("party", &name)
                && desk.searcher()?.count(&query)? > 0
            {
                names.push(name);
            }
        }
    }
    Ok(names)
}

/// The body whose people write to each other in this archive, which is then its own: the one named in the request
/// that does so most, else the one of the table.
fn writes_to_itself(desk: &Desk<'_>, named: &[String]) -> Result<Option<String>> {
    let rows = desk
        .tables
        .parties
        .rows()
        .iter()
        .map(|row| row.short.clone());
    // whoever speaks of the regulator's letters and greets another, or nobody, asks another body for them
    let regulates = |name: &String| {
        let row = desk.tables.parties.row(name);
        named.contains(name) && row.is_some_and(|row| row.kind == "regulator")
    };
    for candidates in [named.to_vec(), rows.collect()] {
        let mut best: Option<(usize, String)> = None;
        for name in candidates.into_iter().filter(|name| !regulates(name)) {
            let from = desk.field("from", &name)?;
            let within = from.and([desk.field("to", &name)?]);
            let count = desk.searcher()?.count(&within)?;
            if count > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((count, name));
            }
        }
        if let Some((_, name)) = best {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// The organisation to which a message was addressed.
fn addressee(extraction: &Extraction, tables: &Tables) -> Option<String> {
    extraction
        .headers
        .iter()
        .filter(|field| field.name.eq_ignore_ascii_case("to"))
        .flat_map(|field| addresses(&field.value))
        .find_map(|to| {
            let by_domain = to
                .address
                .as_deref()
                .and_then(|address| tables.parties.by_domain(address));
            by_domain
                .or_else(|| {
                    to.name
                        .as_deref()
                        .and_then(|name| tables.parties.by_name(name))
                })
                .map(str::to_owned)
        })
}
