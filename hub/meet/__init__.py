"""When people meet: events read from calendars, in the zone of the place."""
