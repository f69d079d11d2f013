//! Telling connected stands of a publish: one value a body, the newest release, which every
//! connection of the body watches. A slow connection misses nothing, it only skips to the newest.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::domain::BodyId;
use crate::server::error::Error;
use crate::server::store::{News, Store};

/// How long to wait after the database failed.
const RETRY: Duration = Duration::from_secs(1);

/// The newest release of each body.
#[derive(Debug, Default)]
pub struct Hints {
    bodies: Mutex<HashMap<BodyId, watch::Sender<Option<u64>>>>,
}

impl Hints {
    /// Follows the newest release of `body`; the one known now counts as seen.
    pub fn watch(&self, body: &BodyId) -> watch::Receiver<Option<u64>> {
        let mut bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        bodies.entry(body.clone()).or_insert_with(|| watch::channel(None).0).subscribe()
    }

    /// Tells everyone who watches `body` of `release`, unless it is old news.
    pub fn tell(&self, body: &BodyId, release: u64) {
        let mut bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = bodies.entry(body.clone()).or_insert_with(|| watch::channel(None).0);
        sender.send_if_modified(|newest| {
            let newer = newest.is_none_or(|newest| newest < release);
            if newer {
                *newest = Some(release);
            }
            newer
        });
    }

    /// Begins to follow what any process publishes, knowing what was published before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn begin(&self, store: &Store) -> Result<News, Error> {
        let mut news = store.news().await?;
        self.take(&mut news).await?;
        Ok(news)
    }

    /// Tells of everything that appears, until `stop`.
    pub async fn follow(&self, mut news: News, stop: &CancellationToken) {
        while stop.run_until_cancelled(self.next(&mut news)).await.is_some() {}
    }

    async fn next(&self, news: &mut News) {
        let result = match news.wait().await {
            Ok(()) => self.take(news).await,
            Err(error) => Err(error),
        };
        if let Err(error) = result {
            tracing::error!(error = &error as &dyn std::error::Error, "cannot see what is published");
            tokio::time::sleep(RETRY).await;
        }
    }

    async fn take(&self, news: &mut News) -> Result<(), Error> {
        for published in news.take().await? {
            self.tell(&published.body, published.release);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> BodyId {
        text.parse().expect("valid")
    }

    #[test]
    fn a_stand_is_told_of_its_own_body_only_and_of_nothing_old() {
        let hints = Hints::default();
        let (mut a, b) = (hints.watch(&body("a")), hints.watch(&body("b")));
        hints.tell(&body("a"), 3);
        assert_eq!(*a.borrow_and_update(), Some(3));
        assert!(!b.has_changed().expect("open"));
        hints.tell(&body("a"), 2);
        assert!(!a.has_changed().expect("open"));
        assert_eq!(*a.borrow(), Some(3));
    }

    #[test]
    fn a_stand_that_connects_later_counts_the_newest_as_seen() {
        let hints = Hints::default();
        hints.tell(&body("a"), 3);
        assert!(!hints.watch(&body("a")).has_changed().expect("open"));
    }
}
