"""The sample town: a small real feed server on loopback."""
