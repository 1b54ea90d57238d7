"""Who answered somebody's posts: what they were told of it, and how they want to hear."""
