"""Which posts lead to which: the graph the conversation is read from."""
