"""Benches: the demo's settings and a bare view to measure beside."""

from portal.settings.demo import *  # noqa: F403 -- Django settings are module names

ROOT_URLCONF = "tools.bench_urls"
