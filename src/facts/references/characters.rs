//! Sets of folded characters.

/// How many folded characters there are.
pub(super) const CHARACTERS: u8 = 128;

/// Some folded characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Set(u128);

impl Set {
    pub(super) const ALL: Self = Self(u128::MAX);

    pub(super) fn of(fits: impl Fn(u8) -> bool) -> Self {
        let all = (0..CHARACTERS).filter(|ch| fits(*ch));
        Self(all.fold(0, |set, ch| set | 1_u128 << ch))
    }

    #[inline]
    pub(super) fn has(self, ch: u8) -> bool {
        let half = if ch < 64 { self.0 } else { self.0 >> 64 };
        ch < CHARACTERS && (half as u64) >> (ch & 63) & 1 == 1
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in it, ascending.
    pub(super) fn each(self) -> impl Iterator<Item = usize> {
        bits(self.0)
    }

    pub(super) fn one(ch: u8) -> Self {
        Self(1_u128.checked_shl(u32::from(ch)).unwrap_or_default())
    }
}

/// The places of the bits that are set, ascending.
pub(super) fn bits(mut left: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (left != 0).then(|| left.trailing_zeros() as usize)?;
        left &= left - 1;
        Some(at)
    })
}
