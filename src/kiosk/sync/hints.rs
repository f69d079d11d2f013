//! Listening for "something was published": a hint only, since the stand always pulls and verifies.

use std::time::{Duration, Instant};

use eventsource_stream::Eventsource;
use futures_util::{StreamExt, stream};
use reqwest::{Url, header};

use super::SyncError;
use super::remote::{Http, api_url};
use super::runner::Runner;
use crate::release::api::{Enrolment, PublishHint};

/// After so many bytes the stream is begun anew: nobody can fill a stand's memory by it.
const MOST_BYTES: usize = 1 << 20;

/// A connection that held so long was a good one: the next wait is short again.
const GOOD: Duration = Duration::from_secs(30);

impl Runner {
    /// Listens until the credential is withdrawn.
    pub(super) async fn listen(&self, http: &Http, server: &Url, enrolment: &Enrolment) {
        let mut backoff = self.backoff();
        loop {
            let began = Instant::now();
            let error = match self.hear(http, server, enrolment).await {
                Err(SyncError::Revoked) => return self.revoke().await,
                Err(error) => error,
                Ok(()) => SyncError::Unreachable("the event stream ended".into()),
            };
            if began.elapsed() > GOOD {
                backoff.reset();
            }
            let wait = backoff.next(self.chance()).max(error.retry_after().unwrap_or_default());
            // Not in the status: the timer finds what a missed hint does not tell.
            tracing::debug!(%error, ?wait, "no hints for a while");
            tokio::time::sleep(wait).await;
        }
    }

    async fn hear(&self, http: &Http, server: &Url, enrolment: &Enrolment) -> Result<(), SyncError> {
        let request = http
            .client()
            .get(api_url(server, "events")?)
            .bearer_auth(&enrolment.credential)
            .header(header::ACCEPT, "text/event-stream");
        let answer = http.own(http.send(request).await?)?;
        // Something may have been published while nobody listened.
        self.wake.notify_one();
        let silence = self.surroundings.timings.silence;
        let bytes = stream::try_unfold((answer, 0), |(mut answer, before)| async move {
            let Some(chunk) = http.chunk(&mut answer, silence).await? else { return Ok(None) };
            let chunk = chunk.as_ref().to_vec();
            let total = before + chunk.len();
            Ok::<_, SyncError>((total <= MOST_BYTES).then_some((chunk, (answer, total))))
        });
        let mut events = std::pin::pin!(bytes.eventsource());
        while let Some(event) = events.next().await {
            let event = match event {
                Ok(event) => event,
                Err(eventsource_stream::EventStreamError::Transport(error)) => return Err(error),
                Err(error) => return Err(SyncError::Answer(error.to_string())),
            };
            if event.event == "publish"
                && let Ok(hint) = serde_json::from_str::<PublishHint>(&event.data)
                && hint.body == enrolment.body
            {
                self.hear_of(hint.release);
            }
        }
        Ok(())
    }
}
