//! Commands that ask: search, show, refs, problems, verify, stats, the status page.

use std::io::{IsTerminal, Read};

use super::args::{self, Output, Sort};
use super::paper::{End, put, put_bytes, say};
use super::{Session, bounds, day_if};
use crate::error::{Error, Result};
use crate::present::{self, Format};
use crate::verbs::desk::Desk;
use crate::verbs::search::{self as story, Again, Asked, Order};
use crate::verbs::{refresh, show as showing, survey, verify as verifying};

/// Hits on a terminal, unless asked otherwise.
const ON_A_TERMINAL: usize = 20;

/// With no command: the status page.
pub fn status(session: &Session) -> Result<End> {
    let archive = session.archive()?;
    let desk = Desk::without_index(&archive, &session.tables)?;
    let status = survey::status(&desk)?;
    put(&status, &table(), &session.page)?;
    say_if_tables_changed(session, &desk)?;
    Ok(End::Done)
}

/// Says that facts were read by other tables than those in force now.
fn say_if_tables_changed(session: &Session, desk: &Desk<'_>) -> Result<()> {
    if refresh::is_due(&desk.catalogue, &session.tables)? {
        say(
            &session.arguments,
            "The tables have changed since facts were read by them: `recordroom refresh` reads every record's again.",
        );
    }
    Ok(())
}

fn table() -> Output {
    Output {
        format: Format::Table.name().to_owned(),
        to: None,
    }
}

/// `problems`.
pub fn problems(session: &Session, output: &Output) -> Result<End> {
    let archive = session.archive()?;
    let rows = Desk::without_index(&archive, &session.tables)?.problems()?;
    put(&rows, output, &session.page)?;
    Ok(End::Done)
}

/// Says that a request that something was filed under has no file of its own.
fn say_if_unopened(session: &Session, desk: &Desk<'_>) -> Result<()> {
    if let Some(reference) = session.request()
        && desk.catalogue.request(&reference)?.is_none()
    {
        say(
            &session.arguments,
            &format!(
                "This is filed under {reference}, and no such request is open here: \
                 recordroom request add '{reference}' opens it."
            ),
        );
    }
    Ok(())
}

/// `search`.
pub fn search(session: &Session, asked: &args::Search) -> Result<End> {
    let archive = session.archive()?;
    let format: Format = asked.output.format.parse()?;
    let desk = Desk::open(&archive, &session.tables)?;
    let typed = match &asked.file {
        Some(file) => text_of(file)?.trim().to_owned(),
        None => asked.query.join(" ").trim().to_owned(),
    };
    let typed = written_out(session, &desk, typed)?;
    let limits = limits(asked)?;
    let without = limits.is_empty() && !asked.all && !asked.count && asked.facets.is_empty();
    // an empty file was meant to hold a query
    if typed.is_empty() && (without || asked.file.is_some()) {
        return Err(Error::request("there is nothing to search for").hint(
            "type a query, or --all for every record; `recordroom search --help` has the language",
        ));
    }
    let shown = shown_query(&typed, asked);
    let limit = if asked.count {
        Some(0)
    } else if asked.all {
        None
    } else {
        asked
            .limit
            .or((format == Format::Table).then_some(ON_A_TERMINAL))
    };
    let everything = asked.all && typed.is_empty() && limits.is_empty();
    let order = match asked.sort {
        Sort::Relevance if everything => Order::Id,
        Sort::Relevance => Order::Relevance,
        Sort::Date => Order::DateAscending,
        Sort::Latest => Order::DateDescending,
    };
    let again = Again {
        query: typed,
        limits,
    };
    let search = match format {
        Format::Table => story::listed,
        _ => story::search,
    };
    let answer = search(
        &desk,
        &Asked {
            query: again.query(&desk)?,
            typed: shown,
            again,
            role: archive.settings()?.role,
            order,
            limit,
            facets: asked.facets.clone(),
            as_at: day_if("--as-at", asked.as_at.as_deref())?,
            on_record: !asked.no_log,
            request: session.request(),
            command: session.typed.clone(),
        },
    )?;
    if asked.explain {
        say(&session.arguments, &format!("Read as {}", answer.read_as));
        for part in &answer.parts {
            say(
                &session.arguments,
                &format!(
                    "  {}: {}{}",
                    part.read_as,
                    present::words::records(part.records),
                    if part.forms.is_empty() {
                        String::new()
                    } else {
                        format!(" ({})", part.forms.join(", "))
                    }
                ),
            );
        }
    }
    if asked.count && format == Format::Table {
        put_bytes(
            format!("{}\n", answer.total).as_bytes(),
            Some(&asked.output),
        )?;
    } else {
        put(&answer, &asked.output, &session.page)?;
    }
    say_if_unopened(session, &desk)?;
    let on_screen = format == Format::Table && answer.total == 0;
    if !on_screen {
        say(&session.arguments, &present::footnote(&answer));
    }
    if asked.no_log && !archive.is_writable() {
        say(
            &session.arguments,
            "This archive cannot be written to, so the search is not on record.",
        );
    }
    say_if_tables_changed(session, &desk)?;
    desk.leave();
    Ok(if answer.total == 0 {
        End::Nothing
    } else {
        End::Done
    })
}

/// Flags as further limits of the query: fields and their values.
fn limits(asked: &args::Search) -> Result<Vec<(String, String)>> {
    let mut limits = Vec::new();
    for (name, values) in [
        ("ref", &asked.reference),
        ("kind", &asked.kind),
        ("party", &asked.party),
        ("from", &asked.from),
        ("to", &asked.to_party),
    ] {
        limits.extend(values.iter().map(|value| (name.to_owned(), value.clone())));
    }
    let after = day_if("--after", asked.after.as_deref())?;
    let before = day_if("--before", asked.before.as_deref())?;
    if let (Some(after), Some(before)) = (after, before)
        && before < after
    {
        return Err(Error::request(format!(
            "no day is both on or after {after} and on or before {before}"
        ))
        .hint("--after is the first day, --before the last; both are taken in"));
    }
    limits.extend(after.map(|after| ("date".to_owned(), format!(">={after}"))));
    limits.extend(before.map(|before| ("date".to_owned(), format!("<={before}"))));
    Ok(limits)
}

/// The query with its flags, as the answer and the log name it.
fn shown_query(typed: &str, asked: &args::Search) -> String {
    let mut shown = typed.to_owned();
    let mut add = |flag: &str, value: &str| {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(&format!("--{flag} '{value}'"));
    };
    for (flag, values) in [
        ("ref", &asked.reference),
        ("kind", &asked.kind),
        ("party", &asked.party),
        ("from", &asked.from),
        ("to-party", &asked.to_party),
    ] {
        values.iter().for_each(|value| add(flag, value));
    }
    for (flag, value) in [
        ("after", &asked.after),
        ("before", &asked.before),
        ("as-at", &asked.as_at),
    ] {
        if let Some(value) = value {
            add(flag, value);
        }
    }
    shown
}

/// `show`.
pub fn show(session: &Session, asked: &args::Show) -> Result<End> {
    let archive = session.archive()?;
    let desk = Desk::without_index(&archive, &session.tables)?;
    let id = desk.named(&asked.id, session.arguments.request.as_deref())?;
    if asked.raw {
        let bytes = showing::original(&desk, id, &bounds(&archive.settings()?)?)?;
        if asked.output.to.is_none() && std::io::stdout().is_terminal() && !is_plain(&bytes) {
            return Err(Error::request(format!(
                "the original of {id} holds control characters, which a terminal would obey"
            ))
            .hint("write it to a file: --to FILE"));
        }
        put_bytes(&bytes, Some(&asked.output))?;
        return Ok(End::Done);
    }
    let shown = showing::show(&desk, id)?;
    if asked.text {
        put_bytes(present::text_of(&shown).as_bytes(), Some(&asked.output))?;
    } else {
        put(&shown, &asked.output, &session.page)?;
    }
    Ok(End::Done)
}

/// Whether bytes are text that does nothing to a terminal but fill its lines.
fn is_plain(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| {
        text.chars()
            .all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
    })
}

/// `refs`.
pub fn references(session: &Session, asked: &args::Refs) -> Result<End> {
    let archive = session.archive()?;
    let desk = Desk::without_index(&archive, &session.tables)?;
    let rows = survey::references(&desk, asked.prefix.as_deref(), asked.family.as_deref())?;
    put(&rows, &asked.output, &session.page)?;
    Ok(if rows.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

/// `verify`.
pub fn verify(session: &Session, asked: &args::Verify) -> Result<End> {
    let archive = session.archive()?;
    let verified = verifying::verify(&archive, asked.originals)?;
    put(&verified, &asked.output, &session.page)?;
    Ok(if verified.ok { End::Done } else { End::Nothing })
}

/// `stats`.
pub fn stats(session: &Session, output: &Output) -> Result<End> {
    let archive = session.archive()?;
    let named = std::env::var("RECORDROOM_OCR_LANGUAGES").ok();
    let languages = super::ocr_languages(named.as_deref(), &archive.settings()?);
    let desk = Desk::without_index(&archive, &session.tables)?;
    let stats = survey::stats(&desk, &languages)?;
    put(&stats, output, &session.page)?;
    Ok(End::Done)
}

/// A query with the item numbers of the request that it is filed under written out as ids, and what was read so said.
pub fn written_out(session: &Session, desk: &Desk<'_>, typed: String) -> Result<String> {
    let request = session.request();
    let written = desk.items_written_out(&typed, request.as_deref())?;
    if written != typed {
        say(
            &session.arguments,
            &format!("Item numbers of the request were read as its records: {written}"),
        );
    }
    Ok(written)
}

/// A file's bytes and name; `-` is standard input.
pub fn bytes_of(file: &std::path::Path) -> Result<(String, Vec<u8>)> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|cause| Error::request("cannot read standard input").because(cause))?;
        return Ok((String::new(), bytes));
    }
    let bytes = std::fs::read(file).map_err(|cause| {
        Error::request(format!("cannot read {}", file.display()))
            .because(cause)
            .hint("check the name, or give the text on standard input with -")
    })?;
    let name = file
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok((name, bytes))
}

/// A file's text; `-` is standard input.
pub fn text_of(file: &std::path::Path) -> Result<String> {
    let (_, bytes) = bytes_of(file)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    String::from_utf8(text.to_vec()).map_err(|_| {
        Error::request(format!("{} is not UTF-8 text", file.display()))
            .hint("save the query as plain text in UTF-8")
    })
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn what_a_terminal_would_obey_is_not_plain() {
        assert!(is_plain("Dear Sir,\r\n\tcafé\n".as_bytes()));
        for hostile in [
            &b"\x1b[2J"[..],
            b"\x07",
            "\u{9b}31m".as_bytes(),
            b"a\x7f",
            b"\xff\xd8\xff\xe0",
        ] {
            assert!(!is_plain(hostile), "{hostile:?}");
        }
    }
}
