"""Mails of what is new: how they are put together, and what one does by their links."""
