"""How fast the portal is, as ratios against the same work done elsewhere: see README.md."""
