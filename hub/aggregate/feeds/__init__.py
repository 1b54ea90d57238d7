"""Sources and their feeds: what we look at, when, and how it went."""
