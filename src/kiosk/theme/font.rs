//! The stand's typeface: Noto Sans from the system when it is there, a subset from the program when not.
//!
//! The subset is called Aqparat Sans, so that the two are never mixed up; it holds the letters of
//! Kazakh, Russian and English, figures, punctuation and currency signs. Shapes and measures are the
//! same, so a screen looks the same with either.

use std::borrow::Cow;
use std::sync::OnceLock;

use iced::Font;
use iced::advanced::graphics::text::{cosmic_text::fontdb, font_system};
use iced::font::{self, Family};

/// The system's typeface.
const SYSTEM: &str = "Noto Sans";

/// The program's own typeface.
const EMBEDDED: &str = "Aqparat Sans";

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/AqparatSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/AqparatSans-Bold.ttf");

/// Arrows and other signs that Noto Sans itself lacks, found by falling back.
const SYMBOLS: &[u8] = include_bytes!("../../../assets/fonts/AqparatSymbols-Regular.ttf");

/// The weights in use. Semibold is drawn bold where the typeface has no semibold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Weight {
    /// Running text.
    #[default]
    Regular,
    /// Labels.
    Semibold,
    /// Headings and strong emphasis.
    Bold,
}

/// The text font in a weight.
pub fn text(weight: Weight) -> Font {
    Font {
        family: Family::Name(family()),
        weight: match weight {
            Weight::Regular => font::Weight::Normal,
            Weight::Semibold => font::Weight::Semibold,
            Weight::Bold => font::Weight::Bold,
        },
        ..Font::DEFAULT
    }
}

/// The icon font.
pub fn icons() -> Font {
    Font::with_name("lucide")
}

/// The fonts the program brings: for `iced::Settings::fonts`.
pub fn embedded() -> Vec<Cow<'static, [u8]>> {
    let mut fonts = vec![Cow::Borrowed(lucide_icons::LUCIDE_FONT_BYTES), Cow::Borrowed(SYMBOLS)];
    if family() == EMBEDDED {
        fonts.extend([Cow::Borrowed(REGULAR), Cow::Borrowed(BOLD)]);
    }
    fonts
}

/// Which typeface is drawn with, decided once.
fn family() -> &'static str {
    static FAMILY: OnceLock<&'static str> = OnceLock::new();
    FAMILY.get_or_init(|| {
        let mut fonts = font_system().write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let has = |weight| {
            let families = &[fontdb::Family::Name(SYSTEM)];
            let query = fontdb::Query { families, weight, ..fontdb::Query::default() };
            let database = fonts.raw().db();
            database.query(&query).and_then(|id| database.face(id)).is_some_and(|face| face.weight == weight)
        };
        let mut has = has;
        if has(fontdb::Weight::NORMAL) && has(fontdb::Weight::BOLD) { SYSTEM } else { EMBEDDED }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::advanced::graphics::text::Paragraph;
    use iced::advanced::text::{LineHeight, Paragraph as _, Shaping, Text, Wrapping};
    use iced::{Size, alignment};

    /// What the symbols font brings; the system's own fonts may be found for them first.
    const SIGNS: &str = "←↑→↓↔↕↵≈≠≤≥";

    #[test]
    fn the_program_brings_every_letter_of_its_own_words() {
        for source in [REGULAR, BOLD, SYMBOLS] {
            font_system().write().expect("no test panics with it").load_font(Cow::Borrowed(source));
        }
        let alphabets = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя \
                         ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 «»„“”‘’–—…№•₸€$%+()/@&";
        let words: String = crate::domain::Language::ALL.into_iter().flat_map(crate::i18n::all_words).collect();
        let content = format!("{alphabets} {words}");
        for weight in [font::Weight::Normal, font::Weight::Bold] {
            let paragraph = Paragraph::with_text(Text {
                content: content.as_str(),
                bounds: Size::new(1000.0, f32::INFINITY),
                size: 20.0.into(),
                line_height: LineHeight::default(),
                font: Font { family: Family::Name(EMBEDDED), weight, ..Font::DEFAULT },
                align_x: iced::advanced::text::Alignment::Default,
                align_y: alignment::Vertical::Top,
                shaping: Shaping::Advanced,
                wrapping: Wrapping::Word,
            });
            let mut fonts = font_system().write().expect("no test panics with it");
            let database = fonts.raw().db();
            for run in paragraph.buffer().layout_runs() {
                for glyph in run.glyphs {
                    let face = database.face(glyph.font_id).expect("a loaded face");
                    let letter = &run.text[glyph.start..glyph.end];
                    let family = &face.families[0].0;
                    let brought = family == EMBEDDED || (SIGNS.contains(letter) && glyph.glyph_id != 0);
                    assert!(brought, "{letter:?} is not in the embedded font but in {family}");
                    assert_ne!(glyph.glyph_id, 0, "{letter:?} has no shape");
                }
            }
        }
    }

    /// The ten figures by which a typeface tells its own kind (PANOSE), from its OS/2 table.
    fn panose(face: &[u8]) -> &[u8] {
        let number = |at: usize| u32::from_be_bytes(face[at..at + 4].try_into().expect("four bytes")) as usize;
        let tables = usize::from(u16::from_be_bytes([face[4], face[5]]));
        let record = (0..tables).map(|table| 12 + 16 * table).find(|at| &face[*at..at + 4] == b"OS/2");
        let start = number(record.expect("every typeface has the table") + 8);
        &face[start + 32..start + 42]
    }

    /// Proves: 508-402.4, VVSG-7.1-J
    #[test]
    fn the_typeface_has_no_serifs() {
        for face in [REGULAR, BOLD] {
            let [family, serifs] = panose(face)[..2] else { panic!("ten figures") };
            // 2: letters of Latin kind; 11 to 15: without serifs.
            assert_eq!(family, 2);
            assert!((11..=15).contains(&serifs), "{serifs}");
        }
        assert!([SYSTEM, EMBEDDED].contains(&family()) && SYSTEM.contains("Sans"));
    }
}
