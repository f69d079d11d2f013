//! A state body: what a stand says about its owner, from `stand.toml`.

use serde::{Deserialize, Serialize};

use super::hours::WorkingHours;
use super::{BodyId, Category, Region, Trilingual};

/// The body that owns a stand (*holder* in the law: обладатель информации).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its id.
    pub id: BodyId,
    /// Its full name.
    pub name: Trilingual,
    /// A short name for narrow places.
    pub short_name: Trilingual,
    /// Its postal address.
    pub address: Trilingual,
    /// The region it is in, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// IANA time zone of its hours, `Asia/Almaty` by default.
    pub time_zone: String,
    /// When it is open.
    pub hours: WorkingHours,
    /// Its phone numbers.
    pub phones: Vec<Phone>,
    /// Its heads, by post.
    pub heads: Vec<Head>,
    /// Whether the stand must be reachable around the clock (Art. 12).
    pub round_the_clock: bool,
    /// Whether this is made-up demonstration content, which every screen then says.
    pub demonstration: bool,
    /// Categories the body has switched off; never a mandatory one.
    pub switched_off: Vec<Category>,
}

impl Body {
    /// The categories this body shows, in catalogue order.
    pub fn categories(&self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(|c| c.is_mandatory() || !self.switched_off.contains(c))
    }
}

/// A phone number and what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phone {
    /// What it is for: "Reception", "Helpline".
    pub label: Trilingual,
    /// The number as shown, grouped: `+7 (727) 000-00-00`, or a short number such as `112`.
    pub number: String,
}

/// A head of the body, by post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The post: "Akim of the district".
    pub post: Trilingual,
    /// The holder's name, if the body gives it.
    #[serde(default)]
    pub name: Option<Trilingual>,
    /// The post's phone number, as shown.
    #[serde(default)]
    pub phone: Option<String>,
}
