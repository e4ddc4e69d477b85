"""What the desk wants to know of: rule language, file of rules, matcher. No store, no clock."""
