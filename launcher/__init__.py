"""Everything behind `./portal`: standard library only, so it runs before anything is installed."""
