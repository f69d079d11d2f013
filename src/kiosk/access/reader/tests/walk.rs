//! The real screens with the demonstration's pages, heard from the first word to the last.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use accesskit::{NodeId, Role};
use iced::Size;
use jiff::SignedDuration;

// The stand's own tests take the content in the same way.
#[allow(clippy::duplicate_mod)]
#[path = "../../../../../tests/support/content.rs"]
mod folder;

use super::super::outline::Outline;
use super::super::*;
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::focus::Move;
use crate::kiosk::access::testing::{Stage, day};
use crate::kiosk::app::{Effect, Message, Moment, Stand};
use crate::kiosk::config::{Config, Overrides};
use crate::kiosk::content::Content;
use crate::kiosk::screen::{Place, category, frame, home, page};

/// A stand, and what one frame after another says.
struct Walker {
    stand: Stand,
    stage: Stage,
    now: Moment,
    content: Content,
    runtime: tokio::runtime::Runtime,
    _data: tempfile::TempDir,
}

impl Walker {
    fn new(window: Size) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio");
        let demonstration = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demonstration");
        let content = runtime.block_on(folder::fill(&demonstration, data.path(), &[], day())).expect("good content");
        let config = Config::read(data.path(), Overrides::default()).expect("defaults");
        let now = Moment { steady: Instant::now(), wall: day() + SignedDuration::from_mins(1) };
        let stand = Stand::new(config, Some(content.clone()), window, now);
        let stage = Stage::new(stand.theme());
        Self { stand, stage, now, content, runtime, _data: data }
    }

    fn happens(&mut self, message: Message) {
        for effect in self.stand.update(message, self.now) {
            if let Effect::Load { content, key, place } = effect {
                let release = content.release();
                let result = self.runtime.block_on(page::load(content, key)).map(Arc::new);
                self.happens(Message::Loaded { place, release, result });
            }
        }
    }

    /// Looks until nothing changes any more.
    fn looks(&mut self, mut movement: Option<Move>) -> Arc<Snapshot> {
        loop {
            let bridge = Bridge::closed();
            let view = self.stand.window(&bridge);
            let frame = match movement.take() {
                Some(movement) => self.stage.focus(view, movement),
                None => self.stage.show(view),
            };
            if frame.messages.is_empty() {
                return Arc::new(frame.snapshot);
            }
            frame.messages.into_iter().for_each(|message| self.happens(message));
        }
    }
}

/// All that was said, in one line, and whether each move of the focus goes to what is being said.
#[derive(Default)]
struct Heard(String);

impl Heard {
    /// Hears what the orders say, and all that follows.
    fn hears(&mut self, reader: &mut Reader, orders: Vec<Order>) -> bool {
        let mut turns = self.takes(orders);
        while let Some(id) = reader.caption().map(|said| said.id) {
            let orders = reader.spoken(Event::Ended(id));
            turns |= self.takes(orders);
        }
        turns
    }

    fn takes(&mut self, orders: Vec<Order>) -> bool {
        let focus = orders.iter().find_map(|order| if let Order::Focus(node) = order { Some(*node) } else { None });
        for order in &orders {
            if let Order::Speak(said) = order {
                assert!(said.text.chars().count() <= 2 * sentences::LONGEST, "{:?} is too long", said.text);
                let node = said.spot.as_ref().map(|spot| spot.node);
                assert!(focus.is_none() || node == focus, "the focus goes elsewhere than {:?}", said.text);
                self.0.push_str(&said.text);
                self.0.push(' ');
            }
        }
        orders.contains(&Order::TurnOn)
    }

    /// Reviews a frame from its first item to its last.
    fn reviews(&mut self, snapshot: &Arc<Snapshot>) {
        let mut reader = Reader::new();
        reader.set_speaking(true);
        reader.observe(Arc::clone(snapshot));
        let count = Outline::new(Arc::clone(snapshot)).items().len();
        for _ in 0..count {
            reader.request(Request::PreviousItem);
        }
        let none = crate::i18n::text(Outline::new(Arc::clone(snapshot)).visitor(), "reader-no-next-item");
        let orders = reader.request(Request::Repeat);
        self.hears(&mut reader, orders);
        for _ in 0..count {
            let orders = reader.request(Request::NextItem);
            self.hears(&mut reader, orders);
        }
        assert!(self.0.trim_end().ends_with(&none), "item by item comes to the end");
    }

    /// Asserts that every name of a frame was heard.
    fn has_all_of(&self, snapshot: &Arc<Snapshot>, what: &str) {
        let outline = Outline::new(Arc::clone(snapshot));
        for place in outline.places().skip(1) {
            // What is made of passages is said passage by passage.
            let has_passages = outline.role(place) == Role::Cell && outline.inside(place).next().is_some();
            let name = if has_passages { "" } else { outline.name(place) };
            for said in [name, outline.node(place).description().unwrap_or_default()] {
                let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(self.0.contains(&words), "{what}: {words:?} was not heard in {}", self.0);
            }
        }
    }
}

/// Reads the open screen through, sheet by sheet, and reviews each sheet.
fn hear_all(walker: &mut Walker, what: &str) -> Heard {
    let mut reader = Reader::new();
    let mut heard = Heard::default();
    let mut sheets = vec![walker.looks(None)];
    reader.set_speaking(true);
    let orders = reader.observe(Arc::clone(&sheets[0]));
    heard.hears(&mut reader, orders);
    let orders = reader.request(Request::All);
    let mut turns = heard.hears(&mut reader, orders);
    while turns {
        assert!(sheets.len() < 60, "{what}: no end");
        walker.happens(Message::Frame(frame::Message::Next));
        let sheet = walker.looks(None);
        sheets.push(Arc::clone(&sheet));
        let orders = reader.observe(sheet);
        turns = heard.hears(&mut reader, orders);
    }
    let end = crate::i18n::text(walker.stand.language(), "reader-end");
    assert!(heard.0.trim_end().ends_with(&end), "{what}: reading through comes to the end");
    assert_eq!(sheets.len(), walker.stand.sheets().of, "{what}: every sheet was read");
    for sheet in &sheets {
        heard.reviews(sheet);
    }
    for sheet in &sheets {
        heard.has_all_of(sheet, what);
    }
    heard
}

/// Proves: EN-5.1.3.1, EN-5.1.3.6
#[test]
fn everything_on_every_screen_is_said_in_three_languages() {
    let mut walker = Walker::new(Size::new(1080.0, 1920.0));
    for language in Language::ALL {
        walker.happens(Message::Frame(frame::Message::Language(language)));
        walker.happens(Message::Frame(frame::Message::Home));
        hear_all(&mut walker, &format!("{language}, home"));
        walker.happens(Message::Frame(frame::Message::Help));
        hear_all(&mut walker, &format!("{language}, help"));
        let headers = walker.content.headers().to_vec();
        for header in headers.into_iter().filter(|header| header.key.language == language) {
            let what = header.key.to_string();
            walker.happens(Message::Frame(frame::Message::Home));
            walker.happens(Message::Home(home::Message::Open(header.key.category)));
            let heard = hear_all(&mut walker, &format!("the category of {what}"));
            // A category of one page is the page.
            if matches!(walker.stand.place(), Place::Page { .. }) {
                assert!(heard.0.contains(&header.title), "{what}");
                continue;
            }
            walker.happens(Message::Category(category::Message::Read(header.key.clone())));
            let heard = hear_all(&mut walker, &what);
            assert!(heard.0.contains(&header.title), "{what}");
        }
    }
}

/// Proves: EN-5.1.3.3
#[test]
fn what_is_said_when_the_focus_moves_is_what_has_the_focus() {
    let mut walker = Walker::new(Size::new(1920.0, 1080.0));
    let mut reader = Reader::new();
    reader.set_speaking(true);
    let first = walker.looks(None);
    reader.observe(first);
    let mut reached: Vec<NodeId> = Vec::new();
    for _ in 0..20 {
        let snapshot = walker.looks(Some(Move::Next));
        let orders = reader.observe(Arc::clone(&snapshot));
        let mut spots: Vec<_> = spots(&orders);
        while let Some(id) = reader.caption().map(|said| said.id) {
            let orders = reader.spoken(Event::Ended(id));
            spots.extend(self::spots(&orders));
        }
        spots.dedup();
        assert_eq!(spots, [snapshot.focus]);
        let role = snapshot.nodes.iter().find(|(id, _)| *id == snapshot.focus).map(|(_, node)| node.role());
        assert!(matches!(role, Some(Role::Button | Role::Link | Role::Switch)));
        reached.push(snapshot.focus);
    }
    reached.dedup();
    assert_eq!(reached.len(), 20);
}

/// The nodes the utterances are of.
fn spots(orders: &[Order]) -> Vec<NodeId> {
    let said = orders.iter().filter_map(|order| if let Order::Speak(said) = order { Some(said) } else { None });
    said.filter_map(|said| Some(said.spot.as_ref()?.node)).collect()
}
