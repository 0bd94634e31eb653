"""The demo company: a bathroom-fixtures maker in Ruian, loaded through the real imports."""
