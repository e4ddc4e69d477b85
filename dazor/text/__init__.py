"""What can be said of a text by looking at it alone: its words, its sentences. Pure functions of values."""
