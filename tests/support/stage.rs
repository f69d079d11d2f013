//! A stage for real-window journeys on a machine without a screen: a virtual display with a window
//! manager, a session bus with the accessibility bus enabled, and the keys, eyes and assistive
//! client of a visitor.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A child that ends when the test does, however it ends.
pub struct Guard(pub Child);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Guard {
    /// Ends the child as a power cut would.
    pub fn kill(mut self) {
        self.0.kill().expect("kill");
        self.0.wait().expect("wait");
    }
}

/// Waits until `ready` gives something, or fails the test after `limit`.
pub fn wait_for<T>(what: &str, limit: Duration, mut ready: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = ready() {
            return value;
        }
        assert!(start.elapsed() < limit, "waited {limit:?} for {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The X code of the keys F13 to F24. The usual map has no such names: asked for one, xdotool lends it to a spare
/// key for the time of the stroke, and a program that reads the map a moment later finds no meaning for the key.
fn high_function_key(key: &str) -> Option<u8> {
    let number: u8 = key.strip_prefix('F')?.parse().ok()?;
    (13..=24).contains(&number).then(|| number - 13 + 191)
}

/// Starts `command`, or fails the test saying which package brings it.
pub fn start(command: &mut Command) -> Guard {
    let name = command.get_program().to_string_lossy().into_owned();
    Guard(command.spawn().unwrap_or_else(|error| panic!("cannot start {name} (`make test` installs it): {error}")))
}

/// The virtual display and buses.
pub struct Stage {
    display: String,
    bus: String,
    framebuffer: tempfile::TempDir,
    environment: Vec<(&'static str, String)>,
    _children: Vec<Guard>,
}

impl Stage {
    /// Sets a stage of `width` × `height` pixels.
    pub fn new(width: u32, height: u32) -> Self {
        let framebuffer = tempfile::tempdir().expect("temporary folder");
        let mut server = Command::new("Xvfb");
        server
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .arg("-fbdir")
            .arg(framebuffer.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = start(&mut server);
        let display = format!(":{}", first_line(&mut server));

        let mut daemon = Command::new("dbus-daemon");
        // The sockets of the buses and of speech lie in the runtime folder: each stage has its own, for
        // what the bus starts by itself too. Stages that share one end each other's accessibility.
        daemon.env("XDG_RUNTIME_DIR", framebuffer.path());
        daemon.args(["--session", "--nofork", "--print-address"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daemon = start(&mut daemon);
        let bus = first_line(&mut daemon);

        let mut stage = Self { display, bus, framebuffer, environment: Vec::new(), _children: vec![server, daemon] };
        let mut manager = start(stage.command("openbox").stderr(Stdio::null()));
        // A window that comes while the manager is starting may never be shown, or never fullscreen.
        wait_for("the window manager", Duration::from_secs(10), || {
            if manager.0.try_wait().is_ok_and(|ended| ended.is_some()) {
                // A display that has just opened may refuse its first client.
                manager = start(stage.command("openbox").stderr(Stdio::null()));
            }
            let asked = stage.command("xprop").args(["-root", "_NET_SUPPORTING_WM_CHECK"]).output().expect("xprop");
            String::from_utf8_lossy(&asked.stdout).contains("window id").then_some(())
        });
        let launcher =
            start(stage.command("/usr/libexec/at-spi-bus-launcher").arg("--launch-immediately").stderr(Stdio::null()));
        stage._children.extend([manager, launcher]);
        // As a session with an assistive technology has it; a stand exports its tree only then.
        wait_for("the accessibility bus", Duration::from_secs(10), || {
            let enable = "dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus \
                 org.freedesktop.DBus.Properties.Set string:org.a11y.Status string:IsEnabled variant:boolean:true";
            let done = stage.command("sh").args(["-c", enable]).output().expect("dbus-send");
            done.status.success().then_some(())
        });
        stage
    }

    /// What every command that runs on this stage finds in its environment.
    pub fn environment(&mut self, name: &'static str, value: impl Into<String>) {
        self.environment.push((name, value.into()));
    }

    /// A command that runs on this stage.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("XDG_RUNTIME_DIR", self.framebuffer.path())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("AT_SPI_BUS_ADDRESS");
        command
    }

    /// Presses keys one after the other, by their X names: `Tab`, `Return`, `Escape`, `Down`.
    pub fn keys(&self, keys: &[&str]) {
        for key in keys {
            let code = high_function_key(key).map(|code| code.to_string());
            let press = ["key", "--clearmodifiers", code.as_deref().unwrap_or(key)];
            let done = self.command("xdotool").args(press).output().expect("xdotool");
            assert!(done.status.success(), "xdotool key {key}: {}", text(&done));
            std::thread::sleep(Duration::from_millis(60));
        }
    }

    /// Presses and releases at a point of the screen.
    pub fn click(&self, x: f64, y: f64) {
        let done = self
            .command("xdotool")
            .args(["mousemove", &format!("{x:.0}"), &format!("{y:.0}"), "click", "1"])
            .output()
            .expect("xdotool");
        assert!(done.status.success(), "{}", text(&done));
    }

    /// Moves the pointer, which is a finger to the stand, and presses or lifts it: `mousemove`, `mousedown`,
    /// `mouseup` and the like, as xdotool knows them.
    pub fn pointer(&self, steps: &[&str]) {
        let done = self.command("xdotool").args(steps).output().expect("xdotool");
        assert!(done.status.success(), "xdotool {steps:?}: {}", text(&done));
    }

    /// Takes a picture of the whole screen as PNG.
    pub fn picture(&self, file: &Path) {
        let done = self.command("import").args(["-window", "root"]).arg(file).output().expect("import");
        assert!(done.status.success(), "{}", text(&done));
    }

    /// Every eighth row of the screen as it is now, read from the display's own memory: cheap
    /// enough to ask every millisecond.
    pub fn frame(&self) -> Frame {
        let file = File::open(self.framebuffer.path().join("Xvfb_screen0")).expect("framebuffer");
        let mut header = [0; 100];
        file.read_exact_at(&mut header, 0).expect("XWD header");
        let field = |index: usize| {
            let bytes = [header[index * 4], header[index * 4 + 1], header[index * 4 + 2], header[index * 4 + 3]];
            u64::from(u32::from_be_bytes(bytes))
        };
        let (header_size, height, stride, colours) = (field(0), field(5), field(12), field(19));
        let mut pixels = Vec::new();
        let mut row = vec![0; usize::try_from(stride).expect("a row fits")];
        for y in (0..height).step_by(8) {
            // A colour map entry of the XWD format takes 12 bytes.
            file.read_exact_at(&mut row, header_size + colours * 12 + y * stride).expect("a row");
            pixels.extend(row.chunks_exact(4).map(|p| [p[0], p[1], p[2]]));
        }
        Frame { pixels, width: usize::try_from(stride / 4).expect("a width fits") }
    }

    /// How many different colours the screen shows now: a blank screen has one.
    pub fn colours(&self) -> usize {
        self.frame().pixels.into_iter().collect::<std::collections::BTreeSet<_>>().len()
    }

    /// What an assistive technology in another process sees of the stand: the nodes in reading order.
    pub fn nodes(&self) -> Vec<Node> {
        let done = self.assistive(&["tree"]);
        serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&done)))
    }

    /// The nodes, once `found` holds of them; fails the test with what was there instead.
    pub fn nodes_when(&self, what: &str, found: impl Fn(&[Node]) -> bool) -> Vec<Node> {
        let start = Instant::now();
        loop {
            let nodes = self.nodes();
            if found(&nodes) {
                return nodes;
            }
            if start.elapsed() > Duration::from_secs(20) {
                let seen: Vec<_> = nodes.iter().map(|n| format!("{} {:?}", n.role, n.name)).collect();
                panic!("waited 20 s for {what}; an assistive client sees:\n{}", seen.join("\n"));
            }
            std::thread::sleep(Duration::from_millis(150));
        }
    }

    /// Activates the control of that name as an assistive technology does.
    pub fn activate(&self, name: &str) {
        let done = self.assistive(&["activate", name]);
        if !done.status.success() {
            let seen: Vec<_> = self.nodes().iter().map(|n| format!("{} {:?}", n.role, n.name)).collect();
            panic!("activate {name:?}: {}; an assistive client sees:\n{}", text(&done), seen.join("\n"));
        }
    }

    /// Gives the keyboard focus to the control of that name as an assistive technology does.
    pub fn focus(&self, name: &str) {
        let done = self.assistive(&["focus", name]);
        assert!(done.status.success(), "focus {name:?}: {}", text(&done));
    }

    /// Sets the value of the control of that name as an assistive technology does.
    pub fn set(&self, name: &str, value: f64) {
        let done = self.assistive(&["set", name, &value.to_string()]);
        assert!(done.status.success(), "set {name:?}: {}", text(&done));
    }

    /// Gives the entry of that name these words as an assistive technology does.
    pub fn write(&self, name: &str, words: &str) {
        let done = self.assistive(&["write", name, words]);
        assert!(done.status.success(), "write {name:?}: {}", text(&done));
    }

    /// Every entry an assistive technology finds, with what it holds.
    pub fn entries(&self) -> Vec<Entry> {
        let done = self.assistive(&["entries"]);
        serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&done)))
    }

    /// Does a whole visit as an assistive technology: `NAME` activates a control, `=TITLE` waits for a screen,
    /// `NAME=>TITLE` activates the control until that screen comes.
    pub fn visit(&self, steps: &[&str]) {
        let done = self.assistive(&[&["visit"], steps].concat());
        assert!(done.status.success(), "{steps:?}: {}", text(&done));
    }

    /// Every passage of text an assistive technology finds, with the language it is told, in reading
    /// order.
    pub fn texts(&self) -> Vec<(String, String)> {
        let done = self.assistive(&["texts"]);
        serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&done)))
    }

    /// The tables an assistive technology finds.
    pub fn tables(&self) -> Vec<Table> {
        let done = self.assistive(&["tables"]);
        serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&done)))
    }

    /// An assistive technology that listens from now on, for `limit` at most.
    pub fn watch(&self, limit: Duration) -> Watch {
        let mut client = self.client();
        client.args(["watch", &limit.as_secs().to_string()]).stdout(Stdio::piped());
        let mut client = start(&mut client);
        let lines = BufReader::new(client.0.stdout.take().expect("piped")).lines();
        let (sender, events) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let event = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
                if sender.send(event).is_err() {
                    break;
                }
            }
        });
        let mut watch = Watch { _client: client, events, heard: Vec::new() };
        watch.until("the client to listen", |event| event.event == "ready");
        watch
    }

    fn assistive(&self, args: &[&str]) -> Output {
        self.client().args(args).output().expect("python3")
    }

    fn client(&self) -> Command {
        // Debian's own interpreter: the package python3-pyatspi belongs to it.
        let mut command = self.command("/usr/bin/python3");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/assistive.py"));
        command
    }
}

/// What an assistive technology is told while it listens.
pub struct Watch {
    _client: Guard,
    events: std::sync::mpsc::Receiver<Event>,
    heard: Vec<Event>,
}

impl Watch {
    /// Waits for an event of which `wanted` holds among those told since the last [`Self::forget`], in
    /// whatever order they came; fails the test with what was told instead.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&Event) -> bool) -> Event {
        let limit = Instant::now() + Duration::from_secs(20);
        let mut looked_at = 0;
        loop {
            if let Some(found) = self.heard[looked_at..].iter().find(|event| wanted(event)) {
                return found.clone();
            }
            looked_at = self.heard.len();
            match self.events.recv_timeout(limit.saturating_duration_since(Instant::now())) {
                Ok(event) => self.heard.push(event),
                Err(error) => panic!("waited for {what} ({error}); an assistive client was told {:#?}", self.heard),
            }
        }
    }

    /// Forgets what was told until now.
    pub fn forget(&mut self) {
        self.heard.clear();
        while self.events.try_recv().is_ok() {}
    }
}

/// Something the stand told of itself.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Event {
    /// Its AT-SPI name: `object:announcement`.
    pub event: String,
    /// The role of the node it tells of.
    pub role: String,
    /// The name of that node.
    pub name: String,
    /// Its first number: 1 for a state that began, 0 for one that ended; how urgent an announcement is.
    pub detail: i64,
    /// What it says.
    pub text: String,
}

/// A table as an assistive technology sees it over AT-SPI.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Table {
    /// Its caption.
    pub name: String,
    /// Its rows; the first is that of the headers, where it has one.
    pub rows: Vec<Row>,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Row {
    /// What heads it.
    pub name: String,
    /// Its place, from 1.
    pub place: String,
    /// Of how many.
    pub of: String,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell of a [`Row`].
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Cell {
    /// AT-SPI role name: `table cell`, `column header`.
    pub role: String,
    /// What it says.
    pub name: String,
    /// What heads its column.
    pub header: String,
    /// Its place in the row, from 1.
    pub place: String,
}

/// A place to enter something, as an assistive technology sees it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Entry {
    /// AT-SPI role name: `entry`, `password text`.
    pub role: String,
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// What a screen showed at a moment, every eighth row of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    pixels: Vec<[u8; 3]>,
    width: usize,
}

impl Frame {
    /// The share of points, 0 to 1, that have this colour.
    pub fn share_of(&self, colour: [u8; 3]) -> f64 {
        let [red, green, blue] = colour;
        // The display keeps blue first.
        let same = self.pixels.iter().filter(|pixel| **pixel == [blue, green, red]).count();
        same as f64 / self.pixels.len() as f64
    }

    /// The share of points, 0 to 1, at which two frames of one size differ, leaving out the upper
    /// `skip` share of the screen (where the clock is).
    pub fn difference(&self, other: &Self, skip: f64) -> f64 {
        let rows = self.pixels.len() / self.width;
        let first = (rows as f64 * skip) as usize * self.width;
        let (mine, others) = (&self.pixels[first..], &other.pixels[first..]);
        let different = mine.iter().zip(others).filter(|(a, b)| a != b).count();
        different as f64 / mine.len() as f64
    }
}

/// A node as an assistive technology sees it over AT-SPI.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Node {
    /// AT-SPI role name: `push button`, `heading`.
    pub role: String,
    /// Its name.
    pub name: String,
    /// What is said besides the name.
    pub description: String,
    /// Left, top, width, height on the screen.
    pub bounds: [f64; 4],
    /// States such as `focused`, `selected`.
    pub states: Vec<String>,
    /// Object attributes such as `posinset`.
    pub attributes: std::collections::BTreeMap<String, String>,
    /// The least, the present and the greatest value, where it has one.
    pub value: Option<[f64; 3]>,
}

impl Node {
    /// Whether it has the keyboard focus.
    pub fn is_focused(&self) -> bool {
        self.is("focused")
    }

    /// Whether it is in that state: `pressed`, `enabled`.
    pub fn is(&self, state: &str) -> bool {
        self.states.iter().any(|it| it == state)
    }

    /// The level of a heading, by the abbreviation that braille displays show of it.
    pub fn level(&self) -> Option<u8> {
        self.attributes.get("brailleroledescription")?.strip_prefix('h')?.parse().ok()
    }
}

/// Whether some node has that name.
pub fn has(nodes: &[Node], name: &str) -> bool {
    nodes.iter().any(|node| node.name.contains(name))
}

fn first_line(guard: &mut Guard) -> String {
    let stdout = guard.0.stdout.take().expect("piped");
    let mut reader = BufReader::new(stdout);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a line");
    // Keep draining, so that the child never stops on a full pipe.
    std::thread::spawn(move || {
        let _ = reader.read_to_end(&mut Vec::new());
    });
    line.trim().to_owned()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
