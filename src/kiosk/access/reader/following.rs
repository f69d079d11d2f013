//! What the reader tells by itself: another screen or sheet, the focus, news, what a finger touches.

use std::sync::Arc;

use accesskit::{Live, NodeId, Role};
use iced::Point;

use super::items::Kind;
use super::outline::{Outline, Place};
use super::queue::Announcement;
use super::reading::{Cursor, Reading};
use super::wording::Phrase;
use super::{Order, Reader};
use crate::kiosk::speech::Why;

impl Reader {
    /// Tells what differs from `before`; all, if there is none.
    pub(super) fn follow(&mut self, before: Option<&Outline>, now: &Arc<Outline>) -> Vec<Order> {
        let news = |live: Live| -> Vec<Place> {
            let is_news = |place: &Place| now.node(*place).live() == Some(live) && !now.name(*place).is_empty();
            let is_old = |place: &Place| before.is_some_and(|before| now.stood_in(before, *place));
            now.places().filter(is_news).filter(|place| !is_old(place)).collect()
        };
        let (alerts, statuses) = (news(Live::Assertive), news(Live::Polite));
        let mut orders = match before {
            None => {
                let screen = self.screen(&alerts, now);
                self.queue.greet(screen)
            }
            Some(before) if before.screen() != now.screen() => {
                let screen = self.screen(&alerts, now);
                self.queue.say_before_help(screen)
            }
            Some(before) if before.sheets().0 != now.sheets().0 => self.sheet(before, now),
            Some(before) => {
                let mut orders = self.urge(&alerts, now);
                orders.extend(match now.echo(before) {
                    Some(echo) => self.echo(echo, now, !alerts.is_empty()),
                    None if now.focus().is_none() && alerts.is_empty() && statuses.is_empty() => {
                        self.answer_pressed(before, now)
                    }
                    None => self.focus(before, now, !alerts.is_empty()),
                });
                orders
            }
        };
        for status in statuses {
            // "Again, slower": what the visitor wants again is not that it is slower now.
            let announcement = Announcement::new(now.named(status), Why::Live).about(now.id(status)).passing();
            orders.extend(self.queue.add_news(announcement, |node| now.place(node).is_none()));
        }
        orders
    }

    /// Another screen: its title and errors, what is there, then the focus.
    fn screen(&mut self, alerts: &[Place], now: &Outline) -> Announcement {
        self.reading = None;
        (self.cursor, self.left_off) = (None, None);
        self.touched = None;
        self.under = None;
        self.ordered.clear();
        let title = now.title().map(|title| now.named(title)).unwrap_or_default();
        let alerts = alerts.iter().flat_map(|alert| now.named(*alert));
        Announcement::new(title.into_iter().chain(alerts).collect(), Why::Screen).then(what_is_there(now))
    }

    /// Another sheet of the same screen: which, and how it begins.
    fn sheet(&mut self, before: &Outline, now: &Arc<Outline>) -> Vec<Order> {
        (self.cursor, self.left_off) = (None, None);
        self.ordered.clear();
        if let Some(Reading::Turning(left)) = &self.reading {
            let left = Arc::clone(left);
            return self.read_sheet(left, now);
        }
        self.reading = None;
        let mut phrases = now.progress().map(|progress| now.named(progress)).unwrap_or_default();
        let is_new = |place: Place| !now.stood_in(before, place);
        let first =
            now.items().into_iter().find(|item| item.in_main && item.kind != Kind::Container && is_new(item.place));
        phrases.extend(first.and_then(|item| item.sentences.into_iter().next()).unwrap_or_default());
        self.queue.say(Announcement::new(phrases, Why::Screen))
    }

    /// Errors and warnings: at once. What was being read goes on behind them.
    fn urge(&mut self, alerts: &[Place], now: &Outline) -> Vec<Order> {
        if alerts.is_empty() {
            self.queue.keep_up(|| what_is_there(now));
            return Vec::new();
        }
        if let Some(Reading::Going { again, .. }) = &mut self.reading {
            *again |= self.queue.why() == Some(Why::ReadAll) && !self.queue.is_paused();
        }
        let phrases = alerts.iter().flat_map(|alert| now.named(*alert)).collect();
        self.queue.interject(Announcement::new(phrases, Why::Live))
    }

    /// What was typed or taken back. The key it was done with needs no words of its own.
    fn echo(&mut self, echo: Vec<Phrase>, now: &Outline, waits: bool) -> Vec<Order> {
        self.reading = None;
        self.ordered.clear();
        self.cursor = now.focus().map(|focus| Cursor::at(now.id(focus))).or(self.cursor);
        let echo = Announcement::new(echo, Why::Focus).passing();
        if waits { self.queue.add(echo) } else { self.queue.say(echo) }
    }

    /// The focus: where it went, or what became of the control that has it. It `waits` for an error.
    fn focus(&mut self, before: &Outline, now: &Outline, waits: bool) -> Vec<Order> {
        let Some(place) = now.focus() else { return Vec::new() };
        let id = now.id(place);
        let then = before.focus().filter(|then| before.id(*then) == id);
        let phrases = match then {
            None => {
                if let Some(ordered) = self.ordered.iter().position(|ordered| *ordered == id) {
                    self.ordered.drain(..=ordered);
                    return Vec::new();
                }
                self.ordered.clear();
                if !now.steers_reading(place) {
                    self.cursor = Some(Cursor::at(id));
                }
                let mut phrases = group(before, now, place);
                phrases.extend(now.control(place));
                phrases
            }
            // What became of the voice is heard by itself.
            Some(_) if now.steers_reading(place) => return Vec::new(),
            Some(then) if before.name(then) != now.name(place) => now.control(place),
            Some(then) if before.state(then) != now.state(place) => now.state(place),
            Some(_) => return Vec::new(),
        };
        self.reading = None;
        let announcement = Announcement::new(phrases, Why::Focus);
        let announcement = if now.steers_reading(place) { announcement.steering() } else { announcement };
        if waits { self.queue.add(announcement) } else { self.queue.say(announcement) }
    }

    /// What became of an answer that a finger pressed, which leaves no focus behind (EN 301 549, 5.6).
    fn answer_pressed(&mut self, before: &Outline, now: &Outline) -> Vec<Order> {
        let changed = |place: &Place| {
            matches!(now.role(*place), Role::RadioButton | Role::CheckBox)
                && before.place(now.id(*place)).is_some_and(|then| before.state(then) != now.state(*place))
        };
        // Where one answer takes the place of another, the one that was pressed is now chosen.
        let chosen = |place: &Place| now.node(*place).toggled() == Some(accesskit::Toggled::True);
        let mut all: Vec<Place> = now.places().filter(changed).collect();
        all.sort_by_key(|place| !chosen(place));
        let Some(place) = all.first().copied() else { return Vec::new() };
        self.reading = None;
        self.cursor = Some(Cursor::at(now.id(place)));
        let phrases = now.with_state(place, now.named(place));
        self.queue.say(Announcement::new(phrases, Why::Focus))
    }

    /// What a finger touches, when it is something else than before.
    pub(super) fn touch(&mut self, at: Point, now: &Outline) -> Vec<Order> {
        let item = now.item_at(at);
        let under = item.as_ref().map(|item| item.node);
        if self.under == under {
            return Vec::new();
        }
        self.under = under;
        let Some(item) = item else { return Vec::new() };
        self.touched = Some(item.node);
        self.reading = None;
        let mut orders = self.focus_on(&item, now);
        let announcement = Announcement::new(now.whole(&item), Why::Touch);
        orders.extend(self.queue.say(if now.steers_reading(item.place) {
            announcement.steering()
        } else {
            self.cursor = Some(Cursor::at(item.node));
            announcement
        }));
        orders
    }

    /// The focus follows to a control, and is not told again when it is there.
    pub(super) fn focus_on(&mut self, item: &super::items::Item, now: &Outline) -> Vec<Order> {
        if item.kind != Kind::Control || now.focus() == Some(item.place) {
            return Vec::new();
        }
        self.ordered.push(item.node);
        vec![Order::Focus(item.node)]
    }
}

/// What a screen holds, in short: how many choices and sheets; a screen of a few words, its first
/// paragraph; then the focus.
fn what_is_there(now: &Outline) -> Vec<Phrase> {
    let mut phrases = now.overview();
    if now.choices().is_none() && now.sheets().1 == 1 {
        let paragraph = now.inside(now.main()).find(|place| now.role(*place) == Role::Paragraph);
        phrases.extend(paragraph.map(|paragraph| now.passages(paragraph)).unwrap_or_default());
    }
    phrases.extend(now.focus().map(|focus| now.control(focus)).unwrap_or_default());
    phrases
}

/// The name of what holds the control, if the focus comes in from elsewhere.
fn group(before: &Outline, now: &Outline, place: Place) -> Vec<Phrase> {
    let Some(group) = now.group(place) else { return Vec::new() };
    let id =
        |outline: &Outline, place: Place| -> Option<NodeId> { outline.group(place).map(|group| outline.id(group)) };
    let was = before.focus();
    let is_same = was.is_some_and(|was| id(before, was) == Some(now.id(group)));
    // The screen was called so when it came.
    let was_said = was.is_none() && now.title().is_some_and(|title| now.name(title) == now.name(group));
    if is_same || was_said { Vec::new() } else { now.group_words(group) }
}
