use serde::{Serialize, Serializer};

/// A JSON object whose keys stand in the order given; what comes from a table keeps the table's order on the wire.
pub(crate) struct Ordered<V>(pub(crate) Vec<(&'static str, V)>);

impl<V: Serialize> Serialize for Ordered<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}
