//! The text of a file as an editor saved it: decoded, in one normal form, with its lines, and
//! without characters that a stand cannot show or that deceive the reader.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::findings::{FileFindings, quoted};

/// A decoded file: NFC, lines ended by `\n`, no byte order mark.
#[derive(Debug)]
pub(super) struct Source {
    text: String,
    line_starts: Vec<usize>,
}

impl Source {
    /// Decodes `bytes`, naming what is wrong with them. None when they are not text at all.
    pub(super) fn decode(bytes: &[u8], findings: &mut FileFindings<'_>) -> Option<Self> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
                findings.fault(
                    line,
                    format!("byte {} is not UTF-8 text", error.valid_up_to() + 1),
                    "save the file again with the encoding UTF-8",
                );
                return None;
            }
        };
        let source = Self::new(text);
        source.check_characters(findings);
        Some(source)
    }

    /// Brings `text` into the one form everything else relies on.
    pub(super) fn new(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
        let text = normal_form(&text);
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, line_starts }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text of a range of bytes; empty when it is not one of this text.
    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The line, from 1, in which the byte `offset` lies.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// The lines with the offset of each, without their ends.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.split('\n').scan(0, |offset, line| {
            let start = *offset;
            *offset += line.len() + 1;
            Some((start, line))
        })
    }

    fn check_characters(&self, findings: &mut FileFindings<'_>) {
        for (index, (_, line)) in self.lines().enumerate() {
            check_characters(line, index + 1, findings);
            check_words(line, index + 1, findings);
        }
    }
}

/// Names each kind of character in `text` that a page may not have, once.
pub(super) fn check_characters(text: &str, line: usize, findings: &mut FileFindings<'_>) {
    let mut told = Vec::new();
    for (column, character) in text.chars().enumerate() {
        let Some(trouble) = trouble(character) else { continue };
        if !told.contains(&trouble) {
            told.push(trouble);
            let (problem, advice) = trouble.words(character);
            findings.fault(line, format!("character {}: {problem}", column + 1), advice);
        }
    }
}

/// Warns of words with Latin and Cyrillic letters in one: they look right, but search does not
/// find them and a voice cannot read them. Kazakh і and English i are the usual pair.
fn check_words(text: &str, line: usize, findings: &mut FileFindings<'_>) {
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let strangers: String = match (word.chars().any(is_latin), word.chars().any(is_cyrillic)) {
            (true, true) if word.chars().filter(|c| is_latin(*c)).count() * 2 <= word.chars().count() => {
                word.chars().filter(|c| is_latin(*c)).collect()
            }
            (true, true) => word.chars().filter(|c| is_cyrillic(*c)).collect(),
            _ => continue,
        };
        let stranger = strangers.chars().next().unwrap_or_default();
        let alphabet = if is_latin(stranger) { "Latin" } else { "Cyrillic" };
        findings.warning(
            line,
            format!("the word {} mixes Latin and Cyrillic letters: {} is {alphabet}", quoted(word), quoted(&strangers)),
            "type the word anew on one keyboard, or put a hyphen between the two alphabets",
        );
    }
}

/// Whether a letter is of the Latin alphabet.
pub(super) fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && letter.is_alphabetic()
}

/// Whether a letter is of the Cyrillic alphabet.
pub(super) fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}')
}

/// Whether a letter is one that Kazakh has and Russian has not.
pub(super) fn is_kazakh(letter: char) -> bool {
    "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(letter)
}

/// `text` in Unicode normal form C, so that equal words are equal bytes.
pub(super) fn normal_form(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// Reads a file of at most `limit` bytes; more is a fault, and so is a file that cannot be read.
pub(super) fn read_file(path: &Path, limit: u64, findings: &mut FileFindings<'_>) -> Option<Vec<u8>> {
    match read_up_to(path, limit) {
        Ok(Some(bytes)) => Some(bytes),
        Ok(None) => {
            let (problem, advice) = too_large(limit);
            findings.fault(None, problem, advice);
            None
        }
        Err(error) => {
            findings.fault(
                None,
                format!("the file cannot be read: {error}"),
                "look whether it is whole and whether you may read it",
            );
            None
        }
    }
}

fn read_up_to(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn too_large(limit: u64) -> (String, &'static str) {
    if limit >= 1 << 20 {
        (format!("the file is larger than {} MB", limit >> 20), "save the image smaller or with more compression")
    } else {
        (format!("the file is larger than {} KB", limit >> 10), "divide it into several pages, each about one matter")
    }
}

/// Why a character may not stand on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Control,
    Direction,
    Invisible,
    Damaged,
    NoGlyph,
}

impl Trouble {
    fn words(self, character: char) -> (String, &'static str) {
        let code = code_point(character);
        match self {
            Self::Control => (format!("control character {code}"), "delete it; type the words around it anew"),
            Self::Direction => (
                format!("{code} {}, which changes the direction of the text unseen", direction_name(character)),
                "delete it; copy the text as plain text",
            ),
            Self::Invisible => (
                format!("invisible character {code}, which breaks search and speech"),
                "delete it; type the words around it anew",
            ),
            Self::Damaged => (
                format!("{code} stands where a letter was lost"),
                "type the letter anew; the file was once saved with a wrong encoding",
            ),
            Self::NoGlyph if character.is_alphanumeric() => (
                format!("the stand's font cannot show {character} ({code})"),
                "write it in Kazakh, Russian or English letters",
            ),
            Self::NoGlyph => (
                format!("the stand's font cannot show the character {code}"),
                "write it in words; emoji, icons and arrows are not on a stand",
            ),
        }
    }
}

fn trouble(character: char) -> Option<Trouble> {
    match character {
        '\t' | '\n' | ' '..='~' => None,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => Some(Trouble::Control),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Trouble::Direction)
        }
        '\u{ad}'
        | '\u{34f}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}' => Some(Trouble::Invisible),
        '\u{fffc}' | '\u{fffd}' => Some(Trouble::Damaged),
        _ => (!has_glyph(character)).then_some(Trouble::NoGlyph),
    }
}

fn direction_name(character: char) -> &'static str {
    match character {
        '\u{61c}' | '\u{200e}' | '\u{200f}' => "(direction mark)",
        '\u{202a}' | '\u{202b}' => "(direction embedding)",
        '\u{202d}' | '\u{202e}' => "(direction override)",
        '\u{2066}'..='\u{2068}' => "(direction isolate)",
        _ => "(end of a direction)",
    }
}

/// What Noto Sans, the stand's font, has beyond ASCII: Latin, Greek, Cyrillic, their marks, punctuation, currencies
/// and letter-like signs. Read from the font's own character map (Debian's fonts-noto-core).
const GLYPHS: [(u32, u32); 47] = [
    (0xa0, 0x377),
    (0x37a, 0x37f),
    (0x384, 0x38a),
    (0x38c, 0x38c),
    (0x38e, 0x3a1),
    (0x3a3, 0x3e1),
    (0x3f0, 0x52f),
    (0x1ab0, 0x1ac0),
    (0x1c80, 0x1c88),
    (0x1d00, 0x1df9),
    (0x1dfb, 0x1f15),
    (0x1f18, 0x1f1d),
    (0x1f20, 0x1f45),
    (0x1f48, 0x1f4d),
    (0x1f50, 0x1f57),
    (0x1f59, 0x1f59),
    (0x1f5b, 0x1f5b),
    (0x1f5d, 0x1f5d),
    (0x1f5f, 0x1f7d),
    (0x1f80, 0x1fb4),
    (0x1fb6, 0x1fc4),
    (0x1fc6, 0x1fd3),
    (0x1fd6, 0x1fdb),
    (0x1fdd, 0x1fef),
    (0x1ff2, 0x1ff4),
    (0x1ff6, 0x1ffe),
    (0x2000, 0x2064),
    (0x2066, 0x2071),
    (0x2074, 0x208e),
    (0x2090, 0x209c),
    (0x20a0, 0x20bf),
    (0x20f0, 0x20f0),
    (0x2100, 0x215f),
    (0x2184, 0x2184),
    (0x2189, 0x2189),
    (0x25cc, 0x25cc),
    (0x2c60, 0x2c7f),
    (0x2de0, 0x2e52),
    (0xa640, 0xa69f),
    (0xa700, 0xa7bf),
    (0xa7c2, 0xa7ca),
    (0xa7f5, 0xa7ff),
    (0xa92e, 0xa92e),
    (0xab30, 0xab6b),
    (0xfb00, 0xfb06),
    (0xfe20, 0xfe2f),
    (0xfffc, 0xfffd),
];

fn has_glyph(character: char) -> bool {
    let code = u32::from(character);
    GLYPHS.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// `U+20B8` for `₸`.
pub(super) fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// Whether a character may stand in a message as it is.
pub(super) fn is_shown_in_messages(character: char) -> bool {
    match trouble(character) {
        None => !matches!(character, '\t' | '\n'),
        Some(Trouble::NoGlyph) => character.is_alphanumeric(),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::findings::testing::{assert_found, findings_of};
    use super::*;

    #[test]
    fn kazakh_russian_and_english_text_with_its_signs_passes() {
        let text = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Ёё — «сөз» № 5 ₸ 1 000 §7 ½ ° … „x“ “y” ’ а́\n\tB-C";
        let (faults, _) = findings_of(|f| {
            let source = Source::decode(text.as_bytes(), f).expect("text");
            assert_eq!(source.line_of(0), 1);
            assert_eq!(source.line_of(source.text().len()), 2);
        });
        assert_eq!(faults, []);
    }

    #[test]
    fn a_file_that_is_not_utf8_is_named_with_the_line_of_the_byte() {
        let (faults, _) = findings_of(|f| assert!(Source::decode(b"ok\nok\n\xcf\xf0", f).is_none()));
        assert_found(&faults, 3, "byte 7 is not UTF-8");
    }

    #[test]
    fn characters_that_deceive_or_cannot_be_shown_are_named_with_line_and_code_point() {
        let text = "a\u{7}\nb\u{202e}c\nd\u{200b}\ne\u{fffd}\n你好\n🙂 →";
        let (faults, _) = findings_of(|f| assert!(Source::decode(text.as_bytes(), f).is_some()));
        assert_found(&faults, 1, "control character U+0007");
        assert_found(&faults, 2, "U+202E (direction override)");
        assert_found(&faults, 3, "invisible character U+200B");
        assert_found(&faults, 4, "U+FFFD");
        assert_found(&faults, 5, "cannot show 你 (U+4F60)");
        assert_found(&faults, 6, "cannot show the character U+1F642");
        assert_eq!(faults.len(), 6);
    }

    #[test]
    fn a_word_of_two_alphabets_is_warned_of_with_the_letter_to_look_at() {
        let text = "PDF-ті ашыңыз\nәкімдiк\nСУЅ SMS-пен Wi-Fi\nмailbox";
        let (faults, warnings) = findings_of(|f| assert!(Source::decode(text.as_bytes(), f).is_some()));
        assert_eq!(faults, []);
        assert_found(&warnings, 2, "mixes Latin and Cyrillic letters: \"i\" is Latin");
        assert_found(&warnings, 4, "\"м\" is Cyrillic");
        assert_eq!(warnings.len(), 2);
    }

    #[test]
    fn texts_saved_by_different_programs_become_the_same_text() {
        let mac = Source::new("\u{feff}и\u{306}\rx");
        let windows = Source::new("й\r\nx");
        assert_eq!(mac.text(), windows.text());
        assert_eq!(mac.line_of(3), 2);
    }
}
