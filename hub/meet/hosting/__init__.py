"""Meetups that neighbours type in themselves."""
