"""UnMentoring on the site: joining a round, one's own pairing, and what is mailed."""
