"""How a change of the tags is put into words: asked for in forms, looked at, told on pages and in letters."""
