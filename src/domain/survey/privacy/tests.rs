use proptest::prelude::*;

use super::*;

fn gone(text: &str) -> bool {
    let filtered = filtered(text, "[…]");
    !filtered.chars().any(char::is_numeric) && filtered.contains("[…]")
}

#[test]
fn numbers_that_could_name_a_person_are_taken_out() {
    for text in [
        "850101300123",
        "ИИН 850101300123.",
        "мой ИИН:850101 300123",
        "850101-300-123",
        "8501 0130 0123",
        "8 5 0 1 0 1 3 0 0 1 2 3",
        "850\u{a0}101\u{a0}300\u{a0}123",
        "850101\u{200b}300123",
        "8501\u{202e}01300123",
        "8501\u{ad}01300123",
        "+7 701 123 45 67",
        "+7(701)123-45-67",
        "8 (701) 123-45-67",
        "87011234567",
        "7011234567",
        "8-701-123-45-67",
        "8.701.123.45.67",
        "8–701–123–45–67",
        "звоните 8 701 123 45 67 вечером",
        "279-11-22",
        "тел. 279 11 22",
        "279-1122",
        "+49 30 901820",
        "4400 4301 2345 6789",
        "4400430123456789",
        "5169-4931-2345-6789",
        "удостоверение 012345678",
        "N12345678",
        "паспорт № N 12345678",
        "٨٧٠١١٢٣٤٥٦٧",
        "８７０１１２３４５６７",
        "⑧⑦⓪①①②③④⑤⑥⑦",
        "𝟠𝟟𝟘𝟙𝟙𝟚𝟛𝟜𝟝𝟞𝟟",
    ] {
        assert!(gone(text), "{text}: {}", filtered(text, "[…]"));
    }
}

#[test]
fn local_numbers_are_taken_out() {
    for text in [
        "55-04-33",
        "тел. 55-04-33",
        "звоните 55 04 33 после обеда",
        "55–04–33",
        "12-11-26",
        "2791122",
        "менің нөмірім 2791122.",
    ] {
        assert!(gone(text), "{text}: {}", filtered(text, "[…]"));
    }
}

#[test]
fn a_number_broken_by_the_end_of_a_line_is_taken_out() {
    for text in [
        "8 701 123\n45 67",
        "8 701\r\n123 45 67",
        "ИИН 850101\n300123",
        "+7 701 123-\n45-67",
        "279-11-\n22",
        "55-04-\n33",
        "4400 4301\n2345 6789",
        "8 (701)\n123-45-67",
    ] {
        assert!(gone(text), "{text}: {}", filtered(text, "[…]"));
    }
    // What was found in a line is found beside others, too.
    for (text, is) in [
        ("дом 12\n279-11-22", "дом 12\n[…]"),
        ("12\n850101\n300123", "12\n[…]"),
        ("279-11-22\n5", "[…]\n5"),
        ("208\n209\n87011234567", "208\n209\n[…]"),
    ] {
        assert_eq!(filtered(text, "[…]"), is);
    }
}

#[test]
fn days_sums_and_lists_are_no_local_numbers() {
    for text in [
        "24.11.26",
        "с 01.02.26 по 15.03.26",
        "5.3.26 и 24.11.26",
        "1500000",
        "1500000 тенге",
        "2791122 тенге",
        "2791122₸",
        "1234567 теңге",
        "2 791 122 тенге",
        "2024\n2025\n2026",
        "кабинет 208\n209\n210\n211",
        "150 000\n200 000\n250 000",
        "1500000\n2500000",
        "дом 12\n345",
        "24.11.2026\n25.11.2026",
        "10:00-18:00\n09:00-13:00",
        "1.\n2.\n3.",
        "550433",
    ] {
        assert_eq!(filtered(text, "[…]"), text);
    }
}

#[test]
fn addresses_of_mail_are_taken_out() {
    for (text, is) in [
        ("пишите на a.b-c@mail.kz, жду", "пишите на […], жду"),
        ("әлия@пошта.қаз", "[…]"),
        ("a.b (at) mail.kz", "[…]"),
        ("a.b [собака] mail . kz", "[…]"),
        ("a＠mail.kz", "[…]"),
    ] {
        assert_eq!(filtered(text, "[…]"), is);
    }
    assert_eq!(filtered("в 9 утра @ дома", "[…]"), "в 9 утра @ дома");
}

#[test]
fn ordinary_numbers_stay() {
    for text in [
        "2026",
        "в 2026 году",
        "2019, 2020, 2021",
        "2019 2020 2021",
        "2019-2021",
        "2019–2020, 2021–2022",
        "дом 123, квартира 45, кабинет 208",
        "мкр. 7, д. 12/3",
        "10:00-18:00",
        "с 9.00 до 18.30, обед 13.00-14.00",
        "09:00–13:00 14:00–18:00",
        "09.00-13.00 14.00-18.00",
        "24.11.2026",
        "24.11.2026 25.11.2026 26.11.2026",
        "2026-11-24 2026-11-25",
        "1 500 000 тенге",
        "12 500 000 000 тенге",
        "050010",
        "ст. 12 п. 2 пп. 1",
        "100 %, 3,5 балла",
        "телефоны 101, 102, 103, 104 и 112; 1414, 1424",
        "100500",
        "1 2 3",
        "м² и ½",
        "Әлия: «жақсы!» — 5/5",
    ] {
        assert_eq!(filtered(text, "[…]"), text);
    }
}

#[test]
fn a_number_beside_a_day_is_still_taken_out() {
    for (text, is) in [
        ("24.11.2026 87011234567", "24.11.2026 […]"),
        ("10:00-18:00, 8 701 123 45 67", "10:00-18:00, […]"),
        ("2019-2020-3001-4002", "[…]"),
    ] {
        assert_eq!(filtered(text, "[…]"), is);
    }
}

#[test]
fn what_is_not_seen_is_left_out_and_lines_stay() {
    assert_eq!(cleaned("a\u{202e}b\u{2066}c\u{200f}d\u{0}e\u{1b}f\r\ng\th\rj"), "abcdef\ng h\nj");
    assert_eq!(cleaned("Қазақша, по-русски — “English” №5 😀"), "Қазақша, по-русски — “English” №5 😀");
}

#[test]
fn texts_among_answers_stay_answers_when_they_are_filtered() {
    let name = |name: &str| name.parse::<Name>().expect("a name");
    let mut values = BTreeMap::from([
        (name("text"), Value::Text("сұрақ 87011234567".into())),
        (name("number"), Value::Text("850101300123".into())),
        (name("long"), Value::Text("8 701 123 45 67, ".repeat(117))),
        (name("choice"), Value::One("87011234567".into())),
    ]);
    filter(&mut values, " ");
    assert_eq!(values[&name("text")], Value::Text("сұрақ".into()));
    assert!(!values.contains_key(&name("number")));
    assert_eq!(values[&name("choice")], Value::One("87011234567".into()), "what was chosen is the survey's own");
    filter(&mut values, "•••");
    let Value::Text(long) = &values[&name("long")] else { panic!("a text") };
    assert!(long.chars().count() <= Interview::LONGEST_TEXT && long.trim() == long);
}

#[test]
fn a_long_text_is_gone_through_in_good_time() {
    let begun = std::time::Instant::now();
    for text in
        ["8 701 ".repeat(20_000), "1".repeat(100_000), "a@".repeat(50_000), "1.1.".repeat(25_000), "1\n".repeat(50_000)]
    {
        let _ = filtered(&text, "[…]");
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{:?}", begun.elapsed());
}

/// Digits, signs and words as they come in free text.
fn free_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,13}",
        "[ .()/:@+_-]{1,3}",
        "[a-zа-яәғқңөұүһі]{1,5}",
        Just("24.11.2026".to_owned()),
        Just("10:00".to_owned()),
        Just("24.11.26".to_owned()),
        Just("\n".to_owned()),
        Just(" тенге".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("①②③".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn filtering_twice_is_filtering_once(text in free_text()) {
        let once = filtered(&text, "[removed]");
        prop_assert_eq!(filtered(&once, "[removed]"), once);
    }

    #[test]
    fn twelve_digits_never_stay_however_they_are_set(
        digits in "[0-9]{12}", gaps in prop::collection::vec(prop::sample::select(vec!["", "", " ", "-", " - "]), 11),
    ) {
        let set: String = digits.chars().enumerate().map(|(at, digit)| format!("{digit}{}", gaps.get(at).unwrap_or(&""))).collect();
        let groups: Vec<_> = set.split([' ', '-']).filter(|group| !group.is_empty()).collect();
        let is_year = |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
        prop_assume!(!groups.iter().any(is_year));
        prop_assert!(!filtered(&set, "[…]").chars().any(char::is_numeric), "{}", set);
    }

    #[test]
    fn any_text_is_gone_through_without_fault(text in any::<String>(), mask in any::<String>()) {
        let _ = filtered(&text, &mask);
    }
}
