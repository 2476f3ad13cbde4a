"""What QML sees: properties that are shown, and signals for what a touch asks for.

They know their own properties and nothing else, so that the first picture needs no more than them.
``ui.presenting`` says what they show of a scene.
"""
