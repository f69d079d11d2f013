//! What a visitor hears: the reader's orders, and the help that is only spoken.

use std::sync::Arc;

use accesskit::Role;

use super::{Drawn, Effect, Stand};
use crate::domain::Language;
use crate::i18n::{text, text_with};
use crate::kiosk::access::Snapshot;
use crate::kiosk::access::reader::{Notice, Order, Request};
use crate::kiosk::input::Command;
use crate::kiosk::screen::Place;
use crate::kiosk::settings::{Change, Switches};
use crate::kiosk::speech::Why;

/// How far into help a visitor is: layer by layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Help {
    /// Not at all, or only on the help screen.
    #[default]
    None,
    /// Every key only says what it does (EN 301 549, 5.5.2).
    Describer {
        /// What leads out of it, pressed twice: what led in.
        leaves_by: Command,
        /// Whether it was pressed once.
        leaving: bool,
    },
}

impl Stand {
    /// Whether somebody needs to know what the screen says, or the stand whether the focus is on an entry.
    pub fn wants_tree(&self) -> bool {
        let settings = &self.visit.settings;
        let has_entry = self.visit.asking.as_ref().is_some_and(|asking| asking.only_entry().is_some());
        settings.speech || settings.switches != Switches::None || has_entry
    }

    /// The screen says this now.
    pub(super) fn seen(&mut self, snapshot: Arc<Snapshot>, of: Drawn) -> Vec<Effect> {
        let mut effects = Vec::new();
        let focused = snapshot.nodes.iter().find(|(id, _)| *id == snapshot.focus);
        self.visit.at_entry =
            focused.is_some_and(|(_, node)| matches!(node.role(), Role::TextInput | Role::MultilineTextInput));
        if !self.is_warned() {
            self.visit.focus = Some(snapshot.focus).filter(|focus| *focus != snapshot.root);
        }
        self.scale = snapshot
            .nodes
            .first()
            .and_then(|(_, window)| window.bounds())
            .map_or(1.0, |bounds| (bounds.width() as f32 / self.theme.window().width).max(f32::EPSILON));
        if self.visit.settings.switches != Switches::None
            && let Some(step) = self.scanner.observe(&snapshot, self.now.steady)
        {
            if self.visit.reads_itself || self.reader.is_reading_aloud() {
                // What the visitor is being read is not ended by what they could choose.
                self.scanner.rest(self.now.steady);
            } else {
                effects.extend(self.point(step));
            }
        }
        if self.visit.settings.speech {
            let mut snapshot = snapshot;
            if !self.visit.by_keys && snapshot.focus != snapshot.root {
                // A finger leaves the focus where it pressed; that is no news to whoever pressed, and must not
                // end what is being read: least of all on "Pause".
                let root = snapshot.root;
                Arc::make_mut(&mut snapshot).focus = root;
            }
            let mut orders = self.reader.observe(snapshot);
            // Not what stood there a moment before.
            if of == self.drawn() && std::mem::take(&mut self.visit.reads_itself) {
                orders.extend(self.reader.read_by_itself());
            }
            effects.extend(self.follow(orders));
        }
        effects
    }

    /// Carries out the reader's orders. Of several things to say the last counts.
    pub(super) fn follow(&mut self, orders: Vec<Order>) -> Vec<Effect> {
        let last = orders.iter().rposition(|order| matches!(order, Order::Speak(_)));
        let mut effects = Vec::new();
        for (place, order) in orders.into_iter().enumerate() {
            match order {
                Order::Speak(utterance) if Some(place) == last => effects.push(Effect::Speak(utterance)),
                Order::Speak(_) => {}
                Order::Hush => effects.push(Effect::Hush),
                Order::Focus(node) => effects.push(Effect::FocusOn(node)),
                Order::Mark(spot) => effects.push(Effect::Mark(spot)),
                Order::TurnOn => {
                    effects.extend(self.turn(self.sheets().next()));
                    // The reader goes on by itself.
                    self.visit.reads_itself = false;
                }
            }
        }
        effects
    }

    /// The visitor does something: what is being said ends (EN 301 549, 5.1.3.5).
    pub(super) fn interrupt(&mut self) -> Vec<Effect> {
        self.visit.reads_itself = false;
        self.visit.notice = None;
        if !self.visit.settings.speech {
            return Vec::new();
        }
        let orders = self.reader.request(Request::Stop);
        self.follow(orders)
    }

    /// Says what does not stand on the screen; without speech it is shown instead.
    pub(super) fn tell(&mut self, language: Language, words: String, at_once: bool) -> Vec<Effect> {
        if !self.visit.settings.speech {
            self.show_notice(words);
            return Vec::new();
        }
        let notice = self.notice(language, words, at_once);
        let orders = self.reader.tell(notice);
        self.follow(orders)
    }

    pub(super) fn notice(&self, language: Language, words: String, at_once: bool) -> Notice {
        Notice { text: words, language, why: Why::Help, at_once, passing: false }
    }

    /// A greeting, the languages, Kazakh first, and how the keys work; where the visitor is follows from
    /// the screen.
    pub(super) fn welcome(&mut self) -> Vec<Effect> {
        let visitors = self.visit.language;
        // Not every keypad has a key for each: what to do then is said instead.
        let words = |language, message| {
            let key = |command| self.key_name(command, language).unwrap_or_else(|| "none".to_owned()).into();
            let arguments = [
                ("help", key(Command::Help)),
                ("language", key(Command::Language)),
                ("next", key(Command::FocusNext)),
                ("activate", key(Command::Activate)),
                ("pause", key(Command::Pause)),
            ];
            text_with(language, message, &arguments)
        };
        let others = Language::ALL.into_iter().filter(|language| *language != visitors);
        let (greeting, keys) = (words(visitors, "welcome"), words(visitors, "welcome-keys"));
        let others: Vec<_> = others.map(|language| (language, words(language, "welcome-language"))).collect();
        let mut effects = self.tell(visitors, greeting, true);
        for (language, words) in others {
            effects.extend(self.tell(language, words, false));
        }
        effects.extend(self.tell(visitors, keys, false));
        effects
    }

    /// The key a visitor is told for a command, in the words of `language`.
    fn key_name(&self, command: Command, language: Language) -> Option<String> {
        self.keymap.keys_for(command, language).into_iter().next()
    }

    /// Help, one layer deeper.
    pub(super) fn help_key(&mut self) -> Vec<Effect> {
        match self.visit.place {
            Place::Help { .. } => self.begin_describer(Command::Help),
            _ => self.framed(crate::kiosk::screen::frame::Message::Help),
        }
    }

    /// The help screen's own way to the key describer, for keypads without a help key, and for fingers.
    pub(super) fn describe_keys(&mut self) -> Vec<Effect> {
        let by_finger = if self.keymap.has(Command::Help) { Command::Help } else { Command::Activate };
        self.begin_describer(self.visit.pressed.unwrap_or(by_finger))
    }

    fn begin_describer(&mut self, leaves_by: Command) -> Vec<Effect> {
        // Keys are described by word of mouth.
        let mut effects = if self.visit.settings.speech { Vec::new() } else { self.set(Change::Speech(true)) };
        self.visit.help = Help::Describer { leaves_by, leaving: false };
        let language = self.visit.language;
        let by = if matches!(leaves_by, Command::SwitchOne | Command::SwitchTwo) { "switch" } else { "key" };
        let key = self.key_name(leaves_by, language).unwrap_or_default();
        let words = text_with(language, "describer-begins", &[("by", by.into()), ("key", key.into())]);
        effects.extend(self.tell(language, words, true));
        effects
    }

    /// What led in was pressed: it says what it does, and the second time leads out.
    pub(super) fn leave_describer(&mut self) -> Vec<Effect> {
        let Help::Describer { leaves_by, leaving } = self.visit.help else { return Vec::new() };
        if !leaving {
            self.visit.help = Help::Describer { leaves_by, leaving: true };
            let language = self.visit.language;
            let words = text_with(language, "describer-leave", &[("does", leaves_by.does(language).into())]);
            return self.tell(language, words, true);
        }
        self.visit.help = Help::None;
        self.scanner.rest(self.now.steady);
        // News, so that it is told after the screen that comes back.
        self.notify("describer-ends", &[]);
        // The key that led in, layer by layer, leads out of all of them.
        if leaves_by == Command::Help { self.back() } else { Vec::new() }
    }

    /// Says what a key does, and nothing else.
    pub(super) fn describe(&mut self, command: Option<Command>) -> Vec<Effect> {
        if let Help::Describer { leaving, .. } = &mut self.visit.help {
            *leaving = false;
        }
        let language = self.visit.language;
        let words = command.map_or_else(|| text(language, "describer-nothing"), |command| command.does(language));
        self.tell(language, words, true)
    }

    /// What a reading key asks for.
    pub(super) fn read(&mut self, request: Request) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !self.visit.settings.speech {
            // Who asks to be read to wants speech.
            effects.extend(self.set(Change::Speech(true)));
        }
        let orders = self.reader.request(request);
        effects.extend(self.follow(orders));
        effects
    }
}
