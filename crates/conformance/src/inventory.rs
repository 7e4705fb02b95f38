//! What an engine holds of a tenant, seen from outside the provider.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// One object on the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Object {
    /// The engine's word for it, such as `process`, `pod` or `namespace`.
    pub kind: String,
    /// The engine's id.
    pub id: String,
    /// Whether it is a running instance of the workload; these come and go by
    /// themselves, the others only by our verbs.
    pub instance: bool,
    /// Marks on it, as anybody may read them: labels, tags, meta. Not the env.
    pub marks: BTreeMap<String, String>,
}

impl Object {
    /// An object that stands until it is removed.
    #[must_use]
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
            instance: false,
            marks: BTreeMap::new(),
        }
    }

    /// A running instance of the workload.
    #[must_use]
    pub fn instance(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            instance: true,
            ..Self::new(kind, id)
        }
    }

    /// Adds a mark.
    #[must_use]
    pub fn mark(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.marks.insert(key.into(), value.into());
        self
    }
}

/// Everything that an engine holds of one tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inventory {
    /// The objects.
    pub objects: Vec<Object>,
}

impl Inventory {
    /// These objects.
    #[must_use]
    pub fn new(objects: impl IntoIterator<Item = Object>) -> Self {
        Self {
            objects: objects.into_iter().collect(),
        }
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Ids of the running instances.
    #[must_use]
    pub fn instances(&self) -> BTreeSet<&str> {
        self.ids(true)
    }

    /// Ids of the objects that only our verbs make and remove.
    #[must_use]
    pub fn standing(&self) -> BTreeSet<&str> {
        self.ids(false)
    }

    /// How many objects there are of each kind: the same for every way that led to one spec.
    #[must_use]
    pub fn shape(&self) -> BTreeMap<&str, usize> {
        let mut shape = BTreeMap::new();
        for object in &self.objects {
            *shape.entry(object.kind.as_str()).or_default() += 1;
        }
        shape
    }

    fn ids(&self, instance: bool) -> BTreeSet<&str> {
        self.objects
            .iter()
            .filter(|object| object.instance == instance)
            .map(|object| object.id.as_str())
            .collect()
    }
}

impl fmt::Display for Inventory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("nothing");
        }
        for (index, object) in self.objects.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{} {}", object.kind, object.id)?;
        }
        Ok(())
    }
}
