"""The conversation between local voices: links become threads, people join them, and hear what is new."""
