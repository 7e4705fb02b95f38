//! From arguments to an exit code.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
};

use clap::ArgMatches;
use landlord_compute::config::Loaded;

use crate::{
    app::{Access, App},
    args::{Globals, LogFormat},
    cli::{Cli, Command},
    exit::Exit,
    failure::{Failure, Result, report},
    logging,
    output::{Output, colored},
    sources,
};

/// Where diagnostics are wrapped when standard error is no terminal, columns.
const WIDTH: usize = 100;

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    // a terminal that wants no colour of ours gets none of clap's either: it asks by itself
    let (cli, matches) = match Cli::read(std::env::args_os()) {
        Ok(read) => read,
        Err(error) => return refused(&error),
    };
    #[cfg(feature = "local")]
    if let Command::DemoServer(command) = cli.command {
        return command.run();
    }
    let globals = cli.globals.clone();
    let color = colored(io::stderr().is_terminal());
    logging::init(globals.verbose, globals.quiet, globals.log_format, color);
    let mut out = Output::new(&globals);
    let detailed = matches!(&cli.command, Command::Plan(plan) if plan.detailed_exitcode);
    let exit = match dispatch(cli, &matches, &mut out).and_then(|exit| {
        out.flush()?;
        Ok(exit)
    }) {
        Ok(exit) => exit,
        Err(failure) => {
            tell(&failure, &globals, color, &mut out);
            // as terraform's: 2 is for changes, and every error is 1
            if detailed && !failure.problems.is_empty() {
                Exit::Error(1)
            } else {
                failure.exit
            }
        }
    };
    exit.code().into()
}

/// Help and version are no errors; everything else of clap's is wrong usage.
fn refused(error: &clap::Error) -> ExitCode {
    // nobody may be left to read it
    drop(error.print());
    if error.use_stderr() {
        Exit::Usage.code().into()
    } else {
        ExitCode::SUCCESS
    }
}

/// Tells the person, or the program that reads JSON, what went wrong.
pub(crate) fn tell(failure: &Failure, globals: &Globals, color: bool, out: &mut Output) {
    // data comes before what is said about it; a failure here has been told by `failure` already
    drop(out.flush());
    let to = out.stderr();
    // nobody may be left to read it
    drop(match globals.log_format {
        LogFormat::Text => report(&failure.problems, color, width(), to),
        LogFormat::Json => failure.problems.iter().try_for_each(|problem| {
            let text = serde_json::to_string(&problem).map_err(io::Error::other)?;
            writeln!(to, "{text}")
        }),
    });
}

fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok();
    columns
        .and_then(|columns| columns.parse().ok())
        .unwrap_or(WIDTH)
        .clamp(40, 160)
}

fn dispatch(cli: Cli, matches: &ArgMatches, out: &mut Output) -> Result<Exit> {
    let globals = cli.globals;
    let load = || sources::load(&globals, matches);
    match cli.command {
        Command::Schema(command) => command.run(out),
        Command::Completions(command) => command.run(out),
        Command::Generate(command) => command.run(out),
        Command::Config(command) => command.run(load, out),
        Command::Audit(command) => command.run(&load()?, out),
        command => {
            // before anything is registered: a wrong file needs no engine to be found
            let loaded = load()?;
            engine(&globals, loaded, command, out)
        }
    }
}

/// Runs a command that asks engines.
fn engine(globals: &Globals, loaded: Loaded, command: Command, out: &mut Output) -> Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::usage(format!("cannot start: {error}"), "free threads or memory")
        })?;
    let access = access(&command);
    runtime.block_on(async {
        let app = App::new(globals, loaded, access)?;
        let result = command_of(&app, command, out).await;
        app.quiet_progress();
        let closed = app.close().await;
        let exit = result?;
        closed?;
        Ok(exit)
    })
}

fn access(command: &Command) -> Access {
    match command {
        Command::Apply(apply) if apply.dry_run => Access::Read,
        Command::Apply(_)
        | Command::Restart(_)
        | Command::Scale(_)
        | Command::Destroy(_)
        | Command::Adopt(_) => Access::Change,
        Command::Orphans(orphans) if orphans.sweep => Access::Change,
        _ => Access::Read,
    }
}

/// Runs one command within an app.
pub(crate) async fn command_of(app: &App, command: Command, out: &mut Output) -> Result<Exit> {
    match command {
        Command::Apply(command) => command.run(app, out).await,
        Command::Plan(command) => command.run(app, out).await,
        Command::Validate(command) => command.run(app, out).await,
        Command::Status(command) => command.run(app, out).await,
        Command::Show(command) => command.run(app, out).await,
        Command::List(command) => command.run(app, out).await,
        Command::Logs(command) => command.run(app, out).await,
        Command::Watch(command) => command.run(app, out).await,
        Command::Wait(command) => command.run(app, out).await,
        Command::Restart(command) => command.run(app, out).await,
        Command::Scale(command) => command.run(app, out).await,
        Command::Destroy(command) => command.run(app, out).await,
        Command::Orphans(command) => command.run(app, out).await,
        Command::Adopt(command) => command.run(app, out).await,
        Command::Providers(command) => command.run(app, out).await,
        // dispatched before an app is made
        _ => Ok(Exit::Success),
    }
}
