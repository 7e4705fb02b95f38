//! Every case as a test.

/// Makes every case of the suite a test in a module of its own.
///
/// `suite!(mine, fixture)` declares `mod mine` with tests such as
/// `mine::case_01_provision_twice`. `fixture` is an `async fn() -> Result<F, Absent>`
/// in scope that makes a [`Fixture`](crate::Fixture); each test calls it once. Name the
/// module after the engine: its name is part of what is printed as skipped.
#[macro_export]
macro_rules! suite {
    ($module:ident, $fixture:ident) => {
        $crate::__cases! { [$crate::__tests!] $module, $fixture }
    };
}

/// Hands the names of all cases to another macro, behind its own arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! __cases {
    ([$($callback:tt)*] $($argument:tt)*) => {
        $($callback)* { $($argument)*;
            case_01_provision_twice,
            case_02_concurrent_provisions,
            case_03_crash_anywhere_then_rerun,
            case_04_crash_in_provision_then_destroy,
            case_06_bad_first_version,
            case_07_update_equal,
            case_08_update_equal_otherwise_written,
            case_09_replicas_only,
            case_10_change,
            case_10_requests_during_change,
            case_11_bad_update,
            case_12_crash_in_bad_update,
            case_13_update_missing,
            case_14_concurrent_updates,
            case_14_update_expects,
            case_16_destroy_twice,
            case_17_crash_in_destroy_then_rerun,
            case_18_provision_during_destroy,
            case_19_destroy_leaves_neighbours,
            case_20_adopt,
            case_20_foreign_object,
            case_21_out_of_band,
            case_22_engine_faults,
            case_25_inexpressible,
            case_25_no_field_lost,
            case_26_hostile_ids,
            case_26_hostile_values,
            case_27_similar_ids,
            case_28_secrets_stay_secret,
            case_30_plan,
            guarantee_fence,
            there_and_back,
            verb_adopt,
            verb_health,
            verb_list,
            verb_logs,
            verb_orphans,
            verb_plan,
            verb_probe,
            verb_restart,
            verb_show,
            verb_sweep,
            verb_watch,
        }
    };
}

/// What [`suite!`] expands to.
#[doc(hidden)]
#[macro_export]
macro_rules! __tests {
    ($module:ident, $fixture:ident; $($case:ident,)*) => {
        mod $module {
            $(
                #[test]
                fn $case() {
                    $crate::run(module_path!(), stringify!($case), super::$fixture);
                }
            )*
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::cases;

    macro_rules! names {
        (; $($case:ident,)*) => { [$(stringify!($case)),*] };
    }

    #[test]
    fn every_case_is_a_test_and_named_once() {
        let tests = crate::__cases! { [names!] };
        let all: Vec<&str> = cases::all().map(|case| case.name).collect();
        let cases: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(cases, BTreeSet::from(tests));
        assert_eq!((all.len(), tests.len()), (cases.len(), cases.len()));
    }
}
