//! Images, which always have a spoken alternative (EN 301 549, 5.1.3.6).

use std::path::Path;

use iced::{ContentFit, Length};

use super::voice::voice;
use super::{Element, Ui};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::LINE_HEIGHT;
use crate::kiosk::theme::{Fill, Ink, Space, Step};

/// The largest side of a picture, in pixels: a 4K panel shows no more.
const LARGEST_SIDE: u32 = 3840;

/// The most memory a picture may take while it is decoded, in bytes.
const LARGEST_PICTURE: u64 = 64 * 1024 * 1024;

/// Why a picture can not be shown.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The file can not be read.
    #[error("picture cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// It is no PNG, JPEG or WebP, is damaged, or is too large.
    #[error("picture cannot be decoded: {0}")]
    Format(#[from] ::image::ImageError),
}

/// A decoded picture. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Picture {
    handle: iced::widget::image::Handle,
    width: f32,
    height: f32,
}

impl Picture {
    /// Reads and decodes a PNG, JPEG or WebP file. Takes its time: not for the thread that draws.
    ///
    /// # Errors
    /// When the file can not be read or is no sound picture of at most 3840 pixels a side.
    pub fn open(path: &Path) -> Result<Self, PictureError> {
        Self::decode(std::io::BufReader::new(std::fs::File::open(path)?))
    }

    /// Decodes a PNG, JPEG or WebP picture.
    ///
    /// # Errors
    /// When it is no sound picture of at most 3840 pixels a side.
    pub fn decode(source: impl std::io::BufRead + std::io::Seek) -> Result<Self, PictureError> {
        let mut reader = ::image::ImageReader::new(source).with_guessed_format()?;
        let mut limits = ::image::Limits::default();
        limits.max_image_width = Some(LARGEST_SIDE);
        limits.max_image_height = Some(LARGEST_SIDE);
        limits.max_alloc = Some(LARGEST_PICTURE);
        reader.limits(limits);
        let pixels = reader.decode()?.into_rgba8();
        let (width, height) = pixels.dimensions();
        Ok(Self {
            handle: iced::widget::image::Handle::from_rgba(width, height, pixels.into_raw()),
            width: width as f32,
            height: height as f32,
        })
    }
}

impl Ui {
    /// A picture beside words that say what it shows.
    pub(super) fn thumbnail<'a, Message: 'a>(self, picture: &Picture) -> Element<'a, Message> {
        let side = (self.theme.font_size(Step::Body) * 3.5).round();
        iced::widget::image(picture.handle.clone()).width(side).height(side).content_fit(ContentFit::Contain).into()
    }

    /// A picture and what it shows in words. Where the picture is missing, the words stand in its place.
    pub fn image<'a, Message: 'a>(
        self,
        picture: Option<&Picture>,
        alternative: impl Into<String>,
    ) -> Element<'a, Message> {
        let semantics = Semantics::new(Role::Image, alternative, self.language);
        let Some(picture) = picture else {
            let words =
                self.plain(semantics.name().to_owned(), Step::Body, Weight::Regular, LINE_HEIGHT).ink(Ink::Text);
            return voice(semantics, self.sheet(Fill::Card, words).padding(Space::Medium).fill_width());
        };
        // Never larger than it is on a panel of its own, nor than half the window is high.
        let window = self.theme.window();
        let most = (window.height * 0.42).min(picture.height * self.theme.millimetres(0.5).max(1.0));
        let height = most.min(self.width() * picture.height / picture.width.max(1.0));
        voice(
            semantics,
            iced::widget::image(picture.handle.clone())
                .width(Length::Fill)
                .height(height)
                .content_fit(ContentFit::Contain),
        )
    }
}
