//! What a visitor does: keys, switches, fingers.

use accesskit::NodeId;
use iced::keyboard;

use super::hearing::Help;
use super::{Effect, Stand};
use crate::domain::Language;
use crate::kiosk::access::focus::Move;
use crate::kiosk::access::reader::{Notice, Request};
use crate::kiosk::input::Command;
use crate::kiosk::input::scanning::Step;
use crate::kiosk::input::touch::{Meaning, Touch};
use crate::kiosk::input::typing;
use crate::kiosk::screen::frame;
use crate::kiosk::session::Standing;
use crate::kiosk::settings::{Change, Switches};

impl Stand {
    /// A key went down.
    pub(super) fn key(&mut self, event: &keyboard::Event) -> Vec<Effect> {
        let warned = matches!(self.session.at(self.now.steady), Standing::Warning { .. });
        let meant = self.filter.passes(event, self.now.steady);
        let command = self.keymap.command(event).filter(|_| meant);
        // The jack is no key: it says nothing of the visitor's hands, and nothing may hold it up.
        match command {
            Some(Command::HeadphonesIn) => {
                self.plugged = true;
                self.session.extend(self.now.steady);
                return self.headphones_in();
            }
            Some(Command::HeadphonesOut) => {
                self.plugged = false;
                return self.headphones_out();
            }
            _ => {}
        }
        if meant && self.plugged && self.session.at(self.now.steady) == Standing::Empty {
            // Headphones that were in before this visitor came: the first key is as good as plugging them in.
            self.session.extend(self.now.steady);
            return self.headphones_in();
        }
        self.session.extend(self.now.steady);
        if !meant {
            return Vec::new();
        }
        self.visit.by_keys = true;
        if let Help::Describer { leaves_by, .. } = self.visit.help {
            return if command == Some(leaves_by) { self.leave_describer() } else { self.describe(command) };
        }
        self.visit.pressed = command;
        let typed = typing::typed(event, command, self.visit.settings.switches);
        let typed = typed.filter(|_| !warned && self.keymap.may_type(event));
        if let Some(effects) = typed.and_then(|typed| self.types(typed, command.is_none())) {
            self.note_mode(true);
            return effects;
        }
        let Some(command) = command else { return Vec::new() };
        self.note_mode(!matches!(command, Command::SwitchOne | Command::SwitchTwo));
        // Under the warning a key only says that somebody is here: what it would act on is not in sight.
        if warned && !matches!(command, Command::FocusNext | Command::FocusPrevious) {
            return Vec::new();
        }
        let command = match self.reader.is_paused() {
            true => self.keymap.while_read_to(command, true),
            // What is being read and has the focus can be pressed at once.
            false if self.reader.reads_past_the_focus() => self.keymap.while_read_to(command, false),
            false => command,
        };
        self.command(command)
    }

    /// Carries out what a key asks for.
    pub(super) fn command(&mut self, command: Command) -> Vec<Effect> {
        let was_read_to = self.reader.is_reading_aloud();
        // Reading goes on while it is tuned; a reading key itself says what becomes of it.
        let mut effects = match command {
            Command::Faster | Command::Slower | Command::Louder | Command::Quieter => Vec::new(),
            Command::Pause | Command::Repeat | Command::Spell | Command::ReadAll | Command::ReadOn => Vec::new(),
            Command::SentenceNext | Command::SentencePrevious => Vec::new(),
            Command::HeadingNext | Command::HeadingPrevious | Command::ItemNext | Command::ItemPrevious => Vec::new(),
            _ => self.interrupt(),
        };
        effects.extend(match command {
            Command::FocusNext => vec![Effect::Focus(Move::Next)],
            Command::FocusPrevious => vec![Effect::Focus(Move::Previous)],
            Command::Activate => vec![Effect::Press(None)],
            Command::PageNext => vec![Effect::Adjust { up: true }],
            Command::PagePrevious => vec![Effect::Adjust { up: false }],
            Command::Back => self.framed(frame::Message::Back),
            Command::Home => self.framed(frame::Message::Home),
            Command::Help => self.help_key(),
            Command::Settings => self.framed(frame::Message::Settings),
            Command::Language => {
                let next = Language::ALL.iter().cycle().skip_while(|other| **other != self.visit.language).nth(1);
                self.framed(frame::Message::Language(next.copied().unwrap_or_default()))
            }
            Command::Contrast => self.set(Change::NextLook),
            Command::TextSize => self.set(Change::NextTextSize),
            Command::Reach => self.set(Change::Reach(!self.visit.settings.reach)),
            Command::Speech => self.set(Change::Speech(!self.visit.settings.speech)),
            Command::Curtain => self.set(Change::Curtain(!self.visit.settings.curtain)),
            Command::Faster => self.set(Change::Faster),
            Command::Slower => self.set(Change::Slower),
            Command::Louder => self.set(Change::Louder),
            Command::Quieter => self.set(Change::Quieter),
            Command::Pause => self.read(Request::Pause),
            Command::Repeat => self.read(Request::Repeat),
            Command::Stop => Vec::new(),
            Command::ReadAll => self.read(Request::All),
            Command::ReadOn => self.read(Request::On),
            Command::SentenceNext => self.read(Request::NextSentence),
            Command::SentencePrevious => self.read(Request::PreviousSentence),
            Command::HeadingNext => self.read(Request::NextHeading),
            Command::HeadingPrevious => self.read(Request::PreviousHeading),
            Command::ItemNext => self.read(Request::NextItem),
            Command::ItemPrevious => self.read(Request::PreviousItem),
            Command::Spell => self.read(Request::Spell),
            Command::HeadphonesIn => self.headphones_in(),
            Command::HeadphonesOut => self.headphones_out(),
            // The press that ends reading chooses nothing: nothing was pointed at.
            Command::SwitchOne | Command::SwitchTwo if was_read_to && self.scans() => {
                self.scanner.rest(self.now.steady);
                Vec::new()
            }
            Command::SwitchOne => self.switch(Switches::One),
            Command::SwitchTwo => self.switch(Switches::Two),
        });
        effects
    }

    /// Whether the visitor chooses by switches.
    fn scans(&self) -> bool {
        self.visit.settings.switches != Switches::None
    }

    /// A switch was pressed: its first press begins, and whoever presses the second has two.
    fn switch(&mut self, which: Switches) -> Vec<Effect> {
        let switches = self.visit.settings.switches;
        if switches == Switches::None || (switches, which) == (Switches::One, Switches::Two) {
            return self.set(Change::Switches(which));
        }
        let step = match which {
            Switches::Two => self.scanner.second(self.now.steady),
            _ => self.scanner.first(self.now.steady),
        };
        step.map_or_else(Vec::new, |step| self.point(step))
    }

    /// The scanner points somewhere, or presses.
    pub(super) fn point(&mut self, step: Step) -> Vec<Effect> {
        self.ring = None;
        match step {
            Step::Focus(node) => vec![Effect::FocusOn(node)],
            Step::Row(ring, words) => {
                self.ring = Some(ring * (1.0 / self.scale));
                let mut effects = vec![Effect::Focus(Move::Away)];
                if self.visit.settings.speech {
                    // The first row comes by itself: how to choose is heard to its end before it.
                    let first = std::mem::take(&mut self.visit.begins_scanning);
                    let notice = Notice { passing: true, ..self.notice(self.visit.language, words, !first) };
                    let orders = self.reader.tell(notice);
                    effects.extend(self.follow(orders));
                }
                effects
            }
            Step::Press(node) => vec![Effect::Press(Some(node))],
        }
    }

    /// A finger.
    pub(super) fn touch(&mut self, touch: Touch) -> Vec<Effect> {
        self.session.extend(self.now.steady);
        self.visit.by_keys = false;
        self.visit.pressed = None;
        if matches!(touch, Touch::Down(_)) {
            self.reader.touches_anew();
        }
        let exploring = self.visit.settings.exploration;
        let meaning = self.touches.touch(touch, exploring, self.theme.millimetres(1.0), self.now.steady);
        meaning.map_or_else(Vec::new, |meaning| self.meant(meaning))
    }

    /// What a finger meant.
    pub(super) fn meant(&mut self, meaning: Meaning) -> Vec<Effect> {
        match meaning {
            Meaning::HeldStill => self.set(Change::Exploration(!self.visit.settings.exploration)),
            Meaning::Explore(at) => {
                let at = iced::Point::new(at.x * self.scale, at.y * self.scale);
                let orders = self.reader.explore(at);
                self.follow(orders)
            }
            Meaning::Activate => {
                let node: Option<NodeId> = self.reader.explored();
                node.map_or_else(Vec::new, |node| vec![Effect::Press(Some(node))])
            }
        }
    }
}
