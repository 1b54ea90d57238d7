"""Where people meet: the venues of a place, and which of them a calendar means."""
