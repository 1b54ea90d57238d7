"""One meetup told by several calendars, and the posts about it."""
