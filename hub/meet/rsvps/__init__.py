"""Who is coming: seats, waiting lists, reminders."""
