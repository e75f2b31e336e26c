"""How machines run: load by the best evidence, efficiency, electric input, what it is worth."""
