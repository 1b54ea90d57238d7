"""What was decided, by whom, and why: one log that only grows."""
