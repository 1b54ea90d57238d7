"""How listings leave the house: as feeds and lists other programs read."""
