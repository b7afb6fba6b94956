"""Arithmetic of documents: plain Python without the ORM, each module with its doctests."""
