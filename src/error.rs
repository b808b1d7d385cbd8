//! What can go wrong, said once: what failed, on what, why, and what to do about it.

use std::fmt;

/// Whose move it is after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The person asked for something that cannot be done as typed.
    Request,
    /// A table in `schema/` is wrong.
    Table,
    /// The archive, its folder or the disk below it.
    Archive,
    /// A fault of this program.
    Bug,
}

/// A place in a text that a person typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The text as typed.
    pub text: String,
    /// Where it went wrong, in characters from 0.
    pub column: usize,
    /// How many characters are concerned, at least 1.
    pub width: usize,
}

/// An error: a sentence without capital or full stop, and where known a place, a cause and a hint.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    what: String,
    place: Option<Place>,
    hint: Option<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The result of everything in this house that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self {
            kind,
            what: what.into(),
            place: None,
            hint: None,
            cause: None,
        }
    }

    /// A request that cannot be met as it was typed.
    pub fn request(what: impl Into<String>) -> Self {
        Self::new(Kind::Request, what)
    }

    /// A fault in a table.
    pub fn table(what: impl Into<String>) -> Self {
        Self::new(Kind::Table, what)
    }

    /// A fault of the archive or of the disk.
    pub fn archive(what: impl Into<String>) -> Self {
        Self::new(Kind::Archive, what)
    }

    /// A fault of this program.
    pub fn bug(what: impl Into<String>) -> Self {
        Self::new(Kind::Bug, what)
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the place in the typed text; `column` and `width` are in characters.
    #[must_use]
    pub fn at(mut self, text: impl Into<String>, column: usize, width: usize) -> Self {
        self.place = Some(Place {
            text: text.into(),
            column,
            width: width.max(1),
        });
        self
    }

    /// Keeps the error that led to this one.
    #[must_use]
    pub fn because(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }

    /// The sentence alone, without its place and its causes.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Whose move it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Where in the typed text, if it was about a typed text.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// What to do about it, if that is known.
    pub fn advice(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some(place) = &self.place {
            write!(f, " (column {})", place.column + 1)?;
        }
        let mut cause: Option<&(dyn std::error::Error + 'static)> = match &self.cause {
            Some(cause) => Some(cause.as_ref()),
            None => None,
        };
        while let Some(reason) = cause {
            write!(f, ": {reason}")?;
            cause = reason.source();
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
