//! Whose answers are looked at: conditions as an address has them.

use jiff::civil::Date;
use uuid::Uuid;

use crate::domain::{BodyId, Language, Region};

/// A way of using the stand, of those that [`Mode`](crate::domain::survey::Mode) tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// Spoken to.
    Speech,
    /// With one or two switches.
    Switches,
    /// By keys or a keypad.
    Keys,
    /// Exploring by touch.
    Exploration,
    /// In large or largest text.
    LargeText,
    /// In a look other than the standard.
    Contrast,
    /// In the lower part of the screen.
    Reach,
    /// On the respondent's own phone.
    Phone,
    /// In none of these ways.
    Usual,
}

impl Manner {
    /// All of them; the first eight in the order of the mode's bits.
    pub const ALL: [Self; 9] = [
        Self::Speech,
        Self::Switches,
        Self::Keys,
        Self::Exploration,
        Self::LargeText,
        Self::Contrast,
        Self::Reach,
        Self::Phone,
        Self::Usual,
    ];

    /// Its name in addresses and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Switches => "switches",
            Self::Keys => "keys",
            Self::Exploration => "exploration",
            Self::LargeText => "large-text",
            Self::Contrast => "contrast",
            Self::Reach => "reach",
            Self::Phone => "phone",
            Self::Usual => "usual",
        }
    }

    /// The manner of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|manner| manner.id() == id)
    }

    /// Whether it is among these bits.
    pub(super) fn is_in(self, bits: u8) -> bool {
        match self {
            Self::Usual => bits == 0,
            other => Self::ALL.iter().position(|manner| *manner == other).is_some_and(|at| bits >> at & 1 == 1),
        }
    }
}

/// Where answers were given: a region, a body or one stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A region.
    Region(Region),
    /// A body.
    Body(BodyId),
    /// A stand.
    Stand(Uuid),
    /// A body's answers that came from no stand.
    NoStand(BodyId),
}

impl Spot {
    /// Its name in addresses and files.
    pub fn id(&self) -> String {
        match self {
            Self::Region(region) => format!("region/{}", region.id()),
            Self::Body(body) => format!("body/{body}"),
            Self::Stand(stand) => format!("stand/{stand}"),
            Self::NoStand(body) => format!("no-stand/{body}"),
        }
    }

    /// The spot of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        let (kind, name) = id.split_once('/')?;
        match kind {
            "region" => Region::from_id(name).map(Self::Region),
            "body" => name.parse().ok().map(Self::Body),
            "stand" => name.parse().ok().map(Self::Stand),
            "no-stand" => name.parse().ok().map(Self::NoStand),
            _ => None,
        }
    }
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
}

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// Its name in addresses and files: `2026-11`.
    pub fn id(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// The month of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        let (year, month) = id.split_once('-')?;
        Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok().map(Self::of)
    }
}

/// Conditions: an answer counts if it meets all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Filter {
    /// Given there.
    pub spot: Option<Spot>,
    /// Given in that month.
    pub month: Option<Month>,
    /// In that language.
    pub language: Option<Language>,
    /// In that way of using the stand.
    pub manner: Option<Manner>,
    /// Sent (`true`) or left (`false`).
    pub complete: Option<bool>,
    /// To that version.
    pub version: Option<String>,
}

impl Filter {
    /// The conditions an address names. `parameter` gives a parameter's value; one that is empty or says
    /// nothing known sets no condition.
    pub fn read<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Self {
        let complete = |text| match text {
            "sent" => Some(true),
            "left" => Some(false),
            _ => None,
        };
        Self {
            spot: parameter("place").and_then(Spot::from_id),
            month: parameter("month").and_then(Month::from_id),
            language: parameter("language").and_then(Language::from_code),
            manner: parameter("manner").and_then(Manner::from_id),
            complete: parameter("sent").and_then(complete),
            version: parameter("version").filter(|version| !version.is_empty()).map(ToOwned::to_owned),
        }
    }

    /// The parameters that [`Filter::read`] reads back.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        [
            ("place", self.spot.as_ref().map(Spot::id)),
            ("month", self.month.map(Month::id)),
            ("language", self.language.map(|language| language.code().to_owned())),
            ("manner", self.manner.map(|manner| manner.id().to_owned())),
            ("sent", self.complete.map(|sent| if sent { "sent" } else { "left" }.to_owned())),
            ("version", self.version.clone()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    /// Whether there is no condition.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_come_back_from_their_address() {
        let filter = Filter {
            spot: Some(Spot::Region(Region::AlmatyCity)),
            month: Some(Month { year: 2026, month: 11 }),
            language: Some(Language::Russian),
            manner: Some(Manner::LargeText),
            complete: Some(false),
            version: Some("2".into()),
        };
        let parameters = filter.parameters();
        let read =
            Filter::read(|name| parameters.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str()));
        assert_eq!(read, filter);
        assert!(Filter::read(|_| Some("nonsense/2026-13")).spot.is_none());
        assert!(Filter::read(|_| Some("")).is_empty());
    }

    #[test]
    fn the_usual_manner_is_none_of_the_others() {
        assert!(Manner::Usual.is_in(0) && !Manner::Usual.is_in(1));
        assert!(Manner::Phone.is_in(0b1000_0000) && !Manner::Speech.is_in(0b1000_0000));
    }
}
