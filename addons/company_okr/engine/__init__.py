"""Arithmetic of OKR and appraisal: plain Python without the ORM, each module with its doctests.

Figures inside are ``Decimal`` and are never rounded on the way; ``rounding.shown`` rounds half up to two decimals at
the end, once. Completions are fractions (0 … 1), scores are points (0 … 100), weights are percentages.
"""
