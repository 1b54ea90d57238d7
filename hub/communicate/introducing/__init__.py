"""Two who write about the same and never met, brought together."""
