"""What was published: items, their labels, and the stream they make."""
