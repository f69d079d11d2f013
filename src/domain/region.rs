//! The regions of Kazakhstan: 17 oblasts and 3 cities of republican significance. A survey may be meant for some
//! of them, and its results are told by region.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Language;

/// A region, by its official name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    /// The city of Astana.
    Astana,
    /// The city of Almaty, not its region.
    AlmatyCity,
    /// The city of Shymkent.
    Shymkent,
    /// Abai.
    Abai,
    /// Akmola.
    Akmola,
    /// Aktobe.
    Aktobe,
    /// Almaty, the region around the city.
    AlmatyRegion,
    /// Atyrau.
    Atyrau,
    /// West Kazakhstan.
    WestKazakhstan,
    /// Zhambyl.
    Zhambyl,
    /// Zhetisu.
    Zhetisu,
    /// Karaganda.
    Karaganda,
    /// Kostanay.
    Kostanay,
    /// Kyzylorda.
    Kyzylorda,
    /// Mangystau.
    Mangystau,
    /// Pavlodar.
    Pavlodar,
    /// North Kazakhstan.
    NorthKazakhstan,
    /// Turkistan.
    Turkistan,
    /// Ulytau.
    Ulytau,
    /// East Kazakhstan.
    EastKazakhstan,
}

/// Not a region of Kazakhstan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no region of Kazakhstan: write one such as almaty-city, almaty-region or west-kazakhstan")]
pub struct RegionError(pub String);

impl Region {
    /// All of them: the cities, then the oblasts in the official (Kazakh) order of their names.
    pub const ALL: [Self; 20] = [
        Self::Astana,
        Self::AlmatyCity,
        Self::Shymkent,
        Self::Abai,
        Self::Akmola,
        Self::Aktobe,
        Self::AlmatyRegion,
        Self::Atyrau,
        Self::WestKazakhstan,
        Self::Zhambyl,
        Self::Zhetisu,
        Self::Karaganda,
        Self::Kostanay,
        Self::Kyzylorda,
        Self::Mangystau,
        Self::Pavlodar,
        Self::NorthKazakhstan,
        Self::Turkistan,
        Self::Ulytau,
        Self::EastKazakhstan,
    ];

    /// Its id, as files and tables have it: `almaty-city`.
    pub fn id(self) -> &'static str {
        self.row().0
    }

    /// The region with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.id() == id)
    }

    /// Its official name.
    pub fn name(self, language: Language) -> &'static str {
        let (_, kazakh, russian, english) = self.row();
        match language {
            Language::Kazakh => kazakh,
            Language::Russian => russian,
            Language::English => english,
        }
    }

    fn row(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Astana => ("astana", "Астана қаласы", "город Астана", "Astana City"),
            Self::AlmatyCity => ("almaty-city", "Алматы қаласы", "город Алматы", "Almaty City"),
            Self::Shymkent => ("shymkent", "Шымкент қаласы", "город Шымкент", "Shymkent City"),
            Self::Abai => ("abai", "Абай облысы", "область Абай", "Abai Region"),
            Self::Akmola => ("akmola", "Ақмола облысы", "Акмолинская область", "Akmola Region"),
            Self::Aktobe => ("aktobe", "Ақтөбе облысы", "Актюбинская область", "Aktobe Region"),
            Self::AlmatyRegion => ("almaty-region", "Алматы облысы", "Алматинская область", "Almaty Region"),
            Self::Atyrau => ("atyrau", "Атырау облысы", "Атырауская область", "Atyrau Region"),
            Self::WestKazakhstan => {
                ("west-kazakhstan", "Батыс Қазақстан облысы", "Западно-Казахстанская область", "West Kazakhstan Region")
            }
            Self::Zhambyl => ("zhambyl", "Жамбыл облысы", "Жамбылская область", "Zhambyl Region"),
            Self::Zhetisu => ("zhetisu", "Жетісу облысы", "область Жетісу", "Zhetisu Region"),
            Self::Karaganda => ("karaganda", "Қарағанды облысы", "Карагандинская область", "Karaganda Region"),
            Self::Kostanay => ("kostanay", "Қостанай облысы", "Костанайская область", "Kostanay Region"),
            Self::Kyzylorda => ("kyzylorda", "Қызылорда облысы", "Кызылординская область", "Kyzylorda Region"),
            Self::Mangystau => ("mangystau", "Маңғыстау облысы", "Мангистауская область", "Mangystau Region"),
            Self::Pavlodar => ("pavlodar", "Павлодар облысы", "Павлодарская область", "Pavlodar Region"),
            Self::NorthKazakhstan => (
                "north-kazakhstan",
                "Солтүстік Қазақстан облысы",
                "Северо-Казахстанская область",
                "North Kazakhstan Region",
            ),
            Self::Turkistan => ("turkistan", "Түркістан облысы", "Туркестанская область", "Turkistan Region"),
            Self::Ulytau => ("ulytau", "Ұлытау облысы", "область Ұлытау", "Ulytau Region"),
            Self::EastKazakhstan => (
                "east-kazakhstan",
                "Шығыс Қазақстан облысы",
                "Восточно-Казахстанская область",
                "East Kazakhstan Region",
            ),
        }
    }
}

impl FromStr for Region {
    type Err = RegionError;
    fn from_str(text: &str) -> Result<Self, RegionError> {
        Self::from_id(text).ok_or_else(|| RegionError(text.to_owned()))
    }
}

impl TryFrom<String> for Region {
    type Error = RegionError;
    fn try_from(text: String) -> Result<Self, RegionError> {
        text.parse()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_region_is_found_by_its_id_and_written_by_it() {
        for region in Region::ALL {
            assert_eq!(region.id().parse(), Ok(region));
            assert_eq!(serde_json::to_value(region).expect("JSON"), region.id());
        }
        assert!("almaty".parse::<Region>().is_err(), "the city or its region?");
    }

    #[test]
    fn no_two_regions_have_one_name_in_any_language() {
        for language in Language::ALL {
            let names: BTreeSet<_> = Region::ALL.into_iter().map(|region| region.name(language)).collect();
            assert_eq!(names.len(), Region::ALL.len());
        }
    }
}
