"""Battery and genset beside the array: rules hour by hour, many at once, and their bound."""
