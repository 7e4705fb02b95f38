//! `kill -9` of the command at moments spread evenly over its duration.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::{
    count,
    machine::{Machine, get, port},
};

/// Tenants that take turns.
const TENANTS: u64 = 4;

/// Pseudo-random numbers by SplitMix64 (Steele, Lea, Flood 2014): repeatable by their seed.
struct Dice(u64);

impl Dice {
    fn from_environment() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let seed = count("LANDLORD_SEED", u64::from(now.subsec_nanos()));
        eprintln!("LANDLORD_SEED={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Somewhere in a span of time, and a little beyond its end.
    fn moment(&mut self, span: Duration) -> Duration {
        let thousandths = u32::try_from(self.next() % 1100).unwrap();
        span * thousandths / 1000
    }
}

#[test]
fn a_killed_command_is_finished_by_the_next_one() {
    let machine = Machine::new();
    let mut dice = Dice::from_environment();
    let kills = count("LANDLORD_KILLS", 12);
    let (apply, destroy) = durations(&machine);
    eprintln!("apply takes {apply:?}, destroy {destroy:?}; {kills} kills");
    let mut landed = 0;
    for kill in 0..kills {
        let tenant = format!("kill-{}", kill % TENANTS);
        let version = format!("v{kill}");
        // a destroy of nothing ends before it can be killed
        let destroys = machine.status(&tenant).is_some() && dice.next().is_multiple_of(3);
        let path = machine.spec(&tenant, &version);
        let apply_args = ["apply", "-f", path.to_str().unwrap()];
        let destroy_args = ["destroy", &tenant, "--yes"];
        let (args, span): (&[&str], _) = if destroys {
            (&destroy_args, destroy)
        } else {
            (&apply_args, apply)
        };
        landed += u64::from(kill_at(&machine, args, dice.moment(span)));
        machine.succeed(args);
        check(&machine, &tenant, (!destroys).then_some(&version));
    }
    eprintln!("{landed} of {kills} kills met a running command");
    assert!(
        landed * 2 > kills,
        "most kills came too late to prove anything"
    );
    for tenant in 0..TENANTS {
        machine.succeed(&["destroy", &format!("kill-{tenant}"), "--yes"]);
    }
    assert_eq!(machine.marked_processes(), Vec::<String>::new());
    assert_eq!(machine.leftovers(), Vec::<std::path::PathBuf>::new());
}

/// How long one undisturbed apply and destroy take.
fn durations(machine: &Machine) -> (Duration, Duration) {
    let path = machine.spec("measured", "v0");
    let start = Instant::now();
    machine.succeed(&["apply", "-f", path.to_str().unwrap()]);
    let apply = start.elapsed();
    let start = Instant::now();
    machine.succeed(&["destroy", "measured", "--yes"]);
    (apply, start.elapsed())
}

/// Whether the command was still running when it was killed.
fn kill_at(machine: &Machine, args: &[&str], moment: Duration) -> bool {
    let mut child = machine.start(args);
    std::thread::sleep(moment);
    let running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    running
}

/// The tenant runs exactly that version, or is gone.
fn check(machine: &Machine, tenant: &str, version: Option<&String>) {
    let status = machine.status(tenant);
    match (version, status) {
        (Some(version), Some(status)) => {
            assert_eq!(status["state"], "running", "{tenant}: {status}");
            let body = get(port(&status)).unwrap();
            assert!(
                body.starts_with(&format!("{version} ")),
                "{tenant} answers {body}"
            );
        }
        (None, None) => {}
        (Some(version), None) => panic!("{tenant} should run {version} and is gone"),
        (None, Some(status)) => panic!("{tenant} should be gone: {status}"),
    }
}
