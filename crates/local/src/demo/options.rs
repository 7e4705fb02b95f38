//! What the demo server is asked to do.

use std::time::Duration;

/// How the demo server behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemoOptions {
    /// The port to listen on, on 127.0.0.1. Default: the variable `PORT`; without one, none, and
    /// the program only waits.
    pub port: Option<u16>,
    /// Ends with `exit_code` after this long.
    pub fail_after: Option<Duration>,
    /// The exit code of `fail_after`. Default 0.
    pub exit_code: u8,
    /// Does not end at SIGTERM.
    pub ignore_term: bool,
    /// Ends at SIGTERM at once, with the requests in flight unanswered.
    pub abrupt: bool,
    /// Waits so long before it listens.
    pub delay: Duration,
    /// Waits so long before each answer.
    pub latency: Duration,
    /// Answers `/healthz` with 503.
    pub unhealthy: bool,
    /// Starts a grandchild in a session of its own, which outlives its parent.
    pub daemonize: bool,
}

impl DemoOptions {
    /// Reads `--port`, `--fail-after <ms>`, `--exit-code`, `--ignore-term`, `--abrupt`, `--delay <ms>`,
    /// `--latency <ms>`, `--unhealthy` and `--daemonize`.
    ///
    /// # Errors
    /// The argument that is not understood.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            port: std::env::var("PORT").ok().and_then(|p| p.parse().ok()),
            ..Self::default()
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .and_then(|value| value.parse::<u64>().ok())
                    .ok_or_else(|| format!("{argument} wants a number"))
            };
            match argument.as_str() {
                "--port" => options.port = u16::try_from(value()?).ok(),
                "--fail-after" => options.fail_after = Some(Duration::from_millis(value()?)),
                "--exit-code" => options.exit_code = u8::try_from(value()?).unwrap_or(1),
                "--delay" => options.delay = Duration::from_millis(value()?),
                "--latency" => options.latency = Duration::from_millis(value()?),
                "--ignore-term" => options.ignore_term = true,
                "--abrupt" => options.abrupt = true,
                "--unhealthy" => options.unhealthy = true,
                "--daemonize" => options.daemonize = true,
                _ => return Err(format!("unknown argument {argument:?}")),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_and_strangers_refused() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let options = DemoOptions::parse(words("--port 80 --fail-after 5 --exit-code 3")).unwrap();
        assert_eq!((options.port, options.exit_code), (Some(80), 3));
        assert!(DemoOptions::parse(words("--what")).is_err());
        assert!(DemoOptions::parse(words("--port")).is_err());
    }
}
