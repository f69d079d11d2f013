//! File systems of a test's own: a small disk, one that is read-only. They need user namespaces.

use std::process::Command;

/// Whether a test may have mounts of its own. Where the machine allows none the test fails, unless
/// `AQPARAT_NO_NAMESPACES=1` says that this is known: then it is told that it was not run.
pub fn own_mounts() -> bool {
    let has = Command::new("unshare").args(["-rm", "true"]).status().is_ok_and(|status| status.success());
    if !has {
        let is_known = std::env::var("AQPARAT_NO_NAMESPACES").is_ok_and(|known| known == "1");
        assert!(is_known, "no user namespaces here; AQPARAT_NO_NAMESPACES=1 leaves out the tests that need them");
        eprintln!("not run: AQPARAT_NO_NAMESPACES=1, and this test needs a disk of its own");
    }
    has
}
