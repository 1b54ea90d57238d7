"""How many people were drawn by the second way: kept as it was, so that what it drew can be drawn again."""
