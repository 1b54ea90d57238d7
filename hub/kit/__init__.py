"""Ground floor: pure helpers without a domain word, a database or a network."""
