"""Which agreed tags and places an item belongs to, and why."""
