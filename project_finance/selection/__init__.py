"""The best plan for the money there is: measures, plants and batteries chosen together."""
