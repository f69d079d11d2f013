//! The window, its regions, and the screen within: what gives the tree its shape.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::{Event, Length, Rectangle, Size, window};

use super::voice::{enclose, voice};
use super::{Element, Ui};
use crate::kiosk::access::atspi::Bridge;
use crate::kiosk::access::tree::Collect;
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::{Fill, Theme};

impl Ui {
    /// The whole window on the page's background: the root of the tree. Each frame's tree goes over
    /// `bridge` to whoever listens.
    pub fn window<'a, Message: 'a>(
        self,
        name: impl Into<String>,
        bridge: &Bridge,
        content: impl Into<Element<'a, Message>>,
    ) -> Element<'a, Message> {
        Element::new(Window {
            semantics: Semantics::new(Role::Window, name, self.language),
            bridge: bridge.clone(),
            // The theme's own background lies below everything. A fill as large as the window would be
            // drawn through a mask again for every changed spot: most of what a frame costs.
            content: self.sheet(Fill::None, content).fill_width().fill_height().into(),
        })
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

struct Window<'a, Message> {
    semantics: Semantics,
    bridge: Bridge,
    content: Element<'a, Message>,
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Window<'_, Message> {
    fn tag(&self) -> tree::Tag {
        self.content.as_widget().tag()
    }

    fn state(&self) -> tree::State {
        self.content.as_widget().state()
    }

    fn children(&self) -> Vec<Tree> {
        self.content.as_widget().children()
    }

    fn diff(&self, tree: &mut Tree) {
        self.content.as_widget().diff(tree);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(tree, renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        enclose(&self.semantics, layout.bounds(), operation, |operation| {
            self.content.as_widget_mut().operate(tree, layout, renderer, operation);
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
        self.content.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
        match event {
            Event::Window(window::Event::RedrawRequested(_)) if self.bridge.is_listening() => {
                let scale = self.bridge.scale();
                let mut collect = Collect::new(f64::from(scale));
                self.operate(tree, layout, renderer, &mut collect);
                if let Some(snapshot) = collect.into_snapshot() {
                    self.bridge.submit(snapshot, layout.bounds().size() * scale);
                }
            }
            Event::Window(window::Event::Rescaled(scale)) => self.bridge.set_scale(*scale),
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
        self.content.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
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
        self.content.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
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

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        let key = tree.state.downcast_mut::<String>();
        if *key == self.key {
            tree.diff_children(std::slice::from_ref(&self.content));
        } else {
            key.clone_from(&self.key);
            tree.children = self.children();
        }
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let content = self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits);
        layout::Node::with_children(content.size(), vec![content])
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        self.content.as_widget_mut().operate(&mut tree.children[0], layout.child(0), renderer, operation);
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
        let (tree, layout) = (&mut tree.children[0], layout.child(0));
        self.content.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        self.content.as_widget().mouse_interaction(&tree.children[0], layout.child(0), cursor, viewport, renderer)
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
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout.child(0), cursor, viewport);
    }
}
