//! Answers to surveys on their way to the centre: in the order of their ids, a batch at a time, deleted only
//! when the centre itself says that it has them.

use std::collections::HashSet;

use reqwest::Url;
use uuid::Uuid;

use super::SyncError;
use super::remote::{Http, api_url};
use super::runner::Runner;
use super::status::Topic;
use crate::kiosk::fault;
use crate::kiosk::outbox::{Outbox, OutboxError};
use crate::release::SealedAnswer;
use crate::release::api::{AnswerBatch, AnswerReceipts, Enrolment};

/// The most bytes of answers in a batch, as JSON: a whole batch of answers that are filled up to the smallest size. A
/// larger answer goes alone.
const LARGEST_BYTES: usize = 400_000;

impl Runner {
    /// Keeps the status true about the answers that wait.
    pub(super) async fn count_answers(&self) {
        let Some(outbox) = &self.surroundings.outbox else { return };
        let mut counts = outbox.counts();
        let mut backoff = self.backoff();
        while outbox.opened().await.is_err() {
            self.note(|status| status.answers_trouble = outbox.trouble());
            tokio::time::sleep(backoff.next(self.chance())).await;
        }
        loop {
            let waiting = *counts.borrow_and_update();
            self.note(|status| {
                status.queues.answers = waiting;
                status.answers_trouble = outbox.trouble();
            });
            if counts.changed().await.is_err() {
                return;
            }
        }
    }

    /// Brings the answers to the centre, as soon as there are any, until the credential is withdrawn.
    pub(super) async fn bring(&self, http: &Http, server: &Url, enrolment: &Enrolment) {
        let Some(outbox) = &self.surroundings.outbox else { return };
        let mut counts = outbox.counts();
        let mut backoff = self.backoff();
        let mut most = AnswerBatch::LARGEST;
        while counts.wait_for(|waiting| *waiting > 0).await.is_ok() {
            tokio::time::sleep(self.surroundings.timings.spread.mul_f64(self.chance())).await;
            let (sent, result) = match outbox.waiting(most, LARGEST_BYTES).await {
                Ok(answers) => {
                    let sent: Vec<Uuid> = answers.iter().map(|answer| answer.id).collect();
                    (sent, self.send_batch(http, server, enrolment, outbox, answers).await)
                }
                Err(error) => (Vec::new(), Err(error.into())),
            };
            let result = match result {
                // Something in it is too much for the centre: smaller batches find out what.
                Err(SyncError::Status { code: 400 | 413 | 422, .. }) if sent.len() > 1 => {
                    most = sent.len() / 2;
                    continue;
                }
                // Only the centre's own word sets an answer aside, not that of something on the way.
                Err(SyncError::Status { code: code @ (400 | 413 | 422), ours: true, .. }) => {
                    set_aside(outbox, &sent, code).await
                }
                other => other,
            };
            match result {
                Ok(()) => {
                    backoff.reset();
                    most = most.saturating_mul(2).min(AnswerBatch::LARGEST);
                    self.went_well(Topic::Answers).await;
                }
                Err(SyncError::Revoked) => return self.revoke().await,
                Err(error) => {
                    let wait = backoff.next(self.chance()).max(error.retry_after().unwrap_or_default());
                    self.failed(Topic::Answers, &error, Some(wait)).await;
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// Sends a batch, and deletes what the centre acknowledges.
    async fn send_batch(
        &self,
        http: &Http,
        server: &Url,
        enrolment: &Enrolment,
        outbox: &Outbox,
        answers: Vec<SealedAnswer>,
    ) -> Result<(), SyncError> {
        if answers.is_empty() {
            return Err(OutboxError::Disk("those that wait cannot be read".into()).into());
        }
        let sent: HashSet<Uuid> = answers.iter().map(|answer| answer.id).collect();
        fault::reached("before-upload");
        let request = http.client().post(api_url(server, "answers")?).bearer_auth(&enrolment.credential);
        let receipts: AnswerReceipts = http.call(request.json(&AnswerBatch { answers })).await?;
        fault::reached("after-upload");
        self.hear_full(receipts.full_surveys, false).await;
        let kept: Vec<Uuid> = receipts.kept.into_iter().filter(|id| sent.contains(id)).collect();
        if kept.is_empty() {
            return Err(SyncError::Answer("it acknowledges none of the answers it was sent".into()));
        }
        Ok(outbox.acknowledged(&kept).await?)
    }
}

async fn set_aside(outbox: &Outbox, sent: &[Uuid], code: u16) -> Result<(), SyncError> {
    for id in sent {
        tracing::error!(code, "the centre refused an answer; it is kept aside");
        outbox.refused(*id, &format!("the centre answered {code}")).await?;
    }
    Ok(())
}
