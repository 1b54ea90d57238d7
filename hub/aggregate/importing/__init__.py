"""Lists of feeds brought in, looked through and taken."""
