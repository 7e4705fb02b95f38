//! What every public type promises: it may cross threads, and processes.

use std::fmt::Debug;

use jiff::Timestamp;
use landlord_core::{
    Capabilities, Context, Error, ErrorKind, Fence, Guarantees, Installation, Manager, OpMeta,
    Outcome, Provider, Registry, SpecHash, TenantComputeSpec, TenantId, TenantRef, Verb,
    change::{Change, Effect, changes},
    options::{ApplyOptions, LogsOptions, SweepOptions, UpdateOptions, WatchOptions},
    result::{
        Ability, AdoptResult, ApplyResult, ComputeState, ComputeStatus, Cursor, DestroyResult,
        Endpoint, EndpointScope, InFlight, LogLine, LogStream, Orphan, PlanResult, ProviderHealth,
        ProvisionResult, ProvisionStatus, Reason, ReasonCode, RemovedObject, RestartResult,
        Settled, SettledKind, ShowResult, SweepResult, TenantSummary, UpdateResult, UpdateStatus,
        ValidateResult, WatchEvent, WatchItem,
    },
    spec::{ContainerName, Violation, ViolationKind, spec_hash},
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::answers::{name, spec};

#[test]
fn public_types_cross_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<Context>();
    crosses::<Error>();
    crosses::<Manager>();
    crosses::<Registry>();
    crosses::<TenantComputeSpec>();
    crosses::<Capabilities>();
    crosses::<ComputeStatus>();
    crosses::<WatchItem>();
    crosses::<Box<dyn Provider>>();
    fn sent<T: Send>() {}
    sent::<landlord_core::AnswerStream<LogLine>>();
}

#[track_caller]
fn round_trips<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let back: T = serde_json::from_str(&text).unwrap();
    assert_eq!(*value, back, "{text}");
}

fn hash(spec: &TenantComputeSpec) -> SpecHash {
    spec_hash(
        spec,
        &Installation::new("test").unwrap(),
        &spec.tenant().unwrap(),
    )
}

#[test]
fn every_answer_round_trips() {
    let (now, acme, own) = (
        Timestamp::UNIX_EPOCH,
        TenantId::new("acme").unwrap(),
        name("a"),
    );
    let (one, container) = (spec("acme"), ContainerName::new("web").unwrap());
    let mut two = one.clone();
    two.replicas = 3;
    let listed: Vec<Change> = changes(&one, &two, |_| Effect::InPlace);
    assert!(!listed.is_empty());
    let settled = Settled::new(SettledKind::RolledBack, Some(hash(&one)), "a bad version");

    let mut made = ProvisionResult::new(
        acme.clone(),
        own.clone(),
        ProvisionStatus::Created,
        hash(&one),
        now,
    );
    made.endpoints.push(Endpoint::new(
        "http",
        container.clone(),
        "127.0.0.1",
        80,
        true,
        EndpointScope::Host,
    ));
    made.settled = Some(settled.clone());
    round_trips(&made);
    let mut updated = UpdateResult::new(
        acme.clone(),
        own.clone(),
        UpdateStatus::Updated,
        hash(&two),
        now,
    );
    updated.changes.clone_from(&listed);
    round_trips(&updated);
    round_trips(&ApplyResult::Update(updated));
    round_trips(&ApplyResult::Provision(made));
    let removed = vec![RemovedObject::new("process", "7")];
    round_trips(&DestroyResult::new(
        acme.clone(),
        own.clone(),
        Installation::new("test").unwrap(),
        removed.clone(),
        now,
    ));
    let mut status = ComputeStatus::new(acme.clone(), own.clone(), now);
    status.state = ComputeState::from("from_a_later_release");
    status.in_flight = Some(InFlight::new(hash(&two), Some(now)));
    status.reasons.push(
        Reason::new(ReasonCode::Quota, "used up")
            .with_evidence("x")
            .with_next_step("ask"),
    );
    round_trips(&status);
    round_trips(&TenantSummary::of(&status, Cursor::from("c".to_owned())));
    for event in [
        WatchEvent::Resync,
        WatchEvent::Gone {
            tenant_id: acme.clone(),
        },
        WatchEvent::Delta {
            status: Box::new(status.clone()),
        },
        WatchEvent::Snapshot {
            status: Box::new(status),
        },
    ] {
        round_trips(&WatchItem::new(event, now, Cursor::from("c".to_owned())));
    }
    round_trips(&LogLine::new(
        "r1",
        container,
        LogStream::Stderr,
        now,
        vec![0xff, 0],
        Cursor::from("9".to_owned()),
    ));
    round_trips(&PlanResult::update(
        acme.clone(),
        own.clone(),
        listed.clone(),
        hash(&two),
        now,
    ));
    round_trips(&ShowResult::new(
        acme.clone(),
        own.clone(),
        one.clone(),
        hash(&one),
        now,
    ));
    round_trips(&ValidateResult::new(one));
    round_trips(&AdoptResult::new(acme.clone(), own.clone(), listed));
    round_trips(&RestartResult::new(acme.clone(), own.clone(), 2, now));
    round_trips(&ProviderHealth::new(
        own.clone(),
        Ability::Ok,
        Ability::Failing,
    ));
    round_trips(&Orphan::new("t-x", own.clone(), "never completed"));
    round_trips(&SweepResult::new(own, removed));
    round_trips(
        &Capabilities::new()
            .with_verbs([Verb::List])
            .with_guarantees(Guarantees::new()),
    );
    let mut meta = OpMeta::new(Installation::new("test").unwrap());
    meta.fence = Some(Fence {
        epoch: 1,
        generation: 2,
    });
    round_trips(&meta);
}

#[test]
fn options_round_trip() {
    round_trips(&UpdateOptions::new().force(true));
    round_trips(&ApplyOptions::new().take_over(true));
    round_trips(&LogsOptions::new().tail(7_usize).follow(true));
    round_trips(&SweepOptions::new().older_than(std::time::Duration::from_secs(5)));
    round_trips(&WatchOptions::new().tenant(TenantRef::from(TenantId::new("acme").unwrap())));
}

fn kind() -> impl Strategy<Value = ErrorKind> {
    prop_oneof![
        proptest::sample::select(ErrorKind::KNOWN.to_vec()),
        "[a-z_]{1,20}".prop_map(|text| ErrorKind::from(text.as_str())),
    ]
}

proptest! {
    #[test]
    fn every_error_round_trips(
        kind in kind(),
        message in ".{0,40}",
        retryable: bool,
        outcome in proptest::option::of(proptest::sample::select(Outcome::KNOWN.to_vec())),
        facts in proptest::collection::vec(("[a-z]{1,8}", ".{0,20}"), 0..4),
        help in proptest::option::of(".{0,30}"),
    ) {
        let mut error = Error::new(kind, message.clone()).with_retryable(retryable);
        for (key, value) in facts {
            error = error.with_context(key, value);
        }
        if let Some(outcome) = outcome {
            error = error.with_outcome(outcome);
        }
        if let Some(help) = help {
            error = error.with_help(help);
        }
        let cause = Error::new(ErrorKind::Internal, message).with_source(&std::io::Error::other("deepest"));
        let error = error
            .with_source(&cause)
            .with_provider(name("a"))
            .with_operation(Verb::Update)
            .with_tenant(TenantId::new("acme").unwrap())
            .with_throttle("calls", "account", Some(std::time::Duration::from_millis(1500)))
            .with_time(Timestamp::UNIX_EPOCH);
        round_trips(&error);
        let source = std::error::Error::source(&error).expect("a cause");
        prop_assert_eq!(source.source().expect("its cause").to_string(), "deepest");
    }

    #[test]
    fn violations_round_trip(path in "[a-z.\\[\\]0-9]{0,20}", given in proptest::option::of(".{0,80}"), allowed in ".{0,30}") {
        let violation = Violation::new(path, ViolationKind::OutOfRange, allowed);
        let violation = given.map_or(violation.clone(), |given| violation.given(given));
        round_trips(&Error::invalid_spec(vec![violation]));
    }
}
