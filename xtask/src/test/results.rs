//! What the test binaries said, summed.

use super::skips::Skip;

/// The sums over all test binaries and examples.
///
/// Counts come from libtest's `test result:` lines, names from its `test … ... …` lines.
#[derive(Debug, Default)]
pub(super) struct Results {
    passed: usize,
    failed: usize,
    ignored: usize,
    passed_names: Vec<String>,
    failures: Vec<String>,
    ignored_tests: Vec<Skip>,
}

impl Results {
    /// Takes in one line of a test binary's output; other lines are ignored.
    pub(super) fn read_line(&mut self, line: &str) {
        if let Some(counts) = line.split_once("test result: ").map(|(_, counts)| counts) {
            self.passed += count(counts, "passed");
            self.failed += count(counts, "failed");
            self.ignored += count(counts, "ignored");
        } else if let Some((name, end)) = test_line(line) {
            self.read_test(name, end);
        }
    }

    fn read_test(&mut self, name: &str, end: &str) {
        if end == "ok" {
            self.passed_names.push(name.to_owned());
        } else if end == "FAILED" {
            self.failures.push(name.to_owned());
        } else if let Some(reason) = end.strip_prefix("ignored") {
            let reason = reason.trim_start_matches([',', ' ']);
            let reason = if reason.is_empty() {
                "ignored without a reason"
            } else {
                reason
            };
            self.ignored_tests.push(Skip {
                name: name.to_owned(),
                reason: reason.to_owned(),
            });
        }
    }

    /// Counts something that passed outside of libtest, such as an example.
    pub(super) fn pass(&mut self) {
        self.passed += 1;
    }

    /// Counts something that failed outside of libtest.
    pub(super) fn fail(&mut self, what: impl Into<String>) {
        self.failed += 1;
        self.failures.push(what.into());
    }

    /// A test that logged its own name as skipped was counted as passed by libtest: takes it
    /// out. A record of another name is a case within a test that did run.
    pub(super) fn move_skipped(&mut self, skips: &[Skip]) {
        for skip in skips {
            if let Some(at) = self.passed_names.iter().position(|name| *name == skip.name) {
                self.passed_names.swap_remove(at);
                self.passed = self.passed.saturating_sub(1);
            }
        }
    }

    pub(super) fn passed(&self) -> usize {
        self.passed
    }

    pub(super) fn failed(&self) -> usize {
        self.failed
    }

    /// The names of what failed.
    pub(super) fn failures(&self) -> impl Iterator<Item = &str> {
        self.failures.iter().map(String::as_str)
    }

    /// The tests marked `#[ignore]`; those whose line was torn are there without a name.
    pub(super) fn ignored(&self) -> impl Iterator<Item = Skip> {
        let torn = self.ignored.saturating_sub(self.ignored_tests.len());
        let unnamed = (0..torn).map(|n| Skip {
            name: format!("unnamed ignored test {n}"),
            reason: "its line could not be read".to_owned(),
        });
        self.ignored_tests.clone().into_iter().chain(unnamed)
    }
}

/// `3 passed; 0 failed` → 3 for `passed`.
fn count(counts: &str, word: &str) -> usize {
    counts
        .split([';', '.'])
        .filter_map(|part| part.trim().strip_suffix(word))
        .find_map(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

/// Splits `test a::b ... ok` into name and end.
fn test_line(line: &str) -> Option<(&str, &str)> {
    let (name, end) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let name = name.strip_suffix(" - should panic").unwrap_or(name);
    Some((name, end.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skip(name: &str, reason: &str) -> Skip {
        Skip {
            name: name.to_owned(),
            reason: reason.to_owned(),
        }
    }

    fn after(text: &str) -> Results {
        let mut results = Results::default();
        text.lines().for_each(|line| results.read_line(line));
        results
    }

    const TWO_BINARIES: &str = "\
running 3 tests
test a::works ... ok
test a::breaks ... FAILED
test a::later ... ignored, needs a cluster

test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s

running 2 tests
test b::panics - should panic ... ok
test src/lib.rs - f (line 3) ... ignored

test result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    #[test]
    fn sums_over_binaries() {
        let results = after(TWO_BINARIES);
        assert_eq!((results.passed(), results.failed()), (2, 1));
        assert_eq!(results.failures().collect::<Vec<_>>(), ["a::breaks"]);
        assert_eq!(
            results.ignored().collect::<Vec<_>>(),
            [
                skip("a::later", "needs a cluster"),
                skip("src/lib.rs - f (line 3)", "ignored without a reason"),
            ]
        );
    }

    #[test]
    fn a_result_line_after_torn_output_still_counts() {
        let results = after("GET / 200test result: ok. 7 passed; 0 failed; 2 ignored; 0 measured");
        assert_eq!(results.passed(), 7);
        assert_eq!(results.ignored().count(), 2);
    }

    #[test]
    fn a_test_that_skips_itself_has_not_passed() {
        let mut results = after(TWO_BINARIES);
        results.move_skipped(&[
            skip("a::works", "no engine"),
            skip("suite/case 4", "unsupported"),
        ]);
        assert_eq!(results.passed(), 1);
    }

    #[test]
    fn chatter_is_ignored() {
        let results = after("test drive\nrunning 0 tests\ntest result is unknown");
        assert_eq!(
            (
                results.passed(),
                results.failed(),
                results.ignored().count()
            ),
            (0, 0, 0)
        );
    }
}
