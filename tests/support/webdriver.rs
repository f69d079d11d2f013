//! A client of the WebDriver protocol (W3C), as far as a test drives a browser: open, press, ask, look.

use std::time::Duration;

use serde_json::{Value, json};

/// How long a command may take: longer than any that chromedriver itself gives up.
const PATIENCE: Duration = Duration::from_secs(90);

/// A session of a browser.
pub struct WebDriver {
    client: reqwest::Client,
    /// The session's address at chromedriver.
    session: String,
}

/// What a browser refused: the protocol's error and message.
#[derive(Debug)]
pub struct Refused(#[allow(dead_code, reason = "shown when a test fails")] pub String);

/// Keys that are no letters, by the protocol's code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "each test presses its own")]
pub enum Key {
    Backspace,
    Tab,
    Enter,
    Escape,
    Space,
    Left,
    Up,
    Right,
    Down,
}

impl Key {
    /// The protocol's character for it.
    pub fn value(self) -> char {
        match self {
            Self::Backspace => '\u{e003}',
            Self::Tab => '\u{e004}',
            Self::Enter => '\u{e007}',
            Self::Escape => '\u{e00c}',
            Self::Space => '\u{e00d}',
            Self::Left => '\u{e012}',
            Self::Up => '\u{e013}',
            Self::Right => '\u{e014}',
            Self::Down => '\u{e015}',
        }
    }
}

impl WebDriver {
    /// A new session at the chromedriver of this port, with these capabilities.
    pub async fn new(port: u16, capabilities: Value) -> Result<Self, Refused> {
        let client =
            reqwest::Client::builder().timeout(PATIENCE).build().map_err(|error| Refused(error.to_string()))?;
        let root = format!("http://127.0.0.1:{port}/session");
        let wanted = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let made = call(client.post(&root).json(&wanted)).await?;
        let id = made["sessionId"].as_str().ok_or_else(|| Refused(made.to_string()))?;
        Ok(Self { session: format!("{root}/{id}"), client })
    }

    async fn post(&self, command: &str, body: Value) -> Result<Value, Refused> {
        call(self.client.post(format!("{}/{command}", self.session)).json(&body)).await
    }

    /// Ends the session and the browser.
    pub async fn quit(self) -> Result<(), Refused> {
        call(self.client.delete(&self.session)).await.map(drop)
    }

    /// Opens an address.
    pub async fn goto(&self, url: &str) -> Result<(), Refused> {
        self.post("url", json!({ "url": url })).await.map(drop)
    }

    /// The browser's own "back".
    pub async fn back(&self) -> Result<(), Refused> {
        self.post("back", json!({})).await.map(drop)
    }

    /// The browser's own "reload".
    pub async fn refresh(&self) -> Result<(), Refused> {
        self.post("refresh", json!({})).await.map(drop)
    }

    /// The page's title.
    pub async fn title(&self) -> Result<String, Refused> {
        let title = call(self.client.get(format!("{}/title", self.session))).await?;
        Ok(title.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script beside the page and gives what it returns.
    pub async fn execute(&self, script: impl AsRef<str>) -> Result<Value, Refused> {
        self.post("execute/sync", json!({ "script": script.as_ref(), "args": [] })).await
    }

    /// Runs a script that ends when it calls its last argument.
    pub async fn execute_async(&self, script: &str) -> Result<Value, Refused> {
        self.post("execute/async", json!({ "script": script, "args": [] })).await
    }

    /// Presses and lifts each key of `keys`, into whatever has the focus.
    pub async fn press(&self, keys: &str) -> Result<(), Refused> {
        let key = |what: &str, key: char| json!({ "type": what, "value": key.to_string() });
        let strokes: Vec<_> = keys.chars().flat_map(|one| [key("keyDown", one), key("keyUp", one)]).collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.post("actions", json!({ "actions": [keyboard] })).await.map(drop)
    }

    /// A command of Chromium's DevTools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value, Refused> {
        self.post("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }
}

async fn call(request: reqwest::RequestBuilder) -> Result<Value, Refused> {
    let refused = |error: reqwest::Error| Refused(error.to_string());
    let response = request.send().await.map_err(refused)?;
    let good = response.status().is_success();
    let mut answer: Value = response.json().await.map_err(refused)?;
    let value = answer["value"].take();
    if good { Ok(value) } else { Err(Refused(value.to_string())) }
}
