"""Who asked a mentor for help, what mentors tell each other, and whose turn it is."""
