"""The people of the department, as fixtures: each signed up in their position."""
