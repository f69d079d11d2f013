//! Which functions a stand knows, and what to do instead of those it does not.

/// A function a stand knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    True,
    False,
    Not,
    Boolean,
    BooleanFromString,
    If,
    Coalesce,
    Once,
    Selected,
    SelectedAt,
    CountSelected,
    StringLength,
    Contains,
    StartsWith,
    EndsWith,
    Substr,
    SubstringBefore,
    SubstringAfter,
    NormalizeSpace,
    Translate,
    Concat,
    Join,
    Text,
    Number,
    Int,
    Round,
    Min,
    Max,
    Sum,
    Abs,
    Pow,
    Sqrt,
    Today,
    Date,
    FormatDate,
    DecimalDateTime,
    Regex,
    ChoiceName,
}

/// As many arguments as one likes.
const MANY: usize = usize::MAX;

/// Its name, the function, and from how many to how many arguments it takes.
const KNOWN: &[(&str, Function, usize, usize)] = &[
    ("true", Function::True, 0, 0),
    ("false", Function::False, 0, 0),
    ("not", Function::Not, 1, 1),
    ("boolean", Function::Boolean, 1, 1),
    ("boolean-from-string", Function::BooleanFromString, 1, 1),
    ("if", Function::If, 3, 3),
    ("coalesce", Function::Coalesce, 1, MANY),
    ("once", Function::Once, 1, 1),
    ("selected", Function::Selected, 2, 2),
    ("selected-at", Function::SelectedAt, 2, 2),
    ("count-selected", Function::CountSelected, 1, 1),
    ("string-length", Function::StringLength, 1, 1),
    ("contains", Function::Contains, 2, 2),
    ("starts-with", Function::StartsWith, 2, 2),
    ("ends-with", Function::EndsWith, 2, 2),
    ("substr", Function::Substr, 2, 3),
    ("substring-before", Function::SubstringBefore, 2, 2),
    ("substring-after", Function::SubstringAfter, 2, 2),
    ("normalize-space", Function::NormalizeSpace, 1, 1),
    ("translate", Function::Translate, 3, 3),
    ("concat", Function::Concat, 1, MANY),
    ("join", Function::Join, 2, MANY),
    ("string", Function::Text, 1, 1),
    ("number", Function::Number, 1, 1),
    ("int", Function::Int, 1, 1),
    ("round", Function::Round, 1, 2),
    ("min", Function::Min, 1, MANY),
    ("max", Function::Max, 1, MANY),
    ("sum", Function::Sum, 1, MANY),
    ("abs", Function::Abs, 1, 1),
    ("pow", Function::Pow, 2, 2),
    ("sqrt", Function::Sqrt, 1, 1),
    ("today", Function::Today, 0, 0),
    ("date", Function::Date, 1, 1),
    ("format-date", Function::FormatDate, 2, 2),
    ("decimal-date-time", Function::DecimalDateTime, 1, 1),
    ("regex", Function::Regex, 2, 2),
    ("jr:choice-name", Function::ChoiceName, 2, 2),
];

const REPEATS: &str = "ask each question by itself: a stand has no repeats";
const OUTSIDE: &str = "put what is needed into the choices sheet: a stand has no other tables";
const TIME: &str = "use today(): a stand keeps no time finer than the hour";
const LOT: &str = "let the choices be shuffled: parameters randomize=true";
const PLACE: &str = "leave it out: a stand does not ask where somebody is";

/// What other programs know and a stand does not, and what to do instead.
const REFUSED: &[(&str, &str)] = &[
    ("position", REPEATS),
    ("indexed-repeat", REPEATS),
    ("count", REPEATS),
    ("count-non-empty", REPEATS),
    ("last", REPEATS),
    ("current", "for an answer, write ${name}"),
    ("pulldata", OUTSIDE),
    ("instance", OUTSIDE),
    ("jr:itext", OUTSIDE),
    ("now", TIME),
    ("date-time", TIME),
    ("format-date-time", TIME),
    ("decimal-time", TIME),
    ("time", TIME),
    ("random", LOT),
    ("randomize", LOT),
    ("uuid", "leave it out: an answer must not be told from others by a number"),
    ("property", "leave it out: a stand does not record who or what it is"),
    ("digest", "leave it out"),
    ("base64-decode", "leave it out"),
    ("area", PLACE),
    ("distance", PLACE),
    ("geofence", PLACE),
    ("substring", "use substr(text, from, to), which counts from 0"),
    ("floor", "use int(…)"),
    ("ceiling", "use int(… + 1) or round(…)"),
];

impl Function {
    /// The function of this name and how many arguments it takes.
    pub fn of_name(name: &str) -> Option<(Self, usize, usize)> {
        KNOWN.iter().find(|(known, ..)| *known == name).map(|(_, function, least, most)| (*function, *least, *most))
    }

    /// What to do instead of a function that a stand does not know.
    pub fn advice(name: &str) -> String {
        let lower = name.to_lowercase();
        if let Some((_, advice)) = REFUSED.iter().find(|(refused, _)| *refused == lower) {
            return (*advice).to_owned();
        }
        let close = KNOWN.iter().map(|(known, ..)| (distance(known, &lower), known)).min();
        match close {
            Some((distance, known)) if distance <= 2 => format!("write {known}(…)"),
            _ => {
                "use what the manual names: if, coalesce, selected, count-selected, regex, today and others".to_owned()
            }
        }
    }
}

/// How many letters must be changed, added or taken out to come from one word to the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, same) in other.iter().map(|sign| *sign == letter).enumerate() {
            let here = (diagonal + usize::from(!same)).min(row[place] + 1).min(row[place + 1] + 1);
            diagonal = std::mem::replace(&mut row[place + 1], here);
        }
    }
    row[other.len()]
}
