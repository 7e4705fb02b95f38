//! Changes for people.

use landlord_compute::core::change::{Change, Effect};

/// One line for one change.
pub(crate) fn change_line(change: &Change) -> String {
    let note = match change.effect {
        Effect::Replaced => " (replaces replicas)",
        _ => "",
    };
    format!("{change}{note}")
}
