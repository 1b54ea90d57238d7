"""Who somebody is, which roles they hold where, and what they agreed to."""
