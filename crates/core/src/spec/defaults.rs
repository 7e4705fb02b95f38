//! Defaults of spec fields, in one place: serde, schema and canonical form share them.

pub(crate) const REPLICAS: u32 = 1;
pub(crate) const STOP_GRACE_SECONDS: u32 = 30;
pub(crate) const INTERVAL_SECONDS: u32 = 10;
pub(crate) const TIMEOUT_SECONDS: u32 = 2;
pub(crate) const HEALTHY_THRESHOLD: u32 = 1;
pub(crate) const UNHEALTHY_THRESHOLD: u32 = 3;
pub(crate) const HTTP_PATH: &str = "/";

/// Whether a field holds what its absence means, so that the wire form leaves it out.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A `default` and `skip_serializing_if` pair for a numeric field.
macro_rules! numeric_default {
    ($module:ident, $constant:ident) => {
        pub(crate) mod $module {
            pub(crate) const fn value() -> u32 {
                super::$constant
            }
            pub(crate) const fn is(value: &u32) -> bool {
                *value == super::$constant
            }
        }
    };
}

numeric_default!(replicas, REPLICAS);
numeric_default!(stop_grace_seconds, STOP_GRACE_SECONDS);
numeric_default!(interval_seconds, INTERVAL_SECONDS);
numeric_default!(timeout_seconds, TIMEOUT_SECONDS);
numeric_default!(healthy_threshold, HEALTHY_THRESHOLD);
numeric_default!(unhealthy_threshold, UNHEALTHY_THRESHOLD);
