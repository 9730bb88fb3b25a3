"""Formats that other programs write and read: rows in, rows out."""
