//! Text in millimetres: what a letter measures on the real panel decides, not its pixels.

use iced::Size;

/// The capital height of Noto Sans as a share of its font size.
pub const CAPITAL_HEIGHT: f32 = 0.714;

/// The line height of running text as a share of its font size.
pub const LINE_HEIGHT: f32 = 1.4;

/// The line height of headings and labels as a share of their font size.
pub const TIGHT_LINE_HEIGHT: f32 = 1.25;

/// Whether text of this line height is there to be read on and on, not to be seen at a glance: only that
/// gets more room, so that nothing of the frame moves and no word on a key is torn.
pub fn is_running(line_height: f32) -> bool {
    line_height >= LINE_HEIGHT
}

/// A text size a visitor can choose (VVSG 2.0, 7.1-G).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TextSize {
    /// Capitals of 3.9 mm.
    Small,
    /// Capitals of 5.4 mm.
    #[default]
    Standard,
    /// Capitals of 6.8 mm.
    Large,
    /// Capitals of 8.8 mm: subtends the 0.7° of EN 301 549, 5.1.4 from up to 720 mm away.
    Largest,
}

impl TextSize {
    /// All sizes, smallest first.
    pub const ALL: [Self; 4] = [Self::Small, Self::Standard, Self::Large, Self::Largest];

    /// The capital height of body text, in millimetres.
    pub fn capital_height(self) -> f32 {
        match self {
            Self::Small => 3.9,
            Self::Standard => 5.4,
            Self::Large => 6.8,
            Self::Largest => 8.8,
        }
    }

    /// Whether so little goes on a screen that what can be said shorter is.
    pub fn is_large(self) -> bool {
        matches!(self, Self::Large | Self::Largest)
    }

    /// A stable name, also the tail of its message id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Standard => "standard",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
}

/// A step of the one type scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Step {
    /// Running text and labels.
    #[default]
    Body,
    /// What leads into a text, and labels of tiles.
    Lead,
    /// Headings.
    Title,
    /// The one thing to be read from afar.
    Display,
    /// A code to be read across a room and told on the telephone; nothing else stands beside it.
    Poster,
}

impl Step {
    /// All steps, smallest first.
    pub const ALL: [Self; 5] = [Self::Body, Self::Lead, Self::Title, Self::Display, Self::Poster];

    /// Its size as a multiple of body text.
    pub fn ratio(self) -> f32 {
        match self {
            Self::Body => 1.0,
            Self::Lead => 1.25,
            Self::Title => 1.6,
            Self::Display => 2.2,
            Self::Poster => 4.4,
        }
    }
}

/// The panel a stand is built with, from its configuration.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(try_from = "Written")]
pub struct Panel {
    /// The diagonal of the visible picture, in inches, as the panel is sold.
    pub diagonal_inches: f32,
    /// How far a visitor's eyes are from it, in millimetres.
    pub viewing_distance: f32,
    /// From the floor to the lower edge of the visible picture, in millimetres.
    pub mounting_height: f32,
    /// How high above the floor anything to touch may stand in reach mode, in millimetres: 380 to 1220
    /// by EN 301 549 and ADA 308, 800 to 1100 recommended.
    pub reach_height: f32,
}

/// As it is written in `kiosk.toml`, under `[panel]`.
#[derive(serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    diagonal_inches: f32,
    viewing_distance: f32,
    mounting_height: f32,
    reach_height: f32,
}

impl Default for Written {
    fn default() -> Self {
        let Panel { diagonal_inches, viewing_distance, mounting_height, reach_height } = Panel::default();
        Self { diagonal_inches, viewing_distance, mounting_height, reach_height }
    }
}

/// A measure that nothing sold, hung or reached has.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("{name}: {value} is not {least} to {most}")]
pub struct PanelError {
    name: &'static str,
    value: f32,
    least: f32,
    most: f32,
}

impl TryFrom<Written> for Panel {
    type Error = PanelError;

    fn try_from(written: Written) -> Result<Self, PanelError> {
        let Written { diagonal_inches, viewing_distance, mounting_height, reach_height } = written;
        for (name, value, least, most) in [
            ("diagonal-inches", diagonal_inches, 7.0, 120.0),
            ("viewing-distance", viewing_distance, 200.0, Self::FARTHEST),
            ("mounting-height", mounting_height, 0.0, 2_000.0),
            ("reach-height", reach_height, 380.0, 1_220.0),
        ] {
            if !(least..=most).contains(&value) {
                return Err(PanelError { name, value, least, most });
            }
        }
        Ok(Self { diagonal_inches, viewing_distance, mounting_height, reach_height })
    }
}

impl Default for Panel {
    /// A 24-inch panel (92 pixels an inch at 1080×1920) read from 600 mm, its picture 800 mm above the
    /// floor.
    fn default() -> Self {
        Self { diagonal_inches: 24.0, viewing_distance: 600.0, mounting_height: 800.0, reach_height: 1200.0 }
    }
}

impl Panel {
    /// Logical pixels of one millimetre when the panel shows a window of `window` logical pixels.
    /// Never below 1: a small window on a developer's desk stays legible.
    pub fn pixels_per_millimetre(self, window: Size) -> f32 {
        (window.width.hypot(window.height) / self.diagonal_inches / 25.4).max(1.0)
    }

    /// How much of the upper part of a window is above what a seated visitor reaches, in logical pixels;
    /// 0 where all of it is in reach. A picture that hangs too high keeps [`Self::LEAST_REACH`] at its
    /// lower edge all the same: a stand with nothing to touch helps nobody.
    pub fn above_reach(self, window: Size) -> f32 {
        let within = (self.reach_height - self.mounting_height).max(Self::LEAST_REACH);
        (window.height - within * self.pixels_per_millimetre(window)).ceil().max(0.0)
    }

    /// The least height of the working area in reach mode, in millimetres: below it, a screen could not
    /// hold the largest text.
    pub const LEAST_REACH: f32 = 300.0;

    /// The farthest that eyes may be, in millimetres: from there the capitals of the largest text subtend 0.7°
    /// (EN 301 549, 5.1.4). Whoever touches a stand is nearer.
    pub const FARTHEST: f32 = 720.0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kiosk::theme::Theme;

    /// The windows a stand is built with: upright, lying, and 4K.
    const WINDOWS: [Size; 3] = [Size::new(1080.0, 1920.0), Size::new(1920.0, 1080.0), Size::new(2160.0, 3840.0)];

    /// Proves: VVSG-7.1-G
    #[test]
    fn the_four_sizes_are_those_of_the_standard() {
        // VVSG 2.0, 7.1-G, in millimetres of capital height.
        let bands = [3.5..=4.2, 4.8..=5.6, 6.4..=7.1, 8.5..=9.0];
        for (size, band) in TextSize::ALL.into_iter().zip(bands) {
            assert!(band.contains(&size.capital_height()), "{size:?}");
        }
        assert_eq!(TextSize::default(), TextSize::ALL[1]);
    }

    /// Proves: VVSG-7.1-G
    #[test]
    fn capitals_measure_their_millimetres_on_every_panel() {
        for window in WINDOWS {
            for diagonal_inches in [21.5, 24.0, 32.0, 43.0] {
                let panel = Panel { diagonal_inches, ..Panel::default() };
                for size in TextSize::ALL {
                    let theme = Theme::new(panel).with_window(window).with_text_size(size);
                    let pixels = theme.font_size(Step::Body) * CAPITAL_HEIGHT;
                    let pixels_of_a_millimetre = window.width.hypot(window.height) / diagonal_inches / 25.4;
                    let millimetres = pixels / pixels_of_a_millimetre;
                    // Sizes are whole pixels.
                    let rounding = 0.5 * CAPITAL_HEIGHT / pixels_of_a_millimetre + 0.001;
                    assert!((millimetres - size.capital_height()).abs() <= rounding, "{millimetres} mm for {size:?}");
                }
            }
        }
    }

    #[test]
    fn the_same_panel_shows_the_same_size_at_4k() {
        let hd = Theme::default().with_window(WINDOWS[0]).font_size(Step::Body);
        let uhd = Theme::default().with_window(WINDOWS[2]).font_size(Step::Body);
        assert!((uhd - hd * 2.0).abs() <= 1.0, "{hd} and {uhd}");
    }

    /// Proves: EN-5.1.4
    #[test]
    fn the_largest_text_is_legible_from_as_far_as_a_stand_may_be_set_up_for() {
        let subtended = |millimetres: f32, from: f32| (millimetres / from).atan().to_degrees();
        assert!(subtended(TextSize::Largest.capital_height(), Panel::FARTHEST) >= 0.7);
        let read = |text: &str| toml::from_str::<Panel>(text).map_err(|error| error.to_string());
        assert!(read("viewing-distance = 720").is_ok());
        let error = read("viewing-distance = 800").expect_err("too far");
        assert!(error.contains("viewing-distance: 800 is not 200 to 720"), "{error}");
    }

    #[test]
    fn each_step_of_the_scale_is_plainly_larger() {
        let theme = Theme::default();
        let sizes = Step::ALL.map(|step| theme.font_size(step));
        assert!(sizes.windows(2).all(|pair| pair[1] >= pair[0] * 1.2), "{sizes:?}");
    }

    /// Proves: VVSG-7.2-I, WCAG-2.4.11
    #[test]
    fn targets_are_kept_apart_by_the_smallest_space_and_a_ring_fits_between() {
        // VVSG 2.0, 7.2-I: 2.54 mm.
        for window in WINDOWS {
            for size in TextSize::ALL {
                let theme = Theme::default().with_window(window).with_text_size(size);
                let space = theme.space(crate::kiosk::theme::Space::Small);
                assert!(space >= theme.millimetres(2.54));
                assert!(space > theme.ring_width() + theme.ring_gap());
                assert!(theme.ring_width() >= 4.0);
            }
        }
    }

    /// Proves: VVSG-7.1-H
    #[test]
    fn icons_grow_with_the_text_beside_them() {
        for step in Step::ALL {
            let of = |size| {
                let theme = Theme::default().with_text_size(size);
                theme.icon_size(step) / theme.font_size(step)
            };
            assert!(TextSize::ALL.into_iter().map(of).all(|share| (share - 1.2).abs() < 0.03));
        }
    }
}
