"""Copies of everything: backups, and putting them back."""
