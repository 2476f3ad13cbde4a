"""What the business is: spots, periods, prices, reservations, money and tickets.

Knows no Qt, and no module outside ``core``.
"""
