"""When things happen: the wait for the plant, money that comes later, months of the years."""
