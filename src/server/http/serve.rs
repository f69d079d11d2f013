//! Running the centre: listening, the timers beside it, and ending in good order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sd_notify::NotifyState;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{Service, router};
use crate::server::error::Error;
use crate::server::releasing;
use crate::server::state::Centre;
use crate::server::surveys::taking;

/// How long calls may take to end once the centre is asked to.
const LAST_CALLS: Duration = Duration::from_secs(10);
/// Fewer open files than this are worth a warning: each connected stand holds one.
const FEW_FILES: u64 = 4096;

/// Serves `centre` on `listener` until `stop`. Tells systemd when it is ready, and that it lives.
///
/// # Errors
/// [`Error::Database`] when it cannot begin, [`Error::BrokenOff`] when serving broke off.
pub async fn serve(centre: Arc<Centre>, listener: TcpListener, stop: CancellationToken) -> Result<(), Error> {
    let service = Arc::new(Service::new(centre.clone(), stop.clone()));
    let news = service.hints.begin(&centre.store).await?;
    let hints = service.clone();
    let following = tokio::spawn(async move { hints.hints.follow(news, &hints.stop).await });
    let (fresh_centre, fresh_stop) = (centre.clone(), stop.clone());
    let refreshing = tokio::spawn(async move { releasing::keep_fresh(&fresh_centre, &fresh_stop).await });
    let (forgetful_centre, forget_stop) = (centre.clone(), stop.clone());
    let forgetting = tokio::spawn(async move { taking::forget(&forgetful_centre, &forget_stop).await });
    let counted = service.clone();
    let counting = tokio::spawn(async move {
        let centre = &counted.centre;
        counted.results.follow(&centre.store, || centre.clock.millis(), &counted.stop).await;
    });
    let living = tokio::spawn(live(centre.clone(), stop.clone()));

    // A hint is one small packet and must not wait for a second one.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let app = router(service).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(stop.clone().cancelled_owned());
    let ending = async {
        stop.cancelled().await;
        let _ = sd_notify::notify(&[NotifyState::Stopping]);
        tokio::time::sleep(LAST_CALLS).await;
    };
    let result = tokio::select! {
        result = serving.into_future() => result.map_err(|error| Error::BrokenOff(error.to_string())),
        () = ending => {
            tracing::warn!("some calls did not end in time and were cut off");
            Ok(())
        }
    };
    stop.cancel();
    for task in [following, refreshing, forgetting, counting, living] {
        task.await?;
    }
    centre.store.close().await;
    result
}

/// Tells systemd that the centre is ready, and, as often as it asks, that its database still
/// answers: a centre that does not is started anew.
async fn live(centre: Arc<Centre>, stop: CancellationToken) {
    let _ = sd_notify::notify(&[NotifyState::Ready]);
    let Some(patience) = sd_notify::watchdog_enabled() else { return };
    while stop.run_until_cancelled(tokio::time::sleep(patience / 3)).await.is_some() {
        match tokio::time::timeout(patience / 3, centre.store.ping()).await {
            Ok(Ok(())) => {
                let _ = sd_notify::notify(&[NotifyState::Watchdog]);
            }
            Ok(Err(error)) => tracing::error!(error = &error as &dyn std::error::Error, "the database does not answer"),
            Err(_) => tracing::error!("the database does not answer in time"),
        }
    }
}

/// Allows this process as many open files as the system lets it, and gives their number.
pub fn raise_open_files() -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    }
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    if files < FEW_FILES {
        tracing::warn!(files, "few open files are allowed: one is needed for each stand; raise LimitNOFILE");
    }
    files
}
