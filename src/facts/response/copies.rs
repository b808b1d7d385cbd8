//! Whether a paper is the letter as sent, a page made for publication, or a part of either.

use super::gates::Copy;
use super::paper::Paper;
use super::phrases::any;
use super::zones::{Zone, is_salutation};
use crate::facts::Form;

/// Tells what sort of copy it is, and why.
pub(super) fn read(paper: &Paper, form: Form, message: bool, dated: bool) -> (Copy, Vec<String>) {
    let paragraphs = &paper.paragraphs;
    let furniture = paragraphs
        .iter()
        .filter(|paragraph| paragraph.zone == Zone::Furniture)
        .count();
    let salutation = paragraphs
        .iter()
        .any(|paragraph| is_salutation(&paragraph.lower));
    let signed = paragraphs.iter().any(|paragraph| {
        paragraph.text.len() < 60
            && any(
                &paragraph.lower,
                "yours sincerely | yours faithfully | yours truly | kind regards | regards | with best wishes | \
                    sincerely",
            )
    });
    let publishes = paragraphs.iter().any(|paragraph| {
        let lower = &paragraph.lower;
        let short = paragraph.text.len() < 120;
        let of_other_things = || {
            any(
                lower,
                "will be published | is published | are published | publication scheme | future | section 22",
            )
        };
        // what is told of is something else than this page
        let told = any(
            lower,
            "is published | are published | was published | were published | been published | will be published",
        ) && !any(lower, "this response | this reply | this request | this page | this letter");
        short
            && !told
            && (any(
                lower,
                "date published | published on | publication date | published: | date of publication | disclosure log | \
                    last updated | page last updated | disclosure log reference | foi disclosure | foi publication | \
                    first published | added to this page | posted on | uploaded on",
            ) || lower.starts_with("published") && !of_other_things())
    });
    let says_extract = paragraphs.iter().any(|paragraph| {
        let lower = &paragraph.lower;
        paragraph.text.len() < 90
            && (any(lower, "extract from … letter")
                || any(lower, "extract from … response")
                || any(lower, "extract of … response")
                || any(lower, "extract from … reply")
                || matches!(
                    lower.trim_matches(['[', ']', '(', ')', '.']),
                    "..." | "…" | "" | "extract" | "extract begins" | "extract ends" | "snip"
                )
                || lower.starts_with("[...")
                || lower.starts_with("[…")
                || any(lower, "page 2 of | pages 2") && !salutation)
    });
    let mut why = Vec::new();
    let mut say = |holds: bool, words: &str| {
        if holds {
            why.push(words.to_owned());
        }
    };
    if furniture > 0 || publishes || (form == Form::Page && !(salutation && (signed || dated))) {
        say(furniture > 0, "web notices round the text");
        say(publishes, "a line of publication");
        say(form == Form::Page, "a web page");
        say(!salutation, "no addressee");
        say(!dated, "no date of reply");
        return (Copy::Published, why);
    }
    if says_extract {
        say(true, "it says that it is a part");
        return (Copy::Extract, why);
    }
    // some forces greet nobody: a number, a date and an address in the second person are a letter
    let numbered = paragraphs.iter().take(10).any(|paragraph| {
        paragraph.text.len() < 60
            && (any(
                &paragraph.lower,
                "ref | our ref | reference | our reference | foi ref | foi reference | request number | request no | case number | case no | \
                    enquiry number | foi number | log number",
            ) || super::references::is_number(&paragraph.text))
    });
    let addresses = paragraphs.iter().any(|paragraph| {
        any(
            &paragraph.lower,
            "your request | you asked | you requested | received: | date received | you may ask | review:",
        )
    });
    let letter = form != Form::Page && dated && numbered && addresses;
    if message || letter || (salutation && (signed || dated)) {
        say(message, "the headers of a message");
        say(salutation, "a salutation");
        say(signed, "a sign-off");
        say(dated, "a date");
        return (Copy::AsSent, why);
    }
    if !salutation && !signed && !dated {
        let starts_inside = paragraphs.first().is_some_and(|paragraph| {
            paragraph.text.starts_with(|c: char| c.is_lowercase())
                || paragraph.text.starts_with(['…', '['])
        });
        if starts_inside {
            say(true, "it begins in the middle");
            return (Copy::Extract, why);
        }
    }
    say(!salutation, "no salutation");
    say(!signed, "no sign-off");
    say(!dated, "no date of reply");
    (Copy::Unknown, why)
}
