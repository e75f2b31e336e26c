"""Loans of a project: what is lent, how it is repaid, whether the cash covers it."""
