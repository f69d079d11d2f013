//! The column "type": what a row asks for, under every name the public converter knows it by.

use crate::server::editing::findings::{did_you_mean, quoted};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type<'a> {
    Note,
    /// A question with a list, and whether "other, which?" follows.
    Select(Select, &'a str, bool),
    Scale,
    Integer,
    Decimal,
    Date,
    Text,
    Acknowledge,
    Calculation,
    /// Neither asked nor calculated: its default, if it has one.
    Hidden,
    /// What a device knows of itself and of its user; what it is replaced by in logic.
    Recorded(&'static str),
    BeginGroup,
    EndGroup,
}

/// How many of a list are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Select {
    One,
    Many,
    Rank,
}

/// Why a type is not taken: what is wrong and what to do.
pub(super) type Refused = (String, String);

/// A day, which is all that a stand tells of the time; and nothing.
const TODAY: &str = "today()";
const NOTHING: &str = "''";

const PLACES: &str = "ask for the place in words, or let the respondent choose a region from a list";
const PICTURES: &str = "ask for a description in words: a stand takes no pictures, sound or files of its visitors";
const REPEATS: &str = "ask the questions once, or write them out as many times as they may be needed";
const FILES: &str = "write the choices into the sheet choices, and use select_one or select_multiple";
const TIMES: &str = "ask for a date, or let the respondent choose the time of day from a list";

/// Types by name, in lower case with spaces for underscores.
const TYPES: &[(&str, Type<'static>)] = &[
    ("note", Type::Note),
    ("add note prompt", Type::Note),
    ("q note", Type::Note),
    ("range", Type::Scale),
    ("integer", Type::Integer),
    ("int", Type::Integer),
    ("q int", Type::Integer),
    ("add integer prompt", Type::Integer),
    ("decimal", Type::Decimal),
    ("q decimal", Type::Decimal),
    ("add decimal prompt", Type::Decimal),
    ("date", Type::Date),
    ("q date", Type::Date),
    ("add date prompt", Type::Date),
    ("text", Type::Text),
    ("string", Type::Text),
    ("q string", Type::Text),
    ("add text prompt", Type::Text),
    ("acknowledge", Type::Acknowledge),
    ("trigger", Type::Acknowledge),
    ("q acknowledge", Type::Acknowledge),
    ("add acknowledge prompt", Type::Acknowledge),
    ("calculate", Type::Calculation),
    ("q calculate", Type::Calculation),
    ("add calculate prompt", Type::Calculation),
    ("hidden", Type::Hidden),
    ("begin group", Type::BeginGroup),
    ("end group", Type::EndGroup),
    ("start", Type::Recorded(TODAY)),
    ("start time", Type::Recorded(TODAY)),
    ("get start time", Type::Recorded(TODAY)),
    ("end", Type::Recorded(TODAY)),
    ("end time", Type::Recorded(TODAY)),
    ("get end time", Type::Recorded(TODAY)),
    ("today", Type::Recorded(TODAY)),
    ("get today", Type::Recorded(TODAY)),
    ("deviceid", Type::Recorded(NOTHING)),
    ("device id", Type::Recorded(NOTHING)),
    ("get device id", Type::Recorded(NOTHING)),
    ("imei", Type::Recorded(NOTHING)),
    ("uri:deviceid", Type::Recorded(NOTHING)),
    ("subscriberid", Type::Recorded(NOTHING)),
    ("subscriber id", Type::Recorded(NOTHING)),
    ("get subscriber id", Type::Recorded(NOTHING)),
    ("uri:subscriberid", Type::Recorded(NOTHING)),
    ("simserial", Type::Recorded(NOTHING)),
    ("sim id", Type::Recorded(NOTHING)),
    ("get sim id", Type::Recorded(NOTHING)),
    ("uri:simserial", Type::Recorded(NOTHING)),
    ("phonenumber", Type::Recorded(NOTHING)),
    ("get phone number", Type::Recorded(NOTHING)),
    ("uri:phonenumber", Type::Recorded(NOTHING)),
    ("username", Type::Recorded(NOTHING)),
    ("uri:username", Type::Recorded(NOTHING)),
    ("email", Type::Recorded(NOTHING)),
    ("uri:email", Type::Recorded(NOTHING)),
    ("audit", Type::Recorded(NOTHING)),
];

/// Questions with a list, the longer names before their beginnings.
const SELECTS: &[(&str, Select)] = &[
    ("add select one prompt using", Select::One),
    ("add select multiple prompt using", Select::Many),
    ("select all that apply from", Select::Many),
    ("select all that apply", Select::Many),
    ("select multiple from", Select::Many),
    ("select multiple using", Select::Many),
    ("select multiple", Select::Many),
    ("select one from", Select::One),
    ("select one using", Select::One),
    ("select one", Select::One),
    ("select1", Select::One),
    ("rank", Select::Rank),
];

/// What a stand cannot do, by the first word or words.
const CANNOT: &[(&str, &str, &str)] = &[
    ("geopoint", "places on the map", PLACES),
    ("geotrace", "places on the map", PLACES),
    ("geoshape", "places on the map", PLACES),
    ("start-geopoint", "places on the map", PLACES),
    ("background-geopoint", "places on the map", PLACES),
    ("gps", "places on the map", PLACES),
    ("location", "places on the map", PLACES),
    ("q geopoint", "places on the map", PLACES),
    ("q geoshape", "places on the map", PLACES),
    ("q geotrace", "places on the map", PLACES),
    ("q location", "places on the map", PLACES),
    ("add location prompt", "places on the map", PLACES),
    ("osm", "places on the map", PLACES),
    ("image", "pictures", PICTURES),
    ("photo", "pictures", PICTURES),
    ("q picture", "pictures", PICTURES),
    ("q image", "pictures", PICTURES),
    ("add image prompt", "pictures", PICTURES),
    ("add photo prompt", "pictures", PICTURES),
    ("audio", "sound recordings", PICTURES),
    ("q audio", "sound recordings", PICTURES),
    ("add audio prompt", "sound recordings", PICTURES),
    ("background-audio", "sound recordings", PICTURES),
    ("video", "films", PICTURES),
    ("q video", "films", PICTURES),
    ("add video prompt", "films", PICTURES),
    ("file", "files", PICTURES),
    ("add file prompt", "files", PICTURES),
    ("barcode", "barcodes", PICTURES),
    ("q barcode", "barcodes", PICTURES),
    ("add barcode prompt", "barcodes", PICTURES),
    ("begin repeat", "repeated questions", REPEATS),
    ("begin lgroup", "repeated questions", REPEATS),
    ("begin looped group", "repeated questions", REPEATS),
    ("begin loop", "repeated questions", REPEATS),
    ("select one from file", "choices from a file", FILES),
    ("select multiple from file", "choices from a file", FILES),
    ("select one external", "choices from a file", FILES),
    ("csv-external", "data from a file", FILES),
    ("xml-external", "data from a file", FILES),
    ("cascading select", "cascades of another sheet", FILES),
    ("include", "parts of another form", "copy the rows of that form into this sheet"),
    ("time", "times of day", TIMES),
    ("datetime", "times of day", TIMES),
    ("date time", "times of day", TIMES),
    ("q datetime", "times of day", TIMES),
    ("q date time", "times of day", TIMES),
    ("add date time prompt", "times of day", TIMES),
    ("add datetime prompt", "times of day", TIMES),
    ("percentage", "percentages", "use integer with the constraint . >= 0 and . <= 100"),
    ("phone number", "phone numbers", "leave the question out: a survey is anonymous"),
];

/// Ends of what was refused at its beginning; nothing more is said about them.
const REFUSED_ENDS: [&str; 4] = ["end repeat", "end lgroup", "end looped group", "end loop"];

/// Reads a type. `None` is the end of something that was refused at its beginning.
///
/// # Errors
/// [`Refused`], for what a stand cannot do and for what is no type.
pub(super) fn parse(text: &str) -> Result<Option<Type<'_>>, Refused> {
    // Words are as they were written: names of lists differ by upper and lower case.
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase().replace('_', " ");
    if let Some((_, known)) = TYPES.iter().find(|(name, _)| *name == plain) {
        return Ok(Some(*known));
    }
    if REFUSED_ENDS.contains(&plain.as_str()) {
        return Ok(None);
    }
    let begins = |name: &str| plain.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    // `select_one from file` by name, not by the list it seems to have.
    if let Some((_, what, advice)) = CANNOT.iter().find(|(name, ..)| begins(name)) {
        return Err((format!("a stand cannot ask for {what} ({})", quoted(text)), (*advice).to_owned()));
    }
    if let Some((name, select)) = SELECTS.iter().find(|(name, _)| begins(name)) {
        return list(text, name, *select).map(Some);
    }
    let names =
        TYPES.iter().map(|(name, _)| *name).chain(["select_one", "select_multiple", "begin_group", "end_group"]);
    let word = text.split_whitespace().next().unwrap_or_default();
    let advice = did_you_mean(word, names, || {
        "types are text, integer, decimal, date, range, note, acknowledge, calculate, select_one LIST, \
         select_multiple LIST, rank LIST, begin_group and end_group"
            .to_owned()
    });
    Err((format!("there is no type {}", quoted(text)), advice))
}

/// The list of a question, and whether "other" follows it.
fn list<'a>(text: &'a str, command: &str, select: Select) -> Result<Type<'a>, Refused> {
    let words_of_command = command.split(' ').count();
    // `select_one` is one word or two, as it was written.
    let mut commands = 0;
    let mut words = text.split_whitespace().skip_while(|word| {
        let is_command = commands < words_of_command;
        commands += word.split('_').count();
        is_command
    });
    let Some(list) = words.next() else {
        let advice = "write the name of the list after it, as in select_one yes_no";
        return Err((format!("{} names no list", quoted(text)), advice.to_owned()));
    };
    if list.contains("${") {
        let problem = "a stand cannot offer earlier answers as choices".to_owned();
        return Err((problem, FILES.to_owned()));
    }
    let rest = words.collect::<Vec<_>>().join(" ").to_ascii_lowercase().replace('_', " ");
    match rest.as_str() {
        "" => Ok(Type::Select(select, list, false)),
        "or other" | "or specify other" => Ok(Type::Select(select, list, true)),
        _ => {
            let advice = "write only the name of the list after the type, and or_other if that is meant";
            Err((format!("{} is not understood after the list", quoted(&rest)), advice.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_known_by_every_name_that_the_public_converter_takes() {
        for text in
            ["select_one yes_no", "select one yes_no", "Select_One  yes_no", "select1 yes_no", "select one from yes_no"]
        {
            assert_eq!(parse(text), Ok(Some(Type::Select(Select::One, "yes_no", false))), "{text}");
        }
        for text in ["select_multiple a or_other", "select all that apply from a or specify other"] {
            assert_eq!(parse(text), Ok(Some(Type::Select(Select::Many, "a", true))), "{text}");
        }
        assert_eq!(parse("rank Order"), Ok(Some(Type::Select(Select::Rank, "Order", false))));
        assert_eq!(parse("begin_group"), parse("begin group"));
        assert_eq!(parse("string"), Ok(Some(Type::Text)));
    }

    #[test]
    fn what_a_stand_cannot_do_is_refused_with_advice() {
        for text in ["geopoint", "begin repeat", "select_one_from_file a.csv", "image", "dateTime", "select_one ${q}"] {
            let (problem, advice) = parse(text).expect_err(text);
            assert!(problem.contains("cannot"), "{problem}");
            assert!(advice.len() > 10);
        }
        assert_eq!(parse("end repeat"), Ok(None));
    }

    #[test]
    fn a_slip_of_the_hand_in_a_type_is_recognised() {
        assert!(parse("selct_one yes_no").expect_err("no type").1.contains("select_one"));
        assert!(parse("intger").expect_err("no type").1.contains("integer"));
        assert!(parse("select_one").expect_err("no list").0.contains("names no list"));
    }
}
