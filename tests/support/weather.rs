//! A web server with bad weather at will: it serves a release repository and the centre's calls as
//! they are, until it is told to refuse, stall, cut short, spoil or lie. It counts every byte.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What goes wrong with an answer.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The connection is closed without an answer.
    Hangup,
    /// Another answer: status, header lines, body.
    Answer(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// So many bytes of the body, then silence.
    Stall(usize),
    /// So many bytes of the body, then the connection is closed.
    Truncate(usize),
    /// A byte at a time, with this pause in between.
    Drip(Duration),
    /// One byte of the body is another.
    Corrupt,
    /// More bytes than there should be, said openly.
    Oversize,
    /// More bytes than there should be, without saying how many.
    OversizeUnsaid,
}

impl Fault {
    /// An error status.
    pub fn status(code: u16) -> Self {
        Self::Answer(code, Vec::new(), b"no".to_vec())
    }

    /// An error status that asks to wait.
    pub fn later(code: u16, retry_after: &str) -> Self {
        Self::Answer(code, vec![("retry-after", retry_after.into())], Vec::new())
    }

    /// A captive portal's page.
    pub fn portal() -> Self {
        let page = b"<!doctype html><title>Welcome to the Wi-Fi</title>".to_vec();
        Self::Answer(200, vec![("content-type", "text/html; charset=utf-8".into())], page)
    }
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Method and path.
    pub line: String,
    /// Headers, names in lower case.
    pub headers: HashMap<String, String>,
    /// The body.
    pub body: String,
    /// When.
    pub at: Instant,
}

/// Answers one of the centre's own calls: status and JSON.
pub type Api = Box<dyn Fn(&Seen) -> (u16, String) + Send>;

struct Rule {
    path: String,
    fault: Fault,
    left: u32,
}

#[derive(Default)]
struct State {
    repository: PathBuf,
    rules: Mutex<Vec<Rule>>,
    seen: Mutex<Vec<Seen>>,
    api: Mutex<Option<Api>>,
    hints: Mutex<Vec<String>>,
    bytes: AtomicU64,
    closed: AtomicBool,
}

/// The server.
pub struct Weather {
    port: u16,
    state: Arc<State>,
}

impl Drop for Weather {
    fn drop(&mut self) {
        self.state.closed.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Weather {
    /// Serves `repository` under `/releases/`, in fair weather.
    pub fn over(repository: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bind");
        let port = listener.local_addr().expect("address").port();
        let state = Arc::new(State { repository: repository.to_owned(), ..State::default() });
        let shared = state.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if shared.closed.load(Ordering::Relaxed) {
                    break;
                }
                let shared = shared.clone();
                std::thread::spawn(move || shared.serve(client));
            }
        });
        Self { port, state }
    }

    /// Its address.
    pub fn url(&self) -> reqwest::Url {
        format!("http://127.0.0.1:{}/", self.port).parse().expect("an address")
    }

    /// The next `times` requests whose path contains `path` meet `fault`.
    pub fn set(&self, path: &str, fault: Fault, times: u32) {
        self.state.rules.lock().expect("rules").push(Rule { path: path.into(), fault, left: times });
    }

    /// Fair weather again.
    pub fn clear(&self) {
        self.state.rules.lock().expect("rules").clear();
    }

    /// How the centre's own calls are answered.
    pub fn centre(&self, api: impl Fn(&Seen) -> (u16, String) + Send + 'static) {
        *self.state.api.lock().expect("api") = Some(Box::new(api));
    }

    /// Tells every listener.
    pub fn hint(&self, release: u64) {
        let hint = format!("event: publish\ndata: {{\"body\":\"almaly\",\"release\":{release}}}\n\n");
        self.state.hints.lock().expect("hints").push(hint);
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().expect("seen").clone()
    }

    /// The requests so far whose line contains `what`.
    pub fn count(&self, what: &str) -> usize {
        self.seen().iter().filter(|seen| seen.line.contains(what)).count()
    }

    /// Forgets what was counted, and gives it: requests, and bytes both ways with all headers.
    pub fn take(&self) -> (usize, u64) {
        let requests = std::mem::take(&mut *self.state.seen.lock().expect("seen")).len();
        (requests, self.state.bytes.swap(0, Ordering::Relaxed))
    }
}

impl State {
    fn serve(&self, client: TcpStream) {
        let mut writer = client.try_clone().expect("clone");
        let mut reader = BufReader::new(client);
        while let Some(seen) = self.request(&mut reader) {
            if !self.answer(&mut writer, &seen) {
                break;
            }
        }
        let _ = writer.shutdown(std::net::Shutdown::Both);
    }

    fn request(&self, reader: &mut impl BufRead) -> Option<Seen> {
        let mut line = String::new();
        let mut headers = HashMap::new();
        let mut first = String::new();
        loop {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            self.bytes.fetch_add(line.len() as u64, Ordering::Relaxed);
            let text = line.trim_end();
            if first.is_empty() {
                first = text.trim_end_matches(" HTTP/1.1").to_owned();
            } else if text.is_empty() {
                break;
            } else if let Some((name, value)) = text.split_once(':') {
                headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
            }
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        self.bytes.fetch_add(length as u64, Ordering::Relaxed);
        let body = String::from_utf8_lossy(&body).into_owned();
        let seen = Seen { line: first, headers, body, at: Instant::now() };
        self.seen.lock().expect("seen").push(seen.clone());
        Some(seen)
    }

    fn fault(&self, line: &str) -> Option<Fault> {
        let mut rules = self.rules.lock().expect("rules");
        let rule = rules.iter_mut().find(|rule| rule.left > 0 && line.contains(&rule.path))?;
        rule.left -= 1;
        Some(rule.fault.clone())
    }

    /// False when the connection is to be closed.
    fn answer(&self, to: &mut TcpStream, seen: &Seen) -> bool {
        let fault = self.fault(&seen.line);
        match fault {
            Some(Fault::Hangup) => return false,
            Some(Fault::Answer(code, headers, body)) => return self.send(to, code, &headers, &body, body.len()),
            _ => {}
        }
        let path = seen.line.split(' ').nth(1).unwrap_or_default();
        if let Some(path) = path.strip_prefix("/releases/") {
            return self.file(to, seen, path, fault);
        }
        if path == "/api/v1/events" && seen.headers.get("authorization").is_some_and(|a| a.contains("secret")) {
            return self.listen(to);
        }
        let api = self.api.lock().expect("api");
        let (code, body) = api.as_ref().map_or((404, "{}".to_owned()), |api| api(seen));
        drop(api);
        self.send(to, code, &[("aqparat-centre", "test".into())], body.as_bytes(), body.len())
    }

    fn file(&self, to: &mut TcpStream, seen: &Seen, path: &str, fault: Option<Fault>) -> bool {
        let Ok(whole) = std::fs::read(self.repository.join(path)) else {
            return self.send(to, 404, &[], b"", 0);
        };
        let etag = format!("\"{}\"", &aqparat::release::Digest::of(&whole).to_string()[..16]);
        if seen.headers.get("if-none-match") == Some(&etag) {
            return self.send(to, 304, &[("etag", etag)], b"", 0);
        }
        let mut headers = vec![("etag", etag)];
        let from = seen.headers.get("range").and_then(|range| {
            range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok().filter(|from| *from < whole.len())
        });
        let mut body = whole[from.unwrap_or(0)..].to_vec();
        let code = if let Some(from) = from {
            headers.push(("content-range", format!("bytes {from}-{}/{}", whole.len() - 1, whole.len())));
            206
        } else {
            200
        };
        let length = body.len();
        match fault {
            Some(Fault::Corrupt) => {
                body[length / 2] ^= 1;
                self.send(to, code, &headers, &body, length)
            }
            Some(Fault::Truncate(after)) => {
                self.send(to, code, &headers, &body[..after.min(length)], length);
                false
            }
            Some(Fault::Stall(after)) => {
                self.send(to, code, &headers, &body[..after.min(length)], length);
                std::thread::sleep(Duration::from_secs(30));
                false
            }
            Some(Fault::Drip(pause)) => {
                if !self.send(to, code, &headers, &[], length) {
                    return false;
                }
                body.iter().all(|byte| {
                    std::thread::sleep(pause);
                    self.write(to, &[*byte])
                })
            }
            Some(Fault::Oversize) => {
                body.extend([0; 100]);
                self.send(to, code, &headers, &body, length + 100)
            }
            Some(Fault::OversizeUnsaid) => {
                body.extend([0; 100]);
                let mut head = format!("HTTP/1.1 {code} X\r\nconnection: close\r\n");
                for (name, value) in &headers {
                    head.push_str(&format!("{name}: {value}\r\n"));
                }
                head.push_str("\r\n");
                self.write(to, head.as_bytes());
                self.write(to, &body);
                false
            }
            _ => self.send(to, code, &headers, &body, length),
        }
    }

    fn listen(&self, to: &mut TcpStream) -> bool {
        let head = "HTTP/1.1 200 OK\r\naqparat-centre: test\r\ncontent-type: text/event-stream\r\n\r\n: hello\n\n";
        if !self.write(to, head.as_bytes()) {
            return false;
        }
        let mut told = self.hints.lock().expect("hints").len();
        loop {
            let news: Vec<String> = self.hints.lock().expect("hints")[told..].to_vec();
            for hint in &news {
                if !self.write(to, hint.as_bytes()) {
                    return false;
                }
            }
            told += news.len();
            std::thread::sleep(Duration::from_millis(10));
            if self.closed.load(Ordering::Relaxed) {
                return false;
            }
        }
    }

    fn send(&self, to: &mut TcpStream, code: u16, headers: &[(&str, String)], body: &[u8], length: usize) -> bool {
        let mut head = format!("HTTP/1.1 {code} X\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if code != 304 {
            head.push_str(&format!("content-length: {length}\r\n"));
        }
        head.push_str("\r\n");
        self.write(to, head.as_bytes()) && self.write(to, body)
    }

    fn write(&self, to: &mut TcpStream, bytes: &[u8]) -> bool {
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        to.write_all(bytes).is_ok()
    }
}
