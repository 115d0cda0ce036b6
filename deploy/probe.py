"""Asks /healthz of the server in the same container, under the first name that the portal answers to."""

import os
import sys
import urllib.request

host = os.environ.get("PORTAL_ALLOWED_HOSTS", "localhost").split(",")[0].strip()
request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
with urllib.request.urlopen(request, timeout=4) as answer:
    sys.exit(0 if answer.status == 200 else 1)
