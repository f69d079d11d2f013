//! Contrast of two colours by WCAG 2.2.

use iced::Color;

/// The relative luminance of an opaque colour, 0 to 1 (WCAG 2.2, "relative luminance").
pub fn luminance(color: Color) -> f32 {
    let [r, g, b, _] = color.into_linear();
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast ratio of two opaque colours, 1 to 21, in either order (WCAG 2.2, "contrast ratio").
pub fn ratio(one: Color, other: Color) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves: WCAG-1.4.3
    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((ratio(Color::BLACK, Color::WHITE) - 21.0).abs() < 0.01);
        assert!((ratio(Color::WHITE, Color::WHITE) - 1.0).abs() < 0.001);
        // #767676 is the well-known lightest grey to reach 4.5:1 on white.
        let grey = Color::from_rgb8(0x76, 0x76, 0x76);
        assert!((ratio(grey, Color::WHITE) - 4.54).abs() < 0.01);
        assert!((ratio(Color::WHITE, grey) - 4.54).abs() < 0.01);
    }
}
