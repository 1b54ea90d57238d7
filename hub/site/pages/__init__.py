"""Thin handlers, one module a page."""
