//! How fast and how loud a visitor is spoken to.

/// The speed of speech, in seven steps from 50 to 200 % (VVSG 2.0, 7.1-K).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(usize);

impl Rate {
    /// Percent of 120 to 125 words a minute.
    pub const PERCENT: [u16; 7] = [50, 75, 100, 125, 150, 175, 200];

    /// The step of `index`, or the last.
    pub fn step(index: usize) -> Self {
        Self(index.min(Self::PERCENT.len() - 1))
    }

    /// Its place among the steps, from 0.
    pub fn index(self) -> usize {
        self.0
    }

    /// Percent of the normal rate.
    pub fn percent(self) -> u16 {
        Self::PERCENT[self.0]
    }

    /// One step faster, if there is one.
    pub fn faster(self) -> Option<Self> {
        (self.0 + 1 < Self::PERCENT.len()).then(|| Self(self.0 + 1))
    }

    /// One step slower, if there is one.
    pub fn slower(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }
}

impl Default for Rate {
    fn default() -> Self {
        Self(2)
    }
}

/// The loudness of speech, in steps (EN 301 549, 8.2.1; VVSG 2.0, 7.1-K).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Volume(usize);

impl Volume {
    /// Decibels below the loudest.
    pub const GAIN: [i16; 7] = [-24, -18, -15, -12, -6, -3, 0];

    /// The step of `index`, or the last.
    pub fn step(index: usize) -> Self {
        Self(index.min(Self::GAIN.len() - 1))
    }

    /// Its place among the steps, from 0.
    pub fn index(self) -> usize {
        self.0
    }

    /// Its gain in decibels, 0 being the loudest.
    pub fn gain(self) -> i16 {
        Self::GAIN[self.0]
    }

    /// One step louder, if there is one.
    pub fn louder(self) -> Option<Self> {
        (self.0 + 1 < Self::GAIN.len()).then(|| Self(self.0 + 1))
    }

    /// One step quieter, if there is one.
    pub fn quieter(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }
}

impl Default for Volume {
    fn default() -> Self {
        Self(3)
    }
}

/// How a visitor has chosen to be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tuning {
    /// How fast.
    pub rate: Rate,
    /// How loud.
    pub volume: Volume,
}
