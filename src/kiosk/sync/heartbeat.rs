//! Telling the centre how the stand is, as often as the centre asks.

use std::time::Duration;

use reqwest::Url;

use super::SyncError;
use super::remote::{Http, api_url};
use super::runner::Runner;
use super::status::Topic;
use crate::kiosk::outbox::Outbox;
use crate::release::api::{Enrolment, Heartbeat, HeartbeatReply};

/// The bounds within which the centre may dictate, seconds.
const LEAST: u32 = 5;
const MOST: u32 = 3600;

/// How long the first heartbeat waits for the first word about speech.
const SPEECH: Duration = Duration::from_secs(15);

/// How soon after a switch the centre learns of it.
const SOON: Duration = Duration::from_secs(2);

impl Runner {
    /// Sends heartbeats until the credential is withdrawn.
    pub(super) async fn tell(&self, http: &Http, server: &Url, enrolment: &Enrolment) {
        let mut backoff = self.backoff();
        let mut wait = self.surroundings.timings.first_heartbeat.mul_f64(self.chance());
        if let Some(mut speech) = self.surroundings.speech.clone() {
            // Whatever is not known yet would be told wrongly.
            let _ = tokio::time::timeout(SPEECH, speech.changed()).await;
        }
        loop {
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.changed.notified() => tokio::time::sleep(SOON.mul_f64(self.chance())).await,
            }
            self.note(|status| status.queues.heartbeats = 1);
            match self.beat(http, server, enrolment).await {
                Ok(reply) => {
                    backoff.reset();
                    self.note(|status| status.queues.heartbeats = 0);
                    self.went_well(Topic::Heartbeats).await;
                    if let Some(release) = reply.release {
                        self.hear_of(release);
                    }
                    self.hear_full(reply.full_surveys, true).await;
                    let asked = Duration::from_secs(u64::from(reply.next_seconds.clamp(LEAST, MOST)));
                    // The centre spreads its stands itself. Never later than asked: it counts a late
                    // stand as gone.
                    wait = asked.mul_f64(0.9 + 0.1 * self.chance());
                }
                Err(SyncError::Revoked) => return self.revoke().await,
                Err(error) => {
                    wait = backoff.next(self.chance()).max(error.retry_after().unwrap_or_default());
                    self.failed(Topic::Heartbeats, &error, Some(wait)).await;
                }
            }
        }
    }

    async fn beat(&self, http: &Http, server: &Url, enrolment: &Enrolment) -> Result<HeartbeatReply, SyncError> {
        let disk = rustix::fs::statvfs(&self.config.data).ok();
        let heartbeat = Heartbeat {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            release: self.release(),
            as_of: self.published_at(),
            disk_free: disk.map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize)),
            clock: self.now().as_millisecond(),
            speech: self.surroundings.speech.as_ref().map(|speech| speech.borrow().clone()).unwrap_or_default(),
            last_error: self.trouble(),
            answers_waiting: self.surroundings.outbox.as_ref().map_or(0, Outbox::count),
        };
        let request = http.client().post(api_url(server, "heartbeats")?).bearer_auth(&enrolment.credential);
        http.call(request.json(&heartbeat)).await
    }
}
