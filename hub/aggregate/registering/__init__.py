"""Who wants their site in the stream: what was found there, whose it is, and how much of it may be shown."""
