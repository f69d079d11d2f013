//! From what a visitor types to an FTS5 expression, and the folding both sides share.

use unicode_normalization::UnicodeNormalization;

/// More words than anyone types; keeps a pasted book from becoming a query.
const MOST_WORDS: usize = 12;
const LONGEST_WORD: usize = 48;

/// Text as the index keeps it: composed, and `ё` as `е`, as Russian is commonly typed. Case is
/// folded by the index itself.
pub(super) fn fold(text: &str) -> String {
    text.nfc()
        .map(|letter| match letter {
            'ё' => 'е',
            'Ё' => 'Е',
            // FTS5 ends a text at the first NUL.
            '\0' => ' ',
            other => other,
        })
        .collect()
}

/// The FTS5 expression for a query: every word must occur, each as a beginning. None when there is
/// no word in it. Words hold only letters and digits, so nothing in them can be an operator.
pub(super) fn expression(query: &str) -> Option<String> {
    let words: Vec<String> = fold(query)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(|word| format!("\"{}\"*", word.chars().take(LONGEST_WORD).collect::<String>()))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_counts_as_a_beginning() {
        assert_eq!(expression("  Қабылдау  кесте ").as_deref(), Some("\"Қабылдау\"* \"кесте\"*"));
    }

    #[test]
    fn operators_and_quotes_are_only_text() {
        assert_eq!(expression("a\" OR title:b* -(c)").as_deref(), Some("\"a\"* \"OR\"* \"title\"* \"b\"* \"c\"*"));
        assert_eq!(expression("\"'*-"), None);
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(fold("и\u{306}"), "й");
    }
}
