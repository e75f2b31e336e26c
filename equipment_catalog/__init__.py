"""What machines are: efficiency tables, modules, inverters and prices, each fact with its source."""
