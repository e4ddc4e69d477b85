"""Everything that comes over HTTP: feeds, listings, articles and t.me/s previews."""
