//! What an English voice is given.

use super::*;

#[test]
fn an_english_voice_says_dates() {
    check(
        Language::English,
        &[
            ("Tuesday 24 November", "Tuesday the 24th of November"),
            ("24.11.2026", "the 24th of November twenty twenty-six"),
            ("until 12 December", "until the 12th of December"),
            ("November 24, 2026", "November 24th twenty twenty-six"),
            ("19 December 2025", "the 19th of December twenty twenty-five"),
            ("15 February 2027.", "the 15th of February twenty twenty-seven."),
            ("14–18 December", "from the 14th to the 18th of December"),
            ("30 November – 4 December", "from the 30th of November to the 4th of December"),
            ("5 and 6 May", "the 5th and the 6th of May"),
            ("up to 5 may enter", "up to 5 may enter"),
            ("the 24 May", "the 24th of May"),
            ("Sunday 21 March – Tuesday 23 March", "Sunday the 21st of March – Tuesday the 23rd of March"),
        ],
    );
}

#[test]
fn an_english_voice_says_times_of_day() {
    check(
        Language::English,
        &[
            ("18:30", "eighteen thirty"),
            ("All gatherings begin at 11:00.", "All gatherings begin at eleven o’clock."),
            ("15:00", "fifteen hundred"),
            ("9:05", "nine oh five"),
            ("0:00", "midnight"),
            ("13:00–14:30", "from thirteen hundred to fourteen thirty"),
            ("Monday to Friday 9:00–18:30", "Monday to Friday from nine o’clock to eighteen thirty"),
            ("from 9:00–12:00", "from nine o’clock to twelve o’clock"),
        ],
    );
}

#[test]
fn an_english_voice_says_phones_sums_and_measures() {
    check(
        Language::English,
        &[
            ("+7 (700) 000-00-01", "plus seven, seven zero zero, zero zero zero, zero zero, zero one"),
            ("tel. 8 800 080 77 77", "telephone eight, eight zero zero, zero eight zero, seven seven, seven seven"),
            ("Call 112 or 103.", "Call one one two or one zero three."),
            ("1414", "one four one four"),
            ("call the dispatcher on duty: 109", "call the dispatcher on duty: one zero nine"),
            ("room 101", "room 101"),
            ("1,234,500 KZT", "1234500 tenge"),
            ("1 234 500 ₸", "1234500 tenge"),
            ("1,900", "1900"),
            ("88%", "88 percent"),
            ("3.5 km", "3.5 kilometres"),
            ("1 km", "1 kilometre"),
            ("Grades 9–10", "Grades 9 to 10"),
            ("16–30 Abai Street", "16 to 30 Abai Street"),
            ("No. 31-2", "number 31 dash 2"),
            ("number 900101300123", "number nine zero zero, one zero one, three zero zero, one two three"),
            ("Postcode: 000000.", "Postcode: zero zero zero, zero zero zero."),
        ],
    );
}

/// Proves: WCAG-3.1.4
#[test]
fn an_english_voice_says_abbreviations_roman_numbers_and_addresses() {
    check(
        Language::English,
        &[
            ("10 Abai St., tel. 101", "10 Abai Street, telephone one zero one"),
            ("St. Peter", "Saint Peter"),
            ("papers, e.g. a certificate, etc.", "papers, for example a certificate, et cetera."),
            ("Art. 12, para. 3", "Article 12, paragraph 3"),
            ("Chapter IV", "Chapter 4"),
            ("the part I read, category C", "the part I read, category C"),
            ("tell 109", "tell one zero nine"),
            ("II quarter of the XXI century", "2nd quarter of the 21st century"),
            ("I am at 9 a.m.", "I am at 9 a.m."),
            ("info@akimat.example", "info at akimat dot example"),
            ("https://akimat.example", "akimat dot example"),
            ("eotinish.kz", "eotinish dot K Z"),
            ("No one knows", "No one knows"),
            ("F1", "F1"),
        ],
    );
}
