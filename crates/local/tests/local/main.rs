//! The local engine on real processes.

mod lifecycle;
mod support;
