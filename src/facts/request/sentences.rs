//! Cuts a paragraph into sentences, and a list within a sentence into its entries.

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 24] = [
    "mr", "mrs", "ms", "dr", "prof", "no", "nos", "ref", "refs", "e.g", "i.e", "etc", "cf", "vs",
    "dept", "st", "para", "paras", "insp", "sgt", "supt", "approx", "incl", "p",
];

/// The sentences of a paragraph.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if !matches!(c, '.' | '?' | '!') {
            continue;
        }
        let end = at + c.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        let closed = rest.trim_start_matches(['"', '”', '’', '\'', ')']);
        let goes_on = closed.trim_start();
        let ends = goes_on.is_empty()
            || (closed.starts_with(char::is_whitespace)
                && goes_on.starts_with(|c: char| {
                    c.is_uppercase()
                        || c.is_ascii_digit()
                        || matches!(c, '"' | '“' | '‘' | '(' | '•')
                }));
        let word = text
            .get(start..at)
            .unwrap_or_default()
            .rsplit([' ', '('])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let short =
            c == '.' && (ABBREVIATIONS.contains(&word.as_str()) || word.chars().count() == 1);
        if ends && (!short || goes_on.is_empty()) {
            let end = end + (rest.len() - closed.len());
            sentences.push(text.get(start..end).unwrap_or_default().trim());
            start = end;
        }
    }
    sentences.push(text.get(start..).unwrap_or_default().trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Cuts `please send 1) the letter; 2) the reply; and 3) the leaflet` into its lead and its entries.
pub(super) fn inline_list(text: &str) -> Option<(String, Vec<String>)> {
    [
        ("(1)", "(", ")", true),
        ("1)", "", ")", true),
        ("1.", "", ".", true),
        ("(a)", "(", ")", false),
        ("a)", "", ")", false),
        ("(i)", "(", ")", false),
    ]
    .iter()
    .find_map(|(first, open, close, numbers)| {
        let names: Vec<String> = if *numbers {
            (1..=12).map(|n| n.to_string()).collect()
        } else if *first == "(i)" {
            ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"]
                .map(str::to_owned)
                .to_vec()
        } else {
            ('a'..='l').map(String::from).collect()
        };
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        let mut from = 0;
        for name in &names {
            let mark = format!("{open}{name}{close}");
            let Some(at) = text.get(from..).and_then(|rest| {
                rest.match_indices(&mark)
                    .map(|(at, _)| from + at)
                    .find(|at| {
                        let before = text.get(..*at).and_then(|b| b.chars().next_back());
                        let after = text.get(at + mark.len()..).and_then(|a| a.chars().next());
                        before.is_none_or(|c| c.is_whitespace())
                            && after.is_some_and(char::is_whitespace)
                    })
            }) else {
                break;
            };
            cuts.push((at, at + mark.len()));
            from = at + mark.len();
        }
        if cuts.len() < 2 {
            return None;
        }
        let lead = text.get(..cuts.first()?.0)?.trim().to_owned();
        let entries = (0..cuts.len())
            .filter_map(|at| {
                let start = cuts.get(at)?.1;
                let end = cuts.get(at + 1).map_or(text.len(), |next| next.0);
                let entry = text.get(start..end)?.trim();
                let entry = entry
                    .strip_suffix("and")
                    .filter(|rest| rest.ends_with([' ', ';', ',']))
                    .unwrap_or(entry)
                    .trim();
                Some(entry.trim_end_matches([';', ',']).to_owned())
            })
            .collect();
        Some((lead, entries))
    })
}

/// An entry's words without the comma, semicolon or "and" that leads to the next entry.
pub(super) fn tidy_entry(text: &str) -> String {
    let text = text.trim_end();
    let cut = [" and", " or"]
        .iter()
        .find_map(|word| {
            text.strip_suffix(word)
                .filter(|rest| rest.trim_end().ends_with([';', ',']))
        })
        .unwrap_or(text);
    tidy(cut.trim_end().trim_end_matches([';', ',']))
}

/// An item's text without stray marks round it.
pub(super) fn tidy(text: &str) -> String {
    let text = text.trim().trim_matches(|c| matches!(c, '*' | '_')).trim();
    let opened = text.matches(['"', '“']).count();
    let closed = text.matches(['"', '”']).count();
    if opened + closed == 1 {
        return text.trim_matches(['"', '“', '”']).trim().to_owned();
    }
    text.to_owned()
}
