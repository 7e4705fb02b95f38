//! The conformance suite on real processes of this host.
#![cfg(test)]

mod crash;
mod engine;
mod fixture;

use landlord_conformance::Absent;

use self::fixture::Local;

async fn fixture() -> Result<Local, Absent> {
    if cfg!(target_os = "linux") {
        Ok(Local::new())
    } else {
        Err(Absent("processes are looked for in /proc".to_owned()))
    }
}

landlord_conformance::suite!(local, fixture);
