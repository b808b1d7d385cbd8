//! Words that a file holds and its reader does not see, since something lies over them or they have the colour of what
//! is behind them: how the doubt about them is worded, and how it is read again.
//!
//! Such words are searched like any others. The doubt is for whoever released the file, or is about to.

/// By what words are kept from sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// A filled shape lies over them.
    Shape,
    /// A picture lies over them.
    Picture,
    /// They have the colour of what is behind them.
    SameColour,
    /// They are marked for redaction, and the mark was never carried out.
    MarkOnly,
    /// They are marked in the colour that they are written in.
    Highlight,
    /// They stand in rows that are hidden.
    HiddenRow,
    /// They stand in columns that are hidden.
    HiddenColumn,
}

impl Cover {
    /// How it is said in a doubt.
    fn in_words(self) -> &'static str {
        match self {
            Self::Shape => "words under a filled shape",
            Self::Picture => "words under a picture",
            Self::SameColour => "words in the colour of what is behind them",
            Self::MarkOnly => "words only marked for redaction",
            Self::Highlight => "words marked over in their own colour",
            Self::HiddenRow => "words in hidden rows",
            Self::HiddenColumn => "words in hidden columns",
        }
    }
}

/// What stands between how the words are hidden and the words.
const COPIED_OUT: &str = " can be copied out: ";
/// A doubt quotes no more letters than this.
const QUOTED: usize = 300;
/// So many doubts of this sort are told of one file.
pub const MOST: usize = 40;

/// The doubt about covered words; none where there is no word among them.
pub fn doubt(place: &str, cover: Cover, words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return None;
    }
    let quoted: String = words.chars().take(QUOTED).collect();
    let more = if quoted.len() < words.len() {
        "…"
    } else {
        ""
    };
    let place = if place.is_empty() {
        String::new()
    } else {
        format!("{place}: ")
    };
    Some(format!(
        "{place}{}{COPIED_OUT}{quoted}{more}",
        cover.in_words()
    ))
}

/// Whether what [`read`] gives as the way of hiding is a row or a column, which a click shows again.
pub fn is_folded(how: &str) -> bool {
    how.ends_with("hidden rows") || how.ends_with("hidden columns")
}

/// How words are hidden and which, where a doubt is about covered words.
pub fn read(doubt: &str) -> Option<(&str, &str)> {
    let (how, words) = doubt.split_once(COPIED_OUT)?;
    how.contains("words ").then_some((how, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_is_read_back_as_it_was_worded() {
        let told = doubt("page 2", Cover::Shape, " Osbert\n Quill ").expect("words");
        assert_eq!(
            read(&told),
            Some(("page 2: words under a filled shape", "Osbert Quill"))
        );
        assert_eq!(doubt("page 2", Cover::Shape, " - . "), None);
        assert_eq!(read("page 2: the fonts do not say"), None);
    }
}
