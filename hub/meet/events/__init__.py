"""What is on: events as calendars tell them, the dates they fall on, listings in and out."""
