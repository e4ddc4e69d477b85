"""Channels read over an account (Telethon). Import submodules: `from telegram import posts`."""
