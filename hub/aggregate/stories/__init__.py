"""The same event told by several voices, as one story."""
