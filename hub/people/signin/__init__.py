"""How somebody shows that an address is theirs, and on which devices they are signed in."""
