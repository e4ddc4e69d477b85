"""A Telegram server on loopback for an unmodified Telethon, and the preview pages of the same world."""
