"""How sure the money is: what each doubt moves, what breaks even, how likely a loss is."""
