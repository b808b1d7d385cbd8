//! Text as a page shows it, line by line.

/// Text growing line by line, white space drawn together as a browser draws it.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    space: bool,
}

impl Lines {
    /// How much text there is.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The text from a place on; empty where that is no longer there.
    pub fn since(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or_default()
    }

    /// Adds text, white space drawn together unless it counts `as_typed`.
    pub fn push(&mut self, text: &str, as_typed: bool) {
        if as_typed {
            self.flush_space();
            self.text
                .extend(text.chars().filter(|c| *c != '\u{AD}' && *c != '\r'));
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let blank = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C);
            let word = rest.bytes().position(blank).unwrap_or(rest.len());
            if word > 0 {
                self.flush_space();
                let word = &rest[..word];
                if word.is_ascii() {
                    self.text.push_str(word);
                } else {
                    word.split('\u{AD}')
                        .for_each(|piece| self.text.push_str(piece));
                }
            }
            rest = &rest[word..];
            let after = rest.bytes().position(|byte| !blank(byte));
            let after = after.unwrap_or(rest.len());
            self.space |= after > 0;
            rest = &rest[after..];
        }
    }

    fn flush_space(&mut self) {
        if self.space && !matches!(self.text.as_bytes().last(), None | Some(b'\n' | b'\t')) {
            self.text.push(' ');
        }
        self.space = false;
    }

    /// Ends the line, even an empty one.
    pub fn break_line(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Ends the line unless it has ended; `apart` asks for an empty line after it.
    pub fn end_line(&mut self, apart: bool) {
        self.space = false;
        if self.text.is_empty() {
            return;
        }
        while self.text.ends_with('\t') {
            self.text.pop();
        }
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        if apart && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Ends a table cell.
    pub fn end_cell(&mut self) {
        self.space = false;
        // Blocks within a cell end its lines; the cell itself stays on the row.
        let kept = self.text.trim_end_matches('\n').len();
        self.text.truncate(kept);
        if !self.text.is_empty() {
            self.text.push('\t');
        }
    }

    /// The whole text.
    pub fn finish(mut self) -> String {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        if kept > 0 {
            self.text.push('\n');
        }
        self.text
    }
}
