//! The state of one tenant and everything that changes it.
//!
//! One task owns the [`Engine`]. Every event changes a field or two, then [`Engine::reconcile`]
//! compares what is with what shall be and takes the next steps; it is level-triggered, so no
//! event is ever needed twice and their order does not matter.

mod instance;
mod reconcile;
mod replica;
mod report;
mod request;
mod rollout;
mod start;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rustix::process::WaitOptions;
use tokio::sync::{mpsc, oneshot, watch};

use self::replica::Replica;
use super::forwarder::{Connections, Forwarder};
use super::log::Logs;
use super::probe::Verdict;
use crate::folder::{Record, TenantFolder};
use crate::guard::{Guards, Report as GuardReport};
use crate::process::{Cgroup, ProcessTable};
use crate::protocol::{Answer, Phase, Reason, Report, Request};

/// What happens to an engine.
#[derive(Debug)]
pub(super) enum Event {
    /// A guard said something; `None`: it is gone.
    Guard {
        instance: u64,
        report: Option<GuardReport>,
    },
    /// A health check was answered.
    Probed { instance: u64, verdict: Verdict },
    /// A client asks.
    Request {
        request: Request,
        reply: oneshot::Sender<Answer>,
    },
    /// A child of the supervisor changed: a guard ended, or an orphan arrived.
    Child,
    /// Somebody asks the supervisor to end.
    Terminate,
    /// Something outside changed; look again.
    Wake,
}

/// One tenant, running.
#[derive(Debug)]
pub(super) struct Engine {
    folder: TenantFolder,
    record: Record,
    replicas: Vec<Replica>,
    /// Never given twice while this supervisor lives: replicas, and instances of containers.
    numbers: u64,
    forwarder: Forwarder,
    logs: Logs,
    guards: Guards,
    cgroup: Option<Cgroup>,
    /// The search path of workloads that bring none.
    path: String,
    /// The soft limit of open files that workloads get.
    open_files: Option<u64>,
    events: mpsc::UnboundedSender<Event>,
    reports: watch::Sender<Report>,
    /// When the rollout in flight has had its time.
    deadline: Option<Instant>,
    /// Why a rollout in flight is to be given up, once that is known.
    failed: Option<Reason>,
    /// When a record that could not be written is tried again.
    retry_record: Option<Instant>,
    /// Everything ends; each container's grace is at most this.
    stopping: Option<Option<Duration>>,
    /// Nothing is left to do for this supervisor.
    finished: bool,
    phase: Phase,
    transition: Timestamp,
    warnings: BTreeMap<String, String>,
}

/// What an engine needs from its surroundings.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) folder: TenantFolder,
    pub(super) record: Record,
    pub(super) cgroup: Option<Cgroup>,
    pub(super) path: String,
    pub(super) open_files: Option<u64>,
    pub(super) events: mpsc::UnboundedSender<Event>,
}

impl Engine {
    /// An engine that has opened its front ports and started nothing yet.
    ///
    /// # Errors
    /// When a front port that the spec names is not to be had, or the record cannot be written.
    pub(super) fn new(surroundings: Surroundings) -> Result<Self, String> {
        let Surroundings {
            folder,
            record,
            cgroup,
            path,
            open_files,
            events,
        } = surroundings;
        let report = report::initial(&record);
        let deadline = record
            .rollout
            .as_ref()
            .map(|rollout| Instant::now() + Duration::from_millis(rollout.deadline_ms));
        let mut engine = Self {
            logs: Logs::new(folder.logs()),
            phase: report.phase,
            transition: report.last_transition,
            reports: watch::Sender::new(report),
            folder,
            record,
            replicas: Vec::new(),
            numbers: 0,
            forwarder: Forwarder::default(),
            guards: Guards::default(),
            cgroup,
            path,
            open_files,
            events,
            deadline,
            failed: None,
            retry_record: None,
            stopping: None,
            finished: false,
            warnings: BTreeMap::new(),
        };
        engine.open_fronts(true)?;
        Ok(engine)
    }

    /// Takes one event and every step that follows from it.
    pub(super) fn handle(&mut self, event: Event) {
        let answer = match event {
            Event::Guard { instance, report } => {
                self.guard_said(instance, report);
                None
            }
            Event::Probed { instance, verdict } => {
                self.probed(instance, verdict);
                None
            }
            Event::Request { request, reply } => Some((self.answer(request), reply)),
            Event::Child => {
                self.reap();
                None
            }
            Event::Terminate => {
                self.stopping.get_or_insert(None);
                None
            }
            Event::Wake => None,
        };
        self.reconcile();
        if let Some((answer, reply)) = answer {
            // a status asked for now is the one after the steps taken now
            let answer = match answer {
                Answer::Status(_) => Answer::Status(Box::new(self.report())),
                other => other,
            };
            let _ = reply.send(answer);
        }
    }

    /// Whether the supervisor may end.
    pub(super) fn is_finished(&self) -> bool {
        self.finished
    }

    /// What clients watch.
    pub(super) fn subscribe(&self) -> watch::Receiver<Report> {
        self.reports.subscribe()
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// Reaps what has ended. After a guard that did not end by itself, its workload arrives here
    /// as orphans, and is killed.
    fn reap(&mut self) {
        let mut orphans = false;
        while let Ok(Some((pid, status))) = rustix::process::wait(WaitOptions::NOHANG) {
            let was_guard = self.guards.reaped(pid.as_raw_nonzero().get());
            orphans |= !was_guard || status.exit_status().is_none();
        }
        if !orphans {
            return;
        }
        let me = rustix::process::getpid().as_raw_nonzero().get();
        for orphan in ProcessTable::read().descendants(me, &self.guards.living()) {
            orphan.signal(rustix::process::Signal::KILL);
        }
    }

    /// Wakes the engine when `connections` are all closed.
    fn wake_when_idle(&self, connections: std::sync::Arc<Connections>) {
        let events = self.events.clone();
        tokio::spawn(async move {
            connections.idle().await;
            let _ = events.send(Event::Wake);
        });
    }
}
