"""The words a place has agreed on: tags, their spellings and their meanings."""
