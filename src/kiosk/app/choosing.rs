//! What a visitor changes about the stand, and the words that say so.

use std::time::Duration;

use super::{Effect, Stand};
use crate::i18n::{text, text_with};
use crate::kiosk::input::filter::PAUSES;
use crate::kiosk::input::scanning::{PACES, Scanner};
use crate::kiosk::screen::Notice;
use crate::kiosk::settings::{Change, Settings, Switches};
use crate::kiosk::speech::{Output, Rate, Volume};
use crate::kiosk::theme::{Look, TextSize};

impl Stand {
    /// Changes a setting, and says what that did (EN 301 549, 5.6).
    pub(super) fn set(&mut self, change: Change) -> Vec<Effect> {
        let settings = &mut self.visit.settings;
        let mut effects = Vec::new();
        match change {
            Change::Look(look) => self.see(look, self.visit.settings.text_size),
            Change::NextLook => {
                let next = after(&Look::ALL, settings.look);
                self.see(next, self.visit.settings.text_size);
            }
            Change::TextSize(size) => self.see(self.visit.settings.look, size),
            Change::NextTextSize => {
                let next = after(&TextSize::ALL, settings.text_size);
                self.see(self.visit.settings.look, next);
            }
            Change::Spacing(on) => {
                settings.spacing = on;
                self.notify_switch("notice-spacing", on);
            }
            Change::Reach(on) => {
                settings.reach = on;
                self.notify_switch("notice-reach", on);
            }
            Change::Speech(on) => {
                if !on {
                    // A hidden screen is never silent.
                    settings.curtain = false;
                }
                return self.set_speech(on);
            }
            Change::Rate(index) => effects = self.set_rate(Some(Rate::step(index))),
            Change::Faster => effects = self.set_rate(self.visit.settings.tuning.rate.faster()),
            Change::Slower => effects = self.set_rate(self.visit.settings.tuning.rate.slower()),
            Change::Volume(index) => effects = self.set_volume(Some(Volume::step(index))),
            Change::Louder => effects = self.set_volume(self.visit.settings.tuning.volume.louder()),
            Change::Quieter => effects = self.set_volume(self.visit.settings.tuning.volume.quieter()),
            Change::Exploration(on) => {
                settings.exploration = on;
                self.notify_switch("notice-exploration", on);
                if on {
                    // Who explores by finger listens.
                    effects = self.set_speech(true);
                    self.notify_switch("notice-exploration", true);
                    effects.extend(self.tell(self.visit.language, text(self.visit.language, "exploration-how"), false));
                }
            }
            Change::Switches(switches) => {
                settings.switches = switches;
                self.scanner = Scanner::new(switches, self.scan_pace());
                self.ring = None;
                self.visit.begins_scanning = switches != Switches::None;
                let id = match switches {
                    Switches::None => "none",
                    Switches::One => "one",
                    Switches::Two => "two",
                };
                self.notify("notice-switches", &[("switches", id.into())]);
                if self.visit.settings.speech && switches != Switches::None {
                    let how = text_with(self.visit.language, "switches-how", &[("switches", id.into())]);
                    effects = self.tell(self.visit.language, how, false);
                }
            }
            Change::ScanPace(step) => {
                let seconds = PACES[step.min(PACES.len() - 1)];
                settings.scan_pace = Some(Duration::from_secs(seconds));
                self.scanner.set_pace(self.scan_pace());
                self.notify("notice-scan-pace", &[("seconds", seconds.into())]);
            }
            Change::KeyPause(step) => {
                let milliseconds = PAUSES[step.min(PAUSES.len() - 1)];
                settings.key_pause = Some(Duration::from_millis(milliseconds));
                self.filter.set_window(self.key_pause());
                self.notify("notice-key-pause", &[("milliseconds", milliseconds.into())]);
            }
            Change::Reset => {
                let Settings { speech, output, .. } = *settings;
                *settings = Settings { speech, output, ..Settings::default() };
                self.scanner = Scanner::new(self.visit.settings.switches, self.scan_pace());
                self.filter.set_window(self.key_pause());
                self.ring = None;
                effects = vec![Effect::Tune(self.visit.settings.tuning)];
                self.notify("notice-reset", &[]);
            }
            Change::Curtain(on) => {
                settings.curtain = on;
                if on && !settings.speech {
                    // A stand that shows nothing and says nothing is of no use to anybody.
                    effects = self.set_speech(true);
                }
                self.notify_switch("notice-curtain", on);
            }
        }
        self.dress();
        effects
    }

    /// How long one switch has for each choice.
    pub(super) fn scan_pace(&self) -> Duration {
        self.visit.settings.scan_pace.unwrap_or(self.config.input.scan_pace())
    }

    /// How soon a second strike of the same key is not meant.
    pub(super) fn key_pause(&self) -> Duration {
        self.visit.settings.key_pause.unwrap_or(self.config.input.double_strike())
    }

    fn see(&mut self, look: Look, size: TextSize) {
        let settings = &mut self.visit.settings;
        if look != settings.look {
            settings.look = look;
            self.notify("notice-look", &[("look", look.id().into())]);
        }
        let settings = &mut self.visit.settings;
        if size != settings.text_size {
            settings.text_size = size;
            self.notify("notice-text-size", &[("size", size.id().into())]);
        }
    }

    /// Begins or ends to speak; to the headphones, where some are plugged in.
    pub(super) fn set_speech(&mut self, on: bool) -> Vec<Effect> {
        if on && self.plugged && self.visit.settings.output == Output::Speaker {
            return self.headphones_in();
        }
        self.visit.settings.speech = on;
        self.notify_switch("notice-speech", on);
        if on {
            self.tell_voiceless();
        }
        let orders = self.reader.set_speaking(on);
        self.follow(orders)
    }

    /// Says on the screen that the stand can not say it (EN 301 549, 5.1.3.14).
    pub(super) fn tell_voiceless(&mut self) {
        let Some(health) = &self.speech_health else { return };
        if !health.available {
            self.notify("notice-no-speech", &[]);
        } else if health.missing_voices.iter().any(|code| code == self.visit.language.code()) {
            self.notify("notice-no-voice", &[]);
        }
    }

    fn set_rate(&mut self, rate: Option<Rate>) -> Vec<Effect> {
        let tuning = &mut self.visit.settings.tuning;
        let at_end = rate.is_none();
        tuning.rate = rate.unwrap_or(tuning.rate);
        let percent = tuning.rate.percent();
        self.notify("notice-rate", &[("percent", percent.into()), ("end", at_end.to_string().into())]);
        self.tuned()
    }

    fn set_volume(&mut self, volume: Option<Volume>) -> Vec<Effect> {
        let tuning = &mut self.visit.settings.tuning;
        let at_end = volume.is_none();
        tuning.volume = volume.unwrap_or(tuning.volume);
        let (now, of) = (tuning.volume.index() + 1, Volume::GAIN.len());
        let arguments = [("now", now.into()), ("of", of.into()), ("end", at_end.to_string().into())];
        self.notify("notice-volume", &arguments);
        self.tuned()
    }

    /// The voice speaks otherwise from now on: what is being said is begun again so, for nobody should have to hear
    /// a long sentence out that is too loud.
    fn tuned(&mut self) -> Vec<Effect> {
        let mut effects = vec![Effect::Tune(self.visit.settings.tuning)];
        let orders = self.reader.begin_again();
        effects.extend(self.follow(orders));
        effects
    }

    /// Headphones went in: speech, in private, and how to use it (EN 301 549, 5.1.3.2).
    pub(super) fn headphones_in(&mut self) -> Vec<Effect> {
        self.leaves_at = None;
        if self.visit.settings.output == Output::Headphones {
            return Vec::new();
        }
        self.visit.settings.output = Output::Headphones;
        self.reader.set_private(true);
        self.visit.by_keys = true;
        let mut effects = vec![Effect::Route(Output::Headphones)];
        // Who was spoken to already is told anew where they are, now in private.
        let orders = self.reader.set_speaking(false);
        effects.extend(self.follow(orders));
        effects.extend(self.set_speech(true));
        // The welcome says it better.
        self.visit.notice = None;
        self.tell_voiceless();
        effects.extend(self.welcome());
        effects
    }

    /// Headphones went out: silence at once; the session ends after a grace, unless they come back.
    pub(super) fn headphones_out(&mut self) -> Vec<Effect> {
        if self.visit.settings.output == Output::Speaker {
            return Vec::new();
        }
        self.visit.settings.output = Output::Speaker;
        self.reader.set_private(false);
        let mut effects = vec![Effect::Hush];
        effects.extend(self.set_speech(false));
        // Only now: what was still to be heard was for the visitor alone.
        effects.push(Effect::Route(Output::Speaker));
        self.leaves_at = Some(self.now.steady + self.config.sound.grace());
        self.notify("notice-headphones-out", &[("seconds", self.config.sound.grace().as_secs().into())]);
        effects
    }

    /// Shows `message` as news, which a voice tells too.
    pub(super) fn notify(&mut self, message: &str, arguments: &[(&str, fluent::FluentValue<'_>)]) {
        self.show_notice(text_with(self.visit.language, message, arguments));
    }

    /// Shows `text` as news.
    pub(super) fn show_notice(&mut self, text: String) {
        // The same words once more are news too.
        self.visit.notices += 1;
        self.visit.notice = Some(Notice { text, key: self.visit.notices });
    }

    fn notify_switch(&mut self, message: &str, on: bool) {
        self.notify(message, &[("on", on.to_string().into())]);
    }

    /// The theme of the visitor's settings.
    pub(super) fn dress(&mut self) {
        let settings = &self.visit.settings;
        self.theme =
            self.theme.with_look(settings.look).with_text_size(settings.text_size).with_spacing(settings.spacing);
    }
}

/// The one after `this`, from the last to the first.
fn after<T: Copy + PartialEq>(all: &[T], this: T) -> T {
    let next = all.iter().position(|other| *other == this).map_or(0, |at| at + 1);
    all.get(next).or(all.first()).copied().unwrap_or(this)
}
