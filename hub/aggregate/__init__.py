"""What is said: sources, feeds, items and the stream they become."""
