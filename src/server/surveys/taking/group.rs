//! Many batches, one transaction: the disk is waited for once, however many stands come at the same moment.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as Turn, oneshot};

use crate::server::error::Error;
use crate::server::store::{AnswerRow, Fate, Store};

/// The most answers of one transaction: enough that the disk's time is shared, few enough that nobody waits long.
const LARGEST: usize = 2_000;

/// Answers that wait for the next transaction.
struct Waiting {
    rows: Vec<AnswerRow>,
    done: oneshot::Sender<Option<Vec<Fate>>>,
}

/// Whoever comes while a transaction is being written waits; then one of them writes for all.
#[derive(Default)]
pub(super) struct Group {
    queue: Arc<Mutex<Vec<Waiting>>>,
    turn: Arc<Turn<()>>,
}

impl Group {
    /// Keeps `rows` and tells what became of each. They are on the disk when this returns. `hour` is the present one.
    ///
    /// # Errors
    /// [`Error::Busy`] if the transaction failed: nothing is known to be kept, and the same may be brought again.
    pub async fn keep(&self, store: &Store, rows: Vec<AnswerRow>, hour: i64) -> Result<Vec<Fate>, Error> {
        let (done, mut fates) = oneshot::channel();
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).push(Waiting { rows, done });
        let turn = tokio::select! {
            biased;
            fates = &mut fates => return fates.ok().flatten().ok_or(Error::Busy),
            turn = self.turn.clone().lock_owned() => turn,
        };
        let (queue, store) = (self.queue.clone(), store.clone());
        // A task of its own: a caller that hangs up must not take the others' answers with it.
        let writing = tokio::spawn(async move {
            let waiting = std::mem::take(&mut *queue.lock().unwrap_or_else(PoisonError::into_inner));
            for group in groups(waiting) {
                write(&store, group, hour).await;
            }
            drop(turn);
        });
        writing.await?;
        fates.await.ok().flatten().ok_or(Error::Busy)
    }
}

/// The waiting in order, so many together as fit into one transaction.
fn groups(waiting: Vec<Waiting>) -> Vec<Vec<Waiting>> {
    let mut groups = Vec::<Vec<Waiting>>::new();
    let mut size = LARGEST;
    for one in waiting {
        size += one.rows.len();
        if size > LARGEST {
            groups.push(Vec::new());
            size = one.rows.len();
        }
        if let Some(group) = groups.last_mut() {
            group.push(one);
        }
    }
    groups
}

async fn write(store: &Store, group: Vec<Waiting>, hour: i64) {
    let (mut rows, mut replies) = (Vec::new(), Vec::new());
    for one in group {
        replies.push((one.rows.len(), one.done));
        rows.extend(one.rows);
    }
    let fates = store.keep_answers(&rows, hour).await;
    if let Err(error) = &fates {
        tracing::error!(error = error as &dyn std::error::Error, answers = rows.len(), "could not keep answers");
    }
    let mut fates = fates.ok().map(Vec::into_iter);
    for (count, done) in replies {
        let of_this = fates.as_mut().map(|fates| fates.by_ref().take(count).collect());
        // Nobody may wait any more: the answers are kept all the same.
        let _ = done.send(of_this);
    }
}
