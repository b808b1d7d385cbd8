//! Headers and footers of sheets, whose codes say where on the line a piece stands and how it looks.

/// The words of a header or footer; pieces for left, middle and right are parted by tabs.
///
/// Codes are those of ECMA-376 part 1, 18.3.1.46; page numbers, dates and file names that the program fills in are
/// in no file and are left out.
pub fn words(code: &str) -> String {
    let mut words = String::new();
    let mut letters = code.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '&' {
            words.push(letter);
            continue;
        }
        match letters.next() {
            Some('&') => words.push('&'),
            Some('L' | 'C' | 'R' | 'l' | 'c' | 'r') => words.push('\t'),
            Some('"') => {
                letters
                    .by_ref()
                    .take_while(|next| *next != '"')
                    .for_each(drop);
            }
            Some('K' | 'k') => {
                for _ in 0..6 {
                    let in_colour = |c: &char| c.is_ascii_hexdigit() || matches!(c, '+' | '-');
                    letters.next_if(in_colour);
                }
            }
            Some(size) if size.is_ascii_digit() => {
                while letters.next_if(char::is_ascii_digit).is_some() {}
            }
            _ => {}
        }
    }
    let pieces: Vec<&str> = words
        .split('\t')
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    pieces.join("\t")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn codes_are_left_out_and_words_kept() {
        assert_eq!(
            words("&L&\"Arial,Bold\"&14Bees && Sons&C&KFF0000OFFICIAL&RPage &P of &N"),
            "Bees & Sons\tOFFICIAL\tPage  of"
        );
        assert_eq!(words("plain"), "plain");
        assert_eq!(words("&"), "");
        assert_eq!(words("&\"never closed"), "");
    }
}
