"""Arithmetic of sourcing: plain Python without the ORM, each module with its doctests."""
from . import collusion, comparison, independence, quotes, tolerance

__all__ = ["collusion", "comparison", "independence", "quotes", "tolerance"]
