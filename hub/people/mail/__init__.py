"""What is to be mailed: written with the deed it speaks of, sent by a duty."""
