#!/usr/bin/env python3
# Part of Martlet. Apache License 2.0; see LICENSE.
"""Feeds the attribution workspace with PostHog's own client, unmodified, and prints what has gone well.

usage: posthog_client.py URL KEY
"""
import sys

from posthog import Posthog

url, key = sys.argv[1:]
failures = []


def client(key, **options):
    return Posthog(
        key, host=url, super_properties={"location_id": "sdk"}, on_error=lambda error, batch: failures.append(error), flush_at=50,
        disable_geoip=False, **options)


def done(name, posthog):
    posthog.flush()
    if failures:
        sys.exit(f"{name}: {failures}")
    print(name)


posthog = client(key)
visit = {"$session_id": "s1", "$current_url": "https://shop.example/?gclid=g1", "$host": "shop.example"}
posthog.capture("$pageview", distinct_id="anon-1", properties={**visit, "gclid": "g1", "$referring_domain": "www.google.com"})
posthog.capture("$pageview", distinct_id="anon-2", properties={"$session_id": "s2", "utm_source": "brev", "utm_campaign": "året"})
done("capture", posthog)

posthog.capture("$identify", distinct_id="user-1", properties={"$anon_distinct_id": "anon-1", "$session_id": "s1"})
done("identify", posthog)

posthog.alias(previous_id="user-1", distinct_id="anon-2")
done("alias", posthog)

posthog.set(distinct_id="user-1", properties={"name": "Zoë", "plan": "free"})
posthog.set(distinct_id="user-1", properties={"plan": "pro"})
posthog.set_once(distinct_id="user-1", properties={"plan": "none", "first_page": "/"})
done("set", posthog)

try:
    raise ValueError("there is no lamp 12")
except ValueError as error:
    posthog.capture_exception(error, distinct_id="user-1", properties={"component": "cart"})
done("exception", posthog)

for compressed in [False, True]:
    many = client(key, gzip=compressed)
    for number in range(120):
        many.capture("click", distinct_id=f"many-{number % 10}", properties={"n": number, "$session_id": f"m{number % 10}"})
    many.shutdown()
done("batch", posthog)

if posthog.feature_enabled("lamp", "user-1") or posthog.get_all_flags("user-1"):
    sys.exit("there is a flag")
done("flags", posthog)

stranger = client("phc_unknown", max_retries=0)
stranger.capture("click", distinct_id="x")
stranger.flush()
stranger.shutdown()
if [getattr(failure, "status", None) for failure in failures] != [401]:
    sys.exit(f"a wrong key: {failures}")
print("wrong_key")
