"""Python side of the visual language: formats, status tags, error pages, the component page."""
