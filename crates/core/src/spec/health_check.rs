//! Health checks.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::defaults::{self, is_default};

/// How a container shows that it is ready.
///
/// A check is readiness: a failing one takes the replica out of service. It restarts the
/// container only with `restart_on_failure`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HealthCheckConfig {
    /// What is asked: `http` and `tcp` need `port`, `exec` needs `command`.
    #[serde(rename = "type")]
    pub check_type: HealthCheckType,
    /// Path of the request, for `http` alone; `/` by default. A status of 200 to 399 is healthy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 1024))]
    pub http_path: Option<String>,
    /// A `container_port` that the container declares, for `http` and `tcp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 65535))]
    pub port: Option<u16>,
    /// Program and arguments, for `exec` alone; exit status 0 is healthy. No shell is added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Seconds between two checks; 10 by default.
    #[serde(
        default = "defaults::interval_seconds::value",
        skip_serializing_if = "defaults::interval_seconds::is"
    )]
    #[schemars(range(min = 2, max = 3600), extend("default" = defaults::INTERVAL_SECONDS))]
    pub interval_seconds: u32,
    /// Seconds after which a check has failed, less than `interval_seconds`; 2 by default.
    #[serde(
        default = "defaults::timeout_seconds::value",
        skip_serializing_if = "defaults::timeout_seconds::is"
    )]
    #[schemars(range(min = 1, max = 3600), extend("default" = defaults::TIMEOUT_SECONDS))]
    pub timeout_seconds: u32,
    /// Successes in a row that make it healthy; 1 by default.
    #[serde(
        default = "defaults::healthy_threshold::value",
        skip_serializing_if = "defaults::healthy_threshold::is"
    )]
    #[schemars(range(min = 1, max = 100), extend("default" = defaults::HEALTHY_THRESHOLD))]
    pub healthy_threshold: u32,
    /// Failures in a row that make it unhealthy; 3 by default.
    #[serde(
        default = "defaults::unhealthy_threshold::value",
        skip_serializing_if = "defaults::unhealthy_threshold::is"
    )]
    #[schemars(range(min = 1, max = 100), extend("default" = defaults::UNHEALTHY_THRESHOLD))]
    pub unhealthy_threshold: u32,
    /// Seconds after the start in which failures don't count; 0 by default.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0, max = 3600), extend("default" = 0))]
    pub start_period_seconds: u32,
    /// Whether an unhealthy container is restarted; no by default.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("default" = false))]
    pub restart_on_failure: bool,
}

impl HealthCheckConfig {
    /// A check by HTTP GET.
    #[must_use]
    pub fn http(path: impl Into<String>, port: u16) -> Self {
        Self {
            http_path: Some(path.into()),
            port: Some(port),
            ..Self::of(HealthCheckType::Http)
        }
    }

    /// A check by opening a TCP connection.
    #[must_use]
    pub const fn tcp(port: u16) -> Self {
        let mut check = Self::of(HealthCheckType::Tcp);
        check.port = Some(port);
        check
    }

    /// A check by running a program inside the container.
    #[must_use]
    pub fn exec<S: Into<String>>(command: impl IntoIterator<Item = S>) -> Self {
        Self {
            command: command.into_iter().map(Into::into).collect(),
            ..Self::of(HealthCheckType::Exec)
        }
    }

    /// Sets seconds between checks and seconds until one has failed.
    #[must_use]
    pub const fn timing(mut self, interval_seconds: u32, timeout_seconds: u32) -> Self {
        self.interval_seconds = interval_seconds;
        self.timeout_seconds = timeout_seconds;
        self
    }

    /// Sets how many results in a row change the verdict.
    #[must_use]
    pub const fn thresholds(mut self, healthy: u32, unhealthy: u32) -> Self {
        self.healthy_threshold = healthy;
        self.unhealthy_threshold = unhealthy;
        self
    }

    /// Sets the seconds after the start in which failures don't count.
    #[must_use]
    pub const fn start_period_seconds(mut self, seconds: u32) -> Self {
        self.start_period_seconds = seconds;
        self
    }

    /// Restarts the container when it becomes unhealthy.
    #[must_use]
    pub const fn restart_on_failure(mut self) -> Self {
        self.restart_on_failure = true;
        self
    }

    const fn of(check_type: HealthCheckType) -> Self {
        Self {
            check_type,
            http_path: None,
            port: None,
            command: Vec::new(),
            interval_seconds: defaults::INTERVAL_SECONDS,
            timeout_seconds: defaults::TIMEOUT_SECONDS,
            healthy_threshold: defaults::HEALTHY_THRESHOLD,
            unhealthy_threshold: defaults::UNHEALTHY_THRESHOLD,
            start_period_seconds: 0,
            restart_on_failure: false,
        }
    }
}

/// What a health check asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HealthCheckType {
    /// An HTTP GET.
    Http,
    /// A TCP connection.
    Tcp,
    /// A program inside the container.
    Exec,
}

impl HealthCheckType {
    /// The wire text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Tcp => "tcp",
            Self::Exec => "exec",
        }
    }
}

impl fmt::Display for HealthCheckType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
