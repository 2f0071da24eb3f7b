"""The yardstick from above: the same filing as an ordinary Django REST Framework project has it."""
