//! Figures of the program itself: size, start, a list of many tenants, its supervisors.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use cargo_metadata::Metadata;

use super::Measured;
use super::figures::{BINARY_SIZE, LIST_TIME, SUPERVISOR_MEMORY, VERSION_TIME};
use crate::cargo::{cargo, run as run_command};

/// Why nothing of the program can be measured.
pub(super) const NOT_YET: &str = "the program has no `local` feature yet";

/// How many tenants `list` is measured with.
const TENANTS: usize = 200;

/// How often a command is timed; the median counts.
const RUNS: usize = 21;

/// Builds the release program with the local provider alone; nothing while it has none.
pub(super) fn build(metadata: &Metadata) -> Result<Option<PathBuf>> {
    let packages = metadata.workspace_packages();
    let cli = packages
        .iter()
        .find(|package| package.name == "landlord-cli");
    if !cli.is_some_and(|package| package.features.contains_key("local")) {
        return Ok(None);
    }
    run_command(&mut cargo([
        "build",
        "--release",
        "--package",
        "landlord-cli",
        "--no-default-features",
        "--features",
        "local",
        "--bin",
        "landlord",
    ]))?;
    Ok(Some(
        metadata
            .target_directory
            .join("release/landlord")
            .into_std_path_buf(),
    ))
}

/// The program's size in bytes.
pub(super) fn size(program: &Path) -> Result<f64> {
    let bytes = std::fs::metadata(program)
        .with_context(|| format!("no {}", program.display()))?
        .len();
    // exact up to 2^53
    Ok(bytes as f64)
}

/// Measures the program with a state folder of its own below `scratch`.
pub(super) fn measure(metadata: &Metadata, scratch: &Path) -> Result<Measured> {
    let Some(program) = build(metadata)? else {
        let names = [BINARY_SIZE, VERSION_TIME, LIST_TIME, SUPERVISOR_MEMORY];
        return Ok(names.map(|name| (name, Err(NOT_YET.to_owned()))).into());
    };
    // a copy, so that every process that runs it is one that we started
    let copy = scratch.join("landlord");
    std::fs::copy(&program, &copy)?;
    let landlord = Landlord {
        program: copy,
        state: scratch.join("state"),
    };
    let mut measured = Measured::from([
        (BINARY_SIZE, Ok(size(&program)?)),
        (
            VERSION_TIME,
            landlord
                .median(&["--version"])
                .map_err(|error| format!("{error:#}")),
        ),
    ]);
    let fleet = landlord.measure_fleet(scratch);
    let (list, memory) = match fleet {
        Ok((list, memory)) => (Ok(list), memory.ok_or_else(|| "no /proc here".to_owned())),
        Err(error) => (Err(format!("{error:#}")), Err(format!("{error:#}"))),
    };
    measured.extend([(LIST_TIME, list), (SUPERVISOR_MEMORY, memory)]);
    landlord.end_fleet()?;
    Ok(measured)
}

/// The measured copy of the program and its state folder.
struct Landlord {
    program: PathBuf,
    state: PathBuf,
}

impl Landlord {
    fn run(&self, args: &[&str]) -> Result<()> {
        let status = Command::new(&self.program)
            .args(args)
            .env("XDG_STATE_HOME", &self.state)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()?;
        if !status.success() {
            bail!("`landlord {}` ended with {status}", args.join(" "));
        }
        Ok(())
    }

    /// The median time of a command, in nanoseconds.
    fn median(&self, args: &[&str]) -> Result<f64> {
        let mut times = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            let started = Instant::now();
            self.run(args)?;
            times.push(started.elapsed());
        }
        times.sort();
        Ok(times[RUNS / 2].as_secs_f64() * 1e9)
    }

    /// Starts the tenants, then returns `list`'s time and the largest supervisor's memory.
    fn measure_fleet(&self, scratch: &Path) -> Result<(f64, Option<f64>)> {
        let specs = scratch.join("fleet.yaml");
        std::fs::write(&specs, fleet())?;
        self.run(&["apply", "-q", "-f", &specs.to_string_lossy()])?;
        // memory of a start-up that is still going on is not what a day costs
        std::thread::sleep(Duration::from_secs(5));
        let list = self.median(&["list"])?;
        Ok((list, self.largest_process()))
    }

    /// Destroys all tenants; one that stays is an error.
    fn end_fleet(&self) -> Result<()> {
        for number in 0..TENANTS {
            // what was never created is destroyed already
            drop(self.run(&["destroy", &tenant(number), "--yes"]));
        }
        let left = self.processes().len();
        if left > 0 {
            bail!(
                "{left} processes are left after destroy, see {}",
                self.program.display()
            );
        }
        Ok(())
    }

    /// Resident memory, in bytes, of the largest process that runs our copy.
    fn largest_process(&self) -> Option<f64> {
        let sizes = self.processes().into_iter().filter_map(|process| {
            let status = std::fs::read_to_string(process.join("status")).ok()?;
            resident(&status)
        });
        sizes.max_by(f64::total_cmp)
    }

    /// The `/proc` folders of the processes that run our copy.
    fn processes(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .filter_map(Result::ok);
        entries
            .map(|entry| entry.path())
            .filter(|path| {
                std::fs::read_link(path.join("exe")).is_ok_and(|exe| exe == self.program)
            })
            .collect()
    }
}

fn tenant(number: usize) -> String {
    format!("bench-{number:03}")
}

/// The specs of the fleet, as one YAML file.
fn fleet() -> String {
    let spec = |number| {
        format!(
            "tenant_id: {}\nprovider_type: local\ncontainers:\n  - name: main\n    image: none\n    \
             command: [sleep]\n    args: [\"86400\"]\n",
            tenant(number)
        )
    };
    (0..TENANTS).map(spec).collect::<Vec<_>>().join("---\n")
}

/// `VmRSS` of a process's status, in bytes.
fn resident(status: &str) -> Option<f64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resident_memory_is_read_in_bytes() {
        assert_eq!(
            resident("Name:\tx\nVmRSS:\t    2048 kB\nThreads:\t1\n"),
            Some(2_097_152.0)
        );
        assert_eq!(resident("Name:\tkthread\n"), None);
    }

    #[test]
    fn the_fleet_has_one_document_for_each_tenant() {
        let text = fleet();
        assert_eq!(text.split("---\n").count(), TENANTS);
        assert!(text.contains("tenant_id: bench-199\n"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_is_found_by_the_program_it_runs() {
        let landlord = Landlord {
            program: std::env::current_exe().unwrap(),
            state: PathBuf::new(),
        };
        let own = Path::new("/proc").join(std::process::id().to_string());
        assert!(landlord.processes().contains(&own));
        assert!(landlord.largest_process().unwrap() > 100_000.0);
    }
}
