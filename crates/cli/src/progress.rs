//! How far an operation is, for the person who waits.

use std::{
    collections::BTreeMap,
    fmt,
    io::{IsTerminal as _, Write as _},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use landlord_compute::core::{Progress, ProgressSink};

use crate::output::clean;

/// Shorter operations show nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often a spinner turns.
const TICK: Duration = Duration::from_millis(120);

/// Shows steps on standard error once an operation takes more than a second: a spinner per
/// tenant on a terminal, a line per step elsewhere.
pub(crate) struct Reporter {
    state: Mutex<State>,
    terminal: bool,
}

struct State {
    /// Whether the operation has taken long enough to be shown.
    shown: bool,
    done: bool,
    last: BTreeMap<String, String>,
    spinners: BTreeMap<String, ProgressBar>,
    all: MultiProgress,
}

impl Reporter {
    /// A reporter that begins to show after a second; needs a runtime.
    pub(crate) fn start(quiet: bool) -> Arc<Self> {
        let reporter = Arc::new(Self {
            state: Mutex::new(State {
                shown: false,
                done: quiet,
                last: BTreeMap::new(),
                spinners: BTreeMap::new(),
                all: MultiProgress::new(),
            }),
            terminal: std::io::stderr().is_terminal(),
        });
        let later = Arc::clone(&reporter);
        if !quiet {
            tokio::spawn(async move {
                tokio::time::sleep(PATIENCE).await;
                later.show();
            });
        }
        reporter
    }

    /// Takes spinners away; nothing is shown from here on.
    pub(crate) fn finish(&self) {
        let mut state = self.lock();
        state.done = true;
        for spinner in std::mem::take(&mut state.spinners).values() {
            spinner.finish_and_clear();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self) {
        let mut state = self.lock();
        state.shown = true;
        for (tenant, step) in state.last.clone() {
            self.display(&mut state, &tenant, &step);
        }
    }

    fn display(&self, state: &mut State, tenant: &str, step: &str) {
        if state.done || !state.shown {
            return;
        }
        let text = format!("{tenant}: {step}");
        if !self.terminal {
            // nobody reads standard error any more: no reason to stop
            drop(writeln!(std::io::stderr(), "{text}"));
            return;
        }
        let all = &state.all;
        let spinner = state.spinners.entry(tenant.to_owned()).or_insert_with(|| {
            let style = ProgressStyle::with_template("{spinner} {elapsed:>4} {wide_msg}");
            let bar = all.add(ProgressBar::new_spinner());
            bar.enable_steady_tick(TICK);
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        });
        spinner.set_message(text);
    }
}

impl ProgressSink for Reporter {
    fn report(&self, progress: Progress) {
        let mut step = clean(&progress.message).into_owned();
        if let (Some(ready), Some(desired)) = (progress.ready, progress.desired) {
            step = format!("{step} ({ready}/{desired} ready)");
        }
        let tenant = progress.tenant.to_string();
        let mut state = self.lock();
        if state.last.insert(tenant.clone(), step.clone()).as_ref() != Some(&step) {
            self.display(&mut state, &tenant, &step);
        }
    }
}

impl fmt::Debug for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reporter")
            .field("terminal", &self.terminal)
            .finish_non_exhaustive()
    }
}
