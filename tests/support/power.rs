//! What a disk may hold after a power cut: the writes of a program as `strace` saw them, cut at any one of them.
//!
//! What was synced is there. Of what was not, anything may be there: each sector of each write for itself, each
//! change of a length for itself. Names come and go in their order, as in the journal of a file system, but only
//! a synced folder has them for sure.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The calls that change a disk or tell what has happened.
pub const CALLS: &str = "trace=openat,pwrite64,write,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,\
                         unlink,unlinkat";

/// A disk writes a sector whole or not at all, bytes.
const SECTOR: usize = 512;

/// One thing the program did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Made a file of this name, or found it there.
    Open(String),
    /// Wrote bytes at an offset.
    Write(String, usize, Vec<u8>),
    /// Gave a file another length.
    Length(String, usize),
    /// Waited until a file is on the disk.
    Sync(String),
    /// Waited until the names in the folder are on the disk.
    SyncFolder,
    /// Renamed a file.
    Rename(String, String),
    /// Removed a file.
    Unlink(String),
    /// Told its caller something.
    Said(String),
}

/// `program` under `strace`, which writes what it does to `log`.
pub fn traced(program: &Command, log: &Path) -> Command {
    let mut traced = Command::new("strace");
    traced.args(["-f", "-y", "-xx", "-s", "1000000", "-e", CALLS, "-o"]).arg(log);
    traced.arg(program.get_program()).args(program.get_args());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    traced
}

/// Kills the program that runs under the `strace` of this process id, which then ends its log by itself.
pub fn kill_traced(strace: u32) {
    let children = std::fs::read_to_string(format!("/proc/{strace}/task/{strace}/children")).expect("/proc");
    for child in children.split_whitespace() {
        let killed = Command::new("kill").args(["-KILL", child]).status();
        assert!(killed.expect("kill").success());
    }
}

/// The steps in a log of `strace -f -y -xx`, as far as they concern files in `folder` whose names begin with
/// `prefix`, the folder itself, or the standard output.
pub fn steps(log: &str, folder: &Path, prefix: &str) -> Vec<Step> {
    let folder = folder.to_str().expect("UTF-8");
    let concerned = |step: &Step| match step {
        Step::SyncFolder | Step::Said(_) => true,
        Step::Open(name)
        | Step::Write(name, ..)
        | Step::Length(name, _)
        | Step::Sync(name)
        | Step::Rename(name, _)
        | Step::Unlink(name) => name.starts_with(prefix),
    };
    // A process that was killed within a call has not been told that it was done.
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    let mut steps = Vec::new();
    for line in log.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(call) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, call);
        } else if let Some((_, rest)) = call.split_once(" resumed>") {
            let start = begun.remove(thread).unwrap_or_default();
            steps.extend(step(&format!("{start}{rest}"), folder).filter(&concerned));
        } else {
            steps.extend(step(call, folder).filter(&concerned));
        }
    }
    steps
}

fn step(call: &str, folder: &str) -> Option<Step> {
    let (name, rest) = call.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(" = ")?;
    let done = result.trim_start().split([' ', '<']).next()?.parse::<i64>().ok().filter(|result| *result >= 0)?;
    let arguments: Vec<&str> = arguments.trim_end().strip_suffix(')')?.split(", ").collect();
    // A file by what `strace -y` tells of a descriptor: 5</folder/name>.
    let opened = |argument: &str| {
        let path = unhex(argument.split_once('<')?.1.strip_suffix('>')?);
        path.strip_prefix(folder).map(|name| name.trim_start_matches('/').to_owned())
    };
    let named = |argument: &str| {
        let path = unhex(argument.trim_matches('"'));
        path.strip_prefix(folder).map(|name| name.trim_start_matches('/').to_owned())
    };
    let bytes = |argument: &str| unhex_bytes(argument.strip_prefix('"')?.strip_suffix('"'));
    match name {
        "openat" if arguments.get(2)?.contains("O_CREAT") => named(arguments[1]).map(Step::Open),
        "write" if arguments[0].starts_with("1<") => Some(Step::Said(String::from_utf8(bytes(arguments[1])?).ok()?)),
        "pwrite64" => {
            let bytes = bytes(arguments[1])?;
            assert_eq!(bytes.len() as i64, done, "all of it was written, and seen");
            Some(Step::Write(opened(arguments[0])?, arguments[3].parse().ok()?, bytes))
        }
        "ftruncate" => Some(Step::Length(opened(arguments[0])?, arguments[1].parse().ok()?)),
        "fallocate" => Some(Step::Length(opened(arguments[0])?, arguments[3].parse().ok()?)),
        "fsync" | "fdatasync" => {
            opened(arguments[0]).map(|name| if name.is_empty() { Step::SyncFolder } else { Step::Sync(name) })
        }
        "rename" => Some(Step::Rename(named(arguments[0])?, named(arguments[1])?)),
        "renameat" | "renameat2" => Some(Step::Rename(named(arguments[1])?, named(arguments[3])?)),
        "unlink" => named(arguments[0]).map(Step::Unlink),
        "unlinkat" => named(arguments[1]).map(Step::Unlink),
        _ => None,
    }
}

fn names(folder: &Path, prefix: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| name.starts_with(prefix)).collect()
}

fn unhex(text: &str) -> String {
    if !text.contains("\\x") {
        return text.to_owned();
    }
    String::from_utf8(unhex_bytes(Some(text)).expect("hex")).expect("UTF-8")
}

fn unhex_bytes(text: Option<&str>) -> Option<Vec<u8>> {
    let digits: String = text?.split("\\x").collect();
    hex::decode(digits).ok()
}

/// How much of what was not synced is on the disk after the cut.
#[derive(Debug, Clone, Copy)]
pub enum Kept {
    /// Nothing.
    Nothing,
    /// Everything, as when only the program was killed.
    Everything,
    /// Whatever chance leaves.
    Chance(u64),
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

#[derive(Debug, Clone, Default)]
struct Contents {
    synced: Vec<u8>,
    changes: Vec<Change>,
}

/// A disk under a program.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    files: Vec<Contents>,
    // By name: as the program sees them, and as they are on the disk for sure.
    seen: BTreeMap<String, usize>,
    synced: BTreeMap<String, usize>,
    changes: Vec<Naming>,
}

/// A change of the folder.
#[derive(Debug, Clone)]
enum Naming {
    Made(String, usize),
    Renamed(String, String),
    Removed(String),
}

impl Disk {
    /// A disk that holds what lies in `folder` under names that begin with `prefix`, all of it synced.
    pub fn of(folder: &Path, prefix: &str) -> Self {
        let mut disk = Self::default();
        for name in names(folder, prefix) {
            let synced = std::fs::read(folder.join(&name)).expect("read");
            disk.synced.insert(name, disk.files.len());
            disk.files.push(Contents { synced, changes: Vec::new() });
        }
        disk.seen.clone_from(&disk.synced);
        disk
    }

    /// Puts into `folder` what the cut left, in place of what lies there under names that begin with `prefix`.
    pub fn restore(&self, kept: Kept, folder: &Path, prefix: &str) {
        for name in names(folder, prefix) {
            std::fs::remove_file(folder.join(name)).expect("removed");
        }
        for (name, bytes) in self.cut(kept) {
            std::fs::write(folder.join(name), bytes).expect("written");
        }
    }

    /// Takes a step.
    pub fn take(&mut self, step: &Step) {
        match step {
            Step::Open(name) => {
                if self.seen.contains_key(name) {
                    return;
                }
                self.name(Naming::Made(name.clone(), self.files.len()));
                self.files.push(Contents::default());
            }
            Step::Write(name, offset, bytes) => self.change(name, Change::Write(*offset, bytes.clone())),
            Step::Length(name, length) => self.change(name, Change::Length(*length)),
            Step::Sync(name) => {
                let Some(file) = self.seen.get(name) else { return };
                let file = &mut self.files[*file];
                for change in std::mem::take(&mut file.changes) {
                    apply(&mut file.synced, &change, &mut || true);
                }
            }
            Step::SyncFolder => {
                self.synced.clone_from(&self.seen);
                self.changes.clear();
            }
            Step::Rename(from, to) => self.name(Naming::Renamed(from.clone(), to.clone())),
            Step::Unlink(name) => self.name(Naming::Removed(name.clone())),
            Step::Said(_) => {}
        }
    }

    fn name(&mut self, change: Naming) {
        rename(&mut self.seen, &change);
        self.changes.push(change);
    }

    fn change(&mut self, name: &str, change: Change) {
        // A file that was removed while it is open is on no disk after a cut.
        if let Some(file) = self.seen.get(name) {
            self.files[*file].changes.push(change);
        }
    }

    /// The files as they may be when the power is back.
    pub fn cut(&self, kept: Kept) -> BTreeMap<String, Vec<u8>> {
        let mut state = match kept {
            Kept::Chance(seed) => seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            _ => 1,
        };
        let mut chance = move || match kept {
            Kept::Nothing => false,
            Kept::Everything => true,
            Kept::Chance(_) => {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state >> 40 & 1 == 1
            }
        };
        let mut names = self.synced.clone();
        for change in &self.changes {
            if !chance() {
                break;
            }
            rename(&mut names, change);
        }
        let mut contents = |file: usize| {
            let mut bytes = self.files[file].synced.clone();
            for change in &self.files[file].changes {
                apply(&mut bytes, change, &mut chance);
            }
            bytes
        };
        names.into_iter().map(|(name, file)| (name, contents(file))).collect()
    }
}

fn rename(names: &mut BTreeMap<String, usize>, change: &Naming) {
    match change {
        Naming::Made(name, file) => {
            names.insert(name.clone(), *file);
        }
        Naming::Renamed(from, to) => {
            if let Some(file) = names.remove(from) {
                names.insert(to.clone(), file);
            }
        }
        Naming::Removed(name) => {
            names.remove(name);
        }
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change, chance: &mut dyn FnMut() -> bool) {
    match change {
        Change::Length(length) => {
            if chance() {
                bytes.resize(*length, 0);
            }
        }
        Change::Write(offset, written) => {
            let mut at = 0;
            while at < written.len() {
                let end = ((offset + at) / SECTOR * SECTOR + SECTOR - offset).min(written.len());
                if chance() {
                    if bytes.len() < offset + end {
                        bytes.resize(offset + end, 0);
                    }
                    bytes[offset + at..offset + end].copy_from_slice(&written[at..end]);
                }
                at = end;
            }
        }
    }
}
