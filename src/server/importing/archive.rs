//! A content folder as a tar archive: packed on the editor's computer, unpacked at the centre, where
//! nothing in it is believed.
//!
//! Only the plain files of `FILES` and those under `pages/` and `media/` exist for it. Extensions
//! of the format (long names, links, sparse files, devices) are refused, not interpreted.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};

use tar::{Archive, Builder, EntryType, Header};

use crate::server::error::Error;

/// The files at the top of a content folder.
const FILES: [&str; 2] = ["stand.toml", "pronunciation.toml"];
/// The longest file name tar's plain format holds, bytes.
const LONGEST_NAME: usize = 100;
/// How deep a content folder goes: `pages/category/page.kk.md`.
const DEEPEST: usize = 3;

/// Packs the content folder into a temporary file, ready to be read from its start.
///
/// # Errors
/// [`Error::File`] for what cannot be read, [`Error::Archive`] for what no centre would take.
pub fn pack(folder: &Path) -> Result<File, Error> {
    let mut builder = Builder::new(tempfile::tempfile().map_err(Error::file(folder))?);
    for path in files(folder)? {
        append(&mut builder, folder, &path)?;
    }
    let mut file = builder.into_inner().map_err(Error::file(folder))?;
    file.rewind().map_err(Error::file(folder))?;
    Ok(file)
}

/// The files of a content folder, relative to it, in order of name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from("pages"), PathBuf::from("media")];
    found.extend(FILES.into_iter().filter(|name| folder.join(name).is_file()).map(PathBuf::from));
    while let Some(relative) = open.pop() {
        let path = folder.join(&relative);
        let list = match std::fs::read_dir(&path) {
            Ok(list) => list,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Error::file(&path)(error)),
        };
        for entry in list {
            let entry = entry.map_err(Error::file(&path))?;
            let name = relative.join(entry.file_name());
            let kind = entry.file_type().map_err(Error::file(&path))?;
            if kind.is_dir() {
                open.push(name);
            } else if kind.is_file() {
                found.push(name);
            } else {
                return Err(Error::Archive(format!("{} is a link; put the file itself there", name.display())));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn append(builder: &mut Builder<File>, folder: &Path, relative: &Path) -> Result<(), Error> {
    let path = folder.join(relative);
    let file = File::open(&path).map_err(Error::file(&path))?;
    let length = file.metadata().map_err(Error::file(&path))?.len();
    let mut header = Header::new_ustar();
    header.set_path(relative).map_err(|_| {
        Error::Archive(format!("the name of {} is too long; {LONGEST_NAME} bytes are the most", relative.display()))
    })?;
    header.set_entry_type(EntryType::Regular);
    header.set_size(length);
    header.set_mode(0o644);
    header.set_cksum();
    // A file that grows while it is read must not shift what comes after it.
    builder.append(&header, file.take(length)).map_err(Error::file(&path))
}

/// Unpacks `archive` into the empty folder `into`: at most `bytes` in at most `files` files.
///
/// # Errors
/// [`Error::Archive`] when it is not an archive of a content folder, [`Error::File`] when it cannot
/// be read or written; `into` then holds a part.
pub fn unpack(archive: File, into: &Path, bytes: u64, files: usize) -> Result<(), Error> {
    let mut archive = Archive::new(archive);
    let mut room = bytes;
    let mut count = 0;
    // Raw: extension records come as entries of their own kind, and are refused below.
    for entry in archive.entries().map_err(unreadable)?.raw(true) {
        let mut entry = entry.map_err(unreadable)?;
        count += 1;
        if count > files {
            return Err(Error::Archive(format!("it has more than {files} files")));
        }
        let kind = entry.header().entry_type();
        let relative = checked_path(&entry.path().map_err(unreadable)?)?;
        let path = into.join(&relative);
        if kind.is_dir() {
            std::fs::create_dir_all(&path).map_err(Error::file(&path))?;
            continue;
        }
        if kind != EntryType::Regular || relative.as_os_str().is_empty() {
            let name = relative.display();
            return Err(Error::Archive(format!("{name} is not a plain file; links and the like are not taken")));
        }
        let size = entry.size();
        room = room.checked_sub(size).ok_or_else(|| {
            Error::Archive(format!("it is larger than the {} MB a content folder may have", bytes >> 20))
        })?;
        write_new(&mut entry, &path, size)?;
    }
    Ok(())
}

/// The path of an entry, if a content folder has such a place.
fn checked_path(path: &Path) -> Result<PathBuf, Error> {
    let refuse = |why: &str| Err(Error::Archive(format!("the path {} {why}", path.display())));
    let mut checked = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) if name.to_str().is_some_and(|name| !name.contains(['\\', '\0'])) => {
                checked.push(name);
            }
            Component::Normal(_) => return refuse("is not plain text"),
            _ => return refuse("leads out of the folder"),
        }
    }
    let first = checked.components().next().and_then(|first| first.as_os_str().to_str());
    match (first, checked.components().count()) {
        (None, _) | (Some("pages" | "media"), 1..=DEEPEST) => Ok(checked),
        (Some(name), 1) if FILES.contains(&name) => Ok(checked),
        _ => refuse("has no place in a content folder: stand.toml, pronunciation.toml, pages/ and media/ are expected"),
    }
}

fn write_new(entry: &mut impl Read, path: &Path, size: u64) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    // New: a second entry of the same name is not another chance.
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Error::Archive(format!("{} stands in it twice", path.display())),
        _ => Error::file(path)(error),
    })?;
    let written = io::copy(entry, &mut file).map_err(unreadable)?;
    if written != size {
        return Err(Error::Archive("it is cut off".to_owned()));
    }
    file.flush().map_err(Error::file(path))
}

fn unreadable(error: io::Error) -> Error {
    Error::Archive(format!("it cannot be read as tar ({error})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tar(entries: &[(EntryType, &str, &[u8])]) -> File {
        let mut builder = Builder::new(tempfile::tempfile().expect("file"));
        for (kind, name, bytes) in entries {
            let mut header = Header::new_gnu();
            // Written by hand: the builder itself refuses hostile names.
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(*kind);
            header.set_size(bytes.len() as u64);
            header.set_cksum();
            builder.append(&header, *bytes).expect("appended");
        }
        let mut file = builder.into_inner().expect("finished");
        file.rewind().expect("rewound");
        file
    }

    fn refusal(entries: &[(EntryType, &str, &[u8])]) -> String {
        let folder = tempfile::tempdir().expect("folder");
        let into = folder.path().join("into");
        std::fs::create_dir(&into).expect("made");
        let result = unpack(tar(entries), &into, 1000, 5);
        let outside = std::fs::read_dir(folder.path()).expect("listed").count();
        assert_eq!(outside, 1, "something was written outside");
        match result {
            Err(Error::Archive(why)) => why,
            other => panic!("{entries:?} gave {other:?}"),
        }
    }

    #[test]
    fn a_folder_arrives_as_it_was_packed() {
        let (from, to) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
        let names = ["stand.toml", "pronunciation.toml", "pages/contacts/desk.kk.md", "media/карта.png"];
        for name in names {
            let path = from.path().join(name);
            std::fs::create_dir_all(path.parent().expect("parent")).expect("made");
            std::fs::write(path, name).expect("written");
        }
        std::fs::write(from.path().join("notes.txt"), "not content").expect("written");
        unpack(pack(from.path()).expect("packed"), to.path(), 1000, 5).expect("unpacked");
        for name in names {
            assert_eq!(std::fs::read_to_string(to.path().join(name)).expect("there"), name);
        }
        assert!(!to.path().join("notes.txt").exists());
    }

    #[test]
    fn paths_that_lead_out_or_have_no_place_are_refused() {
        for path in ["../pages/x.md", "pages/../../x", "/etc/passwd", "etc/passwd", "pages/a/b/c.md", "stand.toml/x"] {
            refusal(&[(EntryType::Regular, path, b"x")]);
        }
    }

    #[test]
    fn links_devices_and_extension_records_are_refused() {
        for kind in [
            EntryType::Symlink,
            EntryType::Link,
            EntryType::Char,
            EntryType::Fifo,
            EntryType::GNUSparse,
            EntryType::GNULongName,
            EntryType::XHeader,
            EntryType::XGlobalHeader,
        ] {
            refusal(&[(kind, "pages/x", b"/etc/passwd")]);
        }
    }

    #[test]
    fn too_much_too_many_and_twice_are_refused() {
        assert!(refusal(&[(EntryType::Regular, "media/a.png", &[0; 1001])]).contains("larger"));
        let names = ["media/1", "media/2", "media/3", "media/4", "media/5", "media/6"];
        let many: Vec<_> = names.iter().map(|name| (EntryType::Regular, *name, &b""[..])).collect();
        assert!(refusal(&many).contains("more than 5"));
        let twice: [(_, _, &[u8]); 2] =
            [(EntryType::Regular, "stand.toml", b"1"), (EntryType::Regular, "stand.toml", b"2")];
        assert!(refusal(&twice).contains("twice"));
    }

    #[test]
    fn a_cut_off_archive_and_plain_noise_are_refused() {
        let file = tar(&[(EntryType::Regular, "media/a.png", &[7; 900])]);
        file.set_len(1000).expect("cut");
        let folder = tempfile::tempdir().expect("folder");
        assert!(matches!(unpack(file, folder.path(), 1000, 5), Err(Error::Archive(_))));
        let mut noise = tempfile::tempfile().expect("file");
        noise.write_all(&[0x5a; 5000]).expect("written");
        noise.rewind().expect("rewound");
        assert!(matches!(unpack(noise, folder.path(), 1000, 5), Err(Error::Archive(_))));
    }
}
