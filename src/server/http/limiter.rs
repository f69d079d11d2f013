//! How often one address may ask for something: a count per window, in a table that cannot grow
//! without end.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many addresses are remembered.
const ADDRESSES: usize = 10_000;

/// A limiter by address.
#[derive(Debug)]
pub struct Limiter {
    most: u32,
    window: Duration,
    seen: Mutex<HashMap<IpAddr, Seen>>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    since: Instant,
    count: u32,
}

impl Limiter {
    /// Lets `most` calls through in each `window`.
    pub fn new(most: u32, window: Duration) -> Self {
        Self { most, window, seen: Mutex::default() }
    }

    /// Counts a call from `address` at `now`.
    ///
    /// # Errors
    /// How long to wait, when it is one too many.
    pub fn count(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = |entry: &Seen| now.saturating_duration_since(entry.since) >= self.window;
        let key = network(address);
        if seen.len() >= ADDRESSES && !seen.contains_key(&key) {
            seen.retain(|_, entry| !ended(entry));
            // Full of addresses that all asked just now is an attack: new ones wait.
            if seen.len() >= ADDRESSES {
                return Err(self.window);
            }
        }
        let entry = seen.entry(key).or_insert(Seen { since: now, count: 0 });
        if ended(entry) {
            *entry = Seen { since: now, count: 0 };
        }
        if entry.count >= self.most {
            return Err(self.window.saturating_sub(now.saturating_duration_since(entry.since)));
        }
        entry.count += 1;
        Ok(())
    }
}

/// What counts as one address: in IPv6, a whole /64, since one machine has all of it.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn address(last: u32) -> IpAddr {
        IpAddr::V4(last.into())
    }

    #[test]
    fn one_address_too_eager_waits_and_others_do_not() {
        let (limiter, start) = (Limiter::new(2, MINUTE), Instant::now());
        assert_eq!(limiter.count(address(1), start), Ok(()));
        assert_eq!(limiter.count(address(1), start), Ok(()));
        assert_eq!(limiter.count(address(1), start + MINUTE / 4), Err(MINUTE / 4 * 3));
        assert_eq!(limiter.count(address(2), start), Ok(()));
        assert_eq!(limiter.count(address(1), start + MINUTE), Ok(()));
    }

    #[test]
    fn a_flood_of_addresses_fills_no_memory_and_passes() {
        let (limiter, start) = (Limiter::new(2, MINUTE), Instant::now());
        for last in 0..20_000 {
            let _ = limiter.count(address(last), start);
        }
        assert_eq!(limiter.seen.lock().expect("lock").len(), ADDRESSES);
        assert_eq!(limiter.count(address(0), start), Ok(()), "one who was known is served");
        assert_eq!(limiter.count(address(30_000), start + MINUTE), Ok(()));
    }

    #[test]
    fn a_machine_with_many_ipv6_addresses_counts_once() {
        let (limiter, start) = (Limiter::new(1, MINUTE), Instant::now());
        let of = |text: &str| text.parse().expect("address");
        assert_eq!(limiter.count(of("2001:db8::1"), start), Ok(()));
        assert!(limiter.count(of("2001:db8::2"), start).is_err());
        assert_eq!(limiter.count(of("2001:db8:0:1::1"), start), Ok(()));
    }
}
