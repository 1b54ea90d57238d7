"""The web: pages, feeds and the API; everything people see."""
