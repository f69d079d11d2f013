//! What a visitor hears while typing: each letter as it comes, each word at its end, and what was taken back.
//!
//! It is read off the entry itself, so it is the same whether a key on the screen, a keyboard or an assistive
//! technology typed. Aloud nobody learns more than that a character came or went (EN 301 549, 5.1.3.8 and .9).

use accesskit::Role;
use unicode_segmentation::UnicodeSegmentation as _;

use super::outline::{Outline, Place};
use super::wording::{Phrase, characters, is_entry};
use crate::i18n::text_with;
use crate::kiosk::speech::preparation::spell;

impl Outline {
    /// What became of an entry since `before`; none where no entry holds anything else.
    pub fn echo(&self, before: &Self) -> Option<Vec<Phrase>> {
        self.places().filter(|place| is_entry(self.role(*place))).find_map(|place| {
            let then = before.place(self.id(place)).filter(|then| is_entry(before.role(*then)))?;
            let (old, new) = (before.node(then).value().unwrap_or_default(), self.node(place).value()?);
            (old != new).then(|| vec![self.change(place, old, new)])
        })
    }

    /// How an entry went from `old` to `new`.
    fn change(&self, place: Place, old: &str, new: &str) -> Phrase {
        let (visitor, language) = (self.visitor(), self.language(place));
        let (gone, come) = differing(old, new);
        let masked = self.role(place) == Role::PasswordInput;
        let spelt = |what: &str| match what.graphemes(true).count() {
            _ if masked => characters(what, visitor),
            1 => spell(what, language).join(" "),
            _ => what.trim().to_owned(),
        };
        match (gone, come) {
            (gone, "") => {
                let removed = |what: String| text_with(visitor, "reader-removed", &[("what", what.into())]);
                Phrase::words(removed(spelt(gone)), visitor).personal(removed(characters(gone, visitor)))
            }
            ("", come) => {
                let ended = come.trim().is_empty().then(|| new.split_whitespace().next_back()).flatten();
                let said = match ended {
                    Some(word) if !masked => word.to_owned(),
                    _ => spelt(come),
                };
                Phrase::words(said, language).personal(characters(come, visitor))
            }
            (_, _) if masked => Phrase::words(characters(new, visitor), visitor),
            (_, _) => Phrase::words(new, language).personal(characters(new, visitor)),
        }
    }
}

/// What of `old` is gone and what of `new` has come, behind what both begin with.
fn differing<'a>(old: &'a str, new: &'a str) -> (&'a str, &'a str) {
    let same: usize = old
        .graphemes(true)
        .zip(new.graphemes(true))
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len())
        .sum();
    (&old[same..], &new[same..])
}
