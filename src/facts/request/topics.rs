//! Picks the words of an item that are worth looking for.

use super::moments::moments;
use crate::facts::dates;

/// Words too common, or too much a part of asking, to look for.
const STOP: &str = "a re about above according act after again against all also although always am an and any anything are aren't as ask \
ascertain asked asking at attached available away be because been before being below between both but by can cannot case clear concerned \
concerning contain contained containing contains copies copy correspondence could couldn't date dated dates detail detailed \
detailing details did do document documentation documents does doing done during each either email emails etc ever every \
everything exchanged e.g fix first foi foia following for freedom from full further gave get give given gives go grateful had has \
have having he held her here hers him his hold holds how i i'd i'm i.e identified if in include included includes including \
information inform into is issue issued issues it item items its itself just kind kindly know known later latest letter letters \
like list listed look made make many material materials may me message messages might more most much must my nature need needs \
no nor not now number numbers obtain of off on once one only or other others ought our out over own part particular per please plus possible \
present provide provided provides question questions reason reasons received record recorded records ref reference refer referred \
regard regarding regards relate related relates relating relation relevant request requested requesting respect same say see \
seek seeking send sent set shall she should show shows since so some specific specifically state stating steps still such supply \
take taken takes tell than that the their theirs them then there these they this those through time to together too under until \
up upon us was we were what when where whether which while who whom whose why will wish with within without would wouldn't write \
writing written yes yet you your yours";

/// The content words of an item, in order, each once, in lower case: without common words, the words of asking,
/// dates, references and anything else with a figure in it, and addresses.
pub fn topic_words(item_text: &str) -> Vec<String> {
    let mut text = item_text.to_owned();
    let mut dated: Vec<(usize, usize)> = dates::find(item_text)
        .iter()
        .map(|found| (found.start, found.end))
        .collect();
    let moments = moments(item_text);
    for (at, moment) in moments.iter().enumerate() {
        let led_on = moments
            .get(at + 1)
            .is_some_and(|next| next.start - moment.end <= " and the ".len());
        if moment.year.is_some() || moment.day.is_some() || led_on {
            dated.push((moment.start, moment.end));
        }
    }
    for doubt in dates::doubtful(item_text) {
        dated.extend(
            item_text
                .find(&doubt.as_printed)
                .map(|at| (at, at + doubt.as_printed.len())),
        );
    }
    for back in super::periods::back(item_text) {
        dated.extend(
            item_text
                .find(&back.as_printed)
                .map(|at| (at, at + back.as_printed.len())),
        );
    }
    dated.extend(super::spans::places(item_text));
    dated.extend(super::wording::exclusion(item_text));
    // Blanks in place of a date keep every other place where it is.
    for (start, end) in dated {
        text.replace_range(start..end, &" ".repeat(end - start));
    }
    let mut words: Vec<String> = Vec::new();
    let whole = text.split_whitespace().filter(|piece| {
        !piece.contains(|c: char| c.is_ascii_digit() || c == '@') && !piece.contains("www.")
    });
    for piece in whole.flat_map(|piece| piece.split(['/', ',', ';', ':', '(', ')', '–', '—', '…']))
    {
        let word = piece
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
            .replace('’', "'");
        let bare = word.strip_suffix("'s").unwrap_or(&word);
        let common = STOP
            .split_whitespace()
            .any(|stop| stop == bare || stop == word);
        if bare.chars().count() > 1 && !common && !words.iter().any(|known| known == bare) {
            words.push(bare.to_owned());
        }
    }
    words
}

/// What an item puts in double quotation marks, two words or more: a title or a phrase to look for as it stands.
pub fn quoted_titles(item_text: &str) -> Vec<String> {
    let plain = item_text.replace(['“', '”', '„'], "\"");
    let pieces: Vec<&str> = plain.split('"').collect();
    // A mark that is never closed quotes nothing.
    let closed = pieces.len().saturating_sub(1) / 2;
    pieces
        .iter()
        .skip(1)
        .step_by(2)
        .take(closed)
        .map(|quoted| {
            quoted
                .trim()
                .trim_end_matches(['.', ',', '?', ';'])
                .to_owned()
        })
        .filter(|quoted| quoted.split_whitespace().count() > 1)
        .collect()
}
