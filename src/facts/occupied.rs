//! Places of a text that are taken, asked whether another meets one of them without going over all.

/// Places in bytes.
#[derive(Debug, Default)]
pub(super) struct Occupied {
    /// By where they begin, each with the furthest that it or any before it reaches.
    places: Vec<(usize, usize)>,
}

impl Occupied {
    pub(super) fn of(places: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut places: Vec<(usize, usize)> = places.collect();
        places.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut places {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self { places }
    }

    /// Whether one of them begins before `end` and ends behind `start`.
    pub(super) fn meets(&self, start: usize, end: usize) -> bool {
        let begun = self.places.partition_point(|(from, _)| *from < end);
        let last = begun.checked_sub(1).and_then(|last| self.places.get(last));
        last.is_some_and(|(_, furthest)| *furthest > start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_meet_that_have_a_byte_in_common() {
        let all = [(30, 40), (2, 20), (5, 7), (41, 41)];
        let taken = Occupied::of(all.into_iter());
        for start in 0..50 {
            for end in start..50 {
                let meets = |(from, to): &(usize, usize)| *from < end && *to > start;
                assert_eq!(
                    taken.meets(start, end),
                    all.iter().any(meets),
                    "{start} {end}"
                );
            }
        }
    }
}
