"""News pushed by WebSub: who pushes to us, and whom we tell."""
