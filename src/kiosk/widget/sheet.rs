//! A sheet under an element: fill, padding, extent and place.

use iced::widget::container;
use iced::{Length, Padding};

use super::{Align, Element, Ui};
use crate::kiosk::theme::{Fill, Space};

/// An element on a sheet.
pub struct Sheet<'a, Message> {
    ui: Ui,
    content: Element<'a, Message>,
    fill: Fill,
    padding: Padding,
    width: Length,
    height: Length,
    reading_width: bool,
    align_x: Align,
    align_y: Align,
}

impl Ui {
    /// `content` on a sheet of `fill`.
    pub fn sheet<'a, Message: 'a>(self, fill: Fill, content: impl Into<Element<'a, Message>>) -> Sheet<'a, Message> {
        Sheet {
            ui: self,
            content: content.into(),
            fill,
            padding: Padding::ZERO,
            width: Length::Shrink,
            height: Length::Shrink,
            reading_width: false,
            align_x: Align::Start,
            align_y: Align::Start,
        }
    }

    /// `content` in the middle of all the room there is.
    pub fn center<'a, Message: 'a>(self, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
        self.sheet(Fill::None, content).fill_width().fill_height().align(Align::Center, Align::Center).into()
    }
}

impl<'a, Message: 'a> Sheet<'a, Message> {
    /// The distance from the sheet's edges to its content.
    #[must_use]
    pub fn padding(mut self, space: Space) -> Self {
        self.padding = Padding::new(self.ui.theme.space(space));
        self
    }

    /// Distances to its edges: above and below, left and right.
    #[must_use]
    pub fn padding_each(mut self, vertical: Space, horizontal: Space) -> Self {
        self.padding = Padding::from([self.ui.theme.space(vertical), self.ui.theme.space(horizontal)]);
        self
    }

    /// Takes all the width there is.
    #[must_use]
    pub fn fill_width(mut self) -> Self {
        self.width = Length::Fill;
        self
    }

    /// Takes all the height there is.
    #[must_use]
    pub fn fill_height(mut self) -> Self {
        self.height = Length::Fill;
        self
    }

    /// Takes `portion` parts of the width, when its neighbours take theirs.
    #[must_use]
    pub fn width_portion(mut self, portion: u16) -> Self {
        self.width = Length::FillPortion(portion);
        self
    }

    /// No wider than a line of some 70 characters.
    #[must_use]
    pub fn reading_width(mut self) -> Self {
        self.reading_width = true;
        self
    }

    /// Where the content stands, across and down.
    #[must_use]
    pub fn align(mut self, across: Align, down: Align) -> Self {
        self.align_x = across;
        self.align_y = down;
        self
    }
}

impl<'a, Message: 'a> From<Sheet<'a, Message>> for Element<'a, Message> {
    fn from(sheet: Sheet<'a, Message>) -> Self {
        let mut container = container(sheet.content)
            .padding(sheet.padding)
            .width(sheet.width)
            .height(sheet.height)
            .align_x(iced::Alignment::from(sheet.align_x))
            .align_y(iced::Alignment::from(sheet.align_y))
            .class(sheet.fill);
        if sheet.reading_width {
            container = container.max_width(sheet.ui.reading_width());
        }
        container.into()
    }
}

impl Ui {
    /// The width of a line of some 70 characters of body text, in logical pixels.
    pub(super) fn reading_width(self) -> f32 {
        // Letters of Noto Sans are about 0.53 of its font size wide in Kazakh and Russian text.
        (self.theme.font_size(crate::kiosk::theme::Step::Body) * 0.53 * 70.0).round()
    }
}
