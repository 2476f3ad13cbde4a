"""What happens to the money. ``docs/payments.md`` draws the states and argues why they are safe.

``paying`` leads one payment from the touch on "pay" to its end, ``ledger`` holds every move that
is written to the database, ``settlement`` finishes what a dead process left behind, ``provider``
says what any card processor must offer, and ``stripe_terminal`` is the one that is used.
"""
