//! A supervisor's life, start to end.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, oneshot};

use super::control;
use super::engine::{Engine, Event, Surroundings};
use super::environment::search_path;
use super::launch::READY;
use crate::folder::{SupervisorNote, TenantFolder};
use crate::process::{Cgroup, MARK_VARIABLE, ProcessIdentity, kill_descendants};
use crate::protocol::VERSION;

/// The soft limit of open files that a supervisor asks for: two per connection.
const OPEN_FILES: u64 = 65_536;
/// SIGXFSZ: a write beyond the file size limit. Not ignored by default, and then deadly.
const SIGXFSZ: i32 = 25;

/// Supervises the folder named by the first argument until it is told to stop.
pub(super) fn run(mut arguments: impl Iterator<Item = String>) -> ExitCode {
    match arguments.next().map(|folder| supervise(Path::new(&folder))) {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(message)) => {
            // whoever launched us reads this, and the log keeps it
            let _ = writeln!(std::io::stdout(), "{message}");
            let _ = writeln!(std::io::stderr(), "{message}");
            ExitCode::FAILURE
        }
        None => ExitCode::FAILURE,
    }
}

fn supervise(path: &Path) -> Result<(), String> {
    let mark = std::env::var(MARK_VARIABLE).map_err(|_| "started without a mark".to_owned())?;
    let folder = TenantFolder::at(path, &mark).ok_or("the folder has no name")?;
    let said = |what: &'static str| move |error: std::io::Error| format!("{what}: {error}");
    let Some(_proof_of_life) = folder
        .become_supervisor()
        .map_err(said("supervisor.lock"))?
    else {
        return Err("another supervisor has this tenant".into());
    };
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    let open_files = raise_open_files();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(said("cannot start the runtime"))?;
    let ended = runtime.block_on(live(&folder, open_files));
    drop(runtime);
    // guards end with their sockets; this waits for them, and for whatever else is below
    kill_descendants();
    crate::failpoint::hit("local.supervisor.before_exit");
    ended
}

/// Returns the soft limit that was there, for the workloads.
fn raise_open_files() -> Option<u64> {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.unwrap_or(OPEN_FILES).min(OPEN_FILES);
    if limit.current.is_some_and(|current| current < wanted) {
        let raised = Rlimit {
            current: Some(wanted),
            maximum: limit.maximum,
        };
        let _ = setrlimit(Resource::Nofile, raised);
    }
    limit.current
}

async fn live(folder: &TenantFolder, open_files: Option<u64>) -> Result<(), String> {
    let said = |error: std::io::Error| error.to_string();
    let record = folder.read_record().map_err(|error| error.to_string())?;
    let (events, mut inbox) = mpsc::unbounded_channel();
    // installed before the first child, so that no end is missed
    listen_to_signals(&events).map_err(said)?;
    let cgroup = make_group(folder);
    let note = SupervisorNote {
        process: ProcessIdentity::current(),
        protocol: VERSION,
        cgroup: cgroup.as_ref().map(|group| group.path().to_owned()),
    };
    folder
        .write_note(&note)
        .map_err(|error| format!("supervisor.json: {error}"))?;
    let path = std::env::current_exe()
        .map(|program| search_path(&program))
        .map_err(said)?;
    let group = cgroup.clone();
    let mut engine = Engine::new(Surroundings {
        folder: folder.clone(),
        record,
        cgroup,
        path,
        open_files,
        events: events.clone(),
    })?;
    let listener = control::bind(folder).map_err(|error| format!("control socket: {error}"))?;
    let (end, ended) = oneshot::channel();
    let server = tokio::spawn(control::serve(listener, events, engine.subscribe(), ended));
    crate::failpoint::hit("local.supervisor.before_ready");
    engine.handle(Event::Wake);
    say_ready(folder).map_err(said)?;
    crate::failpoint::hit("local.supervisor.after_ready");
    drive(&mut engine, &mut inbox).await;
    drop(engine);
    let _ = end.send(());
    let _ = server.await;
    if let Some(group) = group {
        group.kill();
        group.remove();
    }
    Ok(())
}

async fn drive(engine: &mut Engine, inbox: &mut mpsc::UnboundedReceiver<Event>) {
    while !engine.is_finished() {
        let event = match engine.next_wake() {
            Some(at) => tokio::time::timeout_at(at.into(), inbox.recv()).await,
            None => Ok(inbox.recv().await),
        };
        match event {
            Ok(Some(event)) => engine.handle(event),
            Err(_) => engine.handle(Event::Wake),
            // the engine itself holds a sender
            Ok(None) => return,
        }
    }
}

fn make_group(folder: &TenantFolder) -> Option<Cgroup> {
    let group = Cgroup::make(&format!("landlord-{}", folder.mark().replace('@', "-")))?;
    group.delegate();
    Some(group)
}

fn listen_to_signals(events: &mpsc::UnboundedSender<Event>) -> std::io::Result<()> {
    let kinds = [
        (SignalKind::child(), Some(true)),
        (SignalKind::terminate(), Some(false)),
        (SignalKind::interrupt(), Some(false)),
        (SignalKind::hangup(), None),
        (SignalKind::from_raw(SIGXFSZ), None),
    ];
    for (kind, child) in kinds {
        let mut stream = signal(kind)?;
        let events = events.clone();
        // a signal without an event is only kept from killing us
        let Some(child) = child else { continue };
        tokio::spawn(async move {
            while stream.recv().await.is_some() {
                let event = if child {
                    Event::Child
                } else {
                    Event::Terminate
                };
                if events.send(event).is_err() {
                    return;
                }
            }
        });
    }
    Ok(())
}

/// Tells the launcher, then lets go of its pipe.
fn say_ready(folder: &TenantFolder) -> std::io::Result<()> {
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{READY}")?;
    stdout.flush()?;
    let log = File::options()
        .append(true)
        .create(true)
        .open(folder.supervisor_log())?;
    rustix::stdio::dup2_stdout(&log).map_err(std::io::Error::from)
}
