//! Room set aside for the day the disk is full: even deleting needs some.

use std::fs::File;
use std::io;
use std::path::Path;

use rustix::fs::FallocateFlags;

const NAME: &str = "answers.reserve";

/// Enough for the log of a purge of one batch, or of the largest answer there is, bytes.
const BYTES: u64 = 1 << 20;

/// Takes the room, if it has not been taken; best effort.
pub(super) fn make(data: &Path) {
    let path = data.join(NAME);
    if std::fs::metadata(&path).is_ok_and(|meta| meta.len() == BYTES) {
        return;
    }
    if let Err(error) = allocate(&path) {
        tracing::debug!(%error, "no room for a reserve");
        give_up(data);
    }
}

fn allocate(path: &Path) -> io::Result<()> {
    let file = File::options().create(true).truncate(true).write(true).open(path)?;
    match rustix::fs::fallocate(&file, FallocateFlags::empty(), 0, BYTES) {
        // A file system that cannot promise room: then it has to be used up.
        Err(rustix::io::Errno::OPNOTSUPP) => {
            io::copy(&mut io::Read::take(io::repeat(0), BYTES), &mut &file).map(|_| ())
        }
        other => Ok(other?),
    }
}

/// Gives the room back.
pub(super) fn give_up(data: &Path) {
    let _ = std::fs::remove_file(data.join(NAME));
}
