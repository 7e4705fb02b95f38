//! Requests through the endpoint while versions are replaced.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

use crate::{
    count,
    machine::{Machine, get, port},
};

/// Clients that send requests at once.
const CLIENTS: usize = 4;

#[test]
fn no_request_fails_while_versions_are_replaced() {
    let machine = Machine::new();
    let updates = count("LANDLORD_UPDATES", 3);
    let requests = count("LANDLORD_REQUESTS", 1000);
    let apply = |version: u64| {
        let path = machine.spec("rolling", &format!("v{version}"));
        machine.succeed(&["apply", "-f", path.to_str().unwrap()]);
    };
    apply(0);
    let port = port(&machine.status("rolling").unwrap());
    let load = Load::start(port);
    for version in 1..=updates {
        apply(version);
        assert!(get(port).unwrap().starts_with(&format!("v{version} ")));
    }
    load.wait_for(requests);
    let (sent, failures) = load.stop();
    machine.succeed(&["destroy", "rolling", "--yes"]);
    eprintln!(
        "{sent} requests through {updates} rolling updates, {} failed",
        failures.len()
    );
    assert_eq!(failures, Vec::<String>::new());
}

/// Clients in threads of their own, each request on a new connection.
struct Load {
    stop: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
    failures: Arc<Mutex<Vec<String>>>,
    clients: Vec<thread::JoinHandle<()>>,
}

impl Load {
    fn start(port: u16) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let sent = Arc::new(AtomicU64::new(0));
        let failures = Arc::new(Mutex::new(Vec::new()));
        let client = |_| {
            let (stop, sent, failures) =
                (Arc::clone(&stop), Arc::clone(&sent), Arc::clone(&failures));
            thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    if let Err(error) = get(port) {
                        failures.lock().unwrap().push(error);
                    }
                    sent.fetch_add(1, Ordering::Relaxed);
                }
            })
        };
        let clients = (0..CLIENTS).map(client).collect();
        Self {
            stop,
            sent,
            failures,
            clients,
        }
    }

    /// Blocks until that many requests were sent.
    fn wait_for(&self, requests: u64) {
        while self.sent.load(Ordering::Relaxed) < requests {
            thread::sleep(std::time::Duration::from_millis(10));
        }
    }

    fn stop(self) -> (u64, Vec<String>) {
        self.stop.store(true, Ordering::Relaxed);
        for client in self.clients {
            client.join().unwrap();
        }
        let failures = self.failures.lock().unwrap().clone();
        (self.sent.load(Ordering::Relaxed), failures)
    }
}
