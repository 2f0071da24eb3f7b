from tests.indications.conftest import (  # noqa: F401
    _demo_of_module,
    demo,
    demo_vast_gelegd,
    toegang,
    vandaag,
)
