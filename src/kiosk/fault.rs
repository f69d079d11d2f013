//! Failpoints: where a test kills the stand, to prove that it comes back whole; and a faster clock, for
//! tests that wait until a visitor has gone.
//!
//! In a debug build the environment variable `AQPARAT_FAILPOINT=step` (or `step:n`, for the n-th
//! time) aborts the process at that step, as a power cut or the kernel would. A release build
//! contains none of it.

/// Every step at which a stand can be killed, in the order of a sync.
pub const STEPS: [&str; 12] = [
    "after-manifest",
    "mid-shards",
    "after-shards",
    "mid-blob",
    "before-blob-rename",
    "after-blobs",
    "mid-ingest",
    "before-rename",
    "before-switch",
    "after-switch",
    "mid-garbage",
    "before-status",
];

/// Every step at which a stand can be killed while an answer is kept, sent and purged, in that order.
pub const ANSWER_STEPS: [&str; 8] = [
    "before-keep",
    "mid-keep",
    "after-keep",
    "before-upload",
    "after-upload",
    "before-purge",
    "mid-purge",
    "after-purge",
];

/// Aborts here if the environment asks for it.
#[cfg(debug_assertions)]
pub fn reached(step: &'static str) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static WANTED: OnceLock<Option<(String, AtomicU64)>> = OnceLock::new();
    debug_assert!(STEPS.contains(&step) || ANSWER_STEPS.contains(&step), "{step} is not in the list of steps");
    let wanted = WANTED.get_or_init(|| {
        let text = std::env::var("AQPARAT_FAILPOINT").ok()?;
        let (name, count) = text.split_once(':').unwrap_or((&text, "1"));
        Some((name.to_owned(), AtomicU64::new(count.parse().unwrap_or(1))))
    });
    if let Some((name, left)) = wanted
        && name == step
        && left.fetch_sub(1, Ordering::SeqCst) == 1
    {
        std::process::abort();
    }
}

/// Does nothing in a release build.
#[cfg(not(debug_assertions))]
#[inline]
pub fn reached(_step: &'static str) {}

/// How many times faster visitors become idle: the environment variable `AQPARAT_HURRY` in a debug
/// build, else 1.
pub fn hurry() -> u32 {
    if !cfg!(debug_assertions) {
        return 1;
    }
    std::env::var("AQPARAT_HURRY").ok().and_then(|text| text.parse().ok()).filter(|by| *by > 0).unwrap_or(1)
}
