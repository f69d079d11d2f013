//! Private listening with a real audio server: headphones come and go as a sound card of their own, and
//! the sound goes where it belongs.

#[path = "support/sound.rs"]
#[allow(dead_code, reason = "shared with the benchmarks")]
mod sound;
#[path = "support/stage.rs"]
#[allow(dead_code, reason = "shared with the journeys")]
mod stage;

use std::process::Command;
use std::time::Duration;

use aqparat::kiosk::listening::{Event, Listening, Setup};
use aqparat::kiosk::speech::Output;
use futures_util::StreamExt;
use sound::{Sound, with_sound};
use stage::wait_for;

/// How soon the stand must notice.
const SOON: Duration = Duration::from_secs(5);

fn pactl(arguments: &[&str]) -> String {
    let done = Command::new("pactl").args(arguments).output().expect("pactl");
    assert!(done.status.success(), "pactl {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

fn goes_to(sink: &str) {
    wait_for(sink, SOON, || (pactl(&["get-default-sink"]) == sink).then_some(()));
}

/// Proves: EN-5.1.3.2
#[test]
fn headphones_that_come_and_go_are_noticed_and_get_the_sound() {
    with_sound("headphones_that_come_and_go_are_noticed_and_get_the_sound", || {
        let mut sound = Sound::new();
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let setup = Setup { headphones: Some("keypad".to_owned()), ..Setup::default() };
        let (listening, events) = Listening::start(setup, runtime.handle());
        let mut events = std::pin::pin!(events);
        let mut next = || runtime.block_on(async { tokio::time::timeout(SOON, events.next()).await.expect("news") });
        // What is there at the start belongs to nobody; only then is the watch on.
        std::thread::sleep(Duration::from_secs(1));

        let keypad = pactl(&["load-module", "module-null-sink", "sink_name=usb_keypad"]);
        assert_eq!(next(), Some(Event::HeadphonesIn));
        listening.route(Output::Headphones);
        goes_to("usb_keypad");
        listening.route(Output::Speaker);
        goes_to("kiosk");
        pactl(&["unload-module", &keypad]);
        assert_eq!(next(), Some(Event::HeadphonesOut));

        // The audio server dies and comes back: the stand notices headphones again.
        sound.kill_server();
        drop(sound);
        let _again = Sound::new();
        std::thread::sleep(Duration::from_secs(4));
        pactl(&["load-module", "module-null-sink", "sink_name=usb_keypad"]);
        assert_eq!(next(), Some(Event::HeadphonesIn));
    });
}
