"""Translations of what Solmina says, one catalogue a language, and their collector."""
