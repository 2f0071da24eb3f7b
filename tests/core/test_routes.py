"""Every route that exists says who may use it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from core.policies import rights_of_view
from core.views import PortalView


def routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern.callback


def test_every_route_declares_a_right():
    found = list(routes(get_resolver("ozjt.urls").url_patterns))
    assert len(found) > 15
    assert [path for path, view in found if not rights_of_view(view)] == []


def test_every_route_names_a_right_for_each_method_it_handles():
    gaps = []
    for path, view in routes(get_resolver("ozjt.urls").url_patterns):
        target = getattr(view, "view_class", None)
        if target is None or not issubclass(target, PortalView) or "ALLE" in target.rechten:
            continue
        methods = {m.upper() for m in target.http_method_names if hasattr(target, m)}
        gaps += [(path, m) for m in methods - {"HEAD", "OPTIONS"} if m not in target.rechten]
    assert gaps == []


def test_no_api_route_ends_in_a_slash():
    api = [path for path, _ in routes(get_resolver("ozjt.urls").url_patterns) if "api/" in path]
    assert [path for path in api if path.rstrip("$").endswith("/")] == []
