//! Maps of names that the user chose.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserializer,
    de::{Error, MapAccess, Visitor},
};

/// Reads a map and refuses a name that is given twice; in JSON the last one would win silently.
pub(super) fn unique<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    struct Unique;

    impl<'de> Visitor<'de> for Unique {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map of texts")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut unique = BTreeMap::new();
            while let Some((name, value)) = map.next_entry()? {
                if unique.insert(name, value).is_some() {
                    return Err(A::Error::custom("a name is given twice"));
                }
            }
            Ok(unique)
        }
    }

    deserializer.deserialize_map(Unique)
}
