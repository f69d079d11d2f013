//! `stand.toml`: the body's names, hours, phones and heads, checked entry by entry.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};
use jiff::tz::{self, TimeZone};

use crate::domain::body::{Body, Head, Phone};
use crate::domain::hours::{DayHours, Span, SpecialDay, WorkingHours};
use crate::domain::{BodyId, Category, Region, Trilingual};

use super::findings::{FileFindings, did_you_mean, quoted};
use super::front_matter::parse_date;
use super::text::Source;
use super::toml_reader::{Item, Section, Toml};

/// The time zone when the file names none: all of Kazakhstan since 2024.
const TIME_ZONE: &str = "Asia/Almaty";
/// The longest name, label or post, in characters.
const MAX_NAME: usize = 200;
/// The longest address, in characters.
const MAX_ADDRESS: usize = 300;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What `stand.toml` says, as far as it could be read.
#[derive(Debug, Default)]
pub(super) struct StandFile {
    /// The body's id, for the report even when the rest is faulty.
    pub(super) id: Option<BodyId>,
    /// The whole body; none when anything it needs is missing.
    pub(super) body: Option<Body>,
    /// The categories switched off, mandatory ones never among them.
    pub(super) switched_off: BTreeSet<Category>,
    /// The zone of the body's clock.
    pub(super) time_zone: Option<TimeZone>,
}

/// Reads `stand.toml`.
pub(super) fn read(source: &Source, findings: &mut FileFindings<'_>) -> StandFile {
    let (document, errors) = toml::de::DeTable::parse_recoverable(source.text());
    let mut toml = Toml::new(source, findings, &errors);
    let root = Section::root(document.get_ref());
    toml.known_keys(
        &root,
        &[
            "id",
            "time-zone",
            "region",
            "round-the-clock",
            "demonstration",
            "switched-off",
            "name",
            "short-name",
            "address",
            "hours",
            "holidays",
            "phones",
            "heads",
        ],
    );
    let id = body_id(&mut toml, &root);
    let (zone_name, time_zone) = time_zone(&mut toml, &root);
    let region = region(&mut toml, &root);
    let round_the_clock = toml.flag(&root, "round-the-clock");
    let demonstration = toml.flag(&root, "demonstration");
    let switched_off = switched_off(&mut toml, &root);
    let name = trilingual(&mut toml, &root, "name", MAX_NAME);
    let short_name = trilingual(&mut toml, &root, "short-name", MAX_NAME);
    let address = trilingual(&mut toml, &root, "address", MAX_ADDRESS);
    let week = week(&mut toml, &root);
    let special = holidays(&mut toml, &root);
    let phones = phones(&mut toml, &root);
    let heads = heads(&mut toml, &root);
    let body = (|| {
        Some(Body {
            id: id.clone()?,
            name: name?,
            short_name: short_name?,
            address: address?,
            region,
            time_zone: zone_name?,
            hours: WorkingHours { week: week?, special },
            phones,
            heads,
            round_the_clock,
            demonstration,
            switched_off: switched_off.iter().copied().collect(),
        })
    })();
    StandFile { id, body, switched_off, time_zone }
}

fn body_id(toml: &mut Toml<'_, '_, '_>, root: &Section<'_>) -> Option<BodyId> {
    let item = toml.required(root, "id", "write id = \"…\" with a short name of a-z, 0-9 and hyphens")?;
    let text = toml.text(&item, MAX_NAME)?;
    text.parse()
        .map_err(|_| {
            toml.fault(
                item.line,
                format!("id {} is not a short name", quoted(&text)),
                "use 1 to 63 of the letters a-z, digits and hyphens, such as almaly-akimat",
            );
        })
        .ok()
}

fn time_zone(toml: &mut Toml<'_, '_, '_>, root: &Section<'_>) -> (Option<String>, Option<TimeZone>) {
    let item = toml.optional(root, "time-zone");
    let (name, line) = match &item {
        Some(item) => match toml.text(item, MAX_NAME) {
            Some(name) => (name, item.line),
            None => return (None, None),
        },
        None => (TIME_ZONE.to_owned(), None),
    };
    let is_plain = name.len() <= 64
        && !name.contains("..")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+'));
    match is_plain.then(|| TimeZone::get(&name).ok()).flatten() {
        Some(zone) => (Some(zone.iana_name().unwrap_or(&name).to_owned()), Some(zone)),
        None if is_plain && tz::db().available().next().is_none() => {
            toml.warning(
                line,
                format!("whether {} is a time zone could not be checked", quoted(&name)),
                "install the package tzdata on this computer and check again",
            );
            (Some(name), None)
        }
        None => {
            toml.fault(
                line,
                format!("{} is not a time zone", quoted(&name)),
                "write a name of the IANA list, such as Asia/Almaty, or delete the line",
            );
            (None, None)
        }
    }
}

fn region(toml: &mut Toml<'_, '_, '_>, root: &Section<'_>) -> Option<Region> {
    let item = toml.optional(root, "region")?;
    let id = toml.text(&item, MAX_NAME)?;
    let region = Region::from_id(&id);
    if region.is_none() {
        toml.fault(
            item.line,
            format!("{} is no region of Kazakhstan", quoted(&id)),
            did_you_mean(&id, Region::ALL.map(Region::id), || {
                format!("write one of: {}", Region::ALL.map(Region::id).join(", "))
            }),
        );
    }
    region
}

fn switched_off(toml: &mut Toml<'_, '_, '_>, root: &Section<'_>) -> BTreeSet<Category> {
    let mut categories = BTreeSet::new();
    let Some(item) = toml.optional(root, "switched-off") else { return categories };
    for item in toml.array(&item, "switched-off = [\"international\"]") {
        let Some(id) = toml.text(&item, MAX_NAME) else { continue };
        match Category::from_id(&id) {
            Some(category) if category.is_mandatory() => toml.fault(
                item.line,
                format!("{id} cannot be switched off: the law makes it part of every stand (Art. 12(2))"),
                "take it off this list and write its pages",
            ),
            Some(category) => {
                categories.insert(category);
            }
            None => toml.fault(
                item.line,
                format!("{} is no category of a stand", quoted(&id)),
                did_you_mean(&id, Category::ALL.map(Category::id), || {
                    "use a category's id, the name of its folder in pages/".to_owned()
                }),
            ),
        }
    }
    categories
}

fn trilingual(toml: &mut Toml<'_, '_, '_>, section: &Section<'_>, key: &str, most: usize) -> Option<Trilingual> {
    let item =
        toml.required(section, key, "write it in Kazakh, Russian and English: { kk = \"…\", ru = \"…\", en = \"…\" }")?;
    trilingual_of(toml, &item, most)
}

fn trilingual_of(toml: &mut Toml<'_, '_, '_>, item: &Item<'_>, most: usize) -> Option<Trilingual> {
    let section = toml.section(item, "{ kk = \"…\", ru = \"…\", en = \"…\" }")?;
    toml.known_keys(&section, &["kk", "ru", "en"]);
    let mut language = |key: &str, name: &str| {
        let item = toml.required(&section, key, &format!("add {key} = \"…\" in {name}"))?;
        toml.text(&item, most)
    };
    let (kk, ru, en) = (language("kk", "Kazakh"), language("ru", "Russian"), language("en", "English"));
    Some(Trilingual { kk: kk?, ru: ru?, en: en? })
}

fn week(toml: &mut Toml<'_, '_, '_>, root: &Section<'_>) -> Option<[Option<DayHours>; 7]> {
    let advice = "add [hours] with a line for each working day, such as monday = { open = \"09:00-18:30\" }";
    let item = toml.required(root, "hours", advice)?;
    let section = toml.section(&item, "[hours] with a line for each working day")?;
    toml.known_keys(&section, &WEEKDAYS);
    let mut week: [Option<DayHours>; 7] = Default::default();
    for (day, key) in week.iter_mut().zip(WEEKDAYS) {
        if let Some(item) = toml.optional(&section, key) {
            *day = day_hours(toml, &item);
        }
    }
    if !WEEKDAYS.iter().any(|day| section.has(day)) {
        toml.fault(item.line, "no weekday is open", advice);
    }
    Some(week)
}

fn day_hours(toml: &mut Toml<'_, '_, '_>, item: &Item<'_>) -> Option<DayHours> {
    let section = toml.section(item, "{ open = \"09:00-18:30\", breaks = [\"13:00-14:30\"] }")?;
    toml.known_keys(&section, &["open", "breaks"]);
    let open_item = toml.required(&section, "open", "write open = \"09:00-18:30\"; leave a closed day out");
    let open = open_item.as_ref().and_then(|item| span(toml, item));
    let mut breaks = Vec::new();
    if let Some(list) = toml.optional(&section, "breaks") {
        for item in toml.array(&list, "breaks = [\"13:00-14:30\"]") {
            let Some(pause) = span(toml, &item) else { continue };
            if let Some(open) = open
                && !(open.from < pause.from && pause.to < open.to)
            {
                toml.fault(
                    item.line,
                    format!("the break {pause} is not within the hours {open}"),
                    "correct the break, or the hours",
                );
            }
            breaks.push((pause, item.line));
        }
    }
    breaks.sort_by_key(|(pause, _)| (pause.from, pause.to));
    for pair in breaks.windows(2) {
        let ((first, _), (second, line)) = (pair[0], pair[1]);
        if second.from <= first.to {
            toml.fault(
                line,
                format!("the breaks {first} and {second} overlap or touch"),
                "make one break of them, or correct their times",
            );
        }
    }
    Some(DayHours { open: open?, breaks: breaks.into_iter().map(|(pause, _)| pause).collect() })
}

/// A span written `09:00-18:30`; `24:00` is the end of the day.
fn span(toml: &mut Toml<'_, '_, '_>, item: &Item<'_>) -> Option<Span> {
    let text = toml.text(item, MAX_NAME)?;
    let parts = text.split_once(['-', '–', '—']);
    let times = parts.and_then(|(from, to)| Some((time(from.trim())?, time(to.trim())?)));
    let Some((from, to)) = times else {
        toml.fault(
            item.line,
            format!("{} is not a span of hours", quoted(&text)),
            "write two times of day with a hyphen, such as 09:00-18:30",
        );
        return None;
    };
    if from >= to {
        toml.fault(
            item.line,
            format!("{} ends before it begins", quoted(&text)),
            "write the earlier time first; hours cannot go past midnight: end at 24:00, and begin the next day at 00:00",
        );
        return None;
    }
    Some(Span { from, to })
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let is_plain = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain(hour) || !is_plain(minute) {
        return None;
    }
    if (hour, minute) == ("24", "00") {
        return Some(Span::END_OF_DAY);
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn holidays(toml: &mut Toml<'_, '_, '_>, root: &Section<'_>) -> Vec<SpecialDay> {
    let mut days = Vec::<SpecialDay>::new();
    let mut lines = BTreeMap::<Date, Option<usize>>::new();
    for section in toml.sections(root, "holidays") {
        toml.known_keys(&section, &["date", "name", "hours"]);
        let item = toml.required(&section, "date", "write date = \"2026-12-16\"");
        let date = item.and_then(|item| {
            let text = toml.date_text(&item)?;
            let date = parse_date(&text);
            match date {
                None => toml.fault(
                    item.line,
                    format!("{} is not a date", quoted(&text)),
                    "write year-month-day, such as 2026-12-16",
                ),
                Some(date) => {
                    if let Some(first) = lines.get(&date) {
                        let first = first.map_or_else(String::new, |line| format!(", first on line {line}"));
                        toml.fault(
                            item.line,
                            format!("the holiday {date} stands here again{first}"),
                            "keep one of the two",
                        );
                    } else {
                        lines.insert(date, item.line);
                    }
                }
            }
            date
        });
        let name = trilingual(toml, &section, "name", MAX_NAME);
        let hours = toml.optional(&section, "hours").map(|item| day_hours(toml, &item));
        if let (Some(date), Some(name), Some(hours)) = (date, name, hours.map_or(Some(None), |h| h.map(Some))) {
            days.push(SpecialDay { date, name, hours });
        }
    }
    days.sort_by_key(|day| day.date);
    days
}

fn phones(toml: &mut Toml<'_, '_, '_>, root: &Section<'_>) -> Vec<Phone> {
    let sections = toml.sections(root, "phones");
    if sections.is_empty() && !root.has("phones") {
        toml.warning(None, "the body has no phone numbers", "add [[phones]] with label and number");
    }
    let mut phones = Vec::new();
    for section in sections {
        toml.known_keys(&section, &["label", "number"]);
        let label = trilingual(toml, &section, "label", MAX_NAME);
        let number = toml
            .required(&section, "number", "write number = \"+7 (727) 000-00-00\"")
            .and_then(|item| phone_number(toml, &item));
        phones.extend(label.zip(number).map(|(label, number)| Phone { label, number }));
    }
    phones
}

fn heads(toml: &mut Toml<'_, '_, '_>, root: &Section<'_>) -> Vec<Head> {
    let mut heads = Vec::new();
    for section in toml.sections(root, "heads") {
        toml.known_keys(&section, &["post", "name", "phone"]);
        let post = trilingual(toml, &section, "post", MAX_NAME);
        let name = toml.optional(&section, "name").and_then(|item| trilingual_of(toml, &item, MAX_NAME));
        let phone = toml.optional(&section, "phone").and_then(|item| phone_number(toml, &item));
        heads.extend(post.map(|post| Head { post, name, phone }));
    }
    heads
}

fn phone_number(toml: &mut Toml<'_, '_, '_>, item: &Item<'_>) -> Option<String> {
    let number = toml.text(item, MAX_NAME)?;
    if is_phone_number(&number) {
        return Some(number);
    }
    toml.fault(
        item.line,
        format!("{} is not a phone number", quoted(&number)),
        "write it as people read it: +7 (727) 000-00-00, or a short number such as 112",
    );
    None
}

/// Whether `number` is a phone number as people write it: 2 to 15 digits (ITU-T E.164), grouped by
/// spaces, hyphens and brackets, with a plus only at the beginning.
fn is_phone_number(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let rest = number.strip_prefix('+').unwrap_or(number);
    let mut open = false;
    for character in rest.chars() {
        match character {
            '(' if !open => open = true,
            ')' if open => open = false,
            '0'..='9' | ' ' | '-' | '\u{a0}' => {}
            _ => return false,
        }
    }
    !open && (2..=15).contains(&digits) && rest.starts_with(|c: char| c.is_ascii_digit() || c == '(')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::findings::testing::{assert_found, findings_of};
    use super::*;
    use crate::domain::hours::OpenState;
    use crate::release::api::Fault;

    fn read_text(text: &str) -> (StandFile, Vec<Fault>, Vec<Fault>) {
        let source = Source::new(text);
        let mut stand = StandFile::default();
        let (faults, warnings) = findings_of(|findings| stand = read(&source, findings));
        (stand, faults, warnings)
    }

    const GOOD: &str = r#"id = "almaly-akimat"
round-the-clock = true
switched-off = ["international"]

[name]
kk = "Әкімдік"
ru = "Акимат"
en = "Akimat"

[short-name]
kk = "Ә"
ru = "А"
en = "A"

[address]
kk = "Көше, 1"
ru = "Улица, 1"
en = "Street 1"

[hours]
monday = { open = "09:00-18:30", breaks = ["16:00–16:15", "13:00-14:30"] }
saturday = { open = "00:00-24:00" }

[[holidays]]
date = 2026-12-16
name = { kk = "к", ru = "р", en = "e" }

[[holidays]]
date = "2026-12-15"
name = { kk = "к", ru = "р", en = "e" }
hours = { open = "09:00-13:00" }

[[phones]]
label = { kk = "к", ru = "р", en = "e" }
number = "+7 (727) 000-00-00"

[[heads]]
post = { kk = "к", ru = "р", en = "e" }
phone = "112"
"#;

    /// The good file with line `line` (from 1) replaced, and the faults that brings.
    fn with_line(line: usize, new: &str) -> Vec<Fault> {
        let text: String =
            GOOD.lines().enumerate().map(|(i, old)| format!("{}\n", if i + 1 == line { new } else { old })).collect();
        read_text(&text).1
    }

    #[test]
    fn a_good_stand_file_is_read_whole() {
        let (stand, faults, warnings) = read_text(GOOD);
        assert_eq!((faults, warnings), (vec![], vec![]));
        let body = stand.body.expect("a body");
        assert_eq!(body.time_zone, "Asia/Almaty");
        assert_eq!(body.hours.week[0].as_ref().expect("open").breaks.len(), 2);
        assert_eq!(body.hours.special[0].date.day(), 15);
        assert_eq!(body.switched_off, [Category::International]);
        assert!(body.round_the_clock && !body.demonstration);
        let noon = jiff::civil::date(2026, 11, 28).at(12, 0, 0, 0);
        assert_eq!(body.hours.state_at(noon), OpenState::Open { until: Span::END_OF_DAY });
    }

    #[test]
    fn each_fault_of_a_stand_file_has_its_line_and_advice() {
        for (line, new, at, problem) in [
            (1, "id = \"Almaly Akimat\"", 1, "not a short name"),
            (1, "id = 5", 1, "must be text in quotes"),
            (2, "round-the-clok = true", 2, "unknown key \"round-the-clok\""),
            (2, "round-the-clock = \"yes\"", 2, "must be true or false"),
            (2, "region = \"almaty\"", 2, "no region of Kazakhstan"),
            (2, "region = 5", 2, "must be text in quotes"),
            (2, "time-zone = \"Asia/Astana City\"", 2, "not a time zone"),
            (2, "time-zone = \"../../etc/passwd\"", 2, "not a time zone"),
            (3, "switched-off = [\"reception\"]", 3, "cannot be switched off"),
            (3, "switched-off = [\"internatonal\"]", 3, "no category"),
            (3, "switched-off = \"international\"", 3, "must be a list"),
            (6, "kk = \"\"", 6, "kk is empty"),
            (6, "kk = \"a\\u202eb\"", 6, "U+202E"),
            (6, "kk = \"a\\nb\"", 6, "more than one line"),
            (6, "", 5, "kk is missing in name"),
            (21, "monday = \"09:00-18:30\"", 21, "must be a table"),
            (21, "moonday = { open = \"09:00-18:30\" }", 21, "unknown key \"moonday\""),
            (21, "monday = { open = \"9-18\" }", 21, "not a span of hours"),
            (21, "monday = { open = \"18:00-09:00\" }", 21, "ends before it begins"),
            (21, "monday = { open = \"22:00-06:00\" }", 21, "ends before it begins"),
            (21, "monday = { open = \"09:00-25:00\" }", 21, "not a span of hours"),
            (21, "monday = { breaks = [] }", 21, "open is missing"),
            (21, "monday = { open = \"09:00-18:00\", breaks = [\"17:30-18:30\"] }", 21, "not within the hours"),
            (21, "monday = { open = \"09:00-18:00\", breaks = [\"12:00-13:00\", \"12:30-14:00\"] }", 21, "overlap"),
            (25, "date = \"16.12.2026\"", 25, "not a date"),
            (25, "date = \"2026-12-15\"", 29, "stands here again, first on line 25"),
            (26, "", 24, "name is missing in holidays"),
            (35, "number = \"7-727-CALL\"", 35, "not a phone number"),
            (39, "phone = \"1\"", 39, "not a phone number"),
        ] {
            let faults = with_line(line, new);
            assert_found(&faults, at, problem);
            assert_eq!(faults.len(), 1, "{new}: {faults:#?}");
        }
    }

    #[test]
    fn a_body_says_its_region_or_says_none() {
        assert_eq!(read_text(GOOD).0.body.expect("a body").region, None);
        let text = GOOD.replacen("round-the-clock", "region = \"almaty-city\"\nround-the-clock", 1);
        assert_eq!(read_text(&text).0.body.expect("a body").region, Some(Region::AlmatyCity));
        let faults = with_line(2, "region = \"ulitau\"");
        assert_eq!(faults[0].advice, "did you mean \"ulytau\"?");
    }

    #[test]
    fn a_slip_in_a_key_is_answered_with_the_right_one() {
        assert_eq!(with_line(2, "round-the-clok = true")[0].advice, "did you mean \"round-the-clock\"?");
        assert_eq!(with_line(21, "moonday = { open = \"09:00-18:30\" }")[0].advice, "did you mean \"monday\"?");
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_where_and_not_drowned_in_missing_entries() {
        let faults = with_line(1, "id = almaly");
        assert_eq!(faults.len(), 1, "{faults:#?}");
        assert_eq!(faults[0].line, Some(1));
    }

    #[test]
    fn an_empty_file_is_told_everything_it_lacks_at_once() {
        let (stand, faults, warnings) = read_text("");
        assert!(stand.body.is_none());
        for key in ["id", "name", "short-name", "address", "hours"] {
            assert_found(&faults, None, &format!("the key {key} is missing"));
        }
        assert_found(&warnings, None, "no phone numbers");
    }

    #[test]
    fn phone_numbers_are_taken_as_people_write_them() {
        for good in ["112", "1414", "+7 (727) 000-00-00", "8 800 080 7777", "+77270000000", "(7172) 74-00-00"] {
            assert!(is_phone_number(good), "{good}");
        }
        for bad in ["1", "+", "", "7+7", "(727", "727)", "+7 727 abc", "1234567890123456", "-112", "١١٢"] {
            assert!(!is_phone_number(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_can_bring_it_down(text in "(?s).{0,200}") {
            read_text(&text);
        }

        #[test]
        fn no_broken_line_can_bring_it_down(line in 1..40_usize, new in "[a-z0-9\\[\\]{}=\", .:#'-]{0,40}") {
            with_line(line, &new);
        }
    }
}
