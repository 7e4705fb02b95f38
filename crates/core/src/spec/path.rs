//! Paths of fields, rendered only when something is to be said about one.

use std::fmt;

use crate::sensitive::Printable;

/// A path of a field, as a list from the leaf to the root: free to extend on the stack.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    part: Part<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Part<'a> {
    Root,
    Field(&'a str),
    Index(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    /// The document as a whole.
    pub(crate) const ROOT: Path<'static> = Path {
        parent: None,
        part: Part::Root,
    };

    /// `path.name`
    pub(crate) const fn field(&'a self, name: &'a str) -> Self {
        self.child(Part::Field(name))
    }

    /// `path[index]`
    pub(crate) const fn index(&'a self, index: usize) -> Self {
        self.child(Part::Index(index))
    }

    /// `path[key]`
    pub(crate) const fn key(&'a self, key: &'a str) -> Self {
        self.child(Part::Key(key))
    }

    /// The names of the fields alone, joined with dots: `containers.env`.
    pub(crate) fn fields(&self) -> String {
        let mut fields = self.parent.map(Path::fields).unwrap_or_default();
        if let Part::Field(name) = self.part {
            if !fields.is_empty() {
                fields.push('.');
            }
            fields.push_str(name);
        }
        fields
    }

    const fn child(&'a self, part: Part<'a>) -> Self {
        Self {
            parent: Some(self),
            part,
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(parent) = self.parent else {
            return Ok(());
        };
        parent.fmt(f)?;
        match self.part {
            Part::Root => Ok(()),
            Part::Field(name) if parent.parent.is_none() => Printable(name).fmt(f),
            Part::Field(name) => write!(f, ".{}", Printable(name)),
            Part::Index(index) => write!(f, "[{index}]"),
            Part::Key(key) => write!(f, "[{}]", Printable(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_documented() {
        let containers = Path::ROOT.field("containers");
        let first = containers.index(0);
        let check = first.field("health_check");
        assert_eq!(
            check.field("port").to_string(),
            "containers[0].health_check.port"
        );
        assert_eq!(
            first.field("env").key("A\u{1b}]").to_string(),
            "containers[0].env[A\\u{1b}]]"
        );
        assert_eq!(first.field("env").key("A").fields(), "containers.env");
        assert_eq!(Path::ROOT.to_string(), "");
    }
}
