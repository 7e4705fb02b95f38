//! A case of the suite.

use futures_util::future::BoxFuture;

use crate::{check::Check, fixture::Fixture, lab::Lab};

/// What a case needs of a fixture beyond the required methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// [`Fixture::foreign`].
    Foreign,
    /// [`Fixture::out_of_band`].
    OutOfBand,
    /// [`Fixture::faults`].
    Faults,
    /// [`Fixture::crash`].
    Crash,
    /// [`Fixture::slow`].
    Slow,
}

impl Need {
    /// Whether the fixture has it.
    pub(crate) fn is_met(self, fixture: &dyn Fixture, lab: &Lab) -> bool {
        match self {
            Self::Foreign => fixture.foreign().is_some(),
            Self::OutOfBand => fixture.out_of_band().is_some(),
            Self::Faults => fixture.faults().is_some(),
            Self::Crash => fixture.crash().is_some(),
            Self::Slow => fixture.slow(lab.sample()).is_some(),
        }
    }

    /// Why a case is not provable without it.
    pub(crate) fn missing(self) -> &'static str {
        match self {
            Self::Foreign => "the fixture cannot plant foreign objects",
            Self::OutOfBand => "the fixture cannot change things behind the provider's back",
            Self::Faults => "the fixture cannot inject faults",
            Self::Crash => "the fixture cannot crash a verb",
            Self::Slow => "the fixture has no spec that is slow to come up",
        }
    }
}

/// One promise and how it is checked.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Case {
    /// The test's name, such as `case_01_provision_twice`.
    pub name: &'static str,
    /// What is promised, in the contract's words.
    pub promise: &'static str,
    /// What it needs of a fixture.
    pub needs: &'static [Need],
    pub(crate) body: for<'a> fn(&'a Lab) -> BoxFuture<'a, Check>,
}

impl Case {
    /// Its number in the contract's list, where it stands in there.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        let (number, _) = self.name.strip_prefix("case_")?.split_once('_')?;
        number.parse().ok()
    }
}

/// Declares a case: name, promise, needs, and the function that checks it.
macro_rules! case {
    ($name:literal, $promise:literal, [$($need:ident),*], $body:path) => {
        $crate::case::Case {
            name: $name,
            promise: $promise,
            needs: &[$($crate::case::Need::$need),*],
            body: |lab| ::std::boxed::Box::pin($body(lab)),
        }
    };
}
pub(crate) use case;
