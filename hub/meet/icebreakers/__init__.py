"""Questions to begin a talk with: a list that grows in each place."""
