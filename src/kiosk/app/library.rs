//! The release on the screen: what is shown today, by a clock that is not always right.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::Stand;
use crate::kiosk::content::Content;
use crate::kiosk::screen::{Freshness, Shelf};

/// The release on the screen.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) content: Content,
    pub(super) zone: TimeZone,
    pub(super) shelf: Shelf,
    /// The day the shelf was sorted for.
    pub(super) day: Option<Date>,
}

/// How long after its content was last confirmed a clock is still believed: a battery that died
/// jumps by decades, not by years.
const LONGEST_OFFLINE: SignedDuration = SignedDuration::from_hours(24 * 366 * 3);

impl Stand {
    /// The last moment the content was known to be the newest.
    pub(super) fn confirmed(&self, content: &Content) -> Timestamp {
        let published = content.published_at();
        let confirmed = self.contact.confirmed_at.unwrap_or(published).max(published);
        Timestamp::from_millisecond(confirmed).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    pub(super) fn freshness(&self, library: &Library) -> Freshness {
        let as_of = self.confirmed(&library.content);
        Freshness {
            as_of: as_of.to_zoned(library.zone.clone()).date(),
            is_old: self.now.wall.duration_since(as_of).unsigned_abs() > self.config.old_after && self.now.wall > as_of,
        }
    }

    /// The body's local time, or none when the machine's clock can not be right: the content was
    /// published later, or years and years ago.
    pub(super) fn local_time(&self, library: &Library) -> Option<DateTime> {
        let published = Timestamp::from_millisecond(library.content.published_at()).ok()?;
        let early = published.duration_since(self.now.wall) > SignedDuration::from_hours(24);
        let late = self.now.wall.duration_since(self.confirmed(&library.content)) > LONGEST_OFFLINE;
        (!early && !late).then(|| self.now.wall.to_zoned(library.zone.clone()).datetime())
    }

    pub(super) fn show(&mut self, content: Content) {
        let zone = TimeZone::get(&content.body().time_zone).unwrap_or_else(|error| {
            tracing::error!(%error, "unknown time zone: the machine's own is shown");
            TimeZone::system()
        });
        self.library = Some(Library { content, zone, shelf: Shelf::default(), day: None });
        self.sort_shelf();
    }

    pub(super) fn sort_shelf(&mut self) {
        let Some(library) = &self.library else { return };
        let day = self.local_time(library).map(|now| now.date());
        let content = &library.content;
        let shelf = Shelf::new(content.body(), content.headers(), self.visit.language, day);
        if let Some(library) = &mut self.library {
            library.shelf = shelf;
            library.day = day;
        }
    }
}
