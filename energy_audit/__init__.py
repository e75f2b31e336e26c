"""What the mine uses and could save: inventory, hourly load, balance with the bills, measures."""
