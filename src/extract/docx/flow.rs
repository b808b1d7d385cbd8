//! Text that is growing: paragraphs, cells, and how a paragraph read before tracked changes.

/// A paragraph in the making, as an index into its story, and as it read before tracked changes.
#[derive(Debug, Default)]
struct Paragraph {
    before: Option<String>,
    deleted: bool,
    start: usize,
}

/// One flow of text: the part's own, or a text box's.
#[derive(Debug, Default)]
pub struct Flow {
    /// Its text so far.
    pub text: String,
    paragraph: Paragraph,
    cells: Vec<usize>,
}

impl Flow {
    /// Begins a paragraph.
    pub fn begin_paragraph(&mut self) {
        self.paragraph = Paragraph {
            start: self.text.len(),
            ..Paragraph::default()
        };
    }

    /// The paragraph as it read before its deletions; empty when it has none.
    pub fn end_paragraph(&mut self) -> String {
        let paragraph = std::mem::take(&mut self.paragraph);
        self.paragraph.start = self.text.len();
        match paragraph.before {
            Some(before) if paragraph.deleted => before,
            _ => String::new(),
        }
    }

    /// Puts the number of a list before the paragraph, unless there is nothing in it.
    pub fn number(&mut self, number: &str) {
        let start = self.paragraph.start;
        if !number.is_empty() && self.text.len() > start && self.text.is_char_boundary(start) {
            self.text.insert_str(start, &format!("{number} "));
        }
    }

    /// Adds letters that stood before the tracked changes and stand now.
    pub fn keep(&mut self, letters: &str) {
        self.text.push_str(letters);
        if let Some(before) = &mut self.paragraph.before {
            before.push_str(letters);
        }
    }

    /// Adds letters that a tracked change brought in.
    pub fn insert(&mut self, letters: &str) {
        self.before();
        self.text.push_str(letters);
    }

    /// Adds letters that a tracked change took out.
    pub fn delete(&mut self, letters: &str) {
        self.before().push_str(letters);
        self.paragraph.deleted = true;
    }

    fn before(&mut self) -> &mut String {
        let so_far = self.text.get(self.paragraph.start..).unwrap_or_default();
        self.paragraph
            .before
            .get_or_insert_with(|| so_far.to_string())
    }

    /// Takes the text away and begins anew.
    pub fn take(&mut self) -> String {
        self.paragraph = Paragraph::default();
        std::mem::take(&mut self.text)
    }

    /// Begins a cell of a table.
    pub fn begin_cell(&mut self) {
        self.cells.push(self.text.len());
    }

    /// Cells of a row are parted by tabs, their last line's end left out.
    pub fn end_cell(&mut self) {
        let start = self.cells.pop().unwrap_or(0);
        while self.text.len() > start && self.text.ends_with('\n') {
            self.text.pop();
        }
        self.text.push('\t');
    }

    /// Ends a row of a table.
    pub fn end_row(&mut self) {
        while self.text.ends_with('\t') {
            self.text.pop();
        }
        self.text.push('\n');
    }
}
