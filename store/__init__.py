"""The one SQLite file and the raw archive beside it. Only this package knows SQL."""
