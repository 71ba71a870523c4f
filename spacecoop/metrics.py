"""Counts for Prometheus, summed over the server's workers, at an address of their own; off by default.

The workers keep their counts in files of a shared folder, as prometheus_client does for several
processes; `serve`, which holds that folder, gives out the sum. Imported only where METRICS is set.
"""

import os
import tempfile

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client reads it as it is imported
BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)  # seconds

requests = Counter("spacecoop_requests_total", "Requests that were answered.", ["method", "status", "route"])
seconds = Histogram("spacecoop_request_seconds", "How long an answer took.", ["route"], buckets=BUCKETS)


def count(method, status, route, taken):
    """A request that was answered; `route` is empty where Django was not asked."""
    requests.labels(method, status, route).inc()
    seconds.labels(route).observe(taken)


def serve(address):
    """Give out the counts of this process's children, which must be started after this.

    `address` is (host, port). Returns a function that ends it.
    """
    folder = tempfile.TemporaryDirectory(prefix="spacecoop-metrics-")
    os.environ[FOLDER] = folder.name
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder.name)
    server, thread = start_http_server(address[1], address[0], registry)

    def end():
        server.shutdown()
        server.server_close()
        thread.join()
        folder.cleanup()

    return end
