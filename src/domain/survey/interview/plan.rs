//! What can be known of a survey before anybody answers: its pages, and in which order its logic is worked
//! out.

use std::collections::HashMap;

use crate::domain::survey::{Expression, Group, Item, Kind, Layout, Name, Question, Survey, definition::Beginning};

/// The questions and groups of a survey in its order, each with the group that holds it.
pub struct Outline<'a> {
    /// The questions.
    pub questions: Vec<&'a Question>,
    /// The group around each question.
    pub around: Vec<Option<usize>>,
    /// The groups.
    pub groups: Vec<&'a Group>,
    /// The group around each group.
    pub around_groups: Vec<Option<usize>>,
}

impl<'a> Outline<'a> {
    /// The outline of `survey`.
    pub fn of(survey: &'a Survey) -> Self {
        let mut outline = Self { questions: vec![], around: vec![], groups: vec![], around_groups: vec![] };
        outline.collect(&survey.items, None);
        outline
    }

    fn collect(&mut self, items: &'a [Item], around: Option<usize>) {
        for item in items {
            match item {
                Item::Question(question) => {
                    self.questions.push(question);
                    self.around.push(around);
                }
                Item::Group(group) => {
                    self.groups.push(group);
                    self.around_groups.push(around);
                    let this = self.groups.len() - 1;
                    self.collect(&group.items, Some(this));
                }
            }
        }
    }

    /// The groups from `inner` outwards.
    pub fn outwards(&self, inner: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(inner, |group| self.around_groups.get(*group).copied().flatten())
    }
}

/// One step of working out what applies and what it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Whether a group applies.
    Group(usize),
    /// Whether a question applies.
    Question(usize),
    /// What a question comes to: its answer, or what is calculated.
    Value(usize),
}

/// A page: the innermost group that is laid out on it as a whole or around its one question, and its questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The group.
    pub group: Option<usize>,
    /// The questions and notes.
    pub questions: Vec<usize>,
}

/// What can be known of a survey before anybody answers.
#[derive(Debug)]
pub struct Plan {
    /// Where each question stands; of two with one name, the first.
    pub index: HashMap<Name, usize>,
    /// The pages.
    pub pages: Vec<Sheet>,
    /// The page of each question; none for what is calculated.
    pub page_of: Vec<Option<usize>>,
    /// In which order the logic is worked out: what depends on something comes after it.
    pub order: Vec<Step>,
    /// The steps that depend on themselves, each way round. Such a survey does not pass its checks; here they
    /// come last, once.
    pub cycles: Vec<Vec<Step>>,
}

impl Plan {
    /// The plan of the survey with this outline.
    pub fn of(outline: &Outline<'_>) -> Self {
        let mut index = HashMap::new();
        for (at, question) in outline.questions.iter().enumerate() {
            index.entry(question.name.clone()).or_insert(at);
        }
        let pages = pages(outline);
        let mut page_of = vec![None; outline.questions.len()];
        for (page, sheet) in pages.iter().enumerate() {
            sheet.questions.iter().for_each(|question| page_of[*question] = Some(page));
        }
        let (order, cycles) = order(outline, &index);
        Self { index, pages, page_of, order, cycles }
    }
}

fn pages(outline: &Outline<'_>) -> Vec<Sheet> {
    let mut pages: Vec<Sheet> = Vec::new();
    // The outermost group that keeps its questions together, of the page before.
    let mut open: Option<usize> = None;
    for (at, question) in outline.questions.iter().enumerate() {
        if matches!(question.kind, Kind::Calculation(_)) {
            continue;
        }
        let around = outline.around[at];
        let together =
            outline.outwards(around).filter(|group| outline.groups[*group].layout == Layout::Together).last();
        match pages.last_mut() {
            Some(page) if together.is_some() && open == together => page.questions.push(at),
            _ => pages.push(Sheet { group: together.or(around), questions: vec![at] }),
        }
        open = together;
    }
    pages
}

/// What a step looks at before it can be worked out.
fn needs(step: Step, outline: &Outline<'_>, index: &HashMap<Name, usize>) -> Vec<Step> {
    let mut needs = Vec::new();
    let values = |expression: Option<&Expression>| -> Vec<Step> {
        let names = expression.map(Expression::names).unwrap_or_default();
        names.into_iter().filter_map(|name| index.get(name)).map(|at| Step::Value(*at)).collect()
    };
    match step {
        Step::Group(group) => {
            needs.extend(outline.around_groups[group].map(Step::Group));
            needs.extend(values(outline.groups[group].relevant.as_ref()));
        }
        Step::Question(at) => {
            let question = outline.questions[at];
            needs.extend(outline.around[at].map(Step::Group));
            needs.extend(values(question.relevant.as_ref()));
            // A question with nothing on offer does not apply.
            needs.extend(values(question.kind.choices().and_then(|choices| choices.filter.as_ref())));
        }
        Step::Value(at) => {
            let question = outline.questions[at];
            needs.push(Step::Question(at));
            if let Kind::Calculation(expression) = &question.kind {
                needs.extend(values(Some(expression)));
            }
            if let Some(Beginning::Calculated(expression)) = &question.default {
                needs.extend(values(Some(expression)));
            }
        }
    }
    needs
}

/// All steps, each after what it needs, and the ways round that lead back to themselves. Looks deep without a
/// stack of calls.
fn order(outline: &Outline<'_>, index: &HashMap<Name, usize>) -> (Vec<Step>, Vec<Vec<Step>>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Begun,
        Done,
    }
    let questions = 0..outline.questions.len();
    let all = (0..outline.groups.len())
        .map(Step::Group)
        .chain(questions.flat_map(|at| [Step::Question(at), Step::Value(at)]));
    let (mut order, mut cycles) = (Vec::new(), Vec::new());
    let mut marks: HashMap<Step, Mark> = HashMap::new();
    for first in all {
        if marks.contains_key(&first) {
            continue;
        }
        marks.insert(first, Mark::Begun);
        let mut way = vec![(first, needs(first, outline, index))];
        while let Some((step, left)) = way.last_mut() {
            match left.pop() {
                Some(next) => match marks.get(&next) {
                    Some(Mark::Done) => {}
                    Some(Mark::Begun) => {
                        let begin = way.iter().position(|(step, _)| *step == next).unwrap_or_default();
                        cycles.push(way[begin..].iter().map(|(step, _)| *step).collect());
                    }
                    None => {
                        marks.insert(next, Mark::Begun);
                        way.push((next, needs(next, outline, index)));
                    }
                },
                None => {
                    marks.insert(*step, Mark::Done);
                    order.push(*step);
                    way.pop();
                }
            }
        }
    }
    (order, cycles)
}
