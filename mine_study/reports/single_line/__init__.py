"""The single-line diagram of a plant as a drawing."""
