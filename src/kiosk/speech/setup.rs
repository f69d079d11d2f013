//! Which voice speaks which language on this stand.

/// The part `[speech]` of `kiosk.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setup {}
