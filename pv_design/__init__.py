"""What the sun gives and what to build: weather, production, size."""
