"""Documents read: bytes of any feed dialect become clean entries. Pure, and run in a child."""
