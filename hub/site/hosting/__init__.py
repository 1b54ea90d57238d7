"""Meetups people type here: asked, looked at, told, changed."""
