//! A choice of one of several steps, from little to much: a voice's speed, its loudness.
//!
//! Nothing has to be dragged (WCAG 2.2, 2.5.7): a button on either side goes one step, a touch on the bar
//! chooses a step, the keys for pages go one step while the bar has the focus, and an assistive technology
//! sets a value.

use std::borrow::Cow;

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, renderer};
use iced::{Color, Event, Length, Padding, Point, Rectangle, Size, border};

use super::control::{State, TARGET, draw_ring};
use super::{Align, Element, Icon, Ui};
use crate::i18n;
use crate::kiosk::access::semantics::{Adjust, Report, Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::TIGHT_LINE_HEIGHT;
use crate::kiosk::theme::{Ink, Space, Step, Theme};

impl Ui {
    /// A choice of step `index`, from 0, of `of` steps. `value` is the chosen one in words, such as
    /// "100 %"; `on_change` gives the message of a step. It is sent also when the last step is asked for
    /// once more, so that a voice can say that it is the last.
    pub fn slider<'a, Message: Clone + 'a>(
        self,
        icon: Icon,
        name: impl Into<Cow<'a, str>>,
        index: usize,
        of: usize,
        value: impl Into<String>,
        on_change: impl Fn(usize) -> Message + 'a,
    ) -> Element<'a, Message> {
        self.steps(icon, name.into(), index, of, value.into(), false, on_change)
    }

    /// The same; what is chosen is the visitor's own affair, or not.
    #[expect(clippy::too_many_arguments, reason = "what a slider shows, once more")]
    pub(super) fn steps<'a, Message: Clone + 'a>(
        self,
        icon: Icon,
        name: Cow<'a, str>,
        index: usize,
        of: usize,
        value: String,
        private: bool,
        on_change: impl Fn(usize) -> Message + 'a,
    ) -> Element<'a, Message> {
        let of = of.max(1);
        let index = index.min(of - 1);
        let now = index + 1;
        let value = i18n::text_with(
            self.language,
            "widget-step",
            &[("value", value.into()), ("now", now.into()), ("of", of.into())],
        );
        let mut semantics = Semantics::new(Role::Slider { now, of }, name.as_ref(), self.language).private(private);
        semantics.value.clone_from(&value);
        let beside = |icon, shown, said, step| {
            let said = i18n::text_with(self.language, said, &[("name", name.as_ref().into())]);
            self.button(icon, i18n::text(self.language, shown)).spoken(said).stacked().on_press(on_change(step)).into()
        };
        let less = beside(Icon::Minus, "widget-less", "widget-less-of", index.saturating_sub(1));
        let more = beside(Icon::Plus, "widget-more", "widget-more-of", (index + 1).min(of - 1));
        let title = self
            .row([
                self.icon(icon, Step::Body, Ink::Action),
                self.plain(name, Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT).width(Length::Fill).into(),
            ])
            .spacing(Space::Small)
            .align(Align::Center)
            .fill_width();
        let value = self.plain(value, Step::Body, Weight::Regular, TIGHT_LINE_HEIGHT).ink(Ink::Text).aside();
        let slider = Element::new(Slider {
            semantics,
            words: self.column([title.into(), value.into()]).spacing(Space::Half).fill_width().into(),
            on_change: Box::new(on_change),
            index,
            of,
            bar: self.theme.millimetres(TARGET).ceil(),
            gap: self.theme.space(Space::Small),
            inset: self.theme.space(Space::Half),
            slop: self.theme.millimetres(4.0).max(12.0),
        });
        self.row([less, slider, more]).spacing(Space::Small).align(Align::End).fill_width().into()
    }
}

/// The words and the bar between the two buttons.
struct Slider<'a, Message> {
    semantics: Semantics,
    words: Element<'a, Message>,
    on_change: Box<dyn Fn(usize) -> Message + 'a>,
    index: usize,
    of: usize,
    /// The height of the bar, in logical pixels.
    bar: f32,
    /// The distance between the words and the bar, in logical pixels.
    gap: f32,
    /// The distance from all edges, in logical pixels.
    inset: f32,
    slop: f32,
}

#[derive(Debug, Default)]
struct Sliding {
    control: State,
    /// Asked for by a key or through the accessibility tree.
    adjust: Option<Adjust>,
}

impl<Message> Slider<'_, Message> {
    /// Where the bar is, within the whole.
    fn bar(&self, bounds: Rectangle) -> Rectangle {
        let inner = bounds.shrink(self.inset);
        Rectangle { y: inner.y + inner.height - self.bar, height: self.bar, ..inner }
    }

    /// The step a value leads to.
    fn adjusted(&self, adjust: Adjust) -> usize {
        match adjust {
            Adjust::Increment => (self.index + 1).min(self.of - 1),
            Adjust::Decrement => self.index.saturating_sub(1),
            // A number too large or too small for a step, or none at all, is the nearest step.
            Adjust::Write(_) => self.index,
            Adjust::SetTo(value) => (value.round().clamp(1.0, self.of as f64) as usize).saturating_sub(1),
        }
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Slider<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Sliding>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Sliding::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.words)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.words));
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let around = Padding::new(self.inset).bottom(self.inset + self.gap + self.bar);
        layout::padded(limits, Length::Fill, Length::Shrink, around, |limits| {
            let room = layout::Limits::new(Size::ZERO, Size::new(limits.max().width, f32::INFINITY));
            self.words.as_widget_mut().layout(&mut tree.children[0], renderer, &room)
        })
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let state = tree.state.downcast_mut::<Sliding>();
        let mut report = Report::control(self.semantics.clone(), Some(state.control.focused));
        operation.custom(None, layout.bounds(), &mut report);
        if let Report::Begin(begin) = report {
            state.adjust = begin.adjust.or(state.adjust.take());
            state.control.obey(false, begin.focused);
        }
        self.words.as_widget_mut().operate(&mut tree.children[0], layout.child(0), renderer, operation);
        operation.custom(None, layout.bounds(), &mut Report::End);
        operation.focusable(None, layout.bounds(), &mut tree.state.downcast_mut::<Sliding>().control);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &iced::Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<Sliding>();
        if let Some(adjust) = state.adjust.take() {
            shell.publish((self.on_change)(self.adjusted(adjust)));
        }
        if shell.is_event_captured() {
            return;
        }
        let bar = self.bar(layout.bounds());
        if let Some(at) = state.control.event(event, bar, cursor, true, self.slop, shell) {
            let step = ((at.x - bar.x) / bar.width * self.of as f32) as usize;
            shell.publish((self.on_change)(step.min(self.of - 1)));
        }
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
        let state = &tree.state.downcast_ref::<Sliding>().control;
        if state.focused && state.ring {
            draw_ring(renderer, theme, layout.bounds(), theme.radius());
        }
        self.words.as_widget().draw(&tree.children[0], renderer, theme, style, layout.child(0), cursor, viewport);
        let (palette, bar) = (theme.palette(), self.bar(layout.bounds()));
        let line = theme.line_width() * if state.is_pressed() { 2.0 } else { 1.0 };
        let apart = theme.line_width() * 2.0;
        let width = (bar.width + apart) / self.of as f32;
        for step in 0..self.of {
            // Steps up to the chosen one are filled and tall, the others outlined and low: no hue needed.
            let chosen = step <= self.index;
            let height = if chosen { bar.height } else { bar.height * 0.5 };
            let place = Point::new(bar.x + width * step as f32, bar.y + bar.height - height);
            renderer.fill_quad(
                renderer::Quad {
                    bounds: Rectangle::new(place, Size::new((width - apart).max(1.0), height)),
                    border: border::rounded(theme.line_width()).width(line).color(if chosen {
                        palette.action
                    } else {
                        palette.line
                    }),
                    ..renderer::Quad::default()
                },
                if chosen { palette.action } else { Color::TRANSPARENT },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use accesskit::{Action, ActionData};
    use iced::touch::{self, Finger};
    use kittest::{NodeT as _, Queryable as _};

    use super::*;
    use crate::domain::Language;
    use crate::kiosk::access::atspi::Bridge;
    use crate::kiosk::access::focus::{Act, Move};
    use crate::kiosk::access::testing::Stage;
    use crate::kiosk::theme::{Look, TextSize};

    const NAME: &str = "Дауыс қаттылығы";

    fn view(theme: &Theme, index: usize) -> Element<'static, usize> {
        let ui = Ui::new(theme, Language::Kazakh);
        let slider = ui.slider(Icon::Volume2, NAME, index, 7, format!("{} %", index * 25 + 50), |step| step);
        let column = ui.column([slider, ui.button(Icon::House, "Басты бет").on_press(99).into()]);
        let sheet = ui.sheet(crate::kiosk::theme::Fill::None, column.spacing(Space::Medium).fill_width());
        ui.window("Сынақ", &Bridge::closed(), sheet.padding(Space::Large).fill_width())
    }

    fn stage() -> (Stage, Theme) {
        let theme = Theme::default();
        (Stage::new(theme), theme)
    }

    /// Proves: WCAG-4.1.2, EN-11.5.2.7
    #[test]
    fn a_slider_tells_its_name_its_value_and_its_place_among_the_steps() {
        let (mut stage, theme) = stage();
        let frame = stage.show(view(&theme, 2));
        let root = frame.root();
        let slider = root.get_by_role_and_label(accesskit::Role::Slider, NAME).accesskit_node();
        assert_eq!((slider.numeric_value(), slider.max_numeric_value()), (Some(3.0), Some(7.0)));
        assert_eq!((slider.min_numeric_value(), slider.numeric_value_step()), (Some(1.0), Some(1.0)));
        assert_eq!(slider.data().value(), Some("100 %, 3-деңгей, барлығы 7"));
    }

    /// Proves: WCAG-2.5.7
    #[test]
    fn each_step_is_reached_by_touch_without_dragging() {
        let (mut stage, theme) = stage();
        let frame = stage.show(view(&theme, 2));
        assert_eq!(stage.tap(view(&theme, 2), &format!("{NAME}: азайту")).messages, [1]);
        assert_eq!(stage.tap(view(&theme, 2), &format!("{NAME}: арттыру")).messages, [3]);
        assert_eq!(stage.tap(view(&theme, 0), &format!("{NAME}: азайту")).messages, [0], "said again");
        let bounds = frame.root().get_by_label(NAME).bounds();
        for step in 0..7 {
            let inset = theme.space(Space::Half);
            let x = bounds.x + inset + (bounds.width - 2.0 * inset) * (step as f32 + 0.5) / 7.0;
            let position = Point::new(x, bounds.y + bounds.height - inset - 4.0);
            let id = Finger(1);
            let down = Event::Touch(touch::Event::FingerPressed { id, position });
            let up = Event::Touch(touch::Event::FingerLifted { id, position });
            assert!(stage.send(view(&theme, 2), &[down]).messages.is_empty());
            assert_eq!(stage.send(view(&theme, 2), &[up]).messages, [step]);
        }
    }

    #[test]
    fn keys_go_a_step_while_the_slider_has_the_focus_and_only_then() {
        let (mut stage, theme) = stage();
        let up = || Act::Step(Adjust::Increment);
        assert!(!stage.act(view(&theme, 2), up()).1);
        stage.focus(view(&theme, 2), Move::First);
        assert!(!stage.act(view(&theme, 2), up()).1, "the button beside it has no steps");
        assert_eq!(stage.focus(view(&theme, 2), Move::Next).focused().as_deref(), Some(NAME));
        let (frame, done) = stage.act(view(&theme, 2), up());
        assert!(done);
        assert_eq!(frame.messages, [3]);
        assert_eq!(stage.act(view(&theme, 2), Act::Step(Adjust::Decrement)).0.messages, [1]);
        let (frame, done) = stage.act(view(&theme, 2), Act::Press);
        assert!(!done && frame.messages.is_empty(), "a slider has steps and is not pressed");
    }

    /// Proves: WCAG-4.1.2, EN-11.5.2.17
    #[test]
    fn an_assistive_technology_sets_a_value() {
        let (mut stage, theme) = stage();
        let id = stage.show(view(&theme, 2)).id(NAME);
        assert_eq!(stage.perform(view(&theme, 2), Action::Increment, id).messages, [3]);
        assert_eq!(stage.perform(view(&theme, 2), Action::Decrement, id).messages, [1]);
        for (value, step) in [(5.0, 4), (5.4, 4), (-3.0, 0), (1e30, 6), (f64::NAN, 0)] {
            let data = Some(ActionData::NumericValue(value));
            assert_eq!(stage.perform_with(view(&theme, 2), Action::SetValue, id, data).messages, [step], "{value}");
        }
        assert!(stage.perform(view(&theme, 2), Action::Click, id).messages.is_empty());
    }

    /// Proves: VVSG-7.2-I
    #[test]
    fn its_targets_are_large_apart_and_whole_in_every_look_and_size() {
        for look in Look::ALL {
            for size in TextSize::ALL {
                for window in [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0)] {
                    let theme = Theme::default().with_look(look).with_text_size(size).with_window(window);
                    Stage::new(theme).show(view(&theme, 2)).check(&theme);
                }
            }
        }
    }
}
