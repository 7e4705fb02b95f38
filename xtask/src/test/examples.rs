//! The example programs: built, then run to their end.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use cargo_metadata::{Message, TargetKind};

use super::Args;
use super::results::Results;
use crate::cargo::{cargo, output, root};
use crate::workspace::metadata;

/// How long one example may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs every example program of the chosen packages and counts each as a test.
pub(super) fn run(args: &Args, env: &[(&str, &Path)], results: &mut Results) -> Result<()> {
    let programs = match build(args) {
        Ok(programs) => programs,
        Err(error) => {
            results.fail(format!("examples: {error:#}"));
            return Ok(());
        }
    };
    for (name, program) in programs {
        println!("$ example {name}");
        let mut command = Command::new(program);
        command
            .current_dir(root())
            .stdin(Stdio::null())
            .envs(env.iter().copied());
        match finish(&mut command, PATIENCE) {
            Ok(Some(status)) if status.success() => results.pass(),
            Ok(Some(status)) => results.fail(format!("example {name}: {status}")),
            Ok(None) => results.fail(format!("example {name}: not done in {PATIENCE:?}")),
            Err(error) => results.fail(format!("example {name}: {error:#}")),
        }
    }
    Ok(())
}

/// Whether any package of the workspace has an example: cargo warns when asked for none.
fn any() -> Result<bool> {
    let metadata = metadata()?;
    let mut targets = metadata
        .workspace_packages()
        .into_iter()
        .flat_map(|package| &package.targets);
    Ok(targets.any(|target| target.kind.contains(&TargetKind::Example)))
}

/// Builds the examples and returns their names and programs.
fn build(args: &Args) -> Result<Vec<(String, PathBuf)>> {
    if !any()? {
        return Ok(Vec::new());
    }
    let mut command = cargo([
        "build",
        "--examples",
        "--message-format=json-render-diagnostics",
    ]);
    let messages = output(command.args(args.selection()))?;
    let mut programs = Vec::new();
    for message in Message::parse_stream(Cursor::new(messages)) {
        let Message::CompilerArtifact(artifact) =
            message.context("cannot read cargo's messages")?
        else {
            continue;
        };
        if let (true, Some(program)) = (
            artifact.target.kind.contains(&TargetKind::Example),
            artifact.executable,
        ) {
            programs.push((artifact.target.name, program.into_std_path_buf()));
        }
    }
    programs.sort();
    Ok(programs)
}

/// Waits for `command` to end, or kills it and returns nothing once `patience` has passed.
fn finish(command: &mut Command, patience: Duration) -> Result<Option<ExitStatus>> {
    let started = Instant::now();
    let mut child = command.spawn().context("cannot start")?;
    while started.elapsed() < patience {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hanging_program_is_killed() {
        let mut command = Command::new("sleep");
        let status = finish(command.arg("30"), Duration::from_millis(100)).unwrap();
        assert_eq!(status, None);
    }

    #[test]
    fn a_program_that_ends_is_waited_for() {
        let mut command = Command::new("sh");
        let status = finish(command.args(["-c", "exit 4"]), PATIENCE)
            .unwrap()
            .unwrap();
        assert_eq!(status.code(), Some(4));
    }
}
