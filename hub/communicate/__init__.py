"""The conversation between local voices; empty until links become threads."""
