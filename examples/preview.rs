//! Puts a content folder on a stand without a centre and without signatures, for an editor's or a
//! designer's own desk; and takes pictures of any of its screens without a window.
//!
//! ```text
//! cargo run --example preview -- assets/demonstration /tmp/stand
//! cargo run --bin aqparat-kiosk -- --data /tmp/stand --windowed
//! cargo run --example preview -- assets/demonstration /tmp/stand /tmp/pictures \
//!     screen=home,page:reception/schedule language=kk,ru size=largest look=yellow-on-black \
//!     window=portrait,landscape reach
//! ```
//!
//! Each choice may be a list; a picture is taken of every combination. `screen` is `home`, `help`,
//! `settings`, `idle`, `fault`, `pairing`, `category:ID`, `page:CATEGORY/NAME`, or of a survey with a question of
//! every kind `survey-offer`, `survey:N` (the Nth page, answered; `survey-empty:N` not), `survey-missing:N` (with its complaints), `survey-typing:N`,
//! `survey-review`, `survey-leaving`, `survey-receipt`, `survey-failed` or `survey-pin`, each with `@SHEET` for
//! another sheet than the first; `window` is `portrait`, `landscape` or `WIDTHxHEIGHT`; `diagonal` and
//! `mounting` are those of the panel. `reach`, `speech` and `spacing` switch those on; `focus=N` moves the
//! focus N times.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aqparat::domain::survey::definition::Audience;
use aqparat::domain::{Category, Language, PageKey};
use aqparat::kiosk::access::atspi::Bridge;
use aqparat::kiosk::access::focus::{self, Move};
use aqparat::kiosk::app::{Effect, Message, Moment, Stand};
use aqparat::kiosk::config::{Config, Overrides};
use aqparat::kiosk::content::{Content, ContentError};
use aqparat::kiosk::outbox::OutboxError;
use aqparat::kiosk::screen::survey::{self, offer, question, review};
use aqparat::kiosk::screen::{frame, help, home, page};
use aqparat::kiosk::settings::Change;
use aqparat::kiosk::sync;
use aqparat::kiosk::theme::{Look, Step, TextSize, Theme, Weight, font};
use iced::advanced::graphics::text::font_system;
use iced::advanced::renderer::{Headless as _, Style};
use iced::advanced::widget::operation::{Operation, Outcome, black_box};
use iced::advanced::{clipboard, mouse::Cursor};
use iced::{Event, Pixels, Size, window};
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;

#[path = "../tests/support/content.rs"]
mod content;
#[path = "../tests/support/every_kind.rs"]
mod every_kind;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, data, pictures @ ..] = &arguments[..] else {
        eprintln!("usage: preview FOLDER DATA [PICTURES [CHOICE=VALUE,VALUE...]...]");
        return ExitCode::FAILURE;
    };
    match run(Path::new(folder), Path::new(data), pictures) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("preview: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, data: &Path, pictures: &[String]) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let mut inspectors = every_kind::survey();
    inspectors.survey.audience = Audience::Auditors;
    inspectors.survey.id = "inspectors".parse()?;
    let surveys = [every_kind::survey(), inspectors];
    let content = runtime.block_on(content::fill(folder, data, &surveys, jiff::Timestamp::now()))?;
    println!("release {} of {} is on the stand {}", content.release(), content.body().id, data.display());
    let Some((into, choices)) = pictures.split_first() else { return Ok(()) };
    let choices = Choices::parse(choices)?;
    std::fs::create_dir_all(into)?;
    for screen in choices.of("screen", "home") {
        for language in choices.of("language", "kk") {
            for size in choices.of("size", "standard") {
                for look in choices.of("look", "standard") {
                    for window in choices.of("window", "portrait") {
                        let name = format!("{screen}-{language}-{size}-{look}-{window}").replace(['/', ':', '@'], "-");
                        let mut desk = Desk::new(&choices, &content, &runtime, data, screen, window)?;
                        desk.set_up(&choices, language, size, look)?;
                        desk.go(screen)?;
                        let file = PathBuf::from(into).join(format!("{name}.png"));
                        desk.picture(&file)?;
                        println!("{}", file.display());
                    }
                }
            }
        }
    }
    Ok(())
}

/// What pictures are wanted of.
struct Choices(BTreeMap<String, Vec<String>>);

impl Choices {
    fn parse(arguments: &[String]) -> Result<Self, Box<dyn Error>> {
        const KNOWN: [&str; 11] = [
            "screen", "language", "size", "look", "window", "diagonal", "mounting", "reach", "speech", "spacing",
            "focus",
        ];
        let mut choices = BTreeMap::new();
        for argument in arguments {
            let (name, values) = argument.split_once('=').unwrap_or((argument, ""));
            if !KNOWN.contains(&name) {
                return Err(format!("\"{name}\" is none of {KNOWN:?}").into());
            }
            choices.insert(name.to_owned(), values.split(',').map(str::to_owned).collect());
        }
        Ok(Self(choices))
    }

    fn of<'a>(&'a self, name: &str, usual: &'a str) -> Vec<&'a str> {
        self.0.get(name).map_or_else(|| vec![usual], |values| values.iter().map(String::as_str).collect())
    }

    fn one(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|values| values.first()).map(String::as_str)
    }
}

/// A stand, and a window that is only in memory.
struct Desk<'a> {
    runtime: &'a tokio::runtime::Runtime,
    stand: Stand,
    now: Moment,
    renderer: iced::Renderer,
    cache: Option<Cache>,
}

impl<'a> Desk<'a> {
    fn new(
        choices: &Choices,
        content: &Content,
        runtime: &'a tokio::runtime::Runtime,
        data: &Path,
        screen: &str,
        window: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let window = match window {
            "portrait" => Size::new(1080.0, 1920.0),
            "landscape" => Size::new(1920.0, 1080.0),
            other => {
                let (width, height) = other.split_once('x').ok_or("window: give WIDTHxHEIGHT")?;
                Size::new(width.parse()?, height.parse()?)
            }
        };
        let mut config = Config::read(data, Overrides::default())?;
        config.survey.auditor_pin = Some("270493".to_owned().try_into()?);
        if let Some(inches) = choices.one("diagonal") {
            config.panel.diagonal_inches = inches.parse()?;
        }
        if let Some(height) = choices.one("mounting") {
            config.panel.mounting_height = height.parse()?;
        }
        // A minute after the content was published.
        let now = Moment { steady: Instant::now(), wall: jiff::Timestamp::now() + Duration::from_secs(60) };
        let content = (!screen.starts_with("pairing")).then(|| content.clone());
        let stand = Stand::new(config, content, window, now);
        for source in font::embedded() {
            font_system().write().map_err(|error| error.to_string())?.load_font(source);
        }
        let size = Pixels(stand.theme().font_size(Step::Body));
        let renderer = iced::Renderer::new(font::text(Weight::Regular), size);
        Ok(Self { runtime, stand, now, renderer, cache: None })
    }

    fn set_up(&mut self, choices: &Choices, language: &str, size: &str, look: &str) -> Result<(), Box<dyn Error>> {
        let language = Language::from_code(language).ok_or("language: kk, ru or en")?;
        let size = TextSize::ALL.into_iter().find(|one| one.id() == size).ok_or("size: small to largest")?;
        let look = Look::ALL.into_iter().find(|one| one.id() == look).ok_or("look: standard to low-glare")?;
        self.happens(Message::Frame(frame::Message::Language(language)));
        let mut changes = vec![Change::TextSize(size), Change::Look(look)];
        let has = |name| choices.0.contains_key(name);
        changes.extend(has("reach").then_some(Change::Reach(true)));
        changes.extend(has("speech").then_some(Change::Speech(true)));
        changes.extend(has("spacing").then_some(Change::Spacing(true)));
        for change in changes {
            self.happens(Message::Frame(frame::Message::Set(change)));
        }
        self.look()?;
        for _ in 0..choices.one("focus").map_or(Ok(0), str::parse)? {
            self.draw(Some(Move::Next))?;
        }
        Ok(())
    }

    /// Opens a screen, and a sheet of it.
    fn go(&mut self, screen: &str) -> Result<(), Box<dyn Error>> {
        let (screen, sheet) = screen.split_once('@').unwrap_or((screen, "1"));
        let (kind, what) = screen.split_once(':').unwrap_or((screen, ""));
        let key = |name: &str| -> Result<PageKey, Box<dyn Error>> {
            Ok(format!("{name}.{}", self.stand.language().code()).parse()?)
        };
        match kind {
            "home" => {}
            "help" => self.happens(Message::Frame(frame::Message::Help)),
            "settings" => self.happens(Message::Frame(frame::Message::Settings)),
            "category" => {
                let category = Category::ALL.into_iter().find(|one| one.id() == what).ok_or("no such category")?;
                self.happens(Message::Home(home::Message::Open(category)));
            }
            "page" => {
                let key = key(what)?;
                self.happens(Message::Home(home::Message::Read(key)));
            }
            "fault" => {
                let key = key("reception/schedule")?;
                let release = self.stand.release().ok_or("no content")?;
                self.stand.update(Message::Home(home::Message::Read(key.clone())), self.now);
                let place = self.stand.place().clone();
                self.happens(Message::Loaded { place, release, result: Err(ContentError::NoPage(key)) });
            }
            "idle" => {
                self.happens(Message::Sign);
                self.now.steady += Duration::from_secs(181);
                self.happens(Message::Tick);
            }
            kind if kind.starts_with("survey") => self.survey(kind, what)?,
            "pairing" => self.happens(Message::Sync(sync::Event::Pairing { code: Some("4827-1953".to_owned()) })),
            other => return Err(format!("screen: no \"{other}\"").into()),
        }
        self.look()?;
        for _ in 1..sheet.parse()? {
            self.happens(Message::Frame(frame::Message::Next));
            self.look()?;
        }
        Ok(())
    }

    /// A part of the survey.
    fn survey(&mut self, part: &str, page: &str) -> Result<(), Box<dyn Error>> {
        if part == "survey-pin" {
            self.happens(Message::Frame(frame::Message::Help));
            self.look()?;
            self.happens(Message::Help(help::Message::Inspect));
            return Ok(());
        }
        self.happens(Message::Home(home::Message::Answer("every-kind".parse()?)));
        if part == "survey-offer" {
            return Ok(());
        }
        self.happens(Message::Survey(survey::Message::Offer(offer::Message::Begin)));
        let last = if page.is_empty() { 99 } else { page.parse()? };
        for _ in 1..last {
            self.answer();
            let here = self.page();
            if here.is_none() {
                break;
            }
            // However many sheets it has.
            for _ in 0..20 {
                self.look()?;
                self.happens(Message::Frame(frame::Message::Next));
                if self.page() != here {
                    break;
                }
            }
            self.look()?;
        }
        match part {
            "survey" => self.answer(),
            "survey-empty" => {}
            "survey-missing" => {
                while self.stand.sheets().next().is_some() {
                    self.happens(Message::Frame(frame::Message::Next));
                }
                self.happens(Message::Frame(frame::Message::Next));
            }
            "survey-typing" => {
                self.answer();
                let entry = self.stand.asking().and_then(|asking| asking.only_entry()).ok_or("nothing to type")?;
                self.happens(Message::Survey(survey::Message::Question(question::Message::Type(entry))));
            }
            "survey-review" => {}
            "survey-leaving" => self.happens(Message::Frame(frame::Message::Home)),
            "survey-receipt" | "survey-failed" => {
                let send = review::Message::Send;
                let effects = self.stand.update(Message::Survey(survey::Message::Review(send)), self.now);
                for effect in effects {
                    let Effect::Keep { response, .. } = effect else { continue };
                    let result = if part == "survey-failed" { Err(OutboxError::Full) } else { Ok(()) };
                    self.happens(Message::Kept { id: response.id, result });
                }
            }
            other => return Err(format!("screen: no \"{other}\"").into()),
        }
        Ok(())
    }

    /// Which page of the survey is open, from 1; none: another part.
    fn page(&self) -> Option<usize> {
        let interview = self.stand.asking()?.interview();
        interview.page().map(|_| interview.progress().at)
    }

    /// Answers the open page.
    fn answer(&mut self) {
        let answers = self.stand.asking().map(every_kind::answers).unwrap_or_default();
        for answer in answers {
            self.happens(Message::Survey(survey::Message::Question(answer)));
        }
    }

    fn happens(&mut self, message: Message) {
        for effect in self.stand.update(message, self.now) {
            if let Effect::Load { content, key, place } = effect {
                let release = content.release();
                let result = self.runtime.block_on(page::load(content, key)).map(Arc::new);
                self.happens(Message::Loaded { place, release, result });
            }
        }
    }

    /// Looks until nothing changes any more.
    fn look(&mut self) -> Result<(), Box<dyn Error>> {
        for _ in 0..5 {
            let messages = self.draw(None)?;
            if messages.is_empty() {
                return Ok(());
            }
            messages.into_iter().for_each(|message| self.happens(message));
        }
        Err("the screen does not come to rest".into())
    }

    fn draw(&mut self, movement: Option<Move>) -> Result<Vec<Message>, Box<dyn Error>> {
        let theme: Theme = self.stand.theme();
        let bridge = Bridge::closed();
        let view = self.stand.window(&bridge);
        let cache = self.cache.take().unwrap_or_default();
        let mut interface = UserInterface::build(view, theme.window(), cache, &mut self.renderer);
        let mut next: Option<Box<dyn Operation<bool>>> =
            movement.map(|movement| Box::new(focus::operation(movement)) as _);
        while let Some(mut operation) = next.take() {
            interface.operate(&self.renderer, &mut black_box(operation.as_mut()));
            if let Outcome::Chain(chained) = operation.finish() {
                next = Some(chained);
            }
        }
        let mut messages = Vec::new();
        let redraw = Event::Window(window::Event::RedrawRequested(Instant::now()));
        let none = Cursor::Unavailable;
        let _ = interface.update(&[redraw], none, &mut self.renderer, &mut clipboard::Null, &mut messages);
        interface.draw(&mut self.renderer, &theme, &Style { text_color: theme.palette().text }, none);
        self.cache = Some(interface.into_cache());
        Ok(messages)
    }

    fn picture(&mut self, file: &Path) -> Result<(), Box<dyn Error>> {
        self.look()?;
        let theme = self.stand.theme();
        let size = Size::new(theme.window().width as u32, theme.window().height as u32);
        let pixels = self.renderer.screenshot(size, 1.0, theme.palette().background);
        let picture = image::RgbaImage::from_raw(size.width, size.height, pixels).ok_or("no picture")?;
        picture.save(file)?;
        Ok(())
    }
}
