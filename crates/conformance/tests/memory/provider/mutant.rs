//! Ways to break the provider on purpose, to see the suite catch each.

/// One broken promise; `None` keeps them all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mutant {
    #[default]
    None,
    /// An update pushes although nothing changed.
    UpdatePushesEqual,
    /// A destroy leaves the address.
    DestroyForgetsAddress,
    /// An object with our name is taken over without our mark.
    ForeignOverwritten,
    /// An engine that does not answer is taken for one without the tenant.
    UnreachableIsGone,
    /// A rendered template lacks a field of the spec.
    RenderDropsField,
    /// An undo removes what stands beside.
    UndoRemovesNeighbour,
    /// An error about a bad version tells the env.
    SecretInError,
    /// A bad version stays.
    NoRollback,
    /// A list ends after its first page.
    ListDropsPage,
    /// A plan takes hold of the tenant.
    PlanWrites,
    /// A change of replicas replaces them all.
    ScaleReplaces,
    /// A second provision makes a second service.
    ProvisionDuplicates,
    /// The last answer of status is given again.
    StatusFromMemory,
    /// A verb works that is not declared.
    UndeclaredVerb,
    /// A failed first version is left where it is.
    NoUndo,
    /// A lost race is written over.
    LastWriterWins,
}
