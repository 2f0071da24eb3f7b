from tests.indications.conftest import _demo_of_module, demo, vandaag

__all__ = ["_demo_of_module", "demo", "vandaag"]
