//! What an image file is and how large, read from its bytes without decoding it: a few bytes can
//! claim a picture that would fill all memory.

/// A picture format a stand shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    WebP,
}

impl Format {
    /// The format of a file name's ending.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "webp" => Some(Self::WebP),
            _ => None,
        }
    }

    /// The format that `bytes` begin with.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(PNG) {
            Some(Self::Png)
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else {
            None
        }
    }

    /// The MIME type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    /// Its name for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::WebP => "WebP",
        }
    }
}

/// Why an image cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum HeaderError {
    /// The file ends before the picture does.
    #[error("the image is cut off: the file ends before the picture does")]
    CutOff,
    /// The structure is not that of its format.
    #[error("the image is damaged: {0}")]
    Damaged(&'static str),
    /// A variant that the stand's decoder does not read.
    #[error("the image is of a kind the stand cannot show: {0}")]
    Unsupported(&'static str),
}

/// Width and height in pixels.
pub(super) type Size = (u32, u32);

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The size of the picture in `bytes`, after looking whether the file is whole.
pub(super) fn size(format: Format, bytes: &[u8]) -> Result<Size, HeaderError> {
    let (width, height) = match format {
        Format::Png => png(bytes),
        Format::Jpeg => jpeg(bytes),
        Format::WebP => webp(bytes),
    }?;
    if width == 0 || height == 0 {
        Err(HeaderError::Damaged("it has no width or no height"))
    } else {
        Ok((width, height))
    }
}

fn at<const N: usize>(bytes: &[u8], offset: usize) -> Result<[u8; N], HeaderError> {
    let end = offset.checked_add(N).ok_or(HeaderError::CutOff)?;
    bytes.get(offset..end).and_then(|slice| slice.try_into().ok()).ok_or(HeaderError::CutOff)
}

/// PNG (ISO/IEC 15948): a signature, then chunks of length, type, data, checksum, from IHDR to IEND.
fn png(bytes: &[u8]) -> Result<Size, HeaderError> {
    let mut offset = PNG.len();
    let mut size = None;
    let mut has_data = false;
    loop {
        let length = u32::from_be_bytes(at(bytes, offset)?) as usize;
        let kind: [u8; 4] = at(bytes, offset + 4)?;
        match &kind {
            b"IHDR" if size.is_none() => {
                let width = u32::from_be_bytes(at(bytes, offset + 8)?);
                let height = u32::from_be_bytes(at(bytes, offset + 12)?);
                size = Some((width, height));
            }
            _ if size.is_none() => return Err(HeaderError::Damaged("a PNG begins with its size")),
            b"IDAT" => has_data = true,
            b"IEND" if has_data => return size.ok_or(HeaderError::CutOff),
            b"IEND" => return Err(HeaderError::Damaged("there is no picture in it")),
            _ => {}
        }
        offset = offset.checked_add(length).and_then(|end| end.checked_add(12)).ok_or(HeaderError::CutOff)?;
    }
}

/// JPEG (ITU-T T.81): markers `FF xx` with segments; the frame header tells the size.
fn jpeg(bytes: &[u8]) -> Result<Size, HeaderError> {
    let mut offset = 2;
    let mut size = None;
    loop {
        let [mark, marker] = at(bytes, offset)?;
        if mark != 0xff {
            return Err(HeaderError::Damaged("a JPEG segment begins where none can"));
        }
        match marker {
            // Padding before a marker.
            0xff => offset += 1,
            // Markers without a segment.
            0x01 | 0xd0..=0xd8 => offset += 2,
            0xd9 => return Err(HeaderError::Damaged("there is no picture in it")),
            _ => {
                let length = usize::from(u16::from_be_bytes(at(bytes, offset + 2)?));
                if length < 2 {
                    return Err(HeaderError::Damaged("a JPEG segment is shorter than its own length"));
                }
                match marker {
                    0xc0..=0xc2 => {
                        let [precision] = at(bytes, offset + 4)?;
                        if precision != 8 {
                            return Err(HeaderError::Unsupported("a JPEG with more than 8 bits a colour"));
                        }
                        let height = u32::from(u16::from_be_bytes(at(bytes, offset + 5)?));
                        let width = u32::from(u16::from_be_bytes(at(bytes, offset + 7)?));
                        size = Some((width, height));
                    }
                    0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                        return Err(HeaderError::Unsupported("a lossless, arithmetic or hierarchical JPEG"));
                    }
                    0xda => {
                        let size = size.ok_or(HeaderError::Damaged("the size of the JPEG is missing"))?;
                        let data = bytes.get(offset + 2 + length..).ok_or(HeaderError::CutOff)?;
                        let is_whole = data.windows(2).any(|pair| pair == [0xff, 0xd9]);
                        return if is_whole { Ok(size) } else { Err(HeaderError::CutOff) };
                    }
                    _ => {}
                }
                offset += 2 + length;
            }
        }
    }
}

/// WebP (RFC 9649): a RIFF file whose first chunk tells the size in one of three ways.
fn webp(bytes: &[u8]) -> Result<Size, HeaderError> {
    let length = u32::from_le_bytes(at(bytes, 4)?) as usize;
    if bytes.len() - 8 < length {
        return Err(HeaderError::CutOff);
    }
    let kind: [u8; 4] = at(bytes, 12)?;
    match &kind {
        b"VP8 " => {
            let start: [u8; 3] = at(bytes, 23)?;
            if start != [0x9d, 0x01, 0x2a] {
                return Err(HeaderError::Damaged("the WebP picture does not begin as one"));
            }
            let width = u16::from_le_bytes(at(bytes, 26)?) & 0x3fff;
            let height = u16::from_le_bytes(at(bytes, 28)?) & 0x3fff;
            Ok((width.into(), height.into()))
        }
        b"VP8L" => {
            let [signature] = at(bytes, 20)?;
            if signature != 0x2f {
                return Err(HeaderError::Damaged("the WebP picture does not begin as one"));
            }
            let packed = u32::from_le_bytes(at(bytes, 21)?);
            Ok(((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => {
            let [w0, w1, w2, h0, h1, h2] = at(bytes, 24)?;
            Ok((u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1))
        }
        _ => Err(HeaderError::Damaged("the WebP picture does not begin as one")),
    }
}

#[cfg(test)]
pub(super) mod testing {
    use super::PNG;

    /// The bytes of a PNG of that size; its picture data is empty, which no header reader looks at.
    pub(in super::super) fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = PNG.to_vec();
        let mut chunk = |kind: &[u8; 4], data: &[u8]| {
            bytes.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
            bytes.extend(kind);
            bytes.extend(data);
            bytes.extend([0; 4]);
        };
        let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
        header.extend([8, 6, 0, 0, 0]);
        chunk(b"IHDR", &header);
        chunk(b"IDAT", &[0x78]);
        chunk(b"IEND", &[]);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::testing::png_of;
    use super::*;

    fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 8, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
        bytes
    }

    fn webp_of(chunk: &[u8]) -> Vec<u8> {
        let mut bytes = b"RIFF".to_vec();
        bytes.extend(u32::try_from(chunk.len() + 4).expect("short").to_le_bytes());
        bytes.extend(b"WEBP");
        bytes.extend(chunk);
        bytes
    }

    #[test]
    fn the_size_of_each_format_is_read_from_its_header() {
        let lossy = webp_of(b"VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xf0\x00");
        let lossless = webp_of(&[b"VP8L\x05\0\0\0\x2f".as_slice(), &(319_u32 | (239 << 14)).to_le_bytes()].concat());
        let extended = webp_of(b"VP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0");
        for (format, bytes) in [
            (Format::Png, png_of(320, 240)),
            (Format::Jpeg, jpeg_of(320, 240)),
            (Format::WebP, lossy),
            (Format::WebP, lossless),
            (Format::WebP, extended),
        ] {
            assert_eq!(Format::of_bytes(&bytes), Some(format));
            assert_eq!(size(format, &bytes), Ok((320, 240)), "{format:?}");
        }
    }

    #[test]
    fn a_cut_off_image_is_refused_wherever_it_is_cut() {
        for (format, bytes) in [(Format::Png, png_of(8, 8)), (Format::Jpeg, jpeg_of(8, 8))] {
            for end in 3..bytes.len() {
                // The last four bytes of a PNG are a checksum, which the walk need not reach.
                if format == Format::Png && end + 4 >= bytes.len() {
                    continue;
                }
                assert!(size(format, &bytes[..end]).is_err(), "{format:?} cut at {end}");
            }
        }
    }

    #[test]
    fn an_image_of_no_size_is_refused() {
        assert!(matches!(size(Format::Png, &png_of(0, 5)), Err(HeaderError::Damaged(_))));
    }

    proptest! {
        #[test]
        fn no_bytes_can_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..200), which in 0..3_usize) {
            let start: &[u8] = [PNG, &[0xff, 0xd8, 0xff], b"RIFF\xff\xff\xff\xffWEBP"][which];
            let whole = [start, &bytes].concat();
            for format in [Format::Png, Format::Jpeg, Format::WebP] {
                let _ = size(format, &bytes);
                let _ = size(format, &whole);
            }
        }
    }
}
