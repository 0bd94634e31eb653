"""The tour: a headless browser goes through the product as each position, and looks."""
