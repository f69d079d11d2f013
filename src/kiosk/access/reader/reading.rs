//! What a visitor asks of the reader: to read through, to move through the screen, to say again.

use std::sync::Arc;

use accesskit::NodeId;

use super::items::{Item, Kind};
use super::outline::Outline;
use super::queue::Announcement;
use super::wording::Phrase;
use super::{Order, Progress, Reader, Request};
use crate::i18n::text;
use crate::kiosk::speech::Why;
use crate::kiosk::speech::preparation::spell;

/// So many utterances fail before reading through ends: nobody hears the sheets turn.
const PATIENCE: usize = 3;

/// A sentence of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    node: NodeId,
    sentence: usize,
}

impl Cursor {
    /// At the beginning of an item.
    pub fn at(node: NodeId) -> Self {
        Self { node, sentence: 0 }
    }

    /// The item.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// Its place in reading order.
    fn order(self, now: &Outline) -> (usize, usize) {
        (now.place(self.node).unwrap_or_default(), self.sentence)
    }
}

/// Reading through.
#[derive(Debug)]
pub enum Reading {
    /// The sentence at the cursor is being said.
    Going {
        /// It was interrupted: it is said again.
        again: bool,
        /// The sheet before this one, if it was read through: what stands on both is not read again.
        left: Option<Arc<Outline>>,
    },
    /// The sheet was read to its end: the next one is waited for.
    Turning(Arc<Outline>),
}

/// By what a visitor moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Sentence,
    Heading,
    Item,
}

impl Reader {
    pub(super) fn answer(&mut self, request: Request, now: &Arc<Outline>) -> Vec<Order> {
        match request {
            Request::All => self.read_from(None, now),
            Request::On => self.read_from(self.here(now), now),
            Request::NextSentence => self.step(Step::Sentence, true, "reader-no-next-sentence", now),
            Request::PreviousSentence => self.step(Step::Sentence, false, "reader-no-previous-sentence", now),
            Request::NextHeading => self.step(Step::Heading, true, "reader-no-next-heading", now),
            Request::PreviousHeading => self.step(Step::Heading, false, "reader-no-previous-heading", now),
            Request::NextItem => self.step(Step::Item, true, "reader-no-next-item", now),
            Request::PreviousItem => self.step(Step::Item, false, "reader-no-previous-item", now),
            Request::Repeat => {
                if self.queue.why() != Some(Why::ReadAll) {
                    self.reading = None;
                }
                self.queue.repeat()
            }
            Request::Pause if self.queue.is_paused() => self.queue.resume(),
            Request::Pause if self.progress() == Progress::Going => self.queue.pause(),
            Request::Pause => self.read_from(self.left_off(now), now),
            Request::Stop => self.silence(),
            Request::Spell => self.spell(now),
        }
    }

    /// What comes after an utterance.
    pub(super) fn go_on(&mut self) -> Vec<Order> {
        if self.failures >= PATIENCE {
            self.reading = None;
        }
        if self.queue.end() || self.queue.is_paused() {
            return self.queue.go_on();
        }
        match (&mut self.reading, self.outline.clone()) {
            (Some(Reading::Going { again, left }), Some(now)) => {
                let (again, left) = (std::mem::take(again), left.clone());
                self.read_next(again, left, &now)
            }
            _ => self.queue.go_on(),
        }
    }

    /// Where a visitor is: what was read last, else the focus.
    fn here(&self, now: &Outline) -> Option<Cursor> {
        let cursor = self.cursor.filter(|cursor| now.place(cursor.node).is_some());
        cursor.or_else(|| now.focus().map(|focus| Cursor::at(now.id(focus))))
    }

    /// Where to read on without having moved there: where the visitor is in the screen's main part, else where reading
    /// through was left.
    fn left_off(&self, now: &Outline) -> Option<Cursor> {
        let in_main = |cursor: &Cursor| now.place(cursor.node).is_some_and(|place| now.is_within(place, now.main()));
        self.cursor.filter(in_main).or(self.left_off.filter(in_main))
    }

    fn remark(&mut self, id: &'static str, now: &Outline) -> Vec<Order> {
        let phrase = Phrase::words(text(now.visitor(), id), now.visitor());
        self.queue.say(Announcement::new(vec![phrase], Why::Review).passing())
    }

    /// Reads through from the cursor, or from the beginning of the screen.
    fn read_from(&mut self, from: Option<Cursor>, now: &Arc<Outline>) -> Vec<Order> {
        let sentences = sentences(now, Item::is_read);
        let from = from.map_or((0, 0), |from| from.order(now));
        match sentences.iter().find(|sentence| sentence.cursor.order(now) >= from).or(sentences.first()) {
            Some(first) => self.read(first, None, now),
            None => {
                self.reading = None;
                self.remark("reader-nothing", now)
            }
        }
    }

    /// Goes on on the sheet that was turned to.
    pub(super) fn read_sheet(&mut self, left: Arc<Outline>, now: &Arc<Outline>) -> Vec<Order> {
        match unread(now, Some(&left)).first() {
            Some(first) => self.read(first, Some(left), now),
            None => self.turn_on(now),
        }
    }

    /// Reads the sentence behind the cursor, or that at the cursor `again`.
    fn read_next(&mut self, again: bool, left: Option<Arc<Outline>>, now: &Arc<Outline>) -> Vec<Order> {
        let sentences = unread(now, left.as_deref());
        let Some(here) = self.cursor.filter(|cursor| now.place(cursor.node).is_some()) else {
            // What was being read is gone.
            self.reading = None;
            return self.queue.go_on();
        };
        let here = here.order(now);
        let is_next = |sentence: &&Sentence| {
            let order = sentence.cursor.order(now);
            order > here || (again && order == here)
        };
        match sentences.iter().find(is_next) {
            Some(next) => self.read(next, left, now),
            None => self.turn_on(now),
        }
    }

    fn read(&mut self, sentence: &Sentence, left: Option<Arc<Outline>>, now: &Arc<Outline>) -> Vec<Order> {
        self.reading = Some(Reading::Going { again: false, left });
        self.cursor = Some(sentence.cursor);
        self.left_off = self.cursor;
        let mut orders = self.focus_on(&sentence.item, now);
        orders.extend(self.queue.say(Announcement::new(sentence.phrases.clone(), Why::ReadAll)));
        orders
    }

    /// The sheet was read to its end.
    fn turn_on(&mut self, now: &Arc<Outline>) -> Vec<Order> {
        let (sheet, of) = now.sheets();
        let mut orders = self.queue.go_on();
        if sheet < of {
            self.reading = Some(Reading::Turning(Arc::clone(now)));
            orders.push(Order::TurnOn);
        } else {
            self.reading = None;
            orders.extend(self.remark("reader-end", now));
        }
        orders
    }

    /// Moves to the next or previous sentence, heading or item and says it; says so where there is none.
    fn step(&mut self, step: Step, forward: bool, none: &'static str, now: &Arc<Outline>) -> Vec<Order> {
        self.reading = None;
        let stops = match step {
            Step::Sentence => sentences(now, Item::is_read),
            Step::Heading => items(now, |item| item.in_main && item.kind == Kind::Heading),
            Step::Item => items(now, |_| true),
        };
        // Where there is no place yet, the main part begins.
        let here = self.here(now).map(|here| here.order(now));
        let target = match (here, forward) {
            (Some(here), true) => stops.iter().find(|stop| stop.cursor.order(now) > here),
            (Some(here), false) => stops.iter().rev().find(|stop| stop.cursor.order(now) < here),
            (None, true) => stops.iter().find(|stop| stop.item.in_main).or(stops.first()),
            (None, false) => stops.iter().rev().find(|stop| stop.item.place < now.main()),
        };
        let Some(target) = target else { return self.remark(none, now) };
        self.cursor = Some(target.cursor);
        let mut orders = self.focus_on(&target.item, now);
        let phrases = if step == Step::Sentence { target.phrases.clone() } else { now.whole(&target.item) };
        orders.extend(self.queue.say(Announcement::new(phrases, Why::Review)));
        orders
    }

    /// Spells what was said last, the words on the screen if it was said of some: word by word, each press the next,
    /// for nobody should have to hear a sentence out for one name in it.
    fn spell(&mut self, now: &Outline) -> Vec<Order> {
        let Some(said) = self.queue.said().cloned() else { return Vec::new() };
        self.reading = None;
        if said.personal && !self.queue.private {
            return self.remark("reader-hidden", now);
        }
        let on_screen = said.spot.as_ref().and_then(|spot| now.name(now.place(spot.node)?).get(spot.range.clone()));
        let all = words(on_screen.unwrap_or(&said.text));
        let at = match self.spelt {
            Some((of, at)) if of == said.id => (at + 1) % all.len().max(1),
            _ => 0,
        };
        self.spelt = Some((said.id, at));
        let Some(word) = all.get(at) else { return Vec::new() };
        let letter = |letter: String| Phrase {
            text: letter,
            language: said.language,
            spot: said.spot.clone(),
            personal: said.personal,
            instead: None,
        };
        // Of several words the one that is spelt is told first.
        let told = (all.len() > 1).then(|| word.clone());
        let letters = told.into_iter().chain(spell(word, said.language)).map(letter).collect();
        self.queue.say(Announcement::new(letters, Why::Review).passing())
    }
}

/// The words to spell. Figures that stand side by side are one number.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let is_figures = |word: &str| !word.chars().any(char::is_alphabetic);
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if is_figures(last) && is_figures(word) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// A sentence, and the item it belongs to.
struct Sentence {
    item: Item,
    cursor: Cursor,
    phrases: Vec<Phrase>,
}

impl Item {
    fn is_read(&self) -> bool {
        self.in_main
    }
}

/// The sentences of the `wanted` items.
fn sentences(now: &Outline, wanted: impl Fn(&Item) -> bool) -> Vec<Sentence> {
    let items = now.items().into_iter().filter(wanted);
    items
        .flat_map(|mut item| {
            let said = std::mem::take(&mut item.sentences);
            said.into_iter().enumerate().map(move |(sentence, phrases)| Sentence {
                cursor: Cursor { node: item.node, sentence },
                item: item.clone(),
                phrases,
            })
        })
        .collect()
}

/// The sentences of the sheet, without what stood on the sheet before as it stands here.
fn unread(now: &Outline, left: Option<&Outline>) -> Vec<Sentence> {
    sentences(now, |item| item.is_read() && !left.is_some_and(|left| now.stood_in(left, item.place)))
}

/// The `wanted` items, each at its beginning.
fn items(now: &Outline, wanted: impl Fn(&Item) -> bool) -> Vec<Sentence> {
    let items = now.items().into_iter().filter(wanted);
    items.map(|item| Sentence { cursor: Cursor::at(item.node), item, phrases: Vec::new() }).collect()
}
