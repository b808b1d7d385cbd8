//! A PDF writer small enough to see through: objects in a row, a table of where they begin, a trailer.

/// A PDF in the making. Objects 1 to 3 are the catalogue, the page tree and Helvetica; each page then takes two, and
/// whatever is added follows.
#[derive(Default)]
pub struct Paper {
    /// Entries for the catalogue.
    pub catalogue: String,
    /// Entries for every page.
    pub page: String,
    /// Entries for the trailer.
    pub trailer: String,
    pages: Vec<Vec<u8>>,
    added: Vec<Vec<u8>>,
}

impl Paper {
    /// With pages of these content streams.
    pub fn with_pages(contents: &[&str]) -> Self {
        Self {
            pages: contents.iter().map(|c| c.as_bytes().to_vec()).collect(),
            ..Self::default()
        }
    }

    /// With one page of a content stream given as bytes.
    pub fn with_bytes(content: &[u8]) -> Self {
        Self {
            pages: vec![content.to_vec()],
            ..Self::default()
        }
    }

    /// Adds an object and tells its number; call it once all pages are there.
    pub fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.added.push(object.into());
        3 + 2 * self.pages.len() + self.added.len()
    }

    /// Adds a stream with these entries in its dictionary.
    pub fn add_stream(&mut self, entries: &str, data: &[u8]) -> usize {
        self.add(stream(entries, data))
    }

    pub fn bytes(&self) -> Vec<u8> {
        let kids: String = (0..self.pages.len())
            .map(|n| format!("{} 0 R ", 4 + 2 * n))
            .collect();
        let mut objects: Vec<Vec<u8>> = vec![
            format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalogue).into(),
            format!(
                "<< /Type /Pages /Kids [ {kids}] /Count {} >>",
                self.pages.len()
            )
            .into(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
                .to_vec(),
        ];
        for (n, content) in self.pages.iter().enumerate() {
            objects.push(
                format!(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R {} >>",
                    5 + 2 * n,
                    if self.page.is_empty() {
                        "/Resources << /Font << /F1 3 0 R >> >>"
                    } else {
                        &self.page
                    }
                )
                .into(),
            );
            objects.push(stream("", content));
        }
        objects.extend(self.added.iter().cloned());
        let mut bytes = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut table = String::new();
        for (n, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
            bytes.extend(format!("{} 0 obj\n", n + 1).bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        }
        let start = bytes.len();
        let size = objects.len() + 1;
        bytes.extend(
            format!(
                "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {} >>\nstartxref\n{start}\n%%EOF\n",
                self.trailer
            )
            .bytes(),
        );
        bytes
    }
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< /Length {} {entries} >>\nstream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

/// A line of text at a height.
pub fn line(height: u32, text: &str) -> String {
    format!("BT /F1 12 Tf 72 {height} Td ({text}) Tj ET\n")
}
