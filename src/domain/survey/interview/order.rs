//! The lot that decides the order of shuffled choices: the same for one respondent throughout.

/// Puts `list` into an order that `seed` and the question's `name` decide, each order as likely as any other.
pub fn shuffle<T>(list: &mut [T], seed: u64, name: &str) {
    // FNV-1a, so that two questions of one respondent do not share their order.
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut state = seed ^ hash;
    for last in (1..list.len()).rev() {
        let below = u64::try_from(last + 1).unwrap_or(u64::MAX);
        // The lot of a few choices of 2^64: no order is favoured by more than one in 10^15.
        let other = usize::try_from(drawn(&mut state) % below).unwrap_or_default();
        list.swap(last, other);
    }
}

/// The next number of splitmix64.
fn drawn(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut number = *state;
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
