"""What the hub does by itself, each duty repeatable and asked for by the clock or by hand."""
