//! A survey as a workbook that survey people and their programs read, and that reads back as the same survey.

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::kinds::default_text;
use crate::domain::Language;
use crate::domain::survey::definition::{Audience, Beginning, Choices, Image, Partial};
use crate::domain::survey::{Group, Item, Kind, Layout, Question, Survey, Text, Value};

/// Why a survey cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Something has no form in a workbook: where and what.
    #[error("{0}: {1} cannot be written as XLSForm")]
    Unspeakable(String, &'static str),
    /// The workbook cannot be made.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] XlsxError),
}

/// Writes `survey` as an `.xlsx`. The same survey gives the same bytes.
///
/// # Errors
/// [`ExportError`], for a survey that was not read from an XLSForm and holds what none can say.
pub fn write(survey: &Survey) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(0)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let mut rows = Vec::new();
    write_items(&survey.items, &mut rows)?;
    fill(book.add_worksheet().set_name("survey")?, &SURVEY, &rows)?;
    fill(book.add_worksheet().set_name("choices")?, &CHOICES, &choices(survey))?;
    fill(book.add_worksheet().set_name("settings")?, &SETTINGS, &[settings(survey)])?;
    Ok(book.save_to_buffer()?)
}

/// The height of a line, points.
const LINE: f64 = 16.0;

/// The columns of a sheet in their order: each with its width, in characters.
type Columns = [(&'static str, f64)];

const SURVEY: [(&str, f64); 19] = [
    ("type", 26.0),
    ("name", 20.0),
    ("label", 44.0),
    ("hint", 32.0),
    ("required", 12.0),
    ("required_message", 32.0),
    ("relevant", 30.0),
    ("constraint", 24.0),
    ("constraint_message", 32.0),
    ("calculation", 30.0),
    ("default", 14.0),
    ("choice_filter", 24.0),
    ("appearance", 14.0),
    ("readonly", 12.0),
    ("parameters", 24.0),
    ("may_decline", 14.0),
    ("personal", 12.0),
    ("media::image", 20.0),
    ("image_alternative", 32.0),
];

const CHOICES: [(&str, f64); 5] =
    [("list_name", 18.0), ("name", 20.0), ("label", 44.0), ("media::image", 20.0), ("image_alternative_", 32.0)];

const SETTINGS: [(&str, f64); 7] = [
    ("form_title", 44.0),
    ("form_title_", 44.0),
    ("form_id", 24.0),
    ("version", 14.0),
    ("default_language", 20.0),
    ("audience", 14.0),
    ("partial_answers", 18.0),
];

/// A row: what stands under each header.
type Cells = Vec<(String, String)>;

/// The header of a column in a language. The public converter makes an element of every other column of choices and
/// settings, and takes no `::` in them.
fn header(column: &str, language: Language) -> String {
    match column.strip_suffix('_') {
        Some(_) => format!("{column}{}", language.code()),
        None => format!("{column}::{} ({})", language.own_name(), language.code()),
    }
}

/// Writes headers and rows; only columns that hold something, then those that are no columns of ours.
fn fill(sheet: &mut Worksheet, columns: &Columns, rows: &[Cells]) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let used: BTreeSet<&str> = rows.iter().flatten().map(|(header, _)| header.as_str()).collect();
    let mut headers: Vec<(String, f64)> = Vec::new();
    for (column, width) in columns {
        let in_languages = Language::ALL.map(|language| header(column, language));
        let known = std::iter::once((*column).to_owned()).chain(in_languages);
        headers.extend(known.filter(|header| used.contains(header.as_str())).map(|header| (header, *width)));
    }
    let others: Vec<_> = used.iter().filter(|header| headers.iter().all(|(known, _)| known != *header)).collect();
    headers.extend(others.into_iter().map(|header| ((*header).to_owned(), 16.0)));
    for (column, (header, width)) in (0_u16..).zip(&headers) {
        sheet.write_string_with_format(0, column, header, &head)?;
        sheet.set_column_width(column, *width)?;
        for (row, cells) in (1_u32..).zip(rows) {
            if let Some((_, text)) = cells.iter().find(|(known, _)| known == header) {
                sheet.write_string_with_format(row, column, text, &body)?;
            }
        }
    }
    for (row, cells) in (1_u32..).zip(rows) {
        let width =
            |header: &String| headers.iter().find(|(known, _)| known == header).map_or(16.0, |(_, width)| *width);
        let lines = cells.iter().map(|(header, text)| lines(text, width(header))).max().unwrap_or(1);
        sheet.set_row_height(row, f64::from(lines) * LINE + 2.0)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// The lines that `text` takes in a column of `width` characters: not every program works them out itself.
fn lines(text: &str, width: f64) -> u32 {
    let lines = text.lines().map(|line| (line.chars().count() as f64 * 1.15 / width).ceil().max(1.0));
    // Saturates: a row is never higher than a program shows.
    (lines.sum::<f64>() as u32).clamp(1, 20)
}

fn put(cells: &mut Cells, column: &str, text: impl Into<String>) {
    let text = text.into();
    if !text.is_empty() {
        cells.push((column.to_owned(), text));
    }
}

fn put_text(cells: &mut Cells, column: &str, text: &Text) {
    for language in Language::ALL {
        if let Some(words) = text.in_language(language) {
            cells.push((header(column, language), words.to_owned()));
        }
    }
}

fn put_image(cells: &mut Cells, image: Option<&Image>, alternative: &str) {
    if let Some(image) = image {
        put(cells, "media::image", &image.file);
        put_text(cells, alternative, &image.alternative);
    }
}

fn write_items(items: &[Item], rows: &mut Vec<Cells>) -> Result<(), ExportError> {
    for item in items {
        match item {
            Item::Question(question) => rows.push(write_question(question)?),
            Item::Group(group) => {
                rows.push(begin(group));
                write_items(&group.items, rows)?;
                rows.push(vec![
                    ("type".to_owned(), "end_group".to_owned()),
                    ("name".to_owned(), group.name.to_string()),
                ]);
            }
        }
    }
    Ok(())
}

fn begin(group: &Group) -> Cells {
    let mut cells = Cells::new();
    put(&mut cells, "type", "begin_group");
    put(&mut cells, "name", group.name.as_str());
    put_text(&mut cells, "label", &group.label);
    put(&mut cells, "relevant", group.relevant.as_ref().map_or("", |relevant| relevant.source()));
    put(
        &mut cells,
        "appearance",
        match group.layout {
            Layout::Pages => "",
            Layout::Together => "field-list",
            Layout::Rows => "table-list",
        },
    );
    cells
}

fn write_question(question: &Question) -> Result<Cells, ExportError> {
    let mut cells = Cells::new();
    write_kind(&question.kind, &mut cells);
    if question.digits && question.kind == Kind::Line {
        put(&mut cells, "appearance", "numbers");
    }
    put(&mut cells, "name", question.name.as_str());
    put_text(&mut cells, "label", &question.label);
    put_text(&mut cells, "hint", &question.hint);
    put_image(&mut cells, question.image.as_ref(), "image_alternative");
    let required = question.required.as_ref().map_or("", |required| required.source());
    put(&mut cells, "required", if required == "true()" { "yes" } else { required });
    put_text(&mut cells, "required_message", &question.required_message);
    put(&mut cells, "relevant", question.relevant.as_ref().map_or("", |relevant| relevant.source()));
    put(&mut cells, "constraint", question.constraint.as_ref().map_or("", |constraint| constraint.source()));
    put_text(&mut cells, "constraint_message", &question.constraint_message);
    let flags =
        [("readonly", question.read_only), ("may_decline", question.may_decline), ("personal", question.personal)];
    for (column, _) in flags.into_iter().filter(|(_, is_set)| *is_set) {
        put(&mut cells, column, "yes");
    }
    match &question.default {
        None => {}
        Some(Beginning::Calculated(expression)) => put(&mut cells, "default", expression.source()),
        Some(Beginning::Fixed(value)) => {
            let text = fixed(&question.kind, value);
            let unspeakable = || ExportError::Unspeakable(question.name.to_string(), "its default");
            put(&mut cells, "default", text.ok_or_else(unspeakable)?);
        }
    }
    Ok(cells)
}

fn write_kind(kind: &Kind, cells: &mut Cells) {
    let simple = |word: &str| word.to_owned();
    let of_list = |word: &str, choices: &Choices| format!("{word} {}", choices.list);
    let name = match kind {
        Kind::Note => simple("note"),
        Kind::One(choices) => of_list("select_one", choices),
        Kind::Many(choices) => of_list("select_multiple", choices),
        Kind::Rank(choices) => of_list("rank", choices),
        Kind::Scale { from, to, step } => {
            put(cells, "parameters", format!("start={from} end={to} step={step}"));
            simple("range")
        }
        Kind::Integer => simple("integer"),
        Kind::Decimal => simple("decimal"),
        Kind::Date => simple("date"),
        Kind::Line => simple("text"),
        Kind::Paragraph => {
            put(cells, "appearance", "multiline");
            simple("text")
        }
        Kind::Acknowledge => simple("acknowledge"),
        Kind::Calculation(expression) => {
            put(cells, "calculation", expression.source());
            simple("calculate")
        }
    };
    if let Some(choices) = kind.choices() {
        put(cells, "choice_filter", choices.filter.as_ref().map_or("", |filter| filter.source()));
        put(cells, "parameters", if choices.shuffled { "randomize=true" } else { "" });
    }
    put(cells, "type", name);
}

/// A default as it stands in its cell, if it fits the question.
fn fixed(kind: &Kind, value: &Value) -> Option<String> {
    match (kind, value) {
        (Kind::One(_), Value::One(name)) => Some(name.clone()),
        (Kind::Many(_), Value::Many(names)) | (Kind::Rank(_), Value::Rank(names)) => Some(names.join(" ")),
        (Kind::Scale { .. } | Kind::Integer | Kind::Decimal, Value::Number(number)) => Some(number.to_string()),
        (Kind::Date, Value::Date(date)) => Some(date.to_string()),
        (Kind::Line | Kind::Paragraph, Value::Text(text)) => default_text(text),
        (Kind::Acknowledge, Value::Acknowledged) => Some("OK".to_owned()),
        _ => None,
    }
}

fn choices(survey: &Survey) -> Vec<Cells> {
    let rows = survey.lists.iter().flat_map(|(list, choices)| choices.iter().map(move |choice| (list, choice)));
    rows.map(|(list, choice)| {
        let mut cells = Cells::new();
        put(&mut cells, "list_name", list.as_str());
        put(&mut cells, "name", &choice.name);
        put_text(&mut cells, "label", &choice.label);
        put_image(&mut cells, choice.image.as_ref(), "image_alternative_");
        for (name, value) in &choice.attributes {
            put(&mut cells, name, value);
        }
        cells
    })
    .collect()
}

fn settings(survey: &Survey) -> Cells {
    let mut cells = Cells::new();
    let language = survey.default_language;
    put(&mut cells, "form_title", survey.title.get(language).map_or("", |(title, _)| title));
    put_text(&mut cells, "form_title_", &survey.title);
    put(&mut cells, "form_id", survey.id.as_str());
    put(&mut cells, "version", &survey.version);
    put(&mut cells, "default_language", format!("{} ({})", language.own_name(), language.code()));
    let audience = match survey.audience {
        Audience::Visitors => "visitors",
        Audience::Auditors => "auditors",
    };
    put(&mut cells, "audience", audience);
    let partial = match survey.partial {
        Partial::Discard => "discard",
        Partial::Send => "send",
    };
    put(&mut cells, "partial_answers", partial);
    cells
}
