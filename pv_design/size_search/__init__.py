"""The size that is proved best: exact over all sizes, then over whole strings and inverters."""
