//! A real browser (chromium, driven by chromedriver) as a visitor of the web pages has it: the keyboard, the
//! eyes, and axe-core beside them.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};

#[path = "rules.rs"]
mod rules;
#[path = "webdriver.rs"]
mod webdriver;

pub use rules::Habit;
pub use webdriver::Key;
use webdriver::WebDriver;

/// How long a page may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// More presses of Tab than any page has things to focus.
const MANY: usize = 200;

/// A browser with a profile of its own.
pub struct Browser {
    driver: WebDriver,
    // Dropped after the session, in this order.
    _chromedriver: Group,
    _profile: tempfile::TempDir,
}

/// A process and all it started, which end together.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

/// What a visitor's browser is set to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habits {
    /// Scripts are switched off.
    pub without_script: bool,
    /// Text is twice as large (WCAG 2.2, 1.4.4).
    pub double_text: bool,
}

/// What has the focus.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Focused {
    /// The element: `a`, `button`, `input`, …
    pub tag: String,
    /// Its `type`, `name` and `value`.
    pub kind: String,
    /// See [`Focused::kind`].
    pub name: String,
    /// See [`Focused::kind`].
    pub value: String,
    /// Its id.
    pub id: String,
    /// The words of its label, or its own.
    pub words: String,
}

impl Browser {
    /// A browser as most people have it.
    pub async fn start() -> Self {
        Self::with(Habits::default()).await
    }

    /// A browser set like this.
    pub async fn with(habits: Habits) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let profile = tempfile::tempdir().expect("a temporary folder");
        let (chromedriver, port) = chromedriver();
        let mut args: Vec<String> = [
            "--headless=new",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // A window that nobody looks at is slowed down otherwise, and axe-core waits for its timers.
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding",
            "--hide-scrollbars",
            "--lang=en",
        ]
        .map(str::to_owned)
        .into();
        args.push(format!("--user-data-dir={}", profile.path().display()));
        if rustix::process::geteuid().is_root() {
            args.push("--no-sandbox".into());
        }
        let mut preferences = json!({});
        if habits.without_script {
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        if habits.double_text {
            preferences["webkit.webprefs.default_font_size"] = json!(32);
        }
        let options = json!({ "args": args, "binary": "/usr/bin/chromium", "prefs": preferences });
        let timeouts = json!({ "script": PATIENCE.as_millis() as u64 });
        let wants = json!({ "browserName": "chrome", "timeouts": timeouts, "goog:chromeOptions": options });
        let driver = WebDriver::new(port, wants).await.expect("a browser");
        Self { driver, _chromedriver: chromedriver, _profile: profile }
    }

    /// Ends it in good order; a test that fails ends it anyhow.
    pub async fn quit(self) {
        self.driver.quit().await.expect("quits");
    }

    /// The driver, for what has no word here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Gives the page `width` × `height` CSS pixels, each of `scale` of the screen's.
    pub async fn size(&self, width: u32, height: u32, scale: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Prefers these: `("prefers-color-scheme", "dark")`, `("forced-colors", "active")`.
    pub async fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<_> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    async fn devtools(&self, command: &str, parameters: Value) {
        self.driver.devtools(command, parameters).await.expect("a command of DevTools");
    }

    /// Opens an address.
    pub async fn go(&self, url: &str) {
        self.driver.goto(url).await.expect("opens");
    }

    /// The browser's own "back".
    pub async fn back(&self) {
        self.driver.back().await.expect("goes back");
    }

    /// The browser's own "reload"; a question whether to send a form again is answered with yes.
    pub async fn reload(&self) {
        self.driver.refresh().await.expect("reloads");
    }

    /// The page's title.
    pub async fn title(&self) -> String {
        self.driver.title().await.expect("a title")
    }

    /// All that is read on the page, its main part only.
    pub async fn words(&self) -> String {
        self.run("return document.querySelector('main').innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// The words of the page's first heading.
    pub async fn heading(&self) -> String {
        self.run("return document.querySelector('h1').innerText").await.as_str().unwrap_or_default().trim().to_owned()
    }

    /// Waits until the title holds `words`.
    pub async fn title_with(&self, words: &str) -> String {
        let begin = Instant::now();
        loop {
            let title = self.title().await;
            if title.contains(words) {
                return title;
            }
            assert!(begin.elapsed() < PATIENCE, "waited for a title with \"{words}\", here it is \"{title}\"");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Runs a script beside the page.
    pub async fn run(&self, script: &str) -> Value {
        self.driver.execute(script).await.expect("runs")
    }

    /// Presses a key or types words, into whatever has the focus.
    pub async fn press(&self, keys: impl AsRef<str>) {
        self.driver.press(keys.as_ref()).await.expect("pressed");
    }

    /// Pastes words into whatever has the focus.
    pub async fn paste(&self, words: &str) {
        let pastes = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]); \
                      return document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, \
                      bubbles: true, cancelable: true }))";
        let taken = self.run(&pastes.replace("arguments[0]", &json!(words).to_string())).await;
        assert_eq!(taken, true, "the page refuses what is pasted");
        self.devtools("Input.insertText", json!({ "text": words })).await;
    }

    /// Presses a named key.
    pub async fn key(&self, key: Key) {
        self.press(key.value().to_string()).await;
    }

    /// Presses Enter or the space bar on what leads to another page, and waits for that page.
    pub async fn follow(&self, key: Key) {
        self.run("window.isOld = true").await;
        self.key(key).await;
        let begin = Instant::now();
        loop {
            // In between there may be no document to ask.
            let state = self.driver.execute("return !window.isOld && document.readyState").await;
            if state.is_ok_and(|state| state == "complete") {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "the key led to no other page than \"{}\"", self.title().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What has the focus.
    pub async fn focused(&self) -> Focused {
        const SCRIPT: &str = "
            const it = document.activeElement;
            const words = (element) => (element ? element.innerText || '' : '').trim();
            const label = it.labels && it.labels.length ? words(it.labels[0]) : words(it);
            return { tag: it.tagName.toLowerCase(), kind: it.type || '', name: it.name || '', id: it.id || '',
                     value: String(it.value ?? ''), words: label };";
        serde_json::from_value(self.run(SCRIPT).await).expect("an element")
    }

    /// Presses Tab until something has the focus that `wanted` accepts.
    pub async fn tab_to(&self, what: &str, wanted: impl Fn(&Focused) -> bool) -> Focused {
        let mut passed = Vec::new();
        for _ in 0..MANY {
            self.key(Key::Tab).await;
            let focused = self.focused().await;
            if wanted(&focused) {
                return focused;
            }
            passed.push(format!("{} \"{}\"", focused.tag, focused.words));
        }
        passed.dedup();
        panic!("Tab does not lead to {what}; it passes {passed:?}");
    }

    /// Presses Tab until the button or link with these words has the focus.
    pub async fn tab_to_words(&self, words: &str) -> Focused {
        self.tab_to(words, |focused| focused.words == words && focused.tag != "body").await
    }

    /// Goes to the button or link with these words and presses it.
    pub async fn activate(&self, words: &str) {
        self.tab_to_words(words).await;
        self.follow(Key::Enter).await;
    }

    /// Saves a picture of the whole page.
    pub async fn picture(&self, file: &Path) {
        let wanted = json!({ "captureBeyondViewport": true });
        let answer = self.driver.devtools("Page.captureScreenshot", wanted).await.expect("a picture");
        let data = answer["data"].as_str().expect("base 64");
        let bytes = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, data).expect("base 64");
        std::fs::write(file, bytes).expect("written");
    }

    /// Asserts that axe-core finds nothing: WCAG 2.0 to 2.2, levels A, AA and AAA, and its best practices.
    pub async fn assert_accessible(&self) {
        let axe = tokio::task::spawn_blocking(axe).await.expect("axe-core");
        let mut found = self.look_through(&axe).await;
        if let Err(why) = &found {
            // On a busy machine a run may not come to its end; a page that hinders it does so twice.
            eprintln!("axe-core begins again on \"{}\": {why}", self.title().await);
            found = self.look_through(&axe).await;
        }
        let found = found.unwrap_or_else(|why| panic!("axe-core failed: {why}"));
        let violations: Vec<String> = found["violations"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| {
                let nodes = one["nodes"].as_array().expect("nodes").iter();
                let nodes: Vec<_> = nodes.map(|node| format!("{} {}", node["html"], node["failureSummary"])).collect();
                format!("{}: {}\n    {}", one["id"], one["help"], nodes.join("\n    "))
            })
            .collect();
        // A page on which nothing was looked at would be clean as well.
        assert!(found["passed"].as_u64() > Some(5), "axe-core looked at next to nothing: {found}");
        assert!(violations.is_empty(), "\"{}\":\n  {}", self.title().await, violations.join("\n  "));
    }

    /// Loads axe-core beside the page and lets it look. It is given the page's style sheets by the browser, and
    /// fetches nothing.
    async fn look_through(&self, axe: &str) -> Result<Value, String> {
        const RUN: &str = "
            const done = arguments[arguments.length - 1];
            const tags = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa',
                          'best-practice'];
            axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false,
                                rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } } })
               .then(found => done({ violations: found.violations, passed: found.passes.length }),
                     error => done({ error: String(error) }));";
        self.driver.execute(format!("delete window.axe; {axe}")).await.map_err(|refused| refused.0)?;
        let found = self.driver.execute_async(RUN).await.map_err(|refused| refused.0)?;
        if found["violations"].is_array() { Ok(found) } else { Err(found.to_string()) }
    }

    /// Asserts that the page needs no sideways scrolling (WCAG 2.2, 1.4.10).
    pub async fn assert_fits(&self) {
        let sizes = self.run("const it = document.documentElement; return [it.scrollWidth, it.clientWidth]").await;
        let wider = "return [...document.querySelectorAll('body *')].filter(it => it.getBoundingClientRect().right > \
                     document.documentElement.clientWidth + 1 && !it.closest('.unseen')).map(it => \
                     it.outerHTML.slice(0, 120))";
        if sizes[0].as_u64() > sizes[1].as_u64() {
            panic!("\"{}\" scrolls sideways, {sizes}: {}", self.title().await, self.run(wider).await);
        }
    }
}

/// Starts chromedriver on a port of its own choice.
fn chromedriver() -> (Group, u16) {
    // Asked to end when the test ends, however that happens: it takes its browser with it.
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "TERM", "chromedriver", "--port=0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0);
    let child =
        command.spawn().unwrap_or_else(|error| panic!("cannot start chromedriver (`make test` installs it): {error}"));
    let mut group = Group(child);
    let mut lines = BufReader::new(group.0.stdout.take().expect("its output")).lines();
    let port = lines.find_map(|line| {
        let line = line.expect("readable");
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    // Whatever else it says is read, or it would wait for ever.
    std::thread::spawn(move || lines.for_each(drop));
    (group, port.expect("chromedriver tells its port"))
}

/// axe-core's text.
fn axe() -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/browser-tools");
    let output = Command::new(script).stderr(Stdio::inherit()).output().expect("scripts/browser-tools");
    assert!(output.status.success(), "scripts/browser-tools could not fetch axe-core");
    let file = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    std::fs::read_to_string(file).expect("axe-core")
}
