"""How often an item's page was opened, and nothing about whom by."""
