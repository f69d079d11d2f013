//! A plain conversation with speech-dispatcher, in its own protocol (SSIP), beside the connections that
//! speak. It asks what those cannot: which module and voice a connection uses, and whether the daemon
//! is there at all; and unlike them it never waits longer than it was told to.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

/// One connection to the daemon.
#[derive(Debug)]
pub(super) struct Control {
    stream: BufReader<UnixStream>,
}

/// A voice as the daemon lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its name, by which it is chosen.
    pub name: String,
    /// The language, a BCP 47 tag.
    pub language: String,
    /// Whether it is the voice itself and not one of its many variants.
    pub plain: bool,
}

impl Control {
    /// Meets the daemon, which must answer every question within `patience`.
    ///
    /// # Errors
    /// As the socket tells: not found or refused when there is no daemon, timed out when it hangs.
    pub(super) fn connect(patience: Duration) -> io::Result<Self> {
        let stream = UnixStream::connect(address()?)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        let mut control = Self { stream: BufReader::new(stream) };
        control.ask("SET SELF CLIENT_NAME \"aqparat:control:main\"")?;
        Ok(control)
    }

    /// The number by which the daemon knows this connection; it counts them up.
    pub(super) fn id(&mut self) -> io::Result<u64> {
        let answer = self.ask("HISTORY GET CLIENT_ID")?;
        answer.first().and_then(|id| id.parse().ok()).ok_or_else(|| io::Error::from(ErrorKind::InvalidData))
    }

    /// Whether the daemon answers.
    pub(super) fn ping(&mut self) -> io::Result<()> {
        self.ask("GET OUTPUT_MODULE").map(drop)
    }

    /// The module that speaks when none is chosen.
    pub(super) fn default_module(&mut self) -> io::Result<String> {
        let answer = self.ask("GET OUTPUT_MODULE")?;
        answer.into_iter().next().ok_or_else(|| io::Error::from(ErrorKind::InvalidData))
    }

    /// All modules that started.
    pub(super) fn modules(&mut self) -> io::Result<Vec<String>> {
        self.ask("LIST OUTPUT_MODULES")
    }

    /// All voices of a module: thousands, a good part of a second.
    pub(super) fn voices(&mut self, module: &str) -> io::Result<Vec<Listed>> {
        self.ask(&format!("SET SELF OUTPUT_MODULE {}", word(module)))?;
        let lines = self.ask("LIST SYNTHESIS_VOICES")?;
        Ok(lines.iter().filter_map(|line| Listed::parse(line)).collect())
    }

    /// Has the connection `id` speak `language` by this voice of this module.
    pub(super) fn choose(&mut self, id: u64, language: &str, module: &str, voice: &str) -> io::Result<()> {
        // The language first: the daemon may have a module of its own for it.
        self.ask(&format!("SET {id} LANGUAGE {}", word(language)))?;
        self.ask(&format!("SET {id} OUTPUT_MODULE {}", word(module)))?;
        self.ask(&format!("SET {id} SYNTHESIS_VOICE {}", voice.replace(char::is_control, " ")))?;
        Ok(())
    }

    /// Whether what the connection `id` says is marked up (SSML) or plain.
    pub(super) fn mark_up(&mut self, id: u64, on: bool) -> io::Result<()> {
        self.ask(&format!("SET {id} SSML_MODE {}", if on { "on" } else { "off" })).map(drop)
    }

    /// Waits once more for an answer that did not come in time. It may begin in the middle of a line: ask
    /// nothing more on this connection.
    pub(super) fn wait_for_answer(&mut self) -> io::Result<()> {
        match self.stream.read_until(b'\n', &mut Vec::new())? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// A second handle on the same connection, by which another thread can end it.
    pub(super) fn handle(&self) -> io::Result<UnixStream> {
        self.stream.get_ref().try_clone()
    }

    /// Waits, for ever if need be, until the daemon or [`handle`](Self::handle) ends this connection.
    pub(super) fn wait_for_end(mut self) {
        let _ = self.stream.get_ref().set_read_timeout(None);
        let _ = self.stream.read_to_end(&mut Vec::new());
    }

    /// Sends a command and reads its answer: the lines of data without their number.
    fn ask(&mut self, command: &str) -> io::Result<Vec<String>> {
        self.stream.get_mut().write_all(format!("{command}\r\n").as_bytes())?;
        self.answer()
    }

    /// Reads the answer to a command that was sent.
    pub(super) fn answer(&mut self) -> io::Result<Vec<String>> {
        let mut data = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line)? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end();
            match (line.get(..3), line.get(3..4), line.get(4..)) {
                (Some(_), Some("-"), Some(rest)) => data.push(rest.to_owned()),
                (Some(code), _, _) if code.starts_with(['1', '2']) => return Ok(data),
                _ => return Err(io::Error::other(line.to_owned())),
            }
        }
    }
}

impl Listed {
    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (name, language) = (parts.next()?, parts.next()?);
        let plain = parts.next().is_none_or(|variant| variant == "none" || variant.is_empty());
        Some(Self { name: name.to_owned(), language: language.to_ascii_lowercase(), plain })
    }

    /// Whether it speaks the language of that code.
    pub(super) fn speaks(&self, code: &str) -> bool {
        self.language.split(['-', '_']).next() == Some(code)
    }
}

/// Whether the daemon is there but does not answer.
pub(super) fn is_hung(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Ends a daemon that does not answer: whoever connects next starts another. The daemon must be of our own user, and
/// its number is only believed if a process of its name has it.
pub(super) fn end_daemon() -> io::Result<()> {
    let folder = address()?.parent().map(PathBuf::from).ok_or_else(|| io::Error::from(ErrorKind::NotFound))?;
    let number = std::fs::read_to_string(folder.join("pid/speech-dispatcher.pid"))?;
    let process = number.trim().parse().ok().and_then(rustix::process::Pid::from_raw);
    let process = process.ok_or_else(|| io::Error::from(ErrorKind::InvalidData))?;
    // The kernel keeps fifteen letters of a name.
    let name = std::fs::read_to_string(format!("/proc/{}/comm", process.as_raw_nonzero()))?;
    if name.trim() != "speech-dispatch" {
        return Err(io::Error::from(ErrorKind::NotFound));
    }
    Ok(rustix::process::kill_process(process, rustix::process::Signal::KILL)?)
}

/// Where the daemon listens, found as libspeechd finds it.
fn address() -> io::Result<PathBuf> {
    if let Some(address) = std::env::var("SPEECHD_ADDRESS").ok().filter(|address| !address.is_empty()) {
        match address.split_once(':') {
            Some(("unix_socket", path)) => return Ok(path.into()),
            None if address == "unix_socket" => {}
            _ => return Err(io::Error::new(ErrorKind::Unsupported, "SPEECHD_ADDRESS is not a unix_socket")),
        }
    }
    let folder = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let runtime = folder("XDG_RUNTIME_DIR")
        .or_else(|| folder("XDG_CACHE_HOME"))
        .or_else(|| folder("HOME").map(|home| home.join(".cache")))
        .ok_or_else(|| io::Error::from(ErrorKind::NotFound))?;
    Ok(runtime.join("speech-dispatcher/speechd.sock"))
}

/// A value of one word: what is configured cannot become another command.
fn word(value: &str) -> String {
    value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_daemon(says: &'static str) -> Control {
        let (ours, mut theirs) = UnixStream::pair().expect("a pair of sockets");
        ours.set_read_timeout(Some(Duration::from_millis(30))).expect("a timeout");
        theirs.write_all(says.as_bytes()).expect("written");
        // Kept open: a daemon that falls silent is not one that is gone.
        std::mem::forget(theirs);
        Control { stream: BufReader::new(ours) }
    }

    #[test]
    fn an_answer_is_read_to_its_last_line_and_no_further() {
        let mut control = with_daemon("249-Kazakh\tkk\tnone\r\n249-Kazakh+Adam\tkk\tAdam\r\n249 OK\r\n208 OK\r\n");
        assert_eq!(control.answer().expect("voices").len(), 2);
        assert_eq!(control.answer().expect("ok"), Vec::<String>::new());
    }

    #[test]
    fn a_refusal_is_an_error_and_silence_is_a_hang() {
        let mut control = with_daemon("302 ERR COULDNT SET LANGUAGE\r\n");
        assert!(!is_hung(&control.answer().expect_err("refused")));
        assert!(is_hung(&control.answer().expect_err("silent")));
    }

    #[test]
    fn a_voice_speaks_the_language_of_its_tag_whatever_the_region() {
        let voice = Listed::parse("English (Great Britain)\ten-GB\tnone").expect("a voice");
        assert_eq!((voice.name.as_str(), voice.plain), ("English (Great Britain)", true));
        assert!(voice.speaks("en") && !voice.speaks("e"));
        assert!(!Listed::parse("Kazakh+Adam\tkk\tAdam").expect("a voice").plain);
    }

    #[test]
    fn what_is_configured_cannot_become_another_command() {
        assert_eq!(word("espeak-ng\r\nSTOP ALL"), "espeak-ngSTOPALL");
    }
}
