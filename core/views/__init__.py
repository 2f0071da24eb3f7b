"""Base of every view behind the gate; import as `from core.views import PortalView`."""

from core.views.basis import PortalView

__all__ = ["PortalView"]
