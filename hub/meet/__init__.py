"""When and where people meet, and how those who would never have met are introduced."""
