//! A question, or a few that belong together: how far one is, what is asked, what is wrong, what there is to
//! choose from. Choosing tells what was chosen; going on is a step of its own (WCAG 2.2, 3.2.2).

use jiff::civil::Date;

use crate::domain::Language;
use crate::domain::survey::definition::Image;
use crate::domain::survey::interview::Page;
use crate::domain::survey::{Kind, Name, Question, Value};
use crate::i18n::{text, text_with};
use crate::kiosk::input::typing as keys;
use crate::kiosk::screen::{Scene, Sheets, frame, words};
use crate::kiosk::theme::{Ink, Space, Step, Weight};
use crate::kiosk::widget::{Choice, Element, Flow, Icon, Pick, Stack, Ui, ranking};

use super::wording::Told;
use super::{Action, Asking, wording};

/// The share of a lying screen's width beside the question.
const BESIDE: f32 = 0.6;

/// The longest words of choices that stand in two columns, letters.
const SHORT: usize = 26;

/// Which sheet is open.
#[derive(Debug, Clone, Copy)]
pub struct State {
    sheets: Sheets,
}

/// From a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// This one is chosen.
    Choose(Name, String),
    /// This one is ticked, or not any more.
    Tick(Name, String),
    /// A step of a scale.
    Rate(Name, f64),
    /// A choice goes up or down.
    Rank(Name, ranking::Message),
    /// The order is right as it stands.
    Ranked(Name),
    /// A day.
    Day(Name, Date),
    /// "I understand", or not after all.
    Acknowledge(Name),
    /// "I prefer not to say", or not after all.
    Decline(Name),
    /// The keyboard is asked for.
    Type(Name),
    /// An assistive technology set the words.
    Write(Name, keys::Message),
    /// It takes so many sheets.
    Counted(usize),
}

impl State {
    /// Open at a sheet, from 0.
    pub fn new(sheet: usize) -> Self {
        Self { sheets: Sheets::new(sheet, sheet + 1) }
    }

    /// Which sheet is open.
    pub fn sheets(&self) -> Sheets {
        self.sheets
    }

    /// Opens a sheet.
    pub fn turn(&mut self, sheet: usize) {
        self.sheets = Sheets::new(sheet, self.sheets.of);
    }

    /// Takes in a message.
    pub fn update(&mut self, message: Message, asking: &mut Asking) -> Action {
        match message {
            Message::Choose(name, choice) => asking.answer(&name, Some(Value::One(choice))),
            Message::Tick(name, choice) => asking.tick(&name, &choice),
            Message::Rate(name, step) => asking.answer(&name, Some(Value::Number(step))),
            Message::Rank(name, message) => asking.rank(&name, message),
            Message::Ranked(name) => {
                if let Some(question) = asking.survey().question(&name) {
                    let order = asking.order(question);
                    asking.answer(&name, Some(Value::Rank(order)));
                }
            }
            Message::Day(name, day) => asking.answer(&name, Some(Value::Date(day))),
            Message::Acknowledge(name) => {
                let taken = asking.interview().value(&name).is_some();
                asking.answer(&name, (!taken).then_some(Value::Acknowledged));
            }
            Message::Decline(name) => asking.decline(&name),
            Message::Type(name) => return Action::Type(name),
            Message::Write(name, message) => asking.write(&name, message),
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                return Action::Counted;
            }
        }
        Action::None
    }

    /// Draws it.
    pub fn view<'a>(&self, scene: &Scene<'_>, asking: &'a Asking) -> Element<'a, Message> {
        let Some(page) = asking.interview().page() else { return scene.ui().column([]).into() };
        let beside = !scene.ui().is_portrait() && !scene.is_tight();
        let ui = match (scene.ui().is_portrait(), beside) {
            (true, _) => scene.ui(),
            (false, true) => scene.ui().within(BESIDE),
            (false, false) => scene.ui().within(frame::BESIDE_THE_BAR),
        };
        let sheet = Sheet { scene, asking, ui };
        let head = sheet.head(&page);
        let flow = ui.paged(sheet.flow(&page), self.sheets.at, Message::Counted);
        let spacing = if scene.is_tight() { Space::Small } else { Space::Medium };
        if beside {
            // The question stands beside its choices, so that these begin at the top.
            let row = ui.row([head.width_portion(4).into(), ui.column([flow]).width_portion(6).fill_height().into()]);
            return row.spacing(Space::Huge).fill_width().fill_height().into();
        }
        ui.column([head.fill_width().into(), flow]).spacing(spacing).fill_width().fill_height().into()
    }
}

/// A page of questions being drawn.
struct Sheet<'s, 'a> {
    scene: &'s Scene<'s>,
    asking: &'a Asking,
    ui: Ui,
}

impl<'a> Sheet<'_, 'a> {
    /// How far, and the title: the question itself or, where letters are large, only how far, for the title
    /// stands on every sheet.
    fn head(&self, page: &Page<'_>) -> Stack<'a, Message> {
        let (ui, scene) = (self.ui, self.scene);
        let progress = self.asking.interview().progress();
        let far = [("at", progress.at.into()), ("of", progress.of.into())];
        let far = text_with(scene.language, "survey-progress", &far);
        if scene.is_tight() {
            return ui.column([ui.heading(1, far)]);
        }
        let far = ui.text(far).ink(Ink::Muted).weight(Weight::Semibold);
        let title = self.title(page);
        let head = ui.column([far.into()]);
        let around = self.around(page).filter(|around| around.words != title.words);
        let around = around.map(|around| around.ui(ui).text(around.words).step(Step::Lead));
        head.push_maybe(around).push(title.ui(ui).heading(1, title.words)).spacing(Space::Small)
    }

    /// What the page is called: its only question, or the group it is.
    fn title(&self, page: &Page<'_>) -> Told {
        match page.questions.as_slice() {
            [only] if !is_note(only) => wording::label(self.asking, only, self.scene),
            _ => {
                self.around(page).unwrap_or_else(|| Told::of(wording::title(self.asking.survey(), self.scene.language)))
            }
        }
    }

    /// What the innermost group with a name is called.
    fn around(&self, page: &Page<'_>) -> Option<Told> {
        let named = page.groups.iter().rev().filter(|group| !group.label.is_empty());
        named.clone().find_map(|group| wording::told(self.asking, &group.label, self.scene))
    }

    /// What there is to read and to answer.
    fn flow(&self, page: &Page<'_>) -> Vec<Flow<'a, Message>> {
        let (ui, scene) = (self.ui, self.scene);
        let mut flow = Vec::new();
        let only = page.questions.len() == 1;
        if scene.is_tight() {
            let around = self.around(page).filter(|around| only && around.words != self.title(page).words);
            flow.extend(around.map(|around| Flow::piece(around.ui(ui).text(around.words))));
        }
        let complaints = self.asking.complaints();
        if let (false, Some(first)) = (only, complaints.first()) {
            // Said at the top, where it is seen at once, and again where it is.
            let question = self.asking.survey().question(&first.of);
            if let Some(question) = question {
                let label = wording::label(self.asking, question, scene);
                let problem = wording::complaint(self.asking, first, scene);
                let private = label.private || problem.private;
                let words = [("question", label.words.into()), ("problem", problem.words.into())];
                let words = text_with(scene.language, "survey-problem-of", &words);
                flow.push(Flow::piece(ui.private(private).alert(Icon::TriangleAlert, words)));
            }
        }
        for question in &page.questions {
            self.question(question, only, &mut flow);
        }
        flow
    }

    /// A question with all that belongs to it.
    fn question(&self, question: &Question, only: bool, flow: &mut Vec<Flow<'a, Message>>) {
        let (ui, scene, asking) = (self.ui, self.scene, self.asking);
        let label = wording::label(asking, question, scene);
        if is_note(question) {
            flow.push(Flow::piece(label.ui(ui).paragraph(label.words.clone())));
        } else if !only || scene.is_tight() {
            flow.push(Flow::piece(label.ui(ui).heading(2, label.words.clone())).keep_with_next());
        }
        if let Some(complaint) = asking.complaint(&question.name) {
            let problem = wording::complaint(asking, complaint, scene);
            let ui = problem.ui(ui);
            flow.push(Flow::piece(if only {
                ui.alert(Icon::TriangleAlert, problem.words)
            } else {
                ui.note(Icon::TriangleAlert, problem.words)
            }));
        }
        let hint = wording::told(asking, &question.hint, scene);
        flow.extend(hint.map(|hint| Flow::piece(hint.ui(ui).paragraph(hint.words))));
        if wording::takes_text(question) {
            flow.push(Flow::piece(ui.paragraph(text(scene.language, "survey-text-cleaned"))));
        }
        flow.extend(question.image.as_ref().map(|image| Flow::piece(self.image(image))));
        if question.read_only {
            let value = asking.interview().value(&question.name);
            let (answer, language) = wording::answer(asking, question, value, scene.language);
            let ui = ui.in_language(language).private(value.is_some() && asking.is_personal(question));
            flow.push(Flow::piece(ui.paragraph(answer)));
        } else {
            self.controls(question, label, flow);
        }
    }

    fn image(&self, image: &Image) -> Element<'a, Message> {
        let alternative = self.alternative(image);
        alternative.ui(self.ui).image(self.asking.picture(&image.file), alternative.words)
    }

    fn alternative(&self, image: &Image) -> Told {
        let words = wording::told(self.asking, &image.alternative, self.scene);
        words.unwrap_or_else(|| Told::of((String::new(), self.scene.language)))
    }

    /// What the question is answered with.
    fn controls(&self, question: &Question, label: Told, flow: &mut Vec<Flow<'a, Message>>) {
        let (ui, asking, scene) = (self.ui, self.asking, self.scene);
        let (name, private) = (&question.name, asking.is_personal(question));
        let (labelled, label) = (label.ui(ui), label.words);
        let value = asking.interview().value(name);
        let declines = question.may_decline.then(|| self.decline(question, value));
        match &question.kind {
            Kind::One(_) | Kind::Many(_) => return self.choices(question, label, labelled, flow),
            Kind::Scale { from, to, step } => {
                let steps = steps(*from, *to, *step);
                let chosen = match value {
                    Some(Value::Number(number)) => steps.iter().position(|step| (step - number).abs() < 1e-6),
                    _ => None,
                };
                let words: Vec<String> = steps.iter().map(|step| number(*step, scene.language)).collect();
                let to = name.clone();
                let on = move |at: usize| Message::Rate(to.clone(), steps.get(at).copied().unwrap_or_default());
                flow.push(Flow::piece(labelled.scale(label, &words, chosen, ["", ""], private, on)));
            }
            Kind::Rank(_) => {
                let order = asking.order(question);
                let offered = asking.interview().choices(question);
                let called = |name: &String| {
                    let choice = offered.iter().find(|choice| choice.name == *name);
                    let words = choice.and_then(|choice| wording::told(asking, &choice.label, scene));
                    words.map_or_else(|| name.clone(), |told| told.words)
                };
                let items: Vec<_> = order.iter().map(|name| (name.clone(), called(name))).collect();
                let to = name.clone();
                let on = move |message| Message::Rank(to.clone(), message);
                let right = matches!(value, Some(Value::Rank(_)));
                // As long as nobody has touched it, the order tells nothing.
                flow.push(labelled.ranking(label, items, private && right, on));
                let right = ui.choice(text(scene.language, "survey-order-right"), right, Pick::Many);
                let right = right.private(private).on_press(Message::Ranked(name.clone()));
                flow.push(Flow::piece(right));
            }
            Kind::Date => {
                let chosen = match value {
                    Some(Value::Date(day)) => Some((*day, words::date(scene.language, *day))),
                    _ => None,
                };
                let today = scene.now.map_or(scene.freshness.as_of, |now| now.date());
                let to = name.clone();
                flow.push(ui.date(label, chosen, today, move |day| Message::Day(to.clone(), day)));
            }
            Kind::Integer | Kind::Decimal | Kind::Line | Kind::Paragraph => {
                let Some(draft) = asking.draft(name) else { return };
                let (to, on) = (name.clone(), Message::Type(name.clone()));
                let entry = labelled.entry(label.clone(), draft).keyed(name.as_str());
                let entry = entry.on(move |message| Message::Write(to.clone(), message)).on_press(on.clone());
                flow.push(Flow::piece(entry));
                let open = text(
                    scene.language,
                    if draft.accepts().is_number() { "survey-open-digits" } else { "survey-open-keyboard" },
                );
                let button = ui.button(Icon::Keyboard, open.clone());
                let button = if asking.only_entry().is_none() {
                    // Several on a page are told apart by what they are for.
                    let said = [("open", open.into()), ("question", label.into())];
                    button.spoken(text_with(scene.language, "survey-open-for", &said))
                } else {
                    button
                };
                flow.push(Flow::piece(button.on_press(on).fill_width()));
            }
            Kind::Acknowledge => {
                let choice = ui.choice(text(scene.language, "survey-acknowledge"), value.is_some(), Pick::Many);
                let choice = choice.private(private).on_press(Message::Acknowledge(name.clone()));
                flow.push(Flow::piece(choice));
            }
            Kind::Note | Kind::Calculation(_) => {}
        }
        flow.extend(declines.map(Flow::piece));
    }

    /// Choices, and "I prefer not to say" as the last of them.
    fn choices(&self, question: &Question, label: String, labelled: Ui, flow: &mut Vec<Flow<'a, Message>>) {
        let (ui, asking, scene) = (self.ui, self.asking, self.scene);
        let (name, private) = (&question.name, asking.is_personal(question));
        let value = asking.interview().value(name);
        let pick = if matches!(question.kind, Kind::Many(_)) { Pick::Many } else { Pick::One };
        let offered = asking.interview().choices(question);
        let mut longest = 0;
        let mut choices: Vec<_> = offered
            .into_iter()
            .map(|choice| {
                let told = wording::told(asking, &choice.label, scene);
                let Told { words, language, .. } =
                    told.unwrap_or_else(|| Told::of((choice.name.clone(), scene.language)));
                longest = longest.max(words.chars().count());
                let (chosen, message) = match value {
                    Some(Value::Many(ticked)) => (ticked.contains(&choice.name), Message::Tick as fn(_, _) -> _),
                    Some(Value::One(chosen)) => (*chosen == choice.name, Message::Choose as fn(_, _) -> _),
                    _ if pick == Pick::Many => (false, Message::Tick as fn(_, _) -> _),
                    _ => (false, Message::Choose as fn(_, _) -> _),
                };
                let shown = ui.in_language(language).choice(words, chosen, pick).private(private);
                let shown = match &choice.image {
                    Some(image) => shown.image(asking.picture(&image.file), self.alternative(image).words),
                    None => shown,
                };
                shown.keyed(format!("{name}-{}", choice.name)).on_press(message(name.clone(), choice.name.clone()))
            })
            .collect();
        if question.may_decline {
            choices.push(self.decline(question, value));
        }
        let columns =
            if !ui.is_portrait() && !scene.is_tight() && choices.len() > 6 && longest <= SHORT { 2 } else { 1 };
        flow.push(labelled.choices(label, pick, choices).columns(columns).into());
    }

    /// "I prefer not to say".
    fn decline(&self, question: &Question, value: Option<&Value>) -> Choice<'a, Message> {
        let pick = if matches!(question.kind, Kind::One(_)) { Pick::One } else { Pick::Many };
        let declined = value == Some(&Value::Declined);
        let choice = self.ui.choice(text(self.scene.language, "survey-decline"), declined, pick);
        let choice = choice.private(self.asking.is_personal(question)).keyed(format!("{}-", question.name));
        choice.on_press(Message::Decline(question.name.clone()))
    }
}

/// Whether it only tells something.
fn is_note(question: &Question) -> bool {
    matches!(question.kind, Kind::Note)
}

/// The steps of a scale.
fn steps(from: f64, to: f64, step: f64) -> Vec<f64> {
    if !(step > 0.0 && from.is_finite() && to.is_finite()) {
        return Vec::new();
    }
    let count = ((to - from) / step + 1e-6).floor().clamp(0.0, 1_000.0) as usize;
    (0..=count).map(|at| from + step * at as f64).collect()
}

/// A step as it is written.
fn number(step: f64, language: Language) -> String {
    let rounded = (step * 1e6).round() / 1e6;
    match language {
        Language::English => rounded.to_string(),
        _ => rounded.to_string().replace('.', ","),
    }
}
