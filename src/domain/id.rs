//! Names of things, parsed once at the edge.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Category, Language};

/// Why a name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Empty, too long, or with a character outside `a-z 0-9 -`.
    #[error(
        "\"{0}\" is not a short name: use 1 to 63 of the letters a-z, digits and hyphens, starting with a letter or digit"
    )]
    NotAShortName(String),
    /// Not `category/slug.language`.
    #[error("\"{0}\" is not category/slug.language, for example contacts/reception-desk.kk")]
    NotAPageKey(String),
}

fn is_short_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes[0] != b'-'
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}

macro_rules! short_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as text: 1 to 63 characters of `a-z 0-9 -`.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                if is_short_name(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError::NotAShortName(text.to_owned()))
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

short_name!(
    /// A state body that owns stands. Also the name of its delegated signing role and its path in
    /// the release repository, hence ASCII and flat.
    BodyId
);
short_name!(
    /// A page's name within its category, the same in every language.
    Slug
);

/// One page in one language, written `category/slug.language`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PageKey {
    /// The catalogue row it belongs to.
    pub category: Category,
    /// Its name within the category.
    pub slug: Slug,
    /// Its language.
    pub language: Language,
}

impl fmt::Display for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}.{}", self.category.id(), self.slug, self.language.code())
    }
}

impl FromStr for PageKey {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let parse = || {
            let (category, rest) = text.split_once('/')?;
            let (slug, language) = rest.rsplit_once('.')?;
            Some(Self {
                category: Category::from_id(category)?,
                slug: slug.parse().ok()?,
                language: Language::from_code(language)?,
            })
        };
        parse().ok_or_else(|| IdError::NotAPageKey(text.to_owned()))
    }
}

impl TryFrom<String> for PageKey {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<PageKey> for String {
    fn from(key: PageKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_key_reads_back_as_it_was_written() {
        let key: PageKey = "contacts/reception-desk.kk".parse().expect("valid");
        assert_eq!(key.to_string(), "contacts/reception-desk.kk");
    }

    #[test]
    fn names_that_could_leave_their_folder_are_refused() {
        for bad in ["", "../x", "A", "a/b", "-a", "ә", &"a".repeat(64)] {
            assert!(bad.parse::<Slug>().is_err(), "{bad:?} was taken");
        }
    }
}
