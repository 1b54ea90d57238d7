"""The agreed words: tags, their spellings, and how they hang together."""
