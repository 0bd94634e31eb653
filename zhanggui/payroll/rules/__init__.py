"""Pay in numbers: tax, insurance, the slip. Pure Python, Decimal and fen only."""
