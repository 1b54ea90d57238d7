"""One look at one feed, from the claim to the stored items."""
