"""The agreed words of a place as pages tell of them: one by one, on a sheet for a wall, and in somebody's draft."""
