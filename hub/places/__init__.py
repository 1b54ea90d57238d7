"""Where: the tree of places, their zones, points and names."""
