//! How the stand looks: one value that turns roles into colours and millimetres into pixels.
//!
//! Screens never see a colour or a pixel. They name an [`Ink`] or a [`Fill`], a [`Step`] of the type
//! scale and a [`Space`] of the grid; the [`Theme`] of this visitor's session answers.

pub mod contrast;
pub mod font;
pub mod palette;
pub mod typography;

use iced::widget::{container, text};
use iced::{Color, Size, border};

pub use font::Weight;
pub use palette::{Look, Palette};
pub use typography::{Panel, Step, TextSize};

/// What a visitor sees by: a look, a text size, and the panel they stand before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    look: Look,
    text_size: TextSize,
    spacing: bool,
    panel: Panel,
    window: Size,
}

/// What words, icons and lines are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ink {
    /// As what is around it: the label of a button takes the button's.
    #[default]
    Inherit,
    /// Text to be read.
    Text,
    /// Text of second rank; still contrasting enough to be read.
    Muted,
    /// Icons and links: what can be touched.
    Action,
    /// Words on an action fill.
    ActionLabel,
    /// Good news: open now.
    Good,
    /// Bad news or a warning: closed, old content. Always beside words that say so.
    Warning,
}

/// What lies behind words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fill {
    /// Nothing: what is behind shows.
    #[default]
    None,
    /// The page itself.
    Background,
    /// A raised sheet: header, bar, card.
    Surface,
    /// A sheet with a thin outline.
    Card,
    /// A quiet tint, for what is set apart: a quotation, the header row of a table.
    Tint,
    /// A rounded tint under news: outlined in the high-contrast looks.
    Note,
    /// A rule between rows, a bar beside a quotation.
    Rule,
    /// The plate behind an icon.
    Plate,
    /// A strong bar for what must not be overlooked.
    Banner,
}

/// Steps of the one spacing grid. The smallest distance between two targets is [`Space::Small`]:
/// at least 2.54 mm (VVSG 2.0, 7.2-I) and always wide enough for a focus ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Space {
    /// None.
    #[default]
    None,
    /// Half a step: between a title and what belongs to it. Never between targets.
    Half,
    /// One step: between targets.
    Small,
    /// Two steps: between paragraphs, inside cards.
    Medium,
    /// Three steps: between parts of a screen.
    Large,
    /// Five steps: around what stands alone.
    Huge,
}

impl Theme {
    /// The theme a visitor meets: standard look and text size on `panel`.
    pub fn new(panel: Panel) -> Self {
        Self {
            look: Look::default(),
            text_size: TextSize::default(),
            spacing: false,
            panel,
            window: Size::new(1080.0, 1920.0),
        }
    }

    /// The same in another look.
    #[must_use]
    pub fn with_look(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// The same in another text size.
    #[must_use]
    pub fn with_text_size(self, text_size: TextSize) -> Self {
        Self { text_size, ..self }
    }

    /// The same with more room between lines, paragraphs, words and letters, or not (WCAG 2.2, 1.4.12).
    #[must_use]
    pub fn with_spacing(self, spacing: bool) -> Self {
        Self { spacing, ..self }
    }

    /// The same in a window of another size, in logical pixels. The window is taken to fill the
    /// panel: from its size follow the pixels of a millimetre and the orientation.
    #[must_use]
    pub fn with_window(self, window: Size) -> Self {
        Self { window: Size::new(window.width.max(1.0), window.height.max(1.0)), ..self }
    }

    /// The look.
    pub fn look(&self) -> Look {
        self.look
    }

    /// The text size.
    pub fn text_size(&self) -> TextSize {
        self.text_size
    }

    /// The panel.
    pub fn panel(&self) -> Panel {
        self.panel
    }

    /// The window, in logical pixels.
    pub fn window(&self) -> Size {
        self.window
    }

    /// Whether the window stands upright.
    pub fn is_portrait(&self) -> bool {
        self.window.height >= self.window.width
    }

    /// The colours.
    pub fn palette(&self) -> &'static Palette {
        self.look.palette()
    }

    /// Logical pixels of a length on the panel, in millimetres.
    pub fn millimetres(&self, length: f32) -> f32 {
        length * self.panel.pixels_per_millimetre(self.window)
    }

    /// The font size of a step of the type scale, in logical pixels.
    pub fn font_size(&self, step: Step) -> f32 {
        self.millimetres(self.text_size.capital_height() * step.ratio() / typography::CAPITAL_HEIGHT).round()
    }

    /// The size of an icon beside words of a step, in logical pixels.
    pub fn icon_size(&self, step: Step) -> f32 {
        (self.font_size(step) * 1.2).round()
    }

    /// A distance of the grid, in logical pixels.
    pub fn space(&self, space: Space) -> f32 {
        let steps = match space {
            Space::None => 0.0,
            Space::Half => 0.5,
            Space::Small => 1.0,
            Space::Medium => 2.0,
            Space::Large => 3.0,
            Space::Huge => 5.0,
        };
        (self.grid_step() * steps).round()
    }

    /// Whether what is usually set at this line height gets more room between lines, letters and words.
    pub fn has_spacing(&self, line_height: f32) -> bool {
        self.spacing && typography::is_running(line_height)
    }

    /// The line height of what is usually set at `usual`, both as a share of the font size: running text has
    /// more with more room, at least the 1.5 of WCAG 2.2, 1.4.12.
    pub fn line_height(&self, usual: f32) -> f32 {
        if self.has_spacing(usual) { usual + 0.15 } else { usual }
    }

    /// The distance between paragraphs, in logical pixels: twice the font size with more room.
    pub fn paragraph_space(&self) -> f32 {
        let usual = self.space(Space::Medium);
        if self.spacing { usual.max(self.font_size(Step::Body) * 2.0) } else { usual }
    }

    /// The width of the bar below words that are being said, in logical pixels.
    pub fn mark_width(&self) -> f32 {
        (self.font_size(Step::Body) * 0.1).round().max(4.0)
    }

    /// One step of the spacing grid, in logical pixels: 2.6 mm, or the room two controls need for a
    /// focus ring between them.
    fn grid_step(&self) -> f32 {
        self.millimetres(2.6).max(self.ring_width() + self.ring_gap() + 1.0).ceil()
    }

    /// The width of the focus ring, in logical pixels: at least 4, growing with the text.
    pub fn ring_width(&self) -> f32 {
        (self.font_size(Step::Body) * 0.16).round().max(4.0)
    }

    /// The gap in background colour between a control and its focus ring, in logical pixels.
    pub fn ring_gap(&self) -> f32 {
        (self.ring_width() * 0.5).round().max(2.0)
    }

    /// The width of outlines, in logical pixels. High-contrast looks tell shapes apart by them.
    pub fn line_width(&self) -> f32 {
        let thin = (self.font_size(Step::Body) * 0.07).round().max(2.0);
        if self.look.is_high_contrast() { thin + 1.0 } else { thin }
    }

    /// The radius of rounded corners, in logical pixels.
    pub fn radius(&self) -> f32 {
        (self.grid_step() * 0.9).round()
    }

    /// The colour of an ink, if it is not inherited.
    pub fn ink(&self, ink: Ink) -> Option<Color> {
        let palette = self.palette();
        Some(match ink {
            Ink::Inherit => return None,
            Ink::Text => palette.text,
            Ink::Muted => palette.muted,
            Ink::Action => palette.action,
            Ink::ActionLabel => palette.action_label,
            Ink::Good => palette.good,
            Ink::Warning => palette.warning,
        })
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(Panel::default())
    }
}

impl iced::theme::Base for Theme {
    fn default(_preference: iced::theme::Mode) -> Self {
        <Self as Default>::default()
    }

    fn mode(&self) -> iced::theme::Mode {
        if self.look.is_dark() { iced::theme::Mode::Dark } else { iced::theme::Mode::Light }
    }

    fn base(&self) -> iced::theme::Style {
        iced::theme::Style { background_color: self.palette().background, text_color: self.palette().text }
    }

    fn palette(&self) -> Option<iced::theme::Palette> {
        None
    }

    fn name(&self) -> &str {
        self.look.id()
    }
}

impl text::Catalog for Theme {
    type Class<'a> = Ink;

    fn default<'a>() -> Self::Class<'a> {
        Ink::Inherit
    }

    fn style(&self, ink: &Ink) -> text::Style {
        text::Style { color: self.ink(*ink) }
    }
}

impl container::Catalog for Theme {
    type Class<'a> = Fill;

    fn default<'a>() -> Self::Class<'a> {
        Fill::None
    }

    fn style(&self, fill: &Fill) -> container::Style {
        let palette = self.palette();
        let outline = border::rounded(self.radius()).width(self.line_width()).color(palette.line);
        match fill {
            Fill::None => container::Style::default(),
            Fill::Background => container::background(palette.background),
            // Where there is no shade, a line tells a sheet from the page.
            Fill::Surface if self.look.is_high_contrast() => {
                let line = border::width(self.line_width() * 0.5).color(palette.line);
                container::background(palette.surface).border(line)
            }
            Fill::Surface => container::background(palette.surface),
            Fill::Card => container::background(palette.surface).border(outline),
            Fill::Tint => container::background(palette.tint),
            Fill::Note if self.look.is_high_contrast() => container::background(palette.surface).border(outline),
            Fill::Note => container::background(palette.tint).border(border::rounded(self.radius())),
            Fill::Rule => container::background(palette.line),
            Fill::Plate => container::background(palette.tint).border(border::rounded(self.radius())),
            Fill::Banner => {
                let rounded = border::rounded(self.radius());
                container::background(palette.action).color(palette.action_label).border(rounded)
            }
        }
    }
}
