//! What is being said, and what waits for it to end.

use std::collections::VecDeque;

use accesskit::NodeId;

use super::Order;
use super::wording::Phrase;
use crate::domain::Language;
use crate::i18n::text;
use crate::kiosk::speech::{Id, Spot, Utterance, Why};

/// Phrases that belong together.
#[derive(Debug, Clone)]
pub struct Announcement {
    pub phrases: Vec<Phrase>,
    pub why: Why,
    /// The node whose news this is.
    pub topic: Option<NodeId>,
    /// Whether it tells something in passing, which is not worth repeating.
    passing: bool,
    /// Whether it tells of the ways to pause and repeat: what they are about is something else.
    steers: bool,
    /// The phrase being said.
    at: usize,
    /// Only so many phrases are sure, if others may still change with the screen.
    sure: Option<usize>,
}

impl Announcement {
    pub fn new(phrases: Vec<Phrase>, why: Why) -> Self {
        Self { phrases, why, topic: None, passing: false, steers: false, at: 0, sure: None }
    }

    /// Not to be repeated.
    pub fn passing(self) -> Self {
        Self { passing: true, ..self }
    }

    /// Of a control by which one pauses and repeats what is said.
    pub fn steering(self) -> Self {
        Self { steers: true, ..self.passing() }
    }

    /// News of this node.
    pub fn about(self, node: NodeId) -> Self {
        Self { topic: Some(node), ..self }
    }

    /// Followed by phrases that may still change.
    pub fn then(mut self, more: Vec<Phrase>) -> Self {
        self.sure = Some(self.phrases.len());
        self.phrases.extend(more);
        self
    }
}

#[derive(Debug, Default)]
pub struct Queue {
    /// Whether personal entry may be said.
    pub private: bool,
    /// What a visitor hears when the reader is asked for words of its own.
    pub language: Language,
    used: u64,
    current: Option<Utterance>,
    saying: Option<Announcement>,
    waiting: VecDeque<Announcement>,
    /// What the caption says while speech is paused.
    paused: Option<Utterance>,
    last: Option<Announcement>,
    said: Option<Utterance>,
    marked: Option<Spot>,
}

impl Queue {
    /// Says it at once; all else is forgotten.
    pub fn say(&mut self, announcement: Announcement) -> Vec<Order> {
        self.forget();
        self.begin(announcement)
    }

    /// Says it before the words that are held for it; what is being said may end.
    pub fn greet(&mut self, announcement: Announcement) -> Vec<Order> {
        self.waiting.push_front(announcement);
        if self.saying.is_none() { self.resume() } else { Vec::new() }
    }

    /// Says it at once; all else is forgotten, but not help that has only just begun: it was asked for
    /// with this screen.
    pub fn say_before_help(&mut self, announcement: Announcement) -> Vec<Order> {
        let help = self.saying.take().filter(|saying| saying.why == Why::Help && saying.at == 0);
        let orders = self.say(announcement);
        self.waiting.extend(help);
        orders
    }

    /// Says it when everything before has been said.
    pub fn add(&mut self, announcement: Announcement) -> Vec<Order> {
        self.waiting.push_back(announcement);
        if self.current.is_none() && self.paused.is_none() { self.speak() } else { Vec::new() }
    }

    /// Says it behind what is said next.
    pub fn hold(&mut self, announcement: Announcement) {
        self.waiting.push_back(announcement);
    }

    /// Says news when the current utterance has ended. They replace older news of the same node, and
    /// of nodes that are `gone` before they were told.
    pub fn add_news(&mut self, news: Announcement, gone: impl Fn(NodeId) -> bool) -> Vec<Order> {
        self.waiting.retain(|older| older.topic.is_none_or(|node| Some(node) != news.topic && !gone(node)));
        self.add(news)
    }

    /// Takes out the news that wait.
    pub fn take_news(&mut self) -> Vec<Announcement> {
        let (news, others): (_, Vec<_>) =
            self.waiting.drain(..).partition(|waiting: &Announcement| waiting.topic.is_some());
        self.waiting = VecDeque::from(others);
        news
    }

    /// Whether something is being said that a visitor may want to stop at.
    pub fn can_pause(&self) -> bool {
        self.current.is_some() && self.saying.as_ref().is_some_and(|saying| !saying.steers)
    }

    /// Says it at once, in place of what is being said; what waits goes on waiting.
    pub fn interject(&mut self, announcement: Announcement) -> Vec<Order> {
        if let Some(saying) = self.saying.take().filter(|_| self.paused.is_some()) {
            self.waiting.push_front(saying);
        }
        self.begin(announcement)
    }

    fn begin(&mut self, announcement: Announcement) -> Vec<Order> {
        self.saying = Some(announcement);
        self.speak()
    }

    /// Whether `id` is being said: all others were given up.
    pub fn is_current(&self, id: Id) -> bool {
        self.current.as_ref().is_some_and(|current| current.id == id)
    }

    /// The current utterance has ended. Gives whether there is more to say.
    pub fn end(&mut self) -> bool {
        self.current = None;
        if let Some(saying) = &mut self.saying {
            saying.at += 1;
        }
        self.saying = self.saying.take().filter(|saying| saying.at < saying.phrases.len());
        self.saying.is_some() || (self.paused.is_none() && !self.waiting.is_empty())
    }

    /// Says what comes next; unmarks the screen when nothing does.
    pub fn go_on(&mut self) -> Vec<Order> {
        if self.paused.is_some() && self.saying.is_none() {
            return self.mark(None).into_iter().collect();
        }
        self.speak()
    }

    fn speak(&mut self) -> Vec<Order> {
        loop {
            let Some(saying) = &mut self.saying else {
                let next = if self.paused.is_some() { None } else { self.waiting.pop_front() };
                let Some(next) = next else {
                    self.current = None;
                    return self.mark(None).into_iter().collect();
                };
                self.saying = Some(next);
                continue;
            };
            let Some(phrase) = saying.phrases.get(saying.at) else {
                self.saying = None;
                continue;
            };
            let hidden = phrase.personal && !self.private;
            let phrase = match &phrase.instead {
                _ if !hidden => phrase.clone(),
                Some(instead) => Phrase::words(instead.as_str(), self.language),
                None => {
                    saying.at += 1;
                    continue;
                }
            };
            if saying.at == 0 && !saying.passing {
                self.last = Some(saying.clone());
            }
            self.used += 1;
            let Phrase { text, language, spot, personal, instead: _ } = phrase;
            let utterance = Utterance { id: Id(self.used), text, language, why: saying.why, personal, spot };
            // Worth spelling is what stands on the screen or was entered, not the role that follows it.
            if !saying.passing && (saying.at == 0 || personal || utterance.spot.is_some()) {
                self.said = Some(utterance.clone());
            }
            self.current = Some(utterance.clone());
            let spot = utterance.spot.clone();
            let mut orders = vec![Order::Speak(utterance)];
            orders.extend(self.mark(spot));
            return orders;
        }
    }

    fn mark(&mut self, spot: Option<Spot>) -> Option<Order> {
        (self.marked != spot).then(|| {
            self.marked.clone_from(&spot);
            Order::Mark(spot)
        })
    }

    fn forget(&mut self) {
        self.waiting.clear();
        self.saying = None;
        self.current = None;
        self.paused = None;
    }

    /// Silence; everything is forgotten but what was said last.
    pub fn stop(&mut self) -> Vec<Order> {
        self.forget();
        let mut orders = vec![Order::Hush];
        orders.extend(self.mark(None));
        orders
    }

    /// As if nothing had ever been said. Utterances of before and after still have different ids.
    pub fn reset(&mut self) -> Vec<Order> {
        let orders = self.stop();
        *self = Self { used: self.used, ..Self::default() };
        orders
    }

    /// Silence until [`Queue::resume`], if anything is being said.
    pub fn pause(&mut self) -> Vec<Order> {
        let Some(current) = self.current.take() else { return Vec::new() };
        let language = self.language;
        let words = text(language, "reader-paused");
        self.paused = Some(Utterance { text: words, language, spot: None, personal: false, ..current });
        let mut orders = vec![Order::Hush];
        orders.extend(self.mark(None));
        orders
    }

    /// Says the utterance again that was paused, and goes on.
    pub fn resume(&mut self) -> Vec<Order> {
        self.paused = None;
        self.speak()
    }

    /// Says the current utterance again from its beginning.
    pub fn begin_again(&mut self) -> Vec<Order> {
        if self.current.is_some() { self.speak() } else { Vec::new() }
    }

    pub fn is_paused(&self) -> bool {
        self.paused.is_some()
    }

    /// Says the last announcement again.
    pub fn repeat(&mut self) -> Vec<Order> {
        match self.last.clone() {
            Some(last) => self.say(Announcement { at: 0, ..last }),
            None => Vec::new(),
        }
    }

    /// What was said last that is worth spelling.
    pub fn said(&self) -> Option<&Utterance> {
        self.said.as_ref()
    }

    /// What is being said; while paused, that it is.
    pub fn caption(&self) -> Option<&Utterance> {
        self.current.as_ref().or(self.paused.as_ref())
    }

    pub fn is_speaking(&self) -> bool {
        self.current.is_some()
    }

    /// Why the current utterance is said.
    pub fn why(&self) -> Option<Why> {
        self.saying.as_ref().map(|saying| saying.why)
    }

    /// While the sure part of an announcement of a screen is being said, what follows keeps up with
    /// the screen: how many sheets there are is known a frame later.
    pub fn keep_up(&mut self, more: impl FnOnce() -> Vec<Phrase>) {
        let Some(saying) = &mut self.saying else { return };
        if let Some(sure) = saying.sure.filter(|sure| saying.at < *sure) {
            saying.phrases.truncate(sure);
            saying.phrases.extend(more());
            self.last = self.saying.clone();
        }
    }
}
