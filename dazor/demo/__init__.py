"""The pretend newsroom: invented outlets on loopback, for the demonstration and for tests."""
