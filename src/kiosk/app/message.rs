//! What can happen to a stand, and what it asks of the outside.

use std::collections::HashMap;
use std::sync::Arc;

use accesskit::NodeId;
use iced::Size;
use uuid::Uuid;

use super::Drawn;
use crate::domain::PageKey;
use crate::domain::survey::Response;
use crate::kiosk::access::Snapshot;
use crate::kiosk::access::focus::Move;
use crate::kiosk::content::{Content, ContentError};
use crate::kiosk::input::touch::Touch;
use crate::kiosk::listening;
use crate::kiosk::outbox::OutboxError;
use crate::kiosk::screen::{Place, category, frame, help, home, idle, page, settings, survey};
use crate::kiosk::speech::{self, Output, Spot, Tuning, Utterance};
use crate::kiosk::sync::Event;
use crate::kiosk::widget::Picture;
use crate::release::api::SpeechHealth;

/// Whatever can happen to a stand.
#[derive(Debug, Clone)]
pub enum Message {
    /// A touch, a click or a key that asks for nothing: somebody is here.
    Sign,
    /// A key went down.
    Key(iced::keyboard::Event),
    /// A finger.
    Touch(Touch),
    /// The screen says this now.
    Tree {
        /// All that can be known of it.
        tree: Arc<Snapshot>,
        /// What it was drawn of: the visitor may be on the next sheet already.
        of: Drawn,
    },
    /// From the voice.
    Speech(speech::Event),
    /// Which languages the stand can speak.
    Health(SpeechHealth),
    /// From the audio server.
    Sound(listening::Event),
    /// A key was to press what has the focus, and there was nothing to press.
    NothingPressed,
    /// Time has passed.
    Tick,
    /// The window has this size now, in logical pixels.
    Resized(Size),
    /// From the frame around every screen.
    Frame(frame::Message),
    /// From the home screen.
    Home(home::Message),
    /// From a category.
    Category(category::Message),
    /// From a page.
    Page(page::Message),
    /// From the help screen.
    Help(help::Message),
    /// From the settings screen.
    Settings(settings::Message),
    /// From a survey.
    Survey(survey::Message),
    /// The pictures asked for by [`Effect::Pictures`], by the names of their files.
    Pictures(HashMap<String, Picture>),
    /// What became of [`Effect::Keep`].
    Kept {
        /// The response.
        id: Uuid,
        /// Whether it is on the disk.
        result: Result<(), OutboxError>,
    },
    /// From the warning that the session ends.
    Idle(idle::Message),
    /// A page asked for by [`Effect::Load`] has been read.
    Loaded {
        /// Where the visitor wanted to go.
        place: Place,
        /// The release it was read from.
        release: u64,
        /// The page.
        result: Result<Arc<page::Loaded>, ContentError>,
    },
    /// From the sync room.
    Sync(Event),
}

/// What the outside has to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Read a page and its images, and say so with [`Message::Loaded`].
    Load {
        /// Where from.
        content: Content,
        /// Which.
        key: PageKey,
        /// Where the visitor wants to go.
        place: Place,
    },
    /// Read and decode pictures, and say so with [`Message::Pictures`].
    Pictures {
        /// Where from.
        content: Content,
        /// The names of their files.
        names: Vec<String>,
    },
    /// Seal an answer and put it on the disk, and say so with [`Message::Kept`].
    Keep {
        /// The answer.
        response: Box<Response>,
        /// The public key it is sealed to.
        recipient: String,
    },
    /// Move the keyboard focus.
    Focus(Move),
    /// Move the keyboard focus to a control.
    FocusOn(NodeId),
    /// Press a control; none: the one that has the focus.
    Press(Option<NodeId>),
    /// Move the focused slider by a step; where none has the focus, turn the sheet.
    Adjust {
        /// Up, or to the next sheet.
        up: bool,
    },
    /// Say this; what is being said ends.
    Speak(Utterance),
    /// Silence, at once.
    Hush,
    /// Speak so from now on.
    Tune(Tuning),
    /// Send the sound there.
    Route(Output),
    /// Mark these words as being said.
    Mark(Option<Spot>),
}
