"""A job: what the clock starts. How it runs in a process of its own, in this one, and as it comes."""
