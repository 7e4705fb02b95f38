//! Named points at which a crash test can abort the process.
//!
//! `LANDLORD_FAILPOINT=<name>[:<n>]` aborts at the n-th time (default the first) that this process
//! reaches the point. Points exist in builds with debug assertions or with the feature
//! `failpoints`; elsewhere reaching one is an empty inlined function.

/// The variable that arms one point.
pub const VARIABLE: &str = "LANDLORD_FAILPOINT";

/// Names a file to which the name of the point is written before the process aborts, so that a
/// test can tell a point that was reached from one that was not.
pub const TRACE_VARIABLE: &str = "LANDLORD_FAILPOINT_TRACE";

/// Every point, so that a test can enumerate them and fail on one that no case reached.
pub const NAMES: &[&str] = &[
    "local.provision.before_folder",
    "local.provision.after_folder",
    "local.launch.after_start",
    "local.provision.before_wait",
    "local.update.before_apply",
    "local.update.after_apply",
    "local.settle.after_sweep",
    "local.settle.after_record",
    "local.destroy.before_mark",
    "local.destroy.after_mark",
    "local.destroy.after_stop",
    "local.destroy.after_sweep",
    "local.destroy.after_rename",
    "local.destroy.after_remove",
    "local.supervisor.before_ready",
    "local.supervisor.after_ready",
    "local.supervisor.after_accept",
    "local.supervisor.after_start",
    "local.supervisor.before_switch",
    "local.supervisor.after_switch",
    "local.supervisor.before_commit",
    "local.supervisor.after_commit",
    "local.supervisor.before_rollback",
    "local.supervisor.before_exit",
];

/// Aborts the process when `name` is armed and its turn has come.
#[inline]
pub(crate) fn hit(name: &'static str) {
    #[cfg(any(debug_assertions, feature = "failpoints"))]
    armed::hit(name);
    #[cfg(not(any(debug_assertions, feature = "failpoints")))]
    let _ = name;
}

#[cfg(any(debug_assertions, feature = "failpoints"))]
mod armed {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    struct Armed {
        name: String,
        left: AtomicU32,
    }

    static ARMED: OnceLock<Option<Armed>> = OnceLock::new();

    fn read() -> Option<Armed> {
        let value = std::env::var(super::VARIABLE).ok()?;
        let (name, left) = match value.split_once(':') {
            Some((name, n)) => (name.to_owned(), n.parse().unwrap_or(1)),
            None => (value, 1),
        };
        Some(Armed {
            name,
            left: AtomicU32::new(left),
        })
    }

    pub(super) fn hit(name: &'static str) {
        debug_assert!(
            super::NAMES.contains(&name),
            "failpoint {name} is not in the list"
        );
        let Some(armed) = ARMED.get_or_init(read) else {
            return;
        };
        if armed.name == name && armed.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            if let Some(trace) = std::env::var_os(super::TRACE_VARIABLE) {
                // a test that finds no file says so itself
                let _ = std::fs::write(trace, name);
            }
            std::process::abort();
        }
    }
}
