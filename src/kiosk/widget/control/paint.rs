//! How a control looks in each of its states.

use iced::advanced::{Renderer as _, renderer};
use iced::{Border, Color, Rectangle, border};

use super::Kind;
use crate::kiosk::theme::Theme;

/// The ring around a focused control, with a gap that keeps it apart from any fill.
pub(in crate::kiosk::widget) fn draw_ring(
    renderer: &mut iced::Renderer,
    theme: &Theme,
    bounds: Rectangle,
    corner: f32,
) {
    let (gap, width) = (theme.ring_gap(), theme.ring_width());
    let radius = corner + gap + width;
    renderer.fill_quad(
        renderer::Quad {
            bounds: bounds.expand(gap + width),
            border: border::rounded(radius).width(width).color(theme.palette().focus),
            ..renderer::Quad::default()
        },
        theme.palette().background,
    );
}

/// An outline over whatever is there, around `bounds`: a ring between two lines in background colour, so
/// that it shows on any fill.
pub(in crate::kiosk::widget) fn draw_outline(renderer: &mut iced::Renderer, theme: &Theme, bounds: Rectangle) {
    let (line, width) = (theme.line_width(), theme.ring_width());
    let palette = theme.palette();
    let whole = bounds.expand(width + line);
    renderer.with_layer(whole, |renderer| {
        for (inset, width, color) in [(0.0, line * 2.0 + width, palette.background), (line, width, palette.focus)] {
            renderer.fill_quad(
                renderer::Quad {
                    bounds: whole.shrink(inset),
                    border: border::rounded(theme.radius() + width - inset).width(width).color(color),
                    ..renderer::Quad::default()
                },
                Color::TRANSPARENT,
            );
        }
    });
}

/// What a control is drawn with.
pub(super) struct Paint {
    pub(super) fill: Option<Color>,
    pub(super) label: Color,
    pub(super) border: Border,
}

/// Round at both ends on one line, and still a sheet with round corners on two.
fn chip_radius(theme: &Theme) -> f32 {
    (theme.millimetres(super::TARGET) / 2.0).ceil()
}

/// The radius of a control's corners.
pub(super) fn corner(theme: &Theme, kind: Kind, bounds: Rectangle) -> f32 {
    match kind {
        Kind::Chip => chip_radius(theme).min(bounds.height / 2.0),
        _ => theme.radius(),
    }
}

/// How a control looks in a state: states differ by outline and fill, never by hue alone.
pub(super) fn paint(theme: &Theme, kind: Kind, pressed: bool, selected: bool, disabled: bool) -> Paint {
    let palette = theme.palette();
    let outline = |width: f32, color: Color| border::rounded(theme.radius()).width(width).color(color);
    let thin = theme.line_width();
    let mut paint = match kind {
        _ if disabled => Paint { fill: None, label: palette.muted, border: outline(0.0, palette.line) },
        Kind::Primary if pressed => {
            Paint { fill: Some(palette.surface), label: palette.action, border: outline(thin * 2.0, palette.action) }
        }
        Kind::Primary => {
            Paint { fill: Some(palette.action), label: palette.action_label, border: outline(0.0, palette.action) }
        }
        Kind::Chip | Kind::Choice | Kind::Key if selected => {
            Paint { fill: Some(palette.action), label: palette.action_label, border: outline(thin, palette.action) }
        }
        Kind::Link => Paint { fill: None, label: palette.action, border: outline(0.0, palette.line) },
        Kind::Plain | Kind::Tile | Kind::Chip | Kind::Choice | Kind::Key if pressed => {
            Paint { fill: Some(palette.tint), label: palette.text, border: outline(thin * 2.0, palette.action) }
        }
        Kind::Plain | Kind::Tile | Kind::Chip | Kind::Choice | Kind::Key => {
            Paint { fill: Some(palette.surface), label: palette.text, border: outline(thin, palette.line) }
        }
    };
    if kind == Kind::Chip {
        paint.border.radius = border::radius(chip_radius(theme));
    }
    paint
}
