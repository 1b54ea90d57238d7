"""Who: persons and their roles, sign-in, mail, what waits for a word, cases, and what was decided by whom."""
