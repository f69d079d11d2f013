//! The window, its regions, and the screen within: what gives the tree its shape.

use std::sync::Arc;

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::{Event, Length, Rectangle, Size, touch, window};

use super::control::draw_outline;
use super::voice::{enclose, voice};
use super::{Element, Ui};
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::tree::{Collect, Snapshot};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::{Fill, Theme};

/// The whole window: what it shows, who follows it, and what lies over it.
pub struct Window<'a, Message> {
    semantics: Semantics,
    bridge: Bridge,
    content: Element<'a, Message>,
    on_tree: Option<Box<dyn Fn(Arc<Snapshot>) -> Message + 'a>>,
    ring: Option<Rectangle>,
    curtain: Option<Element<'a, Message>>,
    on_touch: Option<Message>,
}

impl Ui {
    /// The whole window on the page's background: the root of the tree. Each frame's tree goes over
    /// `bridge` to whoever listens.
    pub fn window<'a, Message: 'a>(
        self,
        name: impl Into<String>,
        bridge: &Bridge,
        content: impl Into<Element<'a, Message>>,
    ) -> Element<'a, Message> {
        self.root(name, bridge, content).into()
    }

    /// The same, to be followed, ringed or curtained.
    pub fn root<'a, Message: 'a>(
        self,
        name: impl Into<String>,
        bridge: &Bridge,
        content: impl Into<Element<'a, Message>>,
    ) -> Window<'a, Message> {
        Window {
            semantics: Semantics::new(Role::Window, name, self.language),
            bridge: bridge.clone(),
            // The theme's own background lies below everything. A fill as large as the window would be
            // drawn through a mask again for every changed spot: most of what a frame costs.
            content: self.sheet(Fill::None, content).fill_width().fill_height().into(),
            on_tree: None,
            ring: None,
            curtain: None,
            on_touch: None,
        }
    }

    /// A named part of the screen.
    pub fn region<'a, Message: 'a>(
        self,
        role: Role,
        name: impl Into<String>,
        content: impl Into<Element<'a, Message>>,
    ) -> Element<'a, Message> {
        voice(Semantics::new(role, name, self.language), content)
    }

    /// What the window shows now: its main part. `key` names it; with another key everything within
    /// begins afresh, so that no focus and no press is left over from the screen before.
    pub fn screen<'a, Message: 'a>(
        self,
        key: impl Into<String>,
        name: impl Into<String>,
        content: impl Into<Element<'a, Message>>,
    ) -> Element<'a, Message> {
        let key = key.into();
        let semantics = Semantics::new(Role::Main, name, self.language).keyed(key.as_str());
        voice(semantics, Element::new(Keyed { key, content: content.into() }))
    }
}

impl<'a, Message: 'a> Window<'a, Message> {
    /// Tells each tree that differs from the one told before, in physical pixels of the bridge's scale.
    /// Costs a walk over the widgets each frame: only while somebody follows the tree.
    #[must_use]
    pub fn on_tree(mut self, message: impl Fn(Arc<Snapshot>) -> Message + 'a) -> Self {
        self.on_tree = Some(Box::new(message));
        self
    }

    /// A ring over everything, around `bounds` in logical pixels: what a switch would choose, or a finger
    /// has found.
    #[must_use]
    pub fn ring(mut self, bounds: Option<Rectangle>) -> Self {
        self.ring = bounds;
        self
    }

    /// Shows nothing but these words, for the privacy of someone who listens. What the window holds stays
    /// in the tree and can be operated by keys and through the tree, but not by a touch at what cannot
    /// be seen: that means `on_touch`, wherever it is. None: the finger explores what cannot be seen, as it does
    /// what can.
    #[must_use]
    pub fn curtain(mut self, words: Element<'a, Message>, on_touch: Option<Message>) -> Self {
        self.curtain = Some(words);
        self.on_touch = on_touch;
        self
    }
}

impl<'a, Message: 'a> From<Window<'a, Message>> for Element<'a, Message> {
    fn from(window: Window<'a, Message>) -> Self {
        let Window { semantics, bridge, content, on_tree, ring, curtain, on_touch } = window;
        let parts = std::iter::once(content).chain(curtain).collect();
        Element::new(Shown { semantics, bridge, parts, on_tree, ring, on_touch })
    }
}

struct Shown<'a, Message> {
    semantics: Semantics,
    bridge: Bridge,
    /// The content and, if it is drawn, the curtain's words.
    parts: Vec<Element<'a, Message>>,
    on_tree: Option<Box<dyn Fn(Arc<Snapshot>) -> Message + 'a>>,
    ring: Option<Rectangle>,
    /// What a touch of the curtain means; none: fingers go through it.
    on_touch: Option<Message>,
}

#[derive(Default)]
struct State {
    /// The tree that was told last: telling the same again would draw frame after frame for ever.
    told: Option<Arc<Snapshot>>,
    /// Whether a finger came down on the curtain and is still there.
    touched: bool,
}

impl<Message> Shown<'_, Message> {
    fn curtain(&self) -> Option<&Element<'_, Message>> {
        self.parts.get(1)
    }

    /// Hands the tree to all who want it; collected once.
    fn tell(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &iced::Renderer, shell: &mut Shell<'_, Message>) {
        let listening = self.bridge.is_listening();
        if self.on_tree.is_none() {
            tree.state.downcast_mut::<State>().told = None;
            if !listening {
                return;
            }
        }
        let scale = self.bridge.scale();
        let mut collect = Collect::new(f64::from(scale));
        self.operate(tree, layout, renderer, &mut collect);
        let Some(snapshot) = collect.into_snapshot() else { return };
        let told = &mut tree.state.downcast_mut::<State>().told;
        if let Some(on_tree) = &self.on_tree
            && told.as_deref() != Some(&snapshot)
        {
            let snapshot = Arc::new(snapshot.clone());
            *told = Some(Arc::clone(&snapshot));
            shell.publish(on_tree(snapshot));
        }
        if listening {
            self.bridge.submit(snapshot, layout.bounds().size() * scale);
        }
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Shown<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.parts.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.parts);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let parts = self.parts.iter_mut().zip(&mut tree.children);
        let nodes = parts.map(|(part, tree)| part.as_widget_mut().layout(tree, renderer, limits)).collect();
        layout::Node::with_children(limits.max(), nodes)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        enclose(&self.semantics, layout.bounds(), operation, |operation| {
            self.parts[0].as_widget_mut().operate(&mut tree.children[0], layout.child(0), renderer, operation);
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let covered = self.curtain().is_some() && self.on_touch.is_some();
        // A press acts on its release, on a curtain too.
        let touched = &mut tree.state.downcast_mut::<State>().touched;
        match event {
            Event::Touch(touch::Event::FingerPressed { .. }) | Event::Mouse(mouse::Event::ButtonPressed(_)) => {
                *touched = covered;
            }
            Event::Touch(touch::Event::FingerLifted { .. }) | Event::Mouse(mouse::Event::ButtonReleased(_)) => {
                if std::mem::take(touched)
                    && let Some(message) = self.on_touch.take()
                {
                    shell.publish(message);
                }
            }
            Event::Touch(touch::Event::FingerLost { .. }) => *touched = false,
            _ => {}
        }
        let (event, cursor) = match (covered, event) {
            (false, event) => (Some(event.clone()), cursor),
            // What began before the curtain fell ends, but does nothing.
            (true, Event::Touch(touch::Event::FingerLifted { id, position })) => {
                let lost = touch::Event::FingerLost { id: *id, position: *position };
                (Some(Event::Touch(lost)), mouse::Cursor::Unavailable)
            }
            (true, Event::Touch(touch::Event::FingerPressed { .. } | touch::Event::FingerMoved { .. }))
            | (true, Event::Mouse(mouse::Event::ButtonPressed(_))) => (None, cursor),
            (true, event) => (Some(event.clone()), mouse::Cursor::Unavailable),
        };
        let Some(event) = event else { return };
        let (content, inner) = (self.parts[0].as_widget_mut(), &mut tree.children[0]);
        content.update(inner, &event, layout.child(0), cursor, renderer, clipboard, shell, viewport);
        match event {
            Event::Window(window::Event::RedrawRequested(_)) => self.tell(tree, layout, renderer, shell),
            Event::Window(window::Event::Rescaled(scale)) => self.bridge.set_scale(scale),
            Event::Window(window::Event::Focused) => self.bridge.set_window_focused(true),
            Event::Window(window::Event::Unfocused) => self.bridge.set_window_focused(false),
            _ => {}
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        let content = self.parts[0].as_widget();
        content.mouse_interaction(&tree.children[0], layout.child(0), cursor, viewport, renderer)
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        // The last part is what is seen: the curtain, if it is drawn.
        let seen = self.parts.len() - 1;
        let (part, tree) = (&self.parts[seen], &tree.children[seen]);
        part.as_widget().draw(tree, renderer, theme, style, layout.child(seen), cursor, viewport);
        if let Some(ring) = self.ring
            && self.curtain().is_none()
        {
            draw_outline(renderer, theme, ring);
        }
    }
}

/// Forgets the state of what it holds when its key changes.
struct Keyed<'a, Message> {
    key: String,
    content: Element<'a, Message>,
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Keyed<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<String>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(self.key.clone())
    }

    delegate!(content inside: children);

    fn diff(&self, tree: &mut Tree) {
        let key = tree.state.downcast_mut::<String>();
        if *key == self.key {
            tree.diff_children(std::slice::from_ref(&self.content));
        } else {
            key.clone_from(&self.key);
            tree.children = self.children();
        }
    }

    delegate!(content: size size_hint);
    delegate!(content inside: layout operate update mouse_interaction draw);
}

#[cfg(test)]
mod tests {
    use accesskit::Action;
    use iced::Point;
    use kittest::Queryable as _;

    use super::*;
    use crate::domain::Language;
    use crate::kiosk::access::focus::{Act, Move};
    use crate::kiosk::access::testing::Stage;
    use crate::kiosk::theme::contrast::ratio;
    use crate::kiosk::theme::{Look, Space};
    use crate::kiosk::widget::Icon;

    #[derive(Debug, Clone)]
    enum Message {
        Tree(Arc<Snapshot>),
        Pressed,
        Lifted,
    }

    fn window(theme: &Theme, clock: &str) -> Window<'static, Message> {
        let ui = Ui::new(theme, Language::Kazakh);
        let press = ui.button(Icon::House, "Басты бет").on_press(Message::Pressed);
        let body = ui.column([ui.text(clock.to_owned()).into(), press.into()]).spacing(Space::Large);
        ui.root("Әкімдік", &Bridge::closed(), body.padding(Space::Large))
    }

    fn curtained(theme: &Theme, clock: &str) -> Element<'static, Message> {
        let ui = Ui::new(theme, Language::Kazakh);
        window(theme, clock).curtain(ui.center(ui.paragraph("Экран жабық.")), Some(Message::Lifted)).into()
    }

    #[test]
    fn a_tree_is_told_once_and_again_only_when_it_changes() {
        let theme = Theme::default();
        let mut stage = Stage::new(theme);
        let told =
            |messages: Vec<Message>| messages.iter().filter(|message| matches!(message, Message::Tree(_))).count();
        let followed = |clock| window(&theme, clock).on_tree(Message::Tree).into();
        let frame = stage.show(followed("14:05"));
        let Some(Message::Tree(tree)) = frame.messages.first() else { panic!("the first frame tells its tree") };
        assert_eq!(**tree, frame.snapshot);
        assert_eq!(told(stage.show(followed("14:05")).messages), 0);
        assert_eq!(told(stage.show(followed("14:06")).messages), 1);
        assert_eq!(told(stage.show(followed("14:06")).messages), 0);
        // Nobody follows for a while: then the whole is told anew.
        assert_eq!(told(stage.show(window(&theme, "14:06").into()).messages), 0);
        assert_eq!(told(stage.show(followed("14:06")).messages), 1);
    }

    #[test]
    fn nothing_is_drawn_again_while_nothing_happens() {
        let theme = Theme::default();
        let mut stage = Stage::new(theme);
        stage.focus(window(&theme, "14:05").into(), Move::First);
        assert!(stage.show(window(&theme, "14:05").on_tree(Message::Tree).into()).is_idle());
    }

    /// Proves: Curtain
    #[test]
    fn a_curtain_hides_everything_and_leaves_it_to_keys_and_to_the_tree() {
        for look in Look::ALL {
            let theme = Theme::default().with_look(look);
            let mut stage = Stage::new(theme);
            let open = stage.show(window(&theme, "14:05").into());
            let shown = stage.picture();
            let drawn = stage.show(curtained(&theme, "14:05"));
            let hidden = stage.picture();
            assert_eq!(drawn.snapshot, open.snapshot, "the tree is the same");
            stage.show(curtained(&theme, "23:59"));
            assert!(stage.picture() == hidden, "{}: something of the screen shows", look.id());
            assert!(shown != hidden);
            // By keys and through the tree.
            assert_eq!(stage.focus(curtained(&theme, "14:05"), Move::First).focused().as_deref(), Some("Басты бет"));
            assert!(stage.picture() == hidden, "the ring would show where something is");
            let frame = stage.act(curtained(&theme, "14:05"), Act::Press).0;
            assert!(matches!(frame.messages[..], [Message::Pressed]));
            let frame = stage.perform(curtained(&theme, "14:05"), Action::Click, open.id("Басты бет"));
            assert!(matches!(frame.messages[..], [Message::Pressed]));
            // Not by a touch at what cannot be seen: that lifts the curtain, wherever it is.
            let tapped = stage.tap(curtained(&theme, "14:05"), "Басты бет").messages;
            assert!(matches!(tapped[..], [Message::Lifted]), "{tapped:?}");
            assert_eq!(stage.tap(window(&theme, "14:05").into(), "Басты бет").messages.len(), 1);
        }
    }

    #[test]
    fn a_press_that_a_curtain_fell_on_does_nothing_and_is_over() {
        let theme = Theme::default();
        let mut stage = Stage::new(theme);
        let frame = stage.show(window(&theme, "14:05").into());
        let position = frame.root().get_by_label("Басты бет").bounds().center();
        let id = touch::Finger(1);
        let down = Event::Touch(touch::Event::FingerPressed { id, position });
        let up = Event::Touch(touch::Event::FingerLifted { id, position });
        assert!(stage.send(window(&theme, "14:05").into(), &[down]).messages.is_empty());
        assert!(stage.send(curtained(&theme, "14:05"), &[up]).messages.is_empty());
        assert_eq!(stage.tap(window(&theme, "14:05").into(), "Басты бет").messages.len(), 1);
    }

    /// Proves: WCAG-2.4.13
    #[test]
    fn a_ring_over_everything_stands_out_in_every_look() {
        for look in Look::ALL {
            let theme = Theme::default().with_look(look);
            let mut stage = Stage::new(theme);
            let frame = stage.show(window(&theme, "14:05").into());
            let before = stage.picture();
            let bounds = frame.root().get_by_label("Басты бет").bounds();
            stage.show(window(&theme, "14:05").ring(Some(bounds)).into());
            let after = stage.picture();
            let colour = |[r, g, b, _]: [u8; 4]| iced::Color::from_rgb8(r, g, b);
            let changed = before.iter().zip(&after).filter(|(one, other)| ratio(colour(**one), colour(**other)) >= 3.0);
            let area = 2.0 * theme.ring_width() * (bounds.width + bounds.height);
            assert!(changed.count() as f32 >= area * 0.95, "{}", look.id());
            let beside = Point::new(bounds.x - theme.ring_width() / 2.0, bounds.center_y());
            let pixel = after[beside.y as usize * theme.window().width as usize + beside.x as usize];
            assert_eq!(colour(pixel), theme.palette().focus, "{}", look.id());
        }
    }
}
