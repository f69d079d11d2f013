//! The sheet "survey": row by row to questions and groups.

mod matrix;

use std::collections::HashMap;

use super::choices::{self, Lists};
use super::columns::Field;
use super::faults::Findings;
use super::kinds;
use super::logic::{Answer, Recorded, answer, flag};
use super::sheets::{Row, Table};
use super::types::{self, Type};
use crate::domain::Language;
use crate::domain::survey::{Expression, Group, Item, Kind, Layout, Name, Question, Text};
use crate::server::editing::findings::quoted;

/// The most rows; a stand takes far fewer questions, and says so when the survey is checked.
const MOST_ROWS: usize = 2_000;
/// How deep groups may lie in one another.
const DEEPEST: usize = 8;

/// What is asked, and where each question and group stands in the sheet.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub items: Vec<Item>,
    /// The row of each question and group.
    pub rows: HashMap<Name, usize>,
    /// Every name the sheet gives, also to what was refused.
    pub named: HashMap<String, usize>,
}

/// Reads the sheet.
pub(super) fn read(table: &Table, lists: &mut Lists, findings: &mut Findings) -> Asked {
    for (field, name) in [(Field::Type, "type"), (Field::Name, "name")] {
        if !table.has(field, None) {
            let problem = format!("the sheet has no column {name}");
            findings.fault(
                table.place(Some(1), None),
                problem,
                "the first row names the columns: type, name, label::Қазақша (kk)",
            );
            return Asked::default();
        }
    }
    let mut reader =
        Reader { lists, findings, recorded: recorded(table), open: vec![Open::default()], asked: Asked::default() };
    for (count, row) in table.rows().enumerate() {
        if count == MOST_ROWS {
            let problem = format!("the sheet has more than {MOST_ROWS} rows");
            reader.findings.fault(
                row.place(Field::Type),
                problem,
                "split the survey: nobody answers so many questions at a stand",
            );
            break;
        }
        reader.row(row);
    }
    reader.finish(table)
}

/// The questions that no stand records, known before logic refers to them.
fn recorded(table: &Table) -> Recorded {
    let mut recorded = Recorded::default();
    for row in table.rows() {
        if let (Some(text), Some(name)) = (row.get(Field::Type), row.get(Field::Name))
            && let Ok(Some(Type::Recorded(by))) = types::parse(text)
        {
            recorded.add(name, by);
        }
    }
    recorded
}

/// A group that has not ended yet; the survey itself, at the bottom.
#[derive(Debug, Default)]
struct Open {
    group: Option<Group>,
    row: usize,
    items: Vec<Item>,
    /// The list that the rows of a matrix share.
    list: Option<Name>,
}

struct Reader<'a> {
    lists: &'a mut Lists,
    findings: &'a mut Findings,
    recorded: Recorded,
    open: Vec<Open>,
    asked: Asked,
}

impl Reader<'_> {
    fn row(&mut self, row: Row<'_>) {
        if row.get(Field::Disabled).is_some() && flag(row, Field::Disabled, self.findings) {
            return;
        }
        let Some(text) = row.get(Field::Type) else {
            // A remark, as the public converter takes it.
            if row.get(Field::Name).is_some() || row.get(Field::Label).is_some() {
                self.findings.fault(
                    row.place(Field::Type),
                    "the row has no type",
                    "write what it asks for, such as text or select_one yes_no",
                );
            }
            return;
        };
        if let Some(name) = row.get(Field::Name) {
            self.asked.named.insert(name.to_owned(), row.number());
        }
        match types::parse(text) {
            Ok(Some(Type::EndGroup)) => self.end(row),
            Ok(Some(Type::BeginGroup)) => self.begin(row),
            Ok(Some(Type::Recorded(_))) => self.findings.warning(
                row.place(Field::Type),
                format!("a stand does not record {}: the row is left out", quoted(text)),
                "nothing to do: of each answer only the hour is kept, and nothing of the device or its user",
            ),
            Ok(Some(asked)) => self.question(asked, row),
            Ok(None) => {}
            Err((problem, advice)) => {
                self.findings.fault(row.place(Field::Type), problem, advice);
            }
        }
    }

    fn name(&mut self, row: Row<'_>, generated: Option<String>) -> Option<Name> {
        let Some(text) = row.get(Field::Name).map(str::to_owned).or(generated) else {
            let advice = "write a short word into the column name: answers are kept under it";
            self.findings.fault(row.place(Field::Name), "the row has no name", advice);
            return None;
        };
        self.unique(&text, row)
    }

    /// The name `text`, if it is one and nothing else has it.
    fn unique(&mut self, text: &str, row: Row<'_>) -> Option<Name> {
        let name = match text.parse::<Name>() {
            Ok(name) if text != "meta" => name,
            Ok(_) => {
                let problem = "\"meta\" is a word of the format itself";
                self.findings.fault(row.place(Field::Name), problem, "choose another name");
                return None;
            }
            Err(error) => {
                let advice = "rename it, also where ${…} refers to it";
                self.findings.fault(row.place(Field::Name), error.to_string(), advice);
                return None;
            }
        };
        if let Some(first) = self.asked.rows.get(&name) {
            let problem = format!("row {first} has the name {} already", quoted(name.as_str()));
            let advice = "rename one of the two: names are unique, whatever the group";
            self.findings.fault(row.place(Field::Name), problem, advice);
            return None;
        }
        self.asked.rows.insert(name.clone(), row.number());
        Some(name)
    }

    fn begin(&mut self, row: Row<'_>) {
        let name = self.name(row, None);
        let mut layout = Layout::Pages;
        for word in row.get(Field::Appearance).unwrap_or_default().split_whitespace() {
            match word {
                "table-list" => layout = Layout::Rows,
                "field-list" if layout == Layout::Pages => layout = Layout::Together,
                _ => {}
            }
        }
        kinds::note_appearance(row, self.findings);
        for (field, what) in [(Field::Hint, "hint"), (Field::Image, "image"), (Field::Playing, "sound or film")] {
            if row.get(field).is_some() {
                let problem = format!("a group has no {what} at a stand: it is left out");
                self.findings.warning(row.place(field), problem, "put it into a note, the first row of the group");
            }
        }
        if self.in_matrix() {
            let advice = "end the matrix before it, or take the appearance table-list away";
            self.findings.fault(row.place(Field::Type), "a matrix (table-list) cannot hold a group", advice);
        }
        if self.open.len() > DEEPEST {
            let problem = format!("groups lie more than {DEEPEST} deep in one another");
            self.findings.fault(row.place(Field::Type), problem, "end some of them before others begin");
        }
        let relevant = self.recorded.expression(row, Field::Relevant, self.findings);
        let label = row.text(Field::Label);
        let group = name.map(|name| Group { name, label, relevant, layout, items: Vec::new() });
        self.open.push(Open { group, row: row.number(), ..Open::default() });
    }

    fn end(&mut self, row: Row<'_>) {
        if self.open.len() < 2 {
            let advice = "delete the row, or write the begin_group that it ends";
            return self.findings.fault(row.place(Field::Type), "a group ends that did not begin", advice);
        }
        self.close();
    }

    /// Puts the innermost group into the one around it; one that has nothing in it is left out.
    fn close(&mut self) {
        let Some(Open { group, items, .. }) = self.open.pop() else { return };
        let Some(around) = self.open.last_mut() else { return };
        match group {
            Some(group) if !items.is_empty() => around.items.push(Item::Group(Group { items, ..group })),
            Some(group) => drop(self.asked.rows.remove(&group.name)),
            None => around.items.extend(items),
        }
    }

    fn in_matrix(&self) -> bool {
        self.open.last().and_then(|open| open.group.as_ref()).is_some_and(|group| group.layout == Layout::Rows)
    }

    fn question(&mut self, asked: Type<'_>, row: Row<'_>) {
        let generated = (asked == Type::Note).then(|| format!("note_in_row_{}", row.number()));
        let name = self.name(row, generated);
        self.note_foreign(row);
        let (kind, other) = match asked {
            Type::Calculation | Type::Hidden => (self.calculated(asked, row), None),
            Type::Select(_, list, with_other) => {
                let kind = kinds::kind(asked, row, self.lists, &self.recorded, self.findings);
                let list = kind.as_ref().and_then(|_| list.parse::<Name>().ok()).filter(|_| with_other);
                (kind, list)
            }
            _ => (kinds::kind(asked, row, self.lists, &self.recorded, self.findings), None),
        };
        self.matrix_row(kind.as_ref(), row);
        let (Some(name), Some(kind)) = (name, kind) else { return };
        if let Some(list) = &other {
            self.lists.add_other(list);
        }
        let question = self.shown(name, kind, row);
        let follow_up = other.and_then(|_| self.which_other(&question, row));
        let Some(open) = self.open.last_mut() else { return };
        open.items.push(Item::Question(Box::new(question)));
        open.items.extend(follow_up.map(|question| Item::Question(Box::new(question))));
    }

    fn shown(&mut self, name: Name, kind: Kind, row: Row<'_>) -> Question {
        let is_calculated = matches!(kind, Kind::Calculation(_));
        let is_asked = kind.is_asked();
        if !is_calculated {
            kinds::note_appearance(row, self.findings);
        }
        let recorded = &self.recorded;
        let findings = &mut *self.findings;
        let text = |field| if is_calculated { Text::default() } else { row.text(field) };
        let hint = text(Field::Hint);
        let default = if is_asked { kinds::beginning(&kind, row, self.lists, recorded, findings) } else { None };
        Question {
            label: text(Field::Label),
            hint: if hint.is_empty() { text(Field::Guidance) } else { hint },
            image: if is_calculated { None } else { choices::image(row, findings) },
            required: if is_asked { required(row, recorded, findings) } else { None },
            required_message: if is_asked { row.text(Field::RequiredMessage) } else { Text::default() },
            relevant: recorded.expression(row, Field::Relevant, findings),
            constraint: if is_asked { recorded.expression(row, Field::Constraint, findings) } else { None },
            constraint_message: if is_asked { row.text(Field::ConstraintMessage) } else { Text::default() },
            default,
            read_only: is_asked && flag(row, Field::ReadOnly, findings),
            may_decline: is_asked && flag(row, Field::MayDecline, findings),
            personal: is_asked && flag(row, Field::Personal, findings),
            digits: kind == Kind::Line && kinds::is_typed_in_digits(row),
            name,
            kind,
        }
    }

    /// What is calculated: the column "calculation", or a default that is.
    fn calculated(&mut self, asked: Type<'_>, row: Row<'_>) -> Option<Kind> {
        let field = if row.get(Field::Calculation).is_some() { Field::Calculation } else { Field::Default };
        let Some(text) = row.get(field) else {
            if asked == Type::Hidden {
                return self.recorded.compile("''", row, Field::Type, self.findings).map(Kind::Calculation);
            }
            let advice = "write an expression into the column calculation, such as ${a} + ${b}";
            self.findings.fault(row.place(Field::Calculation), "nothing is calculated", advice);
            return None;
        };
        let quoted = match field {
            Field::Default if !kinds::looks_like_logic(text) => {
                let mark = if text.contains('\'') { '"' } else { '\'' };
                format!("{mark}{text}{mark}")
            }
            _ => text.to_owned(),
        };
        self.recorded.compile(&quoted, row, field, self.findings).map(Kind::Calculation)
    }

    /// Columns whose meaning a stand cannot keep.
    fn note_foreign(&mut self, row: Row<'_>) {
        let is_calculation = row
            .get(Field::Type)
            .is_some_and(|text| matches!(types::parse(text), Ok(Some(Type::Calculation | Type::Hidden))));
        if row.get(Field::Calculation).is_some() && !is_calculation {
            let advice = "give the calculation a row of its own (type calculate), and show it with ${…} in a note or as a default";
            self.findings.fault(row.place(Field::Calculation), "what is asked cannot be calculated too", advice);
        }
        if row.get(Field::SaveTo).is_some() {
            let problem = "a stand keeps no entities: answers are anonymous";
            self.findings.fault(row.place(Field::SaveTo), problem, "take the column save_to away");
        }
        for (field, problem) in [
            (Field::Playing, "a stand reads questions aloud and plays nothing else: sound and film are left out"),
            (Field::Trigger, "a stand calculates whenever an answer changes: the trigger is left out"),
            (Field::Count, "only repeats have a count: it is left out"),
        ] {
            if row.get(field).is_some() {
                self.findings.warning(
                    row.place(field),
                    problem,
                    "nothing to do, if the words alone say all that matters",
                );
            }
        }
    }

    /// The question that `or_other` adds: which other?
    fn which_other(&mut self, question: &Question, row: Row<'_>) -> Option<Question> {
        if self.in_matrix() || question.kind.choices().is_some_and(|choices| choices.filter.is_some()) {
            let problem = "or_other fits neither a matrix (table-list) nor a choice filter";
            let advice =
                "add the choice other yourself, and a question of type text that is relevant if it is selected";
            self.findings.fault(row.place(Field::Type), problem, advice);
            return None;
        }
        let name = self.unique(&format!("{}_other", question.name), row)?;
        let relevant = format!("selected(${{{}}}, 'other')", question.name);
        let words = [
            (Language::Kazakh, "Қайсысы екенін жазыңыз"),
            (Language::Russian, "Напишите, что именно"),
            (Language::English, "Please write which"),
        ];
        Some(Question {
            label: Text::new(words.map(|(language, text)| (language, text.to_owned()))),
            relevant: self.recorded.compile(&relevant, row, Field::Type, self.findings),
            ..bare(name, Kind::Line)
        })
    }

    fn finish(mut self, table: &Table) -> Asked {
        for open in self.open.iter().skip(1) {
            if let Some(row) = table.row(open.row) {
                let advice = "write a row of type end_group after its last question";
                self.findings.fault(row.place(Field::Type), "the group does not end", advice);
            }
        }
        while self.open.len() > 1 {
            self.close();
        }
        self.asked.items = self.open.pop().map(|open| open.items).unwrap_or_default();
        self.asked
    }
}

/// Whether, or when, a question must be answered.
fn required(row: Row<'_>, recorded: &Recorded, findings: &mut Findings) -> Option<Expression> {
    match answer(row.get(Field::Required)) {
        Answer::Yes => recorded.compile("true()", row, Field::Required, findings),
        Answer::No => None,
        Answer::Other => recorded.expression(row, Field::Required, findings),
    }
}

/// A question without anything but its name and kind.
fn bare(name: Name, kind: Kind) -> Question {
    Question {
        name,
        kind,
        label: Text::default(),
        hint: Text::default(),
        image: None,
        required: None,
        required_message: Text::default(),
        relevant: None,
        constraint: None,
        constraint_message: Text::default(),
        default: None,
        read_only: false,
        may_decline: false,
        personal: false,
        digits: false,
    }
}
