"""The study: its file, the computation from end to end, the plan, carbon, charts and reports."""
