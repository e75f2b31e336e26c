"""Interval meters: any layout read, gaps shown, the year's hours shaped by what was metered."""
