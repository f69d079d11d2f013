//! The web pages as people meet them: in a real browser, by keyboard alone, in three languages; and as those
//! meet them who send what no browser sends.
//!
//! With `AQPARAT_PICTURES` set, pictures of the pages are put there, at sizes of a phone and of a computer, in
//! light, dark and forced colours.

#[path = "support/browser.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod browser;
#[path = "support/postgres.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod postgres;
#[path = "support/world.rs"]
#[allow(dead_code, reason = "shared with other journeys")]
mod world;

#[path = "web/asking.rs"]
mod asking;
#[path = "web/bounds.rs"]
mod bounds;
#[path = "web/errors.rs"]
mod errors;
#[path = "web/going_back.rs"]
mod going_back;
#[path = "web/hostile.rs"]
mod hostile;
#[path = "web/kinds.rs"]
mod kinds;
#[path = "web/looks.rs"]
mod looks;
#[path = "web/rules.rs"]
mod rules;
#[path = "web/sending.rs"]
mod sending;

use std::collections::BTreeSet;
use std::path::PathBuf;

use aqparat::domain::Language;
use aqparat::domain::survey::{Name, Survey};
use aqparat::i18n;
use aqparat::server::store::{AnswerRow, Terms};
use aqparat::server::surveys::{terms, xlsform};
use browser::{Browser, Habits, Key};
use world::World;

/// The survey that the ministry's order asks for, as it is shipped.
fn ministry() -> Survey {
    let bytes = include_bytes!("../assets/surveys/stand-accessibility.xlsx");
    let reading = xlsform::read(bytes, "stand-accessibility.xlsx", xlsform::Options { incomplete: false });
    reading.survey.unwrap_or_else(|| panic!("{:?}", reading.faults))
}

/// A survey with a question of every kind.
fn every_kind() -> Survey {
    serde_json::from_str(include_str!("support/every-kind.json")).expect("a survey")
}

/// A centre that asks `survey` on `terms`.
async fn asking_on(survey: &Survey, terms: &Terms) -> World {
    let mut world = World::on_sqlite().await;
    terms::import(&world.centre, survey, &[]).await.expect("imported");
    terms::open(&world.centre, &survey.id, terms).await.expect("opened");
    world.serve().await;
    world
}

/// A centre that asks `survey` everybody.
async fn asking(survey: &Survey) -> World {
    asking_on(survey, &Terms::default()).await
}

/// All that is kept of a survey.
async fn kept(world: &World, survey: &Name) -> Vec<AnswerRow> {
    world.centre.store.all_answers(survey, None, 100).await.expect("read")
}

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// A person at a browser.
struct Person {
    browser: Browser,
    language: Language,
    size: (u32, u32),
}

impl Person {
    /// Someone who reads `language`, with a window of `size`.
    async fn with(habits: Habits, language: Language, size: (u32, u32)) -> Self {
        let browser = Browser::with(habits).await;
        browser.size(size.0, size.1, 1).await;
        Self { browser, language, size }
    }

    fn text(&self, id: &str) -> String {
        i18n::text(self.language, id)
    }

    async fn open(&self, world: &World, path: &str) {
        let mark = if path.contains('?') { '&' } else { '?' };
        self.browser.go(&format!("{}{path}{mark}lang={}", world.url(), self.language)).await;
    }

    /// Presses the button or link of this message.
    async fn activate(&self, id: &str) {
        self.browser.activate(&self.text(id)).await;
    }

    /// Presses the button of the form with this value: `next`, `skip`, `back`, `send`.
    async fn press(&self, button: &str) {
        self.browser.tab_to(button, |focused| focused.name == "do" && focused.value == button).await;
        self.browser.follow(Key::Enter).await;
    }

    /// Goes to the control of this name.
    async fn to(&self, field: &str) {
        self.browser.tab_to(field, |focused| focused.name == field).await;
    }

    /// Begins the survey and answers page after page up to the one with this control.
    async fn begin_up_to(&self, field: &str) {
        self.activate("web-begin").await;
        self.up_to(field).await;
    }

    /// Answers page after page up to the one with this control.
    async fn up_to(&self, field: &str) {
        let is_here = format!("return !!document.querySelector('main [name=\"{field}\"]')");
        while self.browser.run(&is_here).await != true {
            self.answer("Сөздер").await;
        }
    }

    async fn heading_is(&self, id: &str) {
        assert_eq!(self.browser.heading().await, self.text(id), "{}", self.browser.words().await);
    }

    /// Looks at the page as axe-core does, and whether it fits this window and the narrowest.
    async fn look(&self, picture: &str) {
        let browser = &self.browser;
        browser.assert_accessible().await;
        let language = browser.run("return document.documentElement.lang").await;
        assert_eq!(language, self.language.code(), "{}", browser.title().await);
        for (width, height) in [(320, 640), self.size] {
            browser.size(width, height, 1).await;
            browser.assert_fits().await;
        }
        self.take_pictures(picture).await;
    }

    async fn take_pictures(&self, name: &str) {
        let Some(folder) = std::env::var_os("AQPARAT_PICTURES").map(PathBuf::from) else { return };
        let looks = [
            ("light", vec![]),
            ("dark", vec![("prefers-color-scheme", "dark")]),
            ("forced", vec![("forced-colors", "active")]),
        ];
        for (width, height) in [(390, 844), (1280, 900)] {
            self.browser.size(width, height, 1).await;
            for (look, features) in &looks {
                self.browser.prefer(features).await;
                let file = format!("{name}-{}-{width}-{look}.png", self.language);
                self.browser.picture(&folder.join(file)).await;
            }
            self.browser.prefer(&[]).await;
        }
        self.browser.size(self.size.0, self.size.1, 1).await;
    }

    /// Answers the open page by keyboard, with the first choice everywhere and `words`, and presses "Next".
    async fn answer(&self, words: &str) {
        let browser = &self.browser;
        let mut done = BTreeSet::new();
        let mut place = 0;
        loop {
            let focused = browser.tab_to("an answer or the button", |focused| {
                is_answer(&focused.name) || (focused.name == "do" && focused.value == "next")
            });
            let focused = focused.await;
            let is_first = done.insert(focused.name.clone());
            match (focused.tag.as_str(), focused.kind.as_str()) {
                ("button", _) => return browser.follow(Key::Enter).await,
                ("input", "radio") => browser.key(Key::Space).await,
                // One of several is enough, and it is not "I prefer not to say".
                ("input", "checkbox") if is_first => browser.key(Key::Space).await,
                ("input", "checkbox") => {}
                ("select", _) => {
                    place += 1;
                    for _ in 0..place {
                        browser.key(Key::Down).await;
                    }
                }
                ("input", _) if focused.name.starts_with("month.") => browser.press("11").await,
                ("input", _) if focused.name.starts_with("day.") => browser.press("24").await,
                ("input", _) if focused.name.starts_with("year.") => browser.press("2026").await,
                ("input", _) if browser.run("return document.activeElement.inputMode").await != "" => {
                    browser.press("12").await;
                }
                _ => browser.press(words).await,
            }
        }
    }

    /// Answers page after page up to the review, looking at each with `look`, and gives the names of the pages.
    async fn answer_all(&self, words: &str, look: bool) -> Vec<String> {
        let mut pages = Vec::new();
        loop {
            if look {
                self.look(&format!("page-{:02}", pages.len())).await;
            }
            let heading = self.browser.heading().await;
            if heading == self.text("web-review") {
                return pages;
            }
            let title = self.browser.title().await;
            assert!(
                title.contains(heading.lines().next().unwrap_or_default()),
                "\"{title}\" does not say \"{heading}\""
            );
            pages.push(title);
            assert!(pages.len() < 40, "no end: {pages:?}");
            self.answer(words).await;
        }
    }
}

fn is_answer(name: &str) -> bool {
    ["q.", "day.", "month.", "year."].iter().any(|beginning| name.starts_with(beginning))
}
