//! How the keys, keypads and switches of this stand are set up.

/// The part `[input]` of `kiosk.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setup {}
