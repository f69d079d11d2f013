//! The sheet "choices": the lists that questions draw on.

use std::collections::{BTreeMap, HashMap};

use super::columns::Field;
use super::faults::Findings;
use super::sheets::{Row, Table};
use crate::domain::Language;
use crate::domain::survey::definition::Image;
use crate::domain::survey::{Choice, Name, Text};
use crate::server::editing::findings::quoted;

/// The most choices of all lists together.
const MOST_CHOICES: usize = 20_000;

/// The lists, and the row of each choice.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub by_name: BTreeMap<Name, Vec<Choice>>,
    /// The rows of the sheet, by list and choice.
    pub rows: HashMap<(Name, String), usize>,
    /// The first row of each list.
    pub first: HashMap<Name, usize>,
}

impl Lists {
    /// Reads the sheet.
    pub(super) fn read(table: &Table, findings: &mut Findings) -> Self {
        let mut lists = Self::default();
        let wanted = [(Field::List, "list_name"), (Field::Name, "name")];
        for (_, name) in wanted.into_iter().filter(|(field, _)| !table.has(*field, None)) {
            if table.rows().next().is_some() {
                let problem = format!("the sheet has no column {name}");
                findings.fault(
                    table.place(Some(1), None),
                    problem,
                    "choices need the columns list_name, name and label",
                );
                return lists;
            }
        }
        let attributes = lists.attributes(table, findings);
        for (count, row) in table.rows().enumerate() {
            if count == MOST_CHOICES {
                let problem = format!("there are more than {MOST_CHOICES} choices");
                findings.fault(row.place(Field::Name), problem, "ask for words instead, or split the survey");
                break;
            }
            lists.take(row, &attributes, findings);
        }
        lists
    }

    /// The columns that are attributes, with their names.
    fn attributes(&self, table: &Table, findings: &mut Findings) -> Vec<(usize, String)> {
        let mut attributes = Vec::new();
        for column in &table.others {
            let header = table.header(*column);
            if header.parse::<Name>().is_ok() {
                attributes.push((*column, header.to_owned()));
            } else {
                let problem = format!("{} can be no attribute of a choice: the column is left out", quoted(header));
                let advice = "begin with a letter and use no spaces if a filter asks for it";
                findings.warning(table.place(Some(1), Some(*column)), problem, advice);
            }
        }
        attributes
    }

    fn take(&mut self, row: Row<'_>, attributes: &[(usize, String)], findings: &mut Findings) {
        let (list, name) = match (row.get(Field::List), row.get(Field::Name)) {
            (Some(list), Some(name)) => (list, name),
            // A remark, as the public converter takes it.
            (None, _) => return,
            (Some(_), None) => {
                let advice = "write a short word without spaces into the column name: it is what is kept as the answer";
                return findings.fault(row.place(Field::Name), "the choice has no name", advice);
            }
        };
        let list: Name = match list.parse() {
            Ok(list) => list,
            Err(error) => {
                let advice = "rename the list, here and in the column type";
                return findings.fault(row.place(Field::List), error.to_string(), advice);
            }
        };
        if name.chars().count() > Name::LONGEST || name.contains(char::is_control) {
            let problem = format!("{} is no name of a choice", quoted(name));
            return findings.fault(
                row.place(Field::Name),
                problem,
                format!("use {} characters at most", Name::LONGEST),
            );
        }
        if let Some(first) = self.rows.insert((list.clone(), name.to_owned()), row.number()) {
            let problem = format!("row {first} has the choice {} of this list already", quoted(name));
            let advice = "rename one of them: answers could not be told apart (a stand allows no duplicates)";
            findings.fault(row.place(Field::Name), problem, advice);
            return;
        }
        if row.get(Field::Playing).is_some() {
            let problem = "a stand reads choices aloud and plays nothing else: sound and film are left out";
            findings.warning(row.place(Field::Playing), problem, "say in the label what matters");
        }
        self.first.entry(list.clone()).or_insert(row.number());
        let attribute = |(column, name): &(usize, String)| Some((name.clone(), row.at(*column)?.to_owned()));
        self.by_name.entry(list).or_default().push(Choice {
            name: name.to_owned(),
            label: row.text(Field::Label),
            image: image(row, findings),
            attributes: attributes.iter().filter_map(attribute).collect(),
        });
    }

    /// Gives `list` a choice "other", for a question that asks to say which, unless it has one.
    pub(super) fn add_other(&mut self, list: &Name) {
        let choices = self.by_name.entry(list.clone()).or_default();
        if choices.iter().all(|choice| choice.name != "other") {
            let words = [(Language::Kazakh, "Басқа"), (Language::Russian, "Другое"), (Language::English, "Other")];
            choices.push(Choice {
                name: "other".to_owned(),
                label: Text::new(words.map(|(language, text)| (language, text.to_owned()))),
                image: None,
                attributes: BTreeMap::new(),
            });
        }
    }
}

/// The image of a question or choice: one file, whatever the language.
pub(super) fn image(row: Row<'_>, findings: &mut Findings) -> Option<Image> {
    let files = row.text(Field::Image);
    let file = Language::ALL.into_iter().find_map(|language| files.in_language(language)).or(row.get(Field::Image))?;
    if Language::ALL.into_iter().filter_map(|language| files.in_language(language)).any(|other| other != file) {
        findings.fault(
            row.place(Field::Image),
            "the image differs from language to language",
            "use one image without words in it, and say what it shows in image_alternative::LANGUAGE",
        );
    }
    if file.contains(['/', '\\']) || file.contains(char::is_control) {
        let problem = format!("{} is no file's name", quoted(file));
        findings.fault(
            row.place(Field::Image),
            problem,
            "write the name alone and give the file along with the workbook",
        );
    }
    Some(Image { file: file.to_owned(), alternative: row.text(Field::ImageAlternative) })
}
