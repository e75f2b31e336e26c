"""What machines are: efficiency tables, modules, inverters and prices, each with its source."""
