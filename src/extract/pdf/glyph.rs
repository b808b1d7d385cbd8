//! A drawn letter: what it says, where it stands, how large it is.

/// What one drawn shape says: a letter, or the letters of a ligature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Letters {
    /// One letter; nearly all.
    One(char),
    /// More than one.
    Several(Box<str>),
}

impl Letters {
    /// Hands over the letters one by one; control characters in a font's table are blanks by another name.
    pub fn each(&self, mut take: impl FnMut(char)) {
        match self {
            Self::One(c) => take(shown(*c)),
            Self::Several(text) => text.chars().map(shown).for_each(take),
        }
    }

    /// Whether each of them is so.
    pub fn all(&self, is: impl Fn(char) -> bool) -> bool {
        match self {
            Self::One(c) => is(shown(*c)),
            Self::Several(text) => text.chars().map(shown).all(is),
        }
    }

    /// Whether one of them is so.
    pub fn any(&self, is: impl Fn(char) -> bool) -> bool {
        !self.all(|c| !is(c))
    }

    /// Nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.all(char::is_whitespace)
    }

    /// A number for equal letters, and seldom the same for others.
    pub fn number(&self) -> u64 {
        let mut number = 0;
        self.each(|c| {
            number = (number ^ u64::from(u32::from(c))).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        });
        number
    }
}

fn shown(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// A point or a direction, in the page's own units (1/72 inch unless the page says otherwise).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vector {
    /// Along the page's horizontal.
    pub x: f64,
    /// Along the page's vertical.
    pub y: f64,
}

impl Vector {
    /// From another point to this one.
    pub fn minus(self, other: Self) -> Self {
        Self {
            x: self.x - other.x,
            y: self.y - other.y,
        }
    }

    /// How far it goes in the direction of another of length 1.
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// How far it leads off the direction of another of length 1; the sign says to which side.
    pub fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }
}

/// One drawn letter, or ligature.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// What it says; none when the font does not tell.
    pub text: Option<Letters>,
    /// Where it begins on its baseline.
    pub origin: Vector,
    /// The direction of writing, of length 1.
    pub along: Vector,
    /// How far it moves the pen.
    pub advance: f64,
    /// The size of its font across the direction of writing.
    pub height: f64,
    /// The size of its font along the direction of writing.
    pub width: f64,
}

impl Glyph {
    /// The point where the next letter is expected.
    pub fn end(&self) -> Vector {
        Vector {
            x: self.origin.x + self.along.x * self.advance,
            y: self.origin.y + self.along.y * self.advance,
        }
    }
}
