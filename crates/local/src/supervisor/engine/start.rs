//! Starting one container.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

use super::instance::{Run, settling};
use super::{Engine, Event};
use crate::guard::{Exit, GuardHandle, Guards, Limits, Order, Report as GuardReport, Started};
use crate::manifest::{ContainerManifest, Probe, Resources};
use crate::process::{ProgramError, resolve};
use crate::protocol::{Reason, ReasonCode};
use crate::supervisor::environment::{self, Setting};
use crate::supervisor::ports;
use crate::supervisor::probe::{Question, Verdict, ask_forever};
use crate::supervisor::secrets;

const MIB: u64 = 1024 * 1024;
/// A program reserves more than it uses, thread stacks above all: its data segment may be this
/// many times the memory that the spec grants.
const DATA_FACTOR: u64 = 2;

/// Why a container is not started, and whether trying again is of no use.
type NotStarted = (Reason, bool);

impl Engine {
    /// Starts every container whose time has come.
    pub(super) fn start_due(&mut self) {
        let now = Instant::now();
        for replica in 0..self.replicas.len() {
            if !self.replicas[replica].is_live() {
                continue;
            }
            self.renew_ports(replica);
            for container in 0..self.replicas[replica].instances.len() {
                let due = self.replicas[replica].instances[container].next;
                if due.is_some_and(|due| due <= now) && !self.replicas[replica].renew {
                    self.start(replica, container);
                }
            }
        }
    }

    /// After a stranger took a private port: once everything of the replica has stopped, it gets
    /// new ports and starts again. Its siblings know its ports, so they start again too.
    fn renew_ports(&mut self, index: usize) {
        let replica = &mut self.replicas[index];
        if !replica.renew || !replica.has_ended() {
            return;
        }
        if let Ok(drawn) = ports::draw(&replica.revision.manifest) {
            replica.ports = drawn;
            replica.renew = false;
            for instance in &mut replica.instances {
                instance.next = Some(Instant::now());
            }
        }
    }

    fn start(&mut self, index: usize, container: usize) {
        let replica = &mut self.replicas[index];
        let name = replica.manifest().containers[container].name.clone();
        if ports::stolen(&replica.ports, &name).is_some() {
            replica.renew = true;
            replica.stop_instances(None);
            return;
        }
        let started = self.try_start(index, container);
        let instance = &mut self.replicas[index].instances[container];
        match started {
            Ok(run) => instance.started(run),
            Err((reason, fatal)) => instance.not_started(reason, fatal),
        }
    }

    fn try_start(&mut self, index: usize, container: usize) -> Result<Run, NotStarted> {
        let number = self.number();
        let order = self.order(index, container, number)?;
        let replica = &self.replicas[index];
        let plan = &replica.manifest().containers[container];
        let label = format!("{}/{}-{}", self.folder.name(), replica.slot, plan.name);
        let Started {
            handle,
            mut reports,
            stdout,
            stderr,
        } = GuardHandle::start(&order, self.folder.mark(), &label, &self.guards)
            .map_err(|error| unknown(format!("cannot start its guard: {error}")))?;
        let limits = (
            self.record.settings.log_max_bytes,
            self.record.settings.log_files,
        );
        self.logs
            .capture(replica.slot, &plan.name, limits, (stdout, stderr))
            .map_err(|error| unknown(format!("cannot capture its output: {error}")))?;
        let events = self.events.clone();
        tokio::spawn(async move {
            while let Some(report) = reports.recv().await {
                let _ = events.send(Event::Guard {
                    instance: number,
                    report: Some(report),
                });
            }
            let _ = events.send(Event::Guard {
                instance: number,
                report: None,
            });
        });
        let probe = self.probe(index, plan, &order, number);
        crate::failpoint::hit("local.supervisor.after_start");
        Ok(Run {
            instance: number,
            guard: handle,
            pid: None,
            since: Instant::now(),
            started_at: Timestamp::now(),
            probe,
            stopping: false,
        })
    }

    fn order(&self, index: usize, container: usize, number: u64) -> Result<Order, NotStarted> {
        let replica = &self.replicas[index];
        let plan = &replica.manifest().containers[container];
        let work = self.work_folder(replica.number, replica.slot, &plan.name)?;
        let secrets = secrets::read(&replica.manifest().secrets, &self.record.settings)
            .map_err(|why| (Reason::new(ReasonCode::SecretMissing, why), true))?;
        let setting = Setting {
            manifest: replica.manifest(),
            container: plan,
            slot: replica.slot,
            ports: &replica.ports,
            work: &work,
            path: &self.path,
            mark: self.folder.mark(),
            spec_hash: &replica.revision.spec_hash,
        };
        let environment = environment::build(&setting, secrets);
        let mut words = plan.command.iter().chain(&plan.args).cloned();
        let name = words.next().unwrap_or_default();
        Ok(Order {
            program: find(&name, &environment)?,
            name,
            arguments: words.collect(),
            environment,
            folder: work,
            limits: self.limits(plan, replica.manifest().resources, number),
        })
    }

    fn work_folder(&self, replica: u64, slot: u32, container: &str) -> Result<PathBuf, NotStarted> {
        let path = self
            .folder
            .work()
            .join(format!("{slot}.{replica}-{container}"));
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)
            .map_err(|error| unknown(format!("cannot make {}: {error}", path.display())))?;
        Ok(path)
    }

    /// A control group where there is one, else the nearest resource limits.
    fn limits(&self, plan: &ContainerManifest, whole: Option<Resources>, number: u64) -> Limits {
        let resources = plan.resources.or(whole).unwrap_or_default();
        let group = self
            .cgroup
            .as_ref()
            .and_then(|group| group.child(&number.to_string()));
        let memory_limited = resources.memory.is_some_and(|mebibytes| {
            group
                .as_ref()
                .is_some_and(|group| group.limit_memory(mebibytes))
        });
        if let (Some(group), Some(millicores)) = (&group, resources.cpu) {
            group.limit_cpu(millicores);
        }
        let data = resources.memory.filter(|_| !memory_limited);
        Limits {
            data: data.map(|mebibytes| mebibytes.saturating_mul(DATA_FACTOR * MIB)),
            file_size: resources
                .storage
                .map(|mebibytes| mebibytes.saturating_mul(MIB)),
            open_files: self.open_files,
            cgroup: group.map(|group| group.path().to_owned()),
        }
    }

    fn probe(
        &self,
        index: usize,
        plan: &ContainerManifest,
        order: &Order,
        number: u64,
    ) -> Option<tokio::task::AbortHandle> {
        let check = plan.health.clone()?;
        let private = |port: u16| {
            let key = (plan.name.clone(), port);
            self.replicas[index]
                .ports
                .get(&key)
                .copied()
                .unwrap_or(port)
        };
        let question = match &check.probe {
            Probe::Http { port, path } => Question::Http {
                port: private(*port),
                path: path.clone(),
            },
            Probe::Tcp { port } => Question::Tcp {
                port: private(*port),
            },
            Probe::Exec { command } => {
                exec_question(command, order, self.folder.mark(), &self.guards)
            }
        };
        let events = self.events.clone();
        let tell = move |verdict: Verdict| {
            let _ = events.send(Event::Probed {
                instance: number,
                verdict,
            });
        };
        Some(tokio::spawn(ask_forever(Arc::new(question), check, tell)).abort_handle())
    }

    /// A guard's word about one start of one container.
    pub(super) fn guard_said(&mut self, number: u64, report: Option<GuardReport>) {
        let found = self.replicas.iter_mut().find_map(|replica| {
            let containers = &replica.revision.manifest.containers;
            containers
                .iter()
                .zip(&mut replica.instances)
                .find(|(_, instance)| {
                    instance
                        .run
                        .as_ref()
                        .is_some_and(|run| run.instance == number)
                })
        });
        let Some((container, instance)) = found else {
            return;
        };
        match report {
            Some(GuardReport::Started { pid }) => {
                if let Some(run) = &mut instance.run {
                    run.pid = Some(pid);
                }
                let (events, settling) = (self.events.clone(), settling(container));
                tokio::spawn(async move {
                    tokio::time::sleep(settling).await;
                    let _ = events.send(Event::Wake);
                });
            }
            Some(GuardReport::Failed { message }) => {
                instance.run = None;
                let reason = Reason::new(ReasonCode::Configuration, message);
                instance.not_started(reason, false);
            }
            Some(GuardReport::Exited(exit)) => instance.ended(exit),
            None => {
                // its guard was killed; the workload comes to us as an orphan and is killed
                if let Some(group) = self
                    .cgroup
                    .as_ref()
                    .and_then(|g| g.child(&number.to_string()))
                {
                    group.kill();
                    group.remove();
                }
                instance.ended(Exit::default());
            }
        }
    }

    /// An answer of a health check.
    pub(super) fn probed(&mut self, number: u64, verdict: Verdict) {
        for replica in &mut self.replicas {
            let containers = &replica.revision.manifest.containers;
            for (container, instance) in containers.iter().zip(&mut replica.instances) {
                let Some(run) = instance.run.as_ref().filter(|run| run.instance == number) else {
                    continue;
                };
                if !run.stopping && instance.probed(verdict.result, verdict.counts, container) {
                    // not `stop`: the end counts as a failure and is followed by a restart
                    let grace = std::time::Duration::from_secs(container.stop_grace_seconds.into());
                    if let Some(run) = &instance.run {
                        run.guard.stop(grace);
                    }
                }
                return;
            }
        }
    }
}

/// A check runs as its container does: same environment, folder and limits.
fn exec_question(command: &[String], order: &Order, mark: &str, guards: &Guards) -> Question {
    let name = command.first().cloned().unwrap_or_default();
    let program = find(&name, &order.environment).unwrap_or_else(|_| PathBuf::from(&name));
    let order = Order {
        program,
        name,
        arguments: command.iter().skip(1).cloned().collect(),
        // the group may be removed with its container while a check still runs
        limits: Limits {
            cgroup: None,
            ..order.limits.clone()
        },
        ..order.clone()
    };
    Question::Exec {
        order: Box::new(order),
        mark: mark.to_owned(),
        guards: guards.clone(),
    }
}

fn find(name: &str, environment: &[(String, String)]) -> Result<PathBuf, NotStarted> {
    let path = environment
        .iter()
        .find(|(key, _)| key == "PATH")
        .map_or("", |(_, path)| path);
    resolve(name, path).map_err(|error| {
        let code = match error {
            ProgramError::NotExecutable(_) => ReasonCode::Permission,
            ProgramError::Relative(_) | ProgramError::Missing(..) => ReasonCode::Configuration,
        };
        (Reason::new(code, format!("command {error}")), true)
    })
}

fn unknown(evidence: String) -> NotStarted {
    (Reason::new(ReasonCode::Unknown, evidence), false)
}
