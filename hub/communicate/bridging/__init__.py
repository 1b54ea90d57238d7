"""Which kinds of voices talk with which, month by month."""
