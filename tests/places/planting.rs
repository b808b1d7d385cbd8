//! Words to plant, each with the place that it stands for.

use std::cell::RefCell;

/// A file with words planted in it.
#[derive(Clone)]
pub struct Planted {
    /// Its name.
    pub file: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Each place, and the word that stands there.
    pub words: Vec<(String, String)>,
    /// Places whose words nothing can read: these must not be found, and the file must be listed.
    pub unreadable: Vec<String>,
}

/// The words of one file in the making.
pub struct Planting {
    file: &'static str,
    words: RefCell<Vec<(String, String)>>,
    unreadable: RefCell<Vec<String>>,
}

impl Planting {
    pub fn new(file: &'static str) -> Self {
        Self {
            file,
            words: RefCell::default(),
            unreadable: RefCell::default(),
        }
    }

    /// A word for a place: made of the file's name and the place's, so that no two are alike.
    pub fn at(&self, place: &str) -> String {
        let plain = |text: &str| -> String {
            text.chars()
                .filter_map(|c| match c {
                    '0'..='9' => Some(char::from(b'a' + (c as u8 - b'0'))),
                    c if c.is_ascii_alphabetic() => Some(c.to_ascii_lowercase()),
                    _ => None,
                })
                .collect()
        };
        let word = format!("q{}x{}q", plain(self.file), plain(place));
        let mut words = self.words.borrow_mut();
        assert!(
            words.iter().all(|(known, _)| known != place),
            "{place} is planted twice"
        );
        words.push((place.to_owned(), word.clone()));
        word
    }

    /// A word for a place that nothing can read.
    pub fn unreadable(&self, place: &str) -> String {
        self.unreadable.borrow_mut().push(place.to_owned());
        self.at(place)
    }

    /// The file, once its bytes are there.
    pub fn bear(&self, bytes: impl Into<Vec<u8>>) -> Planted {
        Planted {
            file: self.file,
            bytes: bytes.into(),
            words: self.words.borrow().clone(),
            unreadable: self.unreadable.borrow().clone(),
        }
    }
}

/// A file whose words stand in it already: each place is named by its word.
pub fn known(file: &'static str, bytes: Vec<u8>, words: &[&str]) -> Planted {
    Planted {
        file,
        bytes,
        words: words
            .iter()
            .map(|word| ((*word).to_owned(), (*word).to_owned()))
            .collect(),
        unreadable: Vec::new(),
    }
}
