"""What somebody found wrong, what was decided about it, and what the other side says to that."""
