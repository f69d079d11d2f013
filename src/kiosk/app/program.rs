//! The stand's window: hands iced's events to the [`Stand`] and carries its effects out.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::stream::{self, BoxStream, StreamExt};
use iced::{Size, Subscription, Task, event, keyboard, mouse, touch, window};
use jiff::Timestamp;
use tokio::sync::mpsc;

use super::probe::Probe;
use super::trace::Trace;
use super::{Effect, Message, Moment, Stand};
use crate::kiosk::access::atspi::{self, Bridge};
use crate::kiosk::access::{self, focus};
use crate::kiosk::config::Config;
use crate::kiosk::content::Content;
use crate::kiosk::listening::{self, Listening};
use crate::kiosk::outbox::{Outbox, OutboxError};
use crate::kiosk::screen::{frame, page};
use crate::kiosk::speech::{self, Voice};
use crate::kiosk::sync;
use crate::kiosk::theme;
use crate::kiosk::widget::Element;

/// How many events of the sync room may wait for the screen.
const WAITING_EVENTS: usize = 64;

/// How the window stands.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// In a window instead of over the whole screen.
    pub windowed: bool,
    /// The window's size, in logical pixels; the screen's if none.
    pub size: Option<(u32, u32)>,
    /// Where to record what a bench waits for.
    pub trace: Option<PathBuf>,
    /// Where to write every utterance.
    pub transcript: Option<PathBuf>,
}

/// Why the stand could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no display, or it refuses a window.
    #[error("the screen cannot be used: {0}")]
    Screen(#[from] iced::Error),
    /// The runtime, the signals, the trace file or the transcript cannot be had.
    #[error("the stand cannot start: {0}")]
    Start(#[from] std::io::Error),
}

/// Shows the stand until SIGTERM or SIGINT.
///
/// # Errors
/// See [`RunError`]. What goes wrong later is on the screen and in `status.json`.
pub fn run(config: Config, options: Options) -> Result<(), RunError> {
    let trace = Trace::open(options.trace.as_deref())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    // Content first: the first frame shows it, whatever the network does.
    let content = runtime.block_on(Content::open_current(&config.data));
    let (events, synced) = mpsc::channel(WAITING_EVENTS);
    let (voice, spoken) = Voice::start(config.speech.clone(), options.transcript.as_deref())?;
    let (listening, heard) = Listening::start(config.sound.clone(), runtime.handle());
    // Opened with its first use: a disk that is full or read-only now may be mended while the stand runs.
    let outbox = Outbox::at(&config.data);
    let surroundings = sync::Surroundings {
        speech: Some(voice.health()),
        outbox: Some(outbox.clone()),
        ..sync::Surroundings::default()
    };
    runtime.spawn(sync::run_in(config.sync(), surroundings, events));
    let ended = {
        let _inside = runtime.enter();
        Ended::listen()?
    };
    let (bridge, asked) = Bridge::open();
    let asked = asked.boxed();
    let (size, fullscreen) = match options.size {
        Some((width, height)) => (Size::new(width as f32, height as f32), !options.windowed),
        None => (Size::new(1080.0, 1920.0), !options.windowed),
    };
    let (spoken, heard) = (spoken.boxed(), heard.boxed());
    let start = Mutex::new(Some(Start {
        config,
        content,
        size,
        fullscreen,
        trace,
        bridge,
        voice,
        listening,
        outbox,
        synced,
        asked,
        spoken,
        heard,
        ended,
    }));
    let handle = runtime.handle().clone();
    let boot = move || match start.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(start) => Program::start(start, handle.clone()),
        None => unreachable!("iced boots a program once"),
    };
    iced::application(boot, Program::update, Program::view)
        .executor::<InOrder>()
        .title("Aqparat")
        .theme(|program: &Program| program.stand.theme())
        .subscription(Program::subscription)
        .settings(iced::Settings {
            id: Some("aqparat".to_owned()),
            fonts: theme::font::embedded(),
            default_font: theme::font::text(theme::Weight::Regular),
            ..iced::Settings::default()
        })
        .window(window::Settings {
            size,
            fullscreen,
            decorations: options.windowed,
            // A window manager does not make a window of fixed size fill the screen.
            resizable: true,
            // A visitor's Alt-F4 must not end the stand; a signal does.
            exit_on_close_request: false,
            ..window::Settings::default()
        })
        .run()?;
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(())
}

/// Carries out what the stand asks of its window one after another, in the order of the keys: on several threads
/// a press could overtake the step that leads to what is pressed.
struct InOrder(tokio::runtime::Runtime);

impl iced::Executor for InOrder {
    fn new() -> std::io::Result<Self> {
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().map(Self)
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        drop(self.0.spawn(task));
    }

    fn enter<R>(&self, act: impl FnOnce() -> R) -> R {
        let _inside = self.0.enter();
        act()
    }

    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.0.block_on(future)
    }
}

/// What the window begins with; taken once.
struct Start {
    config: Config,
    content: Option<Content>,
    size: Size,
    fullscreen: bool,
    trace: Trace,
    bridge: Bridge,
    voice: Voice,
    listening: Listening,
    outbox: Outbox,
    synced: mpsc::Receiver<sync::Event>,
    asked: BoxStream<'static, atspi::Event>,
    spoken: BoxStream<'static, speech::Event>,
    heard: BoxStream<'static, listening::Event>,
    ended: Ended,
}

struct Program {
    stand: Stand,
    runtime: tokio::runtime::Handle,
    bridge: Bridge,
    voice: Voice,
    listening: Listening,
    outbox: Outbox,
    trace: Trace,
    probe: Option<Probe>,
    /// The window that has to fill its screen; none in a window of its own size.
    filling: Option<window::Id>,
    fullscreen: bool,
}

#[derive(Debug, Clone)]
enum Input {
    /// For the stand.
    Stand(Message),
    /// A key was pressed, whatever it asks for.
    Key(keyboard::Event),
    /// From assistive technology.
    Access(atspi::Event),
    /// The window is there, of this size.
    Opened(window::Id, Size),
    /// A minute has begun.
    Minute,
    /// See whether the window still fills the screen.
    Look,
    /// The screen has this size.
    Screen(Option<Size>),
    /// A watched frame stands on the screen.
    Drawn,
    /// SIGTERM or SIGINT.
    End,
}

impl Program {
    fn start(start: Start, runtime: tokio::runtime::Handle) -> (Self, Task<Input>) {
        let Start { config, content, size, fullscreen, trace, bridge, voice, listening, outbox, .. } = start;
        let Start { mut synced, asked, spoken, heard, ended, .. } = start;
        let stand = Stand::new(config, content, size, Moment::now());
        let synced = stream::poll_fn(move |context| synced.poll_recv(context)).map(Message::Sync).map(Input::Stand);
        let health = stream::unfold(voice.health(), async |mut health| {
            health.changed().await.ok()?;
            let known = health.borrow_and_update().clone();
            Some((Input::Stand(Message::Health(known)), health))
        });
        let mut tasks = vec![
            Task::stream(synced),
            Task::stream(health),
            Task::stream(asked.map(Input::Access)),
            Task::stream(spoken.map(Message::Speech).map(Input::Stand)),
            Task::stream(heard.map(Message::Sound).map(Input::Stand)),
            Task::future(async move {
                ended.wait().await;
                Input::End
            }),
        ];
        let probe = trace.is_on().then(|| {
            let (sender, mut receiver) = mpsc::unbounded_channel();
            let drawn = stream::poll_fn(move |context| receiver.poll_recv(context)).map(|()| Input::Drawn);
            tasks.push(Task::stream(drawn));
            Probe::new(sender)
        });
        let mut program =
            Self { stand, runtime, bridge, voice, listening, outbox, trace, probe, filling: None, fullscreen };
        program.learn();
        (program, Task::batch(tasks))
    }

    fn view(&self) -> Element<'_, Input> {
        let window = self.stand.window(&self.bridge).map(Input::Stand);
        match &self.probe {
            Some(probe) => probe.around(window),
            None => window,
        }
    }

    fn update(&mut self, input: Input) -> Task<Input> {
        let before = self.stand.release();
        let seen = self.stand.seen_now();
        let effects = match input {
            Input::Stand(message @ Message::Kept { .. }) => {
                if matches!(message, Message::Kept { result: Ok(()), .. }) {
                    self.trace.kept();
                    if let Some(probe) = &self.probe {
                        probe.watch();
                    }
                }
                self.stand.update(message, Moment::now())
            }
            Input::Stand(message) => self.stand.update(message, Moment::now()),
            Input::Key(event) => {
                self.trace.key();
                if let Some(probe) = &self.probe {
                    probe.watch();
                }
                self.stand.update(Message::Key(event), Moment::now())
            }
            Input::Access(atspi::Event::Activated) => return Task::none(),
            Input::Access(atspi::Event::Action(request)) => {
                // A press asked for over the bus acts with the next event; a tick is one.
                return access::perform(request).then(|_| Task::done(Input::Stand(Message::Sign)));
            }
            Input::Opened(window, size) => {
                self.filling = self.fullscreen.then_some(window);
                let look = Task::future(tokio::time::sleep(Duration::from_secs(1))).map(|()| Input::Look);
                return self.update(Input::Stand(Message::Resized(size))).chain(look);
            }
            Input::Minute => {
                return Task::batch([self.update(Input::Stand(Message::Tick)), self.update(Input::Look)]);
            }
            Input::Look => {
                return self.filling.map_or_else(Task::none, |id| window::monitor_size(id).map(Input::Screen));
            }
            Input::Screen(screen) => return self.fill(screen),
            Input::Drawn => {
                self.trace.frame(self.stand.release());
                return Task::none();
            }
            Input::End => return iced::exit(),
        };
        if self.stand.release() != before {
            self.learn();
            if let Some(probe) = &self.probe {
                probe.watch();
            }
        }
        if self.trace.is_on() && self.stand.seen_now() != seen {
            self.trace.moved();
            if let Some(probe) = &self.probe {
                probe.watch();
            }
        }
        if effects.iter().any(|effect| matches!(effect, Effect::Keep { .. })) {
            self.trace.confirmed();
        }
        Task::batch(effects.into_iter().map(|effect| self.carry_out(effect)))
    }

    /// Teaches the voice how the body's editors want words spoken, and the stand how many answers its surveys
    /// have been given here.
    fn learn(&mut self) {
        self.voice.learn(self.stand.pronunciation());
        let names: Vec<_> = self.stand.surveys().iter().map(|published| published.survey.id.clone()).collect();
        for name in names {
            self.stand.set_given(&name, self.outbox.given(&name));
        }
    }

    /// Makes the window fill a `screen` of that size again, should it not. A window manager that was not
    /// ready, or a display that was plugged in anew, must not leave half a stand.
    fn fill(&self, screen: Option<Size>) -> Task<Input> {
        let (Some(id), Some(screen)) = (self.filling, screen) else { return Task::none() };
        let window = self.stand.theme().window();
        if (window.width - screen.width).abs() <= 1.0 && (window.height - screen.height).abs() <= 1.0 {
            return Task::none();
        }
        tracing::warn!(?window, ?screen, "the window does not fill the screen: asked for again");
        window::set_mode(id, window::Mode::Windowed).chain(window::set_mode(id, window::Mode::Fullscreen))
    }

    fn carry_out(&self, effect: Effect) -> Task<Input> {
        match effect {
            Effect::Focus(movement) => focus::go(movement).discard(),
            Effect::FocusOn(node) => self.ask(accesskit::Action::Focus, node),
            Effect::Press(Some(node)) => self.ask(accesskit::Action::Click, node),
            Effect::Press(None) => {
                focus::press().map(|pressed| if pressed { Input::Look } else { Input::Stand(Message::NothingPressed) })
            }
            Effect::Adjust { up } => focus::step(up).then(move |is_slider| {
                let turn = if up { frame::Message::Next } else { frame::Message::Previous };
                if is_slider { Task::none() } else { Task::done(Input::Stand(Message::Frame(turn))) }
            }),
            Effect::Speak(utterance) => {
                self.voice.speak(utterance);
                Task::none()
            }
            Effect::Hush => {
                self.voice.hush();
                Task::none()
            }
            Effect::Tune(tuning) => {
                self.voice.tune(tuning);
                Task::none()
            }
            Effect::Route(output) => {
                self.voice.route(output);
                self.listening.route(output);
                Task::none()
            }
            Effect::Keep { response, recipient } => {
                let (outbox, id) = (self.outbox.clone(), response.id);
                let keeping = self.runtime.spawn(async move { outbox.keep(&response, &recipient).await });
                Task::future(async move {
                    let result = keeping.await.unwrap_or_else(|error| Err(OutboxError::Disk(error.to_string())));
                    Input::Stand(Message::Kept { id, result })
                })
            }
            Effect::Pictures { content, names } => {
                let reading = self.runtime.spawn(page::pictures(content, names));
                Task::future(async move { Input::Stand(Message::Pictures(reading.await.unwrap_or_default())) })
            }
            Effect::Mark(spot) => access::mark(spot).discard(),
            Effect::Load { content, key, place } => {
                let release = content.release();
                // The content's connection belongs to the runtime it was opened in.
                let reading = self.runtime.spawn(async move { page::load(content, key).await });
                Task::future(async move {
                    let result = match reading.await {
                        Ok(result) => result,
                        Err(error) => Err(crate::kiosk::content::ContentError::Database(error.to_string())),
                    };
                    Input::Stand(Message::Loaded { place, release, result: result.map(Arc::new) })
                })
            }
        }
    }

    /// Does to a control what an assistive technology may.
    fn ask(&self, action: accesskit::Action, node: accesskit::NodeId) -> Task<Input> {
        let request =
            accesskit::ActionRequest { action, target_tree: accesskit::TreeId::ROOT, target_node: node, data: None };
        // A press acts with the next event, and any message brings one.
        access::perform(request).map(|_| Input::Look)
    }

    fn subscription(&self) -> Subscription<Input> {
        let now = Instant::now();
        let mut parts = vec![
            event::listen_with(|event, _, window| translate(&event, window)),
            Subscription::run(minutes).map(|()| Input::Minute),
        ];
        if let Some(at) = self.stand.wakes_at(now) {
            parts.push(Subscription::run_with(Wake { at }, Wake::ticks).map(|()| Input::Stand(Message::Tick)));
        }
        Subscription::batch(parts)
    }
}

/// When something changes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Wake {
    at: Instant,
}

impl Wake {
    fn ticks(&self) -> BoxStream<'static, ()> {
        let at = self.at;
        stream::once(async move {
            tokio::time::sleep_until(at.into()).await;
        })
        .boxed()
    }
}

/// A tick at the beginning of every minute, when the clock on the screen changes.
fn minutes() -> impl futures_util::Stream<Item = ()> {
    stream::unfold((), |()| async {
        let into_minute = Timestamp::now().as_millisecond().rem_euclid(60_000);
        // Never longer than a minute, so that a clock that was set anew is seen soon.
        let left = u64::try_from(60_000 - into_minute).unwrap_or(60_000);
        tokio::time::sleep(Duration::from_millis(left + 1)).await;
        Some(((), ()))
    })
}

/// What an event of the window means to the stand.
fn translate(event: &iced::Event, window: window::Id) -> Option<Input> {
    match event {
        iced::Event::Keyboard(event @ keyboard::Event::KeyPressed { repeat: false, .. }) => {
            Some(Input::Key(event.clone()))
        }
        iced::Event::Mouse(mouse::Event::ButtonPressed(_) | mouse::Event::WheelScrolled { .. })
        | iced::Event::Touch(touch::Event::FingerPressed { .. }) => Some(Input::Stand(Message::Sign)),
        iced::Event::Window(window::Event::Opened { size, .. }) => Some(Input::Opened(window, *size)),
        iced::Event::Window(window::Event::Resized(size)) => Some(Input::Stand(Message::Resized(*size))),
        _ => None,
    }
}

/// Waits for the signals that end a stand.
struct Ended {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Ended {
    /// Listens from now on. Must be called inside a tokio runtime.
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
