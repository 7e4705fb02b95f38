//! Whether anybody still reads standard output.

use std::time::Duration;

/// How often a stream that has nothing to say looks whether its reader is still there.
const LOOK: Duration = Duration::from_millis(500);

/// Completes once the reader of standard output is gone: `landlord logs -f | head -1` must end
/// although no further line comes that could not be written.
#[cfg(unix)]
pub(crate) async fn reader_gone() {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdout = std::io::stdout();
    loop {
        tokio::time::sleep(LOOK).await;
        // errors and hang-ups are reported without being asked for
        let mut fds = [PollFd::new(&stdout, PollFlags::empty())];
        let polled = poll(&mut fds, Some(&Timespec::default()));
        let [fd] = fds;
        if polled.is_ok() && fd.revents().contains(PollFlags::ERR) {
            return;
        }
    }
}

/// Elsewhere the next line that cannot be written tells.
#[cfg(not(unix))]
pub(crate) async fn reader_gone() {
    std::future::pending::<()>().await;
}
