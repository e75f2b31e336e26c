"""The electrical design of a plant: strings, cables, protections, layout, materials."""
