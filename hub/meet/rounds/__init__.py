"""UnMentoring: who would like to meet somebody this month, who was drawn with whom, and whether they met."""
