"""The cache on a real Redis, where one is named for the tests."""

import os

import pytest
from django.core.cache import caches
from django.test import override_settings

from portal.operations import health

ADDRESS = os.environ.get("PORTAL_TEST_REDIS_URL", "")


@pytest.mark.skipif(not ADDRESS, reason="PORTAL_TEST_REDIS_URL names no Redis")
def test_redis_serves_as_cache_and_answers_the_check() -> None:
    entry = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ADDRESS}
    with override_settings(CACHES={"default": entry}):
        caches["default"].set("portal-test", {"tên": "giá trị"}, 5)
        assert caches["default"].get("portal-test") == {"tên": "giá trị"}
        checks = {check.name: check.ok for check in (health.Check("cache", health._cache_answers()),)}
        assert checks == {"cache": True}
