//! The network between a stand and its centre, seeded to be bad: connections that are cut after some bytes either
//! way, answers that never arrive, requests that arrive twice.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Numbers that look random and come again with the same seed.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        let mut chance = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        chance.below(2);
        chance
    }

    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) % most.max(1)
    }
}

/// What becomes of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It holds.
    Fair,
    /// It is cut after so many bytes to the centre.
    CutUp(u64),
    /// It is cut after so many bytes to the stand: the centre has taken what the stand does not know of.
    CutDown(u64),
    /// All that came to the centre comes to it once more, on a connection of its own.
    Twice,
}

impl Fate {
    fn drawn(chance: &mut Chance) -> Self {
        match chance.below(10) {
            0 | 1 => Self::CutUp(chance.below(6000)),
            2 | 3 => Self::CutDown(chance.below(700)),
            4 | 5 => Self::Twice,
            _ => Self::Fair,
        }
    }
}

struct State {
    centre: u16,
    chance: Mutex<Chance>,
    fair: AtomicBool,
    closed: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
    cuts: AtomicU64,
    replays: AtomicU64,
}

/// The line.
pub struct Link {
    port: u16,
    state: Arc<State>,
}

impl Drop for Link {
    fn drop(&mut self) {
        self.state.closed.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Link {
    /// A line to the centre at this port, bad from the start.
    pub fn to(centre: u16, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bind");
        let port = listener.local_addr().expect("address").port();
        let state = Arc::new(State {
            centre,
            chance: Mutex::new(Chance::new(seed)),
            fair: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            open: Mutex::default(),
            cuts: AtomicU64::new(0),
            replays: AtomicU64::new(0),
        });
        let shared = state.clone();
        std::thread::spawn(move || {
            for stand in listener.incoming().flatten() {
                if shared.closed.load(Ordering::Relaxed) {
                    break;
                }
                let shared = shared.clone();
                std::thread::spawn(move || shared.carry(stand));
            }
        });
        Self { port, state }
    }

    /// The centre's address, by this line.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Cuts everything that is connected now.
    pub fn cut(&self) {
        for socket in self.state.open.lock().expect("no panic").drain(..) {
            let _ = socket.shutdown(Shutdown::Both);
        }
        self.state.cuts.fetch_add(1, Ordering::Relaxed);
    }

    /// From now on it holds.
    pub fn mend(&self) {
        self.state.fair.store(true, Ordering::Relaxed);
    }

    /// How many connections were cut, and how many uploads arrived twice.
    pub fn counts(&self) -> (u64, u64) {
        (self.state.cuts.load(Ordering::Relaxed), self.state.replays.load(Ordering::Relaxed))
    }
}

impl State {
    fn carry(self: Arc<Self>, stand: TcpStream) {
        let fate = if self.fair.load(Ordering::Relaxed) {
            Fate::Fair
        } else {
            Fate::drawn(&mut self.chance.lock().expect("no panic"))
        };
        let Ok(centre) = TcpStream::connect(("127.0.0.1", self.centre)) else { return };
        let both = [stand.try_clone(), centre.try_clone()];
        self.open.lock().expect("no panic").extend(both.into_iter().flatten());
        let (Ok(from_stand), Ok(to_stand)) = (stand.try_clone(), stand.try_clone()) else { return };
        let Ok(from_centre) = centre.try_clone() else { return };
        let state = self.clone();
        let down = std::thread::spawn(move || {
            let most = if let Fate::CutDown(most) = fate { most } else { u64::MAX };
            state.copy(from_centre, to_stand, most)
        });
        let most = if let Fate::CutUp(most) = fate { most } else { u64::MAX };
        let carried = self.copy(from_stand, centre, most);
        let _ = down.join();
        if fate == Fate::Twice && carried.windows(14).any(|part| part == b"api/v1/answers") {
            self.replay(&carried);
        }
    }

    /// Copies until either end is closed or so many bytes have passed; gives them.
    fn copy(&self, mut from: TcpStream, mut to: TcpStream, most: u64) -> Vec<u8> {
        let (mut carried, mut buffer) = (Vec::new(), [0; 4096]);
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let left = usize::try_from(most - carried.len() as u64).unwrap_or(usize::MAX);
            let part = &buffer[..read.min(left)];
            carried.extend_from_slice(part);
            if to.write_all(part).is_err() {
                break;
            }
            if part.len() < read {
                self.cuts.fetch_add(1, Ordering::Relaxed);
                break;
            }
        }
        let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
        carried
    }

    fn replay(&self, requests: &[u8]) {
        let Ok(mut centre) = TcpStream::connect(("127.0.0.1", self.centre)) else { return };
        let patience = std::time::Duration::from_millis(300);
        let _ = centre.set_read_timeout(Some(patience));
        if centre.write_all(requests).is_ok() {
            self.replays.fetch_add(1, Ordering::Relaxed);
            let mut buffer = [0; 4096];
            while let Ok(1..) = centre.read(&mut buffer) {}
        }
    }
}
