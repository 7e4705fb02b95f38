//! Resources.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Resources of a replica in total, or of one container.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ResourceRequirements {
    /// Millicores: 1000 is one core. Absent means the engine's minimum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub cpu: Option<u32>,
    /// Memory in MiB. Absent means the engine's minimum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 67_108_864))]
    pub memory: Option<u32>,
    /// Ephemeral storage in MiB. Absent means the engine's minimum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 67_108_864))]
    pub storage: Option<u32>,
}

impl ResourceRequirements {
    /// Nothing claimed.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            cpu: None,
            memory: None,
            storage: None,
        }
    }

    /// Sets millicores.
    #[must_use]
    pub const fn cpu(mut self, millicores: u32) -> Self {
        self.cpu = Some(millicores);
        self
    }

    /// Sets memory in MiB.
    #[must_use]
    pub const fn memory(mut self, mib: u32) -> Self {
        self.memory = Some(mib);
        self
    }

    /// Sets ephemeral storage in MiB.
    #[must_use]
    pub const fn storage(mut self, mib: u32) -> Self {
        self.storage = Some(mib);
        self
    }

    /// Whether nothing is claimed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.cpu.is_none() && self.memory.is_none() && self.storage.is_none()
    }
}

/// One of the three resources, so that rules are written once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dimension {
    Cpu,
    Memory,
    Storage,
}

impl Dimension {
    pub(crate) const ALL: [Self; 3] = [Self::Cpu, Self::Memory, Self::Storage];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Storage => "storage",
        }
    }

    /// 1000 cores, 64 TiB: beyond every engine, and sums stay far from overflow.
    pub(crate) const fn max(self) -> u32 {
        match self {
            Self::Cpu => 1_000_000,
            Self::Memory | Self::Storage => 67_108_864,
        }
    }

    pub(crate) const fn of(self, resources: &ResourceRequirements) -> Option<u32> {
        match self {
            Self::Cpu => resources.cpu,
            Self::Memory => resources.memory,
            Self::Storage => resources.storage,
        }
    }

    pub(crate) const fn set(self, resources: &mut ResourceRequirements, value: Option<u32>) {
        match self {
            Self::Cpu => resources.cpu = value,
            Self::Memory => resources.memory = value,
            Self::Storage => resources.storage = value,
        }
    }
}
