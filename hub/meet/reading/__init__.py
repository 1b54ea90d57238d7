"""What calendars and pages say of meetups: from bytes to values."""
