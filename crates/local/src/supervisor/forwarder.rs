//! The stable front ports of a tenant and the way from them to ready replicas.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// How long a connection is held while no replica is ready, before it is closed.
const HOLD: Duration = Duration::from_secs(10);
/// How long after a refused connection the next replica, or the same, is tried.
const RETRY: Duration = Duration::from_millis(20);
/// Bytes of each direction's buffer.
const BUFFER: usize = 8 * 1024;

/// A front port, by what it serves (`container/port`) and its number.
pub(super) type FrontKey = (String, u16);

/// Open connections of one replica.
#[derive(Debug, Default)]
pub(super) struct Connections {
    open: AtomicUsize,
    idle: Notify,
}

impl Connections {
    pub(super) fn open(&self) -> usize {
        self.open.load(Ordering::Acquire)
    }

    /// Resolves when the last connection has closed.
    pub(super) async fn idle(&self) {
        loop {
            let notified = self.idle.notified();
            if self.open() == 0 {
                return;
            }
            notified.await;
        }
    }
}

/// Counts one connection of a replica while it lives.
#[derive(Debug)]
struct Counted(Arc<Connections>);

impl Counted {
    fn new(connections: &Arc<Connections>) -> Self {
        connections.open.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(connections))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if self.0.open.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.idle.notify_waiters();
        }
    }
}

/// One replica's private port behind a front port.
#[derive(Clone, Debug)]
pub(super) struct Backend {
    pub(super) port: u16,
    pub(super) connections: Arc<Connections>,
}

/// Where connections of one `container/port` go.
#[derive(Debug, Default)]
struct Routes {
    backends: Mutex<Vec<Backend>>,
    next: AtomicUsize,
    changed: Notify,
}

impl Routes {
    fn set(&self, backends: Vec<Backend>) {
        *self.backends.lock().unwrap_or_else(PoisonError::into_inner) = backends;
        self.changed.notify_waiters();
    }

    /// The next backend in turn. It counts as in use before the lock is let go, so a replica that
    /// leaves the routes afterwards waits for this connection.
    fn pick(&self) -> Option<(u16, Counted)> {
        let backends = self.backends.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let backend = backends.get(turn.checked_rem(backends.len())?)?;
        Some((backend.port, Counted::new(&backend.connections)))
    }
}

/// All front ports of a tenant.
#[derive(Debug, Default)]
pub(super) struct Forwarder {
    routes: BTreeMap<String, Arc<Routes>>,
    fronts: BTreeMap<FrontKey, JoinHandle<()>>,
}

impl Forwarder {
    /// Listens on `port` (0: any free one) for `key`; returns the port. One already there is kept.
    ///
    /// # Errors
    /// When the port is not to be had.
    pub(super) fn listen(&mut self, key: &str, port: u16) -> std::io::Result<u16> {
        if port != 0 && self.fronts.contains_key(&(key.to_owned(), port)) {
            return Ok(port);
        }
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let bound = listener.local_addr()?.port();
        let routes = Arc::clone(self.routes.entry(key.to_owned()).or_default());
        let task = tokio::spawn(serve(TcpListener::from_std(listener)?, routes));
        self.fronts.insert((key.to_owned(), bound), task);
        Ok(bound)
    }

    /// Closes every front port that is not in `wanted`; open connections go on.
    pub(super) fn retain(&mut self, wanted: &BTreeSet<FrontKey>) {
        self.fronts.retain(|key, task| {
            let keep = wanted.contains(key);
            if !keep {
                task.abort();
            }
            keep
        });
    }

    /// Sends new connections for `key` to `backends` from now on.
    pub(super) fn route(&mut self, key: &str, backends: Vec<Backend>) {
        if let Some(routes) = self.routes.get(key) {
            routes.set(backends);
        }
    }
}

async fn serve(listener: TcpListener, routes: Arc<Routes>) {
    loop {
        match listener.accept().await {
            Ok((client, _)) => {
                tokio::spawn(forward(client, Arc::clone(&routes)));
            }
            // out of descriptors: the connection stays in the queue until some are free
            Err(_) => tokio::time::sleep(RETRY).await,
        }
    }
}

/// Finds a replica that accepts, holding the connection meanwhile, and pumps until both sides
/// have ended.
async fn forward(mut client: TcpStream, routes: Arc<Routes>) {
    let end = Instant::now() + HOLD;
    while Instant::now() < end {
        let changed = routes.changed.notified();
        let Some((port, counted)) = routes.pick() else {
            let _ = tokio::time::timeout_at(end.into(), changed).await;
            continue;
        };
        match TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await {
            Ok(mut replica) => {
                let _ = client.set_nodelay(true);
                let _ = replica.set_nodelay(true);
                let _ = tokio::io::copy_bidirectional_with_sizes(
                    &mut client,
                    &mut replica,
                    BUFFER,
                    BUFFER,
                )
                .await;
                drop(counted);
                return;
            }
            Err(_) => {
                drop(counted);
                tokio::time::sleep(RETRY).await;
            }
        }
    }
}
