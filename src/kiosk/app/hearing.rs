//! What a visitor hears: the reader's orders, and the help that is only spoken.

use std::sync::Arc;

use accesskit::Role;

use super::{Effect, Stand};
use crate::domain::Language;
use crate::i18n::{text, text_with};
use crate::kiosk::access::Snapshot;
use crate::kiosk::access::reader::{Notice, Order, Request};
use crate::kiosk::input::Command;
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
        /// Whether the last key was the help key: twice leaves.
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
    pub(super) fn seen(&mut self, snapshot: Arc<Snapshot>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let focused = snapshot.nodes.iter().find(|(id, _)| *id == snapshot.focus);
        self.visit.at_entry =
            focused.is_some_and(|(_, node)| matches!(node.role(), Role::TextInput | Role::MultilineTextInput));
        self.scale = snapshot
            .nodes
            .first()
            .and_then(|(_, window)| window.bounds())
            .map_or(1.0, |bounds| (bounds.width() as f32 / self.theme.window().width).max(f32::EPSILON));
        if self.visit.settings.switches != Switches::None
            && let Some(step) = self.scanner.observe(&snapshot, self.now.steady)
            // What the visitor is being read is not ended by what they could choose.
            && !self.visit.reads_itself
            && !self.reader.is_reading_aloud()
        {
            effects.extend(self.point(step));
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
            if std::mem::take(&mut self.visit.reads_itself) {
                orders.extend(self.reader.request(Request::All));
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
        let orders = self.reader.tell(Notice { text: words, language, why: Why::Help, at_once });
        self.follow(orders)
    }

    /// A greeting, the languages, Kazakh first, and how the keys work; where the visitor is follows from
    /// the screen.
    pub(super) fn welcome(&mut self) -> Vec<Effect> {
        let visitors = self.visit.language;
        let arguments = [
            ("help", self.key_name(Command::Help).into()),
            ("language", self.key_name(Command::Language).into()),
            ("next", self.key_name(Command::FocusNext).into()),
            ("activate", self.key_name(Command::Activate).into()),
        ];
        let mut effects = self.tell(visitors, text_with(visitors, "welcome", &arguments), true);
        for language in Language::ALL.into_iter().filter(|language| *language != visitors) {
            effects.extend(self.tell(language, text_with(language, "welcome-language", &arguments), false));
        }
        effects.extend(self.tell(visitors, text_with(visitors, "welcome-keys", &arguments), false));
        effects
    }

    /// The key a visitor is told for a command.
    fn key_name(&self, command: Command) -> String {
        self.keymap.keys_for(command, self.visit.language).into_iter().next().unwrap_or_default()
    }

    /// Help, one layer deeper.
    pub(super) fn help_key(&mut self) -> Vec<Effect> {
        match self.visit.help {
            Help::None if matches!(self.visit.place, crate::kiosk::screen::Place::Help { .. }) => {
                self.visit.help = Help::Describer { leaving: false };
                let help =
                    self.keymap.keys_for(Command::Help, self.visit.language).into_iter().next().unwrap_or_default();
                let words = text_with(self.visit.language, "describer-begins", &[("help", help.into())]);
                self.tell(self.visit.language, words, true)
            }
            Help::None => self.framed(crate::kiosk::screen::frame::Message::Help),
            Help::Describer { leaving: false } => {
                self.visit.help = Help::Describer { leaving: true };
                self.tell(self.visit.language, text(self.visit.language, "describer-leave"), true)
            }
            Help::Describer { leaving: true } => {
                self.visit.help = Help::None;
                // News, so that it is told after the screen that comes back.
                self.notify("describer-ends", &[]);
                self.back()
            }
        }
    }

    /// Says what a key does, and nothing else.
    pub(super) fn describe(&mut self, command: Option<Command>) -> Vec<Effect> {
        self.visit.help = Help::Describer { leaving: false };
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
