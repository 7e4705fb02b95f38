//! Providers that each break one promise, and the case that says so.

use std::sync::Arc;

use landlord_conformance::{CaseOutcome, Fixture, Seed, cases, run_case};

use crate::{
    fixture::{Memory, unwrapped},
    provider::Mutant,
};

/// Each mutant and a case that catches it.
const CAUGHT: &[(Mutant, &str)] = &[
    (Mutant::UpdatePushesEqual, "case_07_update_equal"),
    (Mutant::DestroyForgetsAddress, "case_16_destroy_twice"),
    (Mutant::ForeignOverwritten, "case_20_foreign_object"),
    (Mutant::UnreachableIsGone, "case_22_engine_faults"),
    (Mutant::RenderDropsField, "case_25_no_field_lost"),
    (
        Mutant::UndoRemovesNeighbour,
        "case_19_destroy_leaves_neighbours",
    ),
    (Mutant::SecretInError, "case_28_secrets_stay_secret"),
    (Mutant::NoRollback, "case_11_bad_update"),
    (Mutant::ListDropsPage, "verb_list"),
    (Mutant::PlanWrites, "case_30_plan"),
    (Mutant::ScaleReplaces, "case_09_replicas_only"),
    (Mutant::ProvisionDuplicates, "case_01_provision_twice"),
    (Mutant::StatusFromMemory, "case_21_out_of_band"),
    (Mutant::UndeclaredVerb, "verb_show"),
    (Mutant::NoUndo, "case_06_bad_first_version"),
    (Mutant::LastWriterWins, "case_14_concurrent_updates"),
];

async fn outcome(mutant: Mutant, name: &str) -> CaseOutcome {
    let case = cases::all()
        .find(|case| case.name == name)
        .expect("a case of that name");
    let fixture: Arc<dyn Fixture> = Arc::new(Memory::new(mutant, unwrapped));
    run_case(case, fixture, Seed::from_env()).await
}

#[expect(
    clippy::print_stdout,
    reason = "`--nocapture` shows what each mutant is caught by"
)]
fn tell(mutant: Mutant, case: &str, broken: &CaseOutcome) {
    println!("{mutant:?} is caught by {case}: {broken}");
}

/// Every mutant fails its case by the promise, and the provider that keeps all passes it.
#[test]
fn every_mutant_is_caught_by_its_case() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        for (mutant, case) in CAUGHT {
            let honest = outcome(Mutant::None, case).await;
            assert_eq!(honest, CaseOutcome::Passed, "{case} on the honest provider");
            let broken = outcome(*mutant, case).await;
            assert!(
                broken.is_failed(),
                "{mutant:?} slips through {case}: {broken}"
            );
            tell(*mutant, case, &broken);
        }
    });
}

/// A case that fails leaves nothing behind for the next.
#[test]
fn a_failed_case_is_cleaned_up() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let memory = Memory::new(Mutant::NoRollback, unwrapped);
        let engine = memory.shared_engine();
        let case = cases::all()
            .find(|case| case.name == "case_11_bad_update")
            .expect("a case");
        assert!(
            run_case(case, Arc::new(memory), Seed::from_env())
                .await
                .is_failed()
        );
        assert_eq!(engine.with(|state| state.services().count()), 0);
    });
}
