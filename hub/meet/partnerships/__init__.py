"""Digital Friends: a mentor and a mentee for three months."""
