"""What answers what: the conversations of a place."""
