//! What a visitor can rely on who feels the screen but does not see it.

use super::*;

/// Of a 24-inch panel.
const MILLIMETRE: f32 = 3.6;

/// A hand, and the clock it is watched by.
struct Hand {
    recogniser: Recogniser,
    exploring: bool,
    now: Instant,
    meant: Vec<Meaning>,
}

impl Hand {
    fn new(exploring: bool) -> Self {
        Self { recogniser: Recogniser::default(), exploring, now: Instant::now(), meant: Vec::new() }
    }

    /// One that has explored something already.
    fn at_home() -> Self {
        let mut hand = Self::new(true);
        hand.down(500.0).wait(400).up(500.0).wait(1_000);
        assert_eq!(hand.meant(), [Meaning::Explore(point(500.0))]);
        hand
    }

    fn touch(&mut self, touch: Touch) -> &mut Self {
        let meant = self.recogniser.touch(touch, self.exploring, MILLIMETRE, self.now);
        self.meant.extend(meant);
        self
    }

    fn down(&mut self, x: f32) -> &mut Self {
        self.touch(Touch::Down(point(x)))
    }

    fn to(&mut self, x: f32) -> &mut Self {
        self.touch(Touch::Moved(point(x)))
    }

    fn up(&mut self, x: f32) -> &mut Self {
        self.touch(Touch::Up(point(x)))
    }

    fn tap(&mut self, x: f32) -> &mut Self {
        self.down(x).wait(80).up(x)
    }

    /// Lets time pass, waking the recogniser whenever it wants to be.
    fn wait(&mut self, milliseconds: u64) -> &mut Self {
        let end = self.now + Duration::from_millis(milliseconds);
        while let Some(at) = self.recogniser.wakes_at().filter(|at| *at <= end) {
            self.now = at.max(self.now);
            let meant = self.recogniser.tick(self.now);
            if meant == Some(Meaning::HeldStill) {
                self.exploring = !self.exploring;
            }
            self.meant.extend(meant);
        }
        self.now = end;
        self
    }

    fn meant(&mut self) -> Vec<Meaning> {
        std::mem::take(&mut self.meant)
    }
}

fn point(x: f32) -> Point {
    Point::new(x, 100.0)
}

fn explore(x: f32) -> Meaning {
    Meaning::Explore(point(x))
}

/// Proves: Exploration
#[test]
fn a_finger_held_still_for_three_seconds_anywhere_begins_exploration() {
    for x in [0.0, 500.0, 1_079.0] {
        let mut hand = Hand::new(false);
        hand.down(x).wait(2_999);
        assert_eq!(hand.meant(), []);
        hand.wait(1);
        assert_eq!(hand.meant(), [Meaning::HeldStill]);
        // Once, however long it stays, and what it rests on is not said over the news.
        hand.to(x + 1.0).wait(5_000).up(x).wait(1_000);
        assert_eq!(hand.meant(), []);
    }
}

#[test]
fn a_hand_may_tremble_but_not_wander() {
    let mut hand = Hand::new(false);
    hand.down(500.0);
    for tremor in 0..30 {
        hand.wait(100).to(500.0 + if tremor % 2 == 0 { 4.9 } else { -4.9 } * MILLIMETRE);
    }
    assert_eq!(hand.meant(), [Meaning::HeldStill]);
    let mut hand = Hand::new(false);
    hand.down(500.0).wait(1_000).to(500.0 + 5.1 * MILLIMETRE).to(500.0).wait(10_000);
    assert_eq!(hand.meant(), []);
}

#[test]
fn without_exploration_taps_and_slides_mean_nothing_more() {
    let mut hand = Hand::new(false);
    hand.tap(100.0).wait(100).tap(100.0).wait(1_000).down(100.0).wait(200).to(600.0).wait(4_000).up(600.0).wait(1_000);
    assert_eq!(hand.meant(), []);
}

#[test]
fn a_finger_is_told_what_it_slides_over_and_where_it_ends() {
    let mut hand = Hand::at_home();
    hand.down(0.0).wait(20).to(10.0).wait(20).to(100.0);
    assert_eq!(hand.meant(), [explore(100.0)], "as soon as it is no tap");
    // A slide of 500 points a second is told at most every 50 ms, and none of its ends is lost.
    for step in 1..=100 {
        hand.wait(2).to(100.0 + step as f32);
    }
    let meant = hand.meant();
    assert_eq!(meant.len(), 4, "{meant:?}");
    hand.wait(50);
    assert_eq!(hand.meant().last().or(meant.last()), Some(&explore(200.0)));
    hand.wait(1).to(300.0).to(320.0).up(320.0);
    assert_eq!(hand.meant().last(), Some(&explore(320.0)));
    hand.wait(2_000);
    assert_eq!(hand.meant(), []);
}

#[test]
fn a_finger_that_rests_is_told_what_it_rests_on_once() {
    let mut hand = Hand::at_home();
    hand.down(50.0).wait(299);
    assert_eq!(hand.meant(), []);
    hand.wait(1);
    assert_eq!(hand.meant(), [explore(50.0)]);
    hand.to(52.0).wait(2_000).to(49.0).wait(1_000).up(50.0).wait(1_000);
    assert_eq!(hand.meant(), []);
}

/// Proves: EN-5.5.2, Exploration
#[test]
fn one_tap_only_tells_and_a_second_one_soon_after_acts() {
    let mut hand = Hand::at_home();
    hand.tap(50.0).wait(2_000);
    assert_eq!(hand.meant(), [explore(50.0)]);
    hand.tap(60.0).wait(399).tap(60.0).wait(2_000);
    assert_eq!(hand.meant(), [Meaning::Activate]);
}

/// Proves: EN-5.5.2, Exploration
#[test]
fn a_double_tap_anywhere_activates_what_was_explored_before_it() {
    let mut hand = Hand::at_home();
    // Neither tap explores where it is: that would change what is activated.
    hand.tap(900.0).wait(200).tap(20.0).wait(2_000);
    assert_eq!(hand.meant(), [Meaning::Activate]);
    // The very first taps of all activate what the first of them told.
    let mut hand = Hand::new(true);
    hand.tap(900.0);
    assert_eq!(hand.meant(), [explore(900.0)]);
    hand.wait(200).tap(20.0).wait(2_000);
    assert_eq!(hand.meant(), [Meaning::Activate]);
}

#[test]
fn taps_too_far_apart_in_time_are_two_explorations() {
    let mut hand = Hand::at_home();
    hand.tap(50.0).wait(401).tap(60.0).wait(2_000);
    assert_eq!(hand.meant(), [explore(50.0), explore(60.0)]);
    // Also where nobody woke the recogniser in between.
    hand.tap(50.0);
    hand.now += Duration::from_millis(500);
    hand.down(60.0);
    assert_eq!(hand.meant(), [explore(50.0)]);
}

#[test]
fn a_long_second_touch_explores_and_activates_nothing() {
    let mut hand = Hand::at_home();
    hand.tap(50.0).wait(200).down(70.0).wait(500).up(70.0).wait(1_000);
    assert_eq!(hand.meant(), [explore(70.0)]);
    hand.tap(50.0).wait(200).down(70.0).wait(50).to(300.0).up(300.0).wait(1_000);
    assert_eq!(hand.meant(), [explore(300.0)]);
}

#[test]
fn a_third_tap_begins_anew() {
    let mut hand = Hand::at_home();
    hand.tap(50.0).wait(100).tap(50.0).wait(100).tap(50.0).wait(2_000);
    assert_eq!(hand.meant(), [Meaning::Activate, explore(50.0)]);
}

/// Proves: EN-5.9
#[test]
fn a_second_finger_is_not_heard() {
    let mut hand = Hand::at_home();
    hand.down(50.0).wait(500).down(900.0).wait(500);
    assert_eq!(hand.meant(), [explore(50.0)]);
    hand.up(50.0).wait(1_000).up(900.0).wait(1_000);
    assert_eq!(hand.meant(), []);
}

#[test]
fn a_touch_that_is_taken_away_means_nothing() {
    let mut hand = Hand::at_home();
    hand.tap(50.0).wait(100).down(60.0).wait(50).touch(Touch::Lost).wait(5_000);
    assert_eq!(hand.meant(), []);
    assert_eq!(hand.recogniser.wakes_at(), None);
}

#[test]
fn exploration_ends_by_a_longer_hold_for_a_finger_rests_on_what_it_listens_to() {
    let mut hand = Hand::at_home();
    hand.down(50.0).wait(5_999);
    assert_eq!(hand.meant(), [explore(50.0)]);
    hand.wait(1);
    assert_eq!(hand.meant(), [Meaning::HeldStill]);
    hand.up(50.0).wait(1_000).tap(70.0).wait(1_000);
    assert_eq!(hand.meant(), [], "it is over");
}

#[test]
fn a_recogniser_that_waits_for_nothing_asks_for_no_time() {
    let mut hand = Hand::new(false);
    assert_eq!(hand.recogniser.wakes_at(), None);
    hand.tap(50.0);
    assert_eq!(hand.recogniser.wakes_at(), None);
}
