"""Ventanilla: one public window, in Spanish and English, to report a cybercrime."""

__version__ = "0.3.0"
