"""What it is worth: tariffs, export credits, tax, cash flow, metrics, loans."""
