"""
A Telegram server on loopback for an unmodified Telethon, and the preview pages of the same world.

It speaks the real protocol (transports, key exchange, encrypted sessions, containers, salts, updates);
Telethon's own layer of types serves to read and write them. What it knows: `tests/tgserver/README.md`.
"""
