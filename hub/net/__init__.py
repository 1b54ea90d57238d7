"""The one guarded door to the network."""
