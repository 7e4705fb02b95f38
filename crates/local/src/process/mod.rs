//! What the engine knows about host processes: who they are, how to find them again, how to end
//! them without ever touching a stranger.

mod cgroup;
mod identity;
mod program;
mod sweep;
mod table;

pub(crate) use cgroup::Cgroup;
pub(crate) use identity::{ProcessIdentity, boot_id};
pub(crate) use program::{DEFAULT_PATH, ProgramError, resolve};
pub(crate) use sweep::{MARK_VARIABLE, has_mark, sweep};
pub(crate) use table::{ProcessTable, kill_descendants};
