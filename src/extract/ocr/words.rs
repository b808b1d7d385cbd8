//! What tesseract answers: a table of words with places and confidence, turned into lines of text.
//!
//! The columns are those of tesseract's `tsv` renderer: level, page, block, paragraph, line, word, left, top, width,
//! height, confidence, text. Level 5 is a word.

/// The text of one page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words {
    /// Its lines.
    pub text: String,
    /// How many words.
    pub count: usize,
    /// The mean confidence of the words, 0 to 100, longer words weighing more.
    pub confidence: u8,
    /// How much of it can be relied on: letters, each weighed by how far its word's confidence exceeds chance.
    pub worth: f64,
}

/// Below this confidence a word is as good as guessed.
const GUESSED: f64 = 30.0;

/// Reads the table; rows that do not fit are no words.
pub fn read(table: &str) -> Words {
    let mut words = Words::default();
    let mut before: Option<[&str; 3]> = None;
    let (mut sum, mut letters) = (0.0, 0.0);
    for row in table.lines() {
        let columns: Vec<&str> = row.splitn(12, '\t').collect();
        let [
            "5",
            _,
            block,
            paragraph,
            line,
            _,
            _,
            _,
            _,
            _,
            confidence,
            text,
        ] = columns.as_slice()
        else {
            continue;
        };
        let text = text.trim();
        let Ok(confidence) = confidence.parse::<f64>() else {
            continue;
        };
        if text.is_empty() {
            continue;
        }
        let place = [*block, *paragraph, *line];
        match before {
            None => {}
            Some(before) if before == place => words.text.push(' '),
            Some(before) if before[..2] == place[..2] => words.text.push('\n'),
            Some(_) => words.text.push_str("\n\n"),
        }
        before = Some(place);
        words.text.push_str(text);
        let weight = text.chars().filter(|c| c.is_alphanumeric()).count() as f64;
        let confidence = confidence.clamp(0.0, 100.0);
        if weight > 0.0 {
            words.count += 1;
        }
        sum += confidence * weight;
        letters += weight;
        words.worth += (confidence - GUESSED).max(0.0) / (100.0 - GUESSED) * weight;
    }
    if letters > 0.0 {
        words.confidence = (sum / letters).round() as u8;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_lines_and_paragraphs_with_their_mean_confidence() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                     1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n\
                     5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t90.5\tThe\n\
                     5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t90.5\tkettle\n\
                     5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t20\tis\n\
                     5\t1\t2\t1\t1\t1\t0\t0\t9\t9\t95\t \n\
                     5\t1\t3\t1\t1\t1\t0\t0\t9\t9\t96\tblue\n";
        let words = read(table);
        assert_eq!(words.text, "The kettle\nis\n\nblue");
        assert_eq!(words.count, 4);
        assert_eq!(words.confidence, 83);
        assert!(words.worth > 11.0 && words.worth < 13.0);
    }

    #[test]
    fn a_table_of_something_else_has_no_words() {
        for odd in [
            "",
            "5\t1",
            "Segmentation fault",
            "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\tno\tword",
        ] {
            assert_eq!(read(odd), Words::default(), "{odd:?}");
        }
    }
}
