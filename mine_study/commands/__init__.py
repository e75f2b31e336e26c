"""The verbs of the command line: words into one call, results into words.

Nothing heavy is imported at the top of these modules, so that ``solmina --help`` is quick.
"""
