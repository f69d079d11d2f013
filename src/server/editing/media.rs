//! The images of a content folder: named safely, really images, and of a size a stand can hold.

use std::collections::BTreeMap;

use crate::release::BlobRef;

use super::Media;
use super::findings::{FileFindings, Findings, quoted};
use super::folder::MediaFile;
use super::image_header::{self, Format};
use super::text::read_file;

/// The largest image file.
const MAX_BYTES: u64 = 20 << 20;
/// The most pixels a side may have.
const MAX_SIDE: u32 = 8_000;
/// The longer side of the largest screen of a stand; more is not seen, only waited for.
const SCREEN_SIDE: u32 = 3_840;

/// Reads the images, in order of name. One with a fault is left out.
pub(super) fn read(files: &[MediaFile], findings: &mut Findings) -> Vec<Media> {
    let mut by_folded_name = BTreeMap::<String, &str>::new();
    let mut media = Vec::new();
    for file in files {
        let mut findings = findings.of(&file.file);
        if let Some(other) = by_folded_name.insert(file.name.to_lowercase(), &file.name) {
            findings.fault(
                None,
                format!("the name is that of {} but for capital letters", quoted(other)),
                "rename one of the two, and the pages' links to it",
            );
        }
        let Some(format) = Format::of_name(&file.name) else {
            let image = ["gif", "svg", "bmp", "tif", "tiff", "heic", "avif", "ico", "jxl"];
            let ending = file.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
            let advice = if image.contains(&ending.as_str()) {
                "save the image as PNG, JPEG or WebP"
            } else {
                "a stand shows only images (.png, .jpg, .webp): write what the file says as a page, and delete it here"
            };
            findings.warning(None, "this file is not published", advice);
            continue;
        };
        if !is_safe_name(&file.name) {
            findings.fault(
                None,
                format!("{} is not a file name that works everywhere", quoted(&file.name)),
                "rename it with the letters a-z, digits, hyphens and dots, 100 characters at most, and the links to it",
            );
        }
        let Some(bytes) = read_file(&file.path, MAX_BYTES, &mut findings) else { continue };
        if check(format, &bytes, &mut findings) {
            let (name, media_type) = (file.name.clone(), format.media_type().to_owned());
            media.push(Media { name, media_type, blob: BlobRef::to(&bytes) });
        }
    }
    media
}

/// Whether the bytes are a whole image of the format that the name promises.
fn check(promised: Format, bytes: &[u8], findings: &mut FileFindings<'_>) -> bool {
    match Format::of_bytes(bytes) {
        None => {
            findings.fault(
                None,
                format!("the file is not a {} image, whatever its name says", promised.name()),
                "open the picture in an image program and save it as PNG, JPEG or WebP",
            );
            return false;
        }
        Some(format) if format != promised => {
            findings.fault(
                None,
                format!("the file is a {} image, but its name says {}", format.name(), promised.name()),
                "rename it with the right ending (.png, .jpg or .webp), and the links to it",
            );
            return false;
        }
        Some(_) => {}
    }
    match image_header::size(promised, bytes) {
        Err(error) => {
            findings.fault(None, error.to_string(), "open the picture in an image program and save it again");
            false
        }
        Ok((width, height)) if width > MAX_SIDE || height > MAX_SIDE => {
            findings.fault(
                None,
                format!("the image is {width}×{height} pixels, at most {MAX_SIDE}×{MAX_SIDE} can be shown"),
                format!("save it with a longer side of {SCREEN_SIDE} pixels or less"),
            );
            false
        }
        Ok((width, height)) => {
            if width.max(height) > SCREEN_SIDE {
                findings.warning(
                    None,
                    format!("the image is {width}×{height} pixels, more than any stand's screen"),
                    format!("save it with a longer side of {SCREEN_SIDE} pixels or less"),
                );
            }
            true
        }
    }
}

/// Whether a name is one on every file system and in every address: no folder, no hidden file.
pub(super) fn is_safe_name(name: &str) -> bool {
    name.len() <= 100
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::super::findings::testing::assert_found;
    use super::super::image_header::testing::png_of;
    use super::*;
    use crate::release::api::Fault;

    fn read_files(files: &[(&str, Vec<u8>)]) -> (Vec<Media>, Vec<Fault>, Vec<Fault>) {
        let folder = tempfile::tempdir().expect("temporary folder");
        let files: Vec<_> = files
            .iter()
            .map(|(name, bytes)| {
                let path = folder.path().join(name);
                std::fs::write(&path, bytes).expect("file");
                MediaFile { name: (*name).to_owned(), file: format!("media/{name}"), path }
            })
            .collect();
        let mut findings = Findings::default();
        let media = read(&files, &mut findings);
        let (faults, warnings) = findings.into_sorted();
        (media, faults, warnings)
    }

    #[test]
    fn a_good_image_is_named_by_its_content() {
        let (media, faults, warnings) = read_files(&[("plan.png", png_of(20, 10))]);
        assert_eq!((faults, warnings), (vec![], vec![]));
        assert_eq!(media[0].media_type, "image/png");
        assert_eq!(media[0].blob, BlobRef::to(&png_of(20, 10)));
    }

    #[test]
    fn each_image_that_cannot_be_shown_is_named() {
        let big = vec![0; usize::try_from(MAX_BYTES).expect("small") + 1];
        let (media, faults, warnings) = read_files(&[
            ("Plan.png", png_of(1, 1)),
            ("big.png", big),
            ("bomb.png", png_of(8_001, 1)),
            ("fake.jpg", b"<html>".to_vec()),
            ("film.gif", b"GIF89a".to_vec()),
            ("photo.jpg", png_of(1, 1)),
            ("plan.png", png_of(1, 1)),
            ("план.png", png_of(1, 1)),
            ("wide.png", png_of(4_000, 1)),
            ("half.png", png_of(1, 1)[..40].to_vec()),
        ]);
        let of = |file: &str| faults.iter().filter(|f| f.file == file).cloned().collect::<Vec<_>>();
        assert_found(&of("media/big.png"), None, "larger than 20 MB");
        assert_found(&of("media/bomb.png"), None, "8001×1 pixels");
        assert_found(&of("media/fake.jpg"), None, "not a JPEG image");
        assert_found(&of("media/photo.jpg"), None, "is a PNG image, but its name says JPEG");
        assert_found(&of("media/plan.png"), None, "but for capital letters");
        assert_found(&of("media/план.png"), None, "works everywhere");
        assert_found(&of("media/half.png"), None, "cut off");
        assert_eq!(faults.len(), 7);
        assert_eq!(warnings.len(), 2);
        assert_found(&warnings, None, "not published");
        assert_found(&warnings, None, "more than any stand's screen");
        assert_eq!(media.iter().filter(|m| m.name == "wide.png").count(), 1);
    }
}
