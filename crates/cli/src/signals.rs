//! Ctrl-C once cancels, twice ends at once.

use std::io::Write as _;

use tokio_util::sync::CancellationToken;

use crate::{app::Access, exit::Exit};

/// Cancels `token` at the first interruption or request to end, and ends the process at the second.
///
/// A command that only reads has nothing to clean up, so nothing is said of it.
pub(crate) fn watch(token: CancellationToken, access: Access) {
    tokio::spawn(async move {
        let Ok(mut signals) = Signals::listen() else {
            return;
        };
        signals.next().await;
        token.cancel();
        if access == Access::Change {
            // standard error may be gone; there is nobody to tell then
            drop(writeln!(
                std::io::stderr(),
                "\ncancelling: cleaning up first; once more ends at once and leaves things as they are"
            ));
        }
        signals.next().await;
        std::process::exit(i32::from(Exit::Cancelled.code()));
    });
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        let (interrupt, terminate) = (self.interrupt.recv(), self.terminate.recv());
        futures_util::future::select(Box::pin(interrupt), Box::pin(terminate)).await;
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
