//! Who is at the other end of a control socket.

use rustix::process::geteuid;
use tokio::net::UnixStream;

/// Whether the other side is run by us or by root. The folder is ours alone already; this holds
/// even where its rights were changed.
///
/// # Errors
/// When the kernel does not say who it is.
pub(crate) fn is_trusted(stream: &UnixStream) -> std::io::Result<bool> {
    Ok(may_speak(stream.peer_cred()?.uid(), geteuid().as_raw()))
}

/// Whether user `peer` may speak to user `own`.
const fn may_speak(peer: u32, own: u32) -> bool {
    peer == own || peer == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_we_and_root_may_speak() {
        for (peer, own, expected) in [
            (1000, 1000, true),
            (0, 1000, true),
            (0, 0, true),
            (1001, 1000, false),
            (1000, 0, false),
            (u32::MAX, 1000, false),
        ] {
            assert_eq!(may_speak(peer, own), expected, "{peer} to {own}");
        }
    }

    #[tokio::test]
    async fn our_own_socket_is_trusted() {
        let (one, _other) = UnixStream::pair().unwrap();
        assert!(is_trusted(&one).unwrap());
    }
}
