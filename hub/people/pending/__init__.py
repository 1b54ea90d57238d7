"""What was done first and is confirmed after: it waits, seen by nobody, until a code was typed."""
