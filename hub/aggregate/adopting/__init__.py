"""Tags that fetch: open tag feeds a town has adopted."""
