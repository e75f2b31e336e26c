"""The best plan of a study for the money there is, proved, and what more money would buy."""
