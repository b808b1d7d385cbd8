//! Signs for and against each organisation as sender and addressee, weighed.

/// The least weight of signs that makes an organisation a side.
pub const ENOUGH: i32 = 2;

/// The weight of a name below or behind `To:`.
pub const LABELLED: i32 = 4;

/// Signs for and against one organisation.
#[derive(Debug)]
pub struct Signs {
    /// The organisation, as the table calls it or as printed.
    pub organisation: String,
    /// Signs that it wrote.
    pub from: i32,
    /// Signs that it was written to.
    pub to: i32,
}

/// The signs of every organisation that a document names where parties stand.
#[derive(Debug, Default)]
pub struct Tally(Vec<Signs>);

impl Tally {
    /// The signs of one organisation, to be added to.
    pub fn signs(&mut self, organisation: &str) -> &mut Signs {
        let at = self
            .0
            .iter()
            .position(|signs| signs.organisation.eq_ignore_ascii_case(organisation))
            .unwrap_or_else(|| {
                self.0.push(Signs {
                    organisation: organisation.to_owned(),
                    from: 0,
                    to: 0,
                });
                self.0.len() - 1
            });
        &mut self.0[at]
    }

    /// The organisation that most likely wrote.
    pub fn sender(&self) -> Option<&Signs> {
        self.best(|signs| signs.from - signs.to, |signs| signs.from)
    }

    /// The organisation that most likely was written to; the sender only where both are plain.
    pub fn addressee(&self, sender: Option<&str>) -> Option<&Signs> {
        let other = |signs: &&Signs| {
            Some(signs.organisation.as_str()) != sender || signs.to >= 5 && signs.from >= 5
        };
        // of several as plain the first that is printed
        self.0
            .iter()
            .rev()
            .filter(other)
            .filter(|signs| signs.to >= ENOUGH)
            .max_by_key(|signs| (signs.to - signs.from, signs.to))
    }

    /// Everybody written to: the likeliest, and those that a label names as plainly.
    pub fn addressees(&self, sender: Option<&str>) -> Vec<String> {
        let Some(first) = self.addressee(sender) else {
            return Vec::new();
        };
        let as_plain = |signs: &&Signs| {
            signs.organisation != first.organisation
                && Some(signs.organisation.as_str()) != sender
                && signs.to >= LABELLED
                && signs.from == 0
                && signs.to == first.to
        };
        let others = self.0.iter().filter(as_plain);
        std::iter::once(first)
            .chain(others)
            .map(|signs| signs.organisation.clone())
            .collect()
    }

    fn best(&self, net: impl Fn(&Signs) -> i32, own: impl Fn(&Signs) -> i32) -> Option<&Signs> {
        let mut best: Option<&Signs> = None;
        for signs in &self.0 {
            if own(signs) >= ENOUGH
                && net(signs) > 0
                && best.is_none_or(|known| net(signs) > net(known))
            {
                best = Some(signs);
            }
        }
        best
    }
}
