//! Lets tests meet a screen as a visitor does, without a window: by role and name, by key and finger.
//!
//! ```ignore
//! let mut stage = Stage::new(Theme::default());
//! let home = stage.show(view(&app));
//! home.root().get_by_role_and_label(accesskit::Role::Link, "Жұмыс тәртібі");
//! let messages = stage.tap(view(&app), "Жұмыс тәртібі").messages;
//! home.check(stage.theme());
//! ```

use std::any::Any;

use accesskit::{Action, ActionData, ActionRequest, NodeId, TreeId};
use iced::advanced::clipboard;
use iced::advanced::graphics::text::font_system;
use iced::advanced::mouse::Cursor;
use iced::advanced::renderer::Headless as _;
use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Operation, Outcome, black_box};
use iced::keyboard::{self, Key, Location, Modifiers, key};
use iced::touch::{self, Finger};
use iced::{Event, Pixels, Point, Rectangle, Size, mouse, window};
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use kittest::{AccessKitNode, NodeT, Queryable as _};

use super::focus::{self, Act, Move};
use super::semantics::{Report, Role, Semantics};
use super::tree::{Collect, Marking, Perform, Snapshot};
use crate::kiosk::speech::Spot;
use crate::kiosk::theme::Theme;
use crate::kiosk::theme::font::{self, Weight};
use crate::kiosk::widget::Element;

/// When tests come before the demonstration: its news end by their dates, so that the day must stand still.
/// A Tuesday, 09:30 in Almaty.
pub fn day() -> jiff::Timestamp {
    "2026-11-24T04:30:00Z".parse().expect("a time")
}

/// A window without a display: keeps the state of the widgets from view to view.
pub struct Stage {
    theme: Theme,
    renderer: iced::Renderer,
    cache: Option<Cache>,
    cursor: Cursor,
}

/// What one frame showed.
pub struct Frame<Message> {
    /// What the widgets sent.
    pub messages: Vec<Message>,
    /// Whether the last event was taken by a widget.
    pub captured: bool,
    /// What can be known of the frame without seeing it.
    pub snapshot: Snapshot,
    state: kittest::State,
    cut: Vec<String>,
    mute: Vec<String>,
    labels: Vec<Label>,
    idle: bool,
}

/// Words that show what a control is called.
#[derive(Debug)]
pub struct Label {
    /// As they stand on the screen.
    pub shown: String,
    /// The name as a voice says it, and what it says after it.
    pub said: String,
}

/// A node of a frame.
#[derive(Clone)]
pub struct Seen<'t>(AccessKitNode<'t>);

impl std::fmt::Debug for Seen<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        kittest::debug_fmt_node(self, f)
    }
}

impl<'t> NodeT<'t> for Seen<'t> {
    fn accesskit_node(&self) -> AccessKitNode<'t> {
        self.0
    }

    fn new_related(&self, related: AccessKitNode<'t>) -> Self {
        Self(related)
    }
}

impl Seen<'_> {
    /// Where it is, in logical pixels.
    pub fn bounds(&self) -> Rectangle {
        let bounds = self.0.bounding_box().expect("every widget reports its bounds");
        Rectangle::new(
            Point::new(bounds.x0 as f32, bounds.y0 as f32),
            Size::new(bounds.width() as f32, bounds.height() as f32),
        )
    }

    /// What it is called, or says.
    pub fn words(&self) -> String {
        self.0.label().or_else(|| self.0.value()).unwrap_or_default()
    }

    /// Whether it can have the focus.
    pub fn is_control(&self) -> bool {
        self.0.data().supports_action(Action::Focus)
    }
}

impl<Message> Frame<Message> {
    /// The window, to ask by role and name.
    pub fn root(&self) -> Seen<'_> {
        Seen(self.state.root())
    }

    /// Everything a visitor can focus, in reading order.
    pub fn controls(&self) -> Vec<Seen<'_>> {
        self.root().children_recursive().filter(Seen::is_control).collect()
    }

    /// Whether nothing asked to be drawn again: nothing moves by itself.
    pub fn is_idle(&self) -> bool {
        self.idle
    }

    /// What the focused control is called.
    pub fn focused(&self) -> Option<String> {
        self.controls().iter().find(|node| node.0.is_focused()).map(Seen::words)
    }

    /// The id of the node that is called `name`.
    pub fn id(&self, name: &str) -> NodeId {
        let wanted = |node: &accesskit::Node| node.label().or(node.value()) == Some(name);
        self.snapshot.nodes.iter().find(|(_, node)| wanted(node)).expect("a node of that name").0
    }

    /// Words that are shown and that no node says: only marks and what adorns may be among them.
    pub fn mute(&self) -> &[String] {
        &self.mute
    }

    /// The words that show what a control is called, each with what a voice calls it.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// Asserts what must hold on every screen: controls are named, large enough, apart and inside the
    /// window; no words reach out of what holds them; everything that says something says in which
    /// language; headings do not skip levels.
    pub fn check(&self, theme: &Theme) {
        self.check_layout(theme);
        let mut last = 0;
        for node in self.root().children_recursive().filter(|node| node.0.role() == accesskit::Role::Heading) {
            let level = node.0.data().level().expect("a heading has a level");
            assert!(level <= last + 1, "{:?} skips from level {last} to {level}", node.words());
            last = level;
        }
    }

    /// The same but for headings: on the second sheet of a page a heading may stand whose own heading
    /// is on the first.
    pub fn check_layout(&self, theme: &Theme) {
        assert!(self.cut.is_empty(), "words are cut: {:?}", self.cut);
        let window = Rectangle::with_size(theme.window());
        let inside = |bounds: Rectangle| {
            bounds.x >= window.x - 0.5
                && bounds.y >= window.y - 0.5
                && bounds.x + bounds.width <= window.width + 0.5
                && bounds.y + bounds.height <= window.height + 0.5
        };
        for node in self.root().children_recursive() {
            assert!(inside(node.bounds()), "{:?} reaches out of the window: {:?}", node.words(), node.bounds());
            assert!(node.0.language().is_some(), "{:?} has no language", node.words());
        }
        let controls = self.controls();
        let (least, apart) = (theme.millimetres(12.7), theme.millimetres(2.54));
        for (index, control) in controls.iter().enumerate() {
            let (name, bounds) = (control.words(), control.bounds());
            assert!(!name.trim().is_empty(), "a control has no name");
            assert!(bounds.width >= least && bounds.height >= least, "{name:?} is too small: {bounds:?}");
            for other in &controls[..index] {
                let gap = distance(bounds, other.bounds());
                assert!(gap >= apart - 0.01, "{name:?} is only {gap} px from {:?}", other.words());
            }
        }
    }
}

/// The empty space between two rectangles, along the axis where there is more of it.
fn distance(one: Rectangle, other: Rectangle) -> f32 {
    let gap = |start: f32, length: f32, other_start: f32, other_length: f32| {
        (other_start - start - length).max(start - other_start - other_length)
    };
    gap(one.x, one.width, other.x, other.width).max(gap(one.y, one.height, other.y, other.height))
}

impl Stage {
    /// A stage as large as the theme's window.
    pub fn new(theme: Theme) -> Self {
        for source in font::embedded() {
            font_system().write().expect("no other test panicked here").load_font(source);
        }
        let size = Pixels(theme.font_size(crate::kiosk::theme::Step::Body));
        let renderer = iced::Renderer::new(font::text(Weight::Regular), size);
        Self { theme, renderer, cache: None, cursor: Cursor::Unavailable }
    }

    /// The theme views are to be built with.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Changes the theme, and with it the size of the window.
    pub fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
    }

    /// Draws one frame.
    pub fn show<Message>(&mut self, view: Element<'_, Message>) -> Frame<Message> {
        self.send(view, &[])
    }

    /// Lets `events` happen, one by one, then draws a frame.
    pub fn send<Message>(&mut self, view: Element<'_, Message>, events: &[Event]) -> Frame<Message> {
        self.run(view, events, None::<Perform>)
    }

    /// Presses and releases a key.
    pub fn press<Message>(&mut self, view: Element<'_, Message>, key: key::Named) -> Frame<Message> {
        self.send(view, &[key_event(key, false)])
    }

    /// Touches the control called `name` with a finger.
    pub fn tap<Message>(&mut self, view: Element<'_, Message>, name: &str) -> Frame<Message> {
        let mut tapped = None;
        let frame = self.visit(view, |stage, interface| {
            let at = stage.find(interface, name).center();
            let finger = Finger(0);
            tapped = Some([
                Event::Touch(touch::Event::FingerPressed { id: finger, position: at }),
                Event::Touch(touch::Event::FingerLifted { id: finger, position: at }),
            ]);
            tapped.as_ref().map_or(Vec::new(), |events| events.to_vec())
        });
        assert!(tapped.is_some());
        frame
    }

    /// Moves the focus.
    pub fn focus<Message>(&mut self, view: Element<'_, Message>, movement: Move) -> Frame<Message> {
        self.run(view, &[], Some(focus::operation(movement)))
    }

    /// Presses the focused control, or moves the focused slider, as a key does. Gives whether there was one.
    pub fn act<Message>(&mut self, view: Element<'_, Message>, act: Act) -> (Frame<Message>, bool) {
        let mut done = false;
        let frame = self.visit(view, |stage, interface| {
            let mut operation = focus::act(act);
            interface.operate(&stage.renderer, &mut black_box(&mut operation));
            done = matches!(operation.finish(), Outcome::Some(true));
            Vec::new()
        });
        (frame, done)
    }

    /// Marks the words being said.
    pub fn mark<Message>(&mut self, view: Element<'_, Message>, spot: Option<Spot>) -> Frame<Message> {
        self.visit(view, |stage, interface| {
            interface.operate(&stage.renderer, &mut Marking::new(spot));
            Vec::new()
        })
    }

    /// Does what an assistive technology asks of the control called `name`.
    pub fn perform<Message>(&mut self, view: Element<'_, Message>, action: Action, target: NodeId) -> Frame<Message> {
        self.perform_with(view, action, target, None)
    }

    /// The same with data: the value to set, say.
    pub fn perform_with<Message>(
        &mut self,
        view: Element<'_, Message>,
        action: Action,
        target: NodeId,
        data: Option<ActionData>,
    ) -> Frame<Message> {
        let request = ActionRequest { action, target_tree: TreeId::ROOT, target_node: target, data };
        self.run(view, &[], Some(Perform::new(request)))
    }

    /// The pixels of the last frame: red, green, blue and alpha of each, row by row.
    pub fn picture(&mut self) -> Vec<[u8; 4]> {
        let size = self.theme.window();
        let physical = Size::new(size.width as u32, size.height as u32);
        let bytes = self.renderer.screenshot(physical, 1.0, self.theme.palette().background);
        bytes.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2], pixel[3]]).collect()
    }

    /// Asserts that the ring of the control that has the focus is whole: nothing covers it, and it stands
    /// out from what is around it by at least 3:1 (WCAG 2.2, 2.4.11 and 2.4.13).
    pub fn check_focus<Message>(&mut self, frame: &Frame<Message>) {
        let Some(control) = frame.controls().into_iter().find(|node| node.0.is_focused()) else { return };
        let (theme, picture) = (self.theme, self.picture());
        let (bounds, width) = (control.bounds(), theme.window().width as usize);
        let out = theme.ring_gap() + theme.ring_width() * 0.5;
        let around = bounds.expand(out);
        let pixel = |at: Point| {
            let [r, g, b, _] = picture[at.y as usize * width + at.x as usize];
            iced::Color::from_rgb8(r, g, b)
        };
        // From a corner's end to the next one's: rounded corners are left out.
        let inset = theme.radius().max(bounds.height.min(bounds.width) / 2.0) + out;
        let mut places = Vec::new();
        for share in 0..=20 {
            let share = share as f32 / 20.0;
            let x = around.x + inset + (around.width - 2.0 * inset).max(0.0) * share;
            let y = around.y + inset + (around.height - 2.0 * inset).max(0.0) * share;
            places.extend([Point::new(x, around.y), Point::new(x, around.y + around.height)]);
            places.extend([Point::new(around.x, y), Point::new(around.x + around.width, y)]);
        }
        for at in places {
            let ring = theme.palette().focus;
            assert_eq!(pixel(at), ring, "the ring of {:?} is covered at {at:?}, {:?}", control.words(), theme.look());
        }
    }

    fn run<Message>(
        &mut self,
        view: Element<'_, Message>,
        events: &[Event],
        operation: Option<impl Operation<bool> + 'static>,
    ) -> Frame<Message> {
        self.visit(view, |stage, interface| {
            let mut next: Option<Box<dyn Operation<bool>>> = operation.map(|operation| Box::new(operation) as _);
            while let Some(mut operation) = next.take() {
                interface.operate(&stage.renderer, &mut black_box(operation.as_mut()));
                if let Outcome::Chain(chained) = operation.finish() {
                    next = Some(chained);
                }
            }
            events.to_vec()
        })
    }

    fn find<Message>(
        &mut self,
        interface: &mut UserInterface<'_, Message, Theme, iced::Renderer>,
        name: &str,
    ) -> Rectangle {
        let snapshot = collect(interface, &self.renderer);
        let state = kittest::State::new(snapshot.to_update());
        let root = Seen(state.root());
        root.get(kittest::by().label(name).predicate(|node| node.data().supports_action(Action::Focus))).bounds()
    }

    fn visit<Message>(
        &mut self,
        view: Element<'_, Message>,
        prepare: impl FnOnce(&mut Self, &mut UserInterface<'_, Message, Theme, iced::Renderer>) -> Vec<Event>,
    ) -> Frame<Message> {
        let cache = self.cache.take().unwrap_or_default();
        let mut interface = UserInterface::build(view, self.theme.window(), cache, &mut self.renderer);
        let mut messages = Vec::new();
        let (mut captured, mut idle) = (false, true);
        let redraw = Event::Window(window::Event::RedrawRequested(std::time::Instant::now()));
        for event in prepare(self, &mut interface).into_iter().chain([redraw]) {
            if let Event::Mouse(mouse::Event::CursorMoved { position }) = &event {
                self.cursor = Cursor::Available(*position);
            }
            let is_redraw = matches!(event, Event::Window(_));
            let (after, statuses) =
                interface.update(&[event], self.cursor, &mut self.renderer, &mut clipboard::Null, &mut messages);
            if is_redraw {
                use iced_test::runtime::user_interface::State;
                idle = match after {
                    State::Updated { redraw_request, .. } => redraw_request == window::RedrawRequest::Wait,
                    State::Outdated => false,
                };
            } else {
                captured = statuses.contains(&iced::event::Status::Captured);
            }
        }
        let style = iced::advanced::renderer::Style { text_color: self.theme.palette().text };
        interface.draw(&mut self.renderer, &self.theme, &style, self.cursor);
        let snapshot = collect(&mut interface, &self.renderer);
        let mut fitting = Fitting::default();
        interface.operate(&self.renderer, &mut fitting);
        self.cache = Some(interface.into_cache());
        let state = kittest::State::new(snapshot.to_update());
        let Fitting { cut, mute, labels, .. } = fitting;
        Frame { messages, captured, snapshot, state, cut, mute, labels, idle }
    }
}

/// A widget that has begun and not ended.
struct Open {
    around: Rectangle,
    semantics: Semantics,
    is_control: bool,
}

/// Finds words that need more room than what holds them has.
#[derive(Default)]
struct Fitting {
    open: Vec<Open>,
    cut: Vec<String>,
    mute: Vec<String>,
    labels: Vec<Label>,
}

impl Operation for Fitting {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn custom(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        match state.downcast_ref::<Report>() {
            Some(Report::Begin(begin)) => {
                let (semantics, is_control) = (begin.semantics.clone(), begin.focused.is_some());
                self.open.push(Open { around: bounds, semantics, is_control });
            }
            Some(Report::End) => {
                self.open.pop();
            }
            Some(Report::Words(words)) => {
                self.cut.extend(words.torn.iter().map(|torn| format!("{torn:?} is torn in {bounds:?}")));
                if let Some(Open { semantics, is_control: true, .. }) = self.open.last() {
                    let said = format!("{}: {}", semantics.name(), semantics.description);
                    self.labels.push(Label { shown: words.shown.clone(), said });
                }
            }
            None => {}
        }
    }

    fn text(&mut self, _id: Option<&Id>, bounds: Rectangle, text: &str) {
        let says_nothing = |role: &Role| {
            use Role::{Banner, Group, List, ListItem, Main, Navigation, Quote, Region, Row, Table, Toolbar, Window};
            matches!(role, Window | Main | Banner | Navigation | Toolbar | Region | Group | Quote)
                || matches!(role, List { .. } | ListItem { .. } | Table { .. } | Row { .. })
        };
        if self.open.last().is_none_or(|open| says_nothing(&open.semantics.role)) {
            self.mute.push(text.to_owned());
        }
        if let Some(Open { around, .. }) = self.open.last()
            && !bounds.is_within(&around.expand(1.0))
        {
            self.cut.push(format!("{text:?} needs {bounds:?} of {around:?}"));
        }
    }
}

fn collect<Message>(
    interface: &mut UserInterface<'_, Message, Theme, iced::Renderer>,
    renderer: &iced::Renderer,
) -> Snapshot {
    let mut collect = Collect::new(1.0);
    interface.operate(renderer, &mut collect);
    collect.into_snapshot().expect("a view has a window")
}

/// A key going down; `repeat` when it is only held.
pub fn key_event(named: key::Named, repeat: bool) -> Event {
    Event::Keyboard(keyboard::Event::KeyPressed {
        key: Key::Named(named),
        modified_key: Key::Named(named),
        physical_key: key::Physical::Unidentified(key::NativeCode::Unidentified),
        location: Location::Standard,
        modifiers: Modifiers::empty(),
        text: None,
        repeat,
    })
}
