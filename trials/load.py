"""Calls a server with 1, 4, 16 and 64 clients (Locust), each request with another document, and checks every answer.

Prints throughput, percentiles, refusals and memory, and how long a request takes beyond the reading itself. Exits with 1 when an
answer is not that of its request.
"""

# Locust replaces the sockets of the standard library with its own, so it comes first.
import locust
from locust.env import Environment
from locust.contrib.fasthttp import FastHttpUser

import argparse
import itertools
import os
import statistics
import tempfile
import time

import gevent

import trial


class Client(FastHttpUser):
    """Asks, and asks again where it is told to wait."""

    network_timeout = connection_timeout = 120.0
    key, documents = "", iter(())
    # Milliseconds of each answer beyond those that the server says reading took.
    beyond = []

    @locust.task
    def read(self):
        picture, expected = next(Client.documents)
        headers = {"x-api-key": Client.key, "content-type": "image/jpeg"}
        begun = time.monotonic()
        with self.client.post("/v1/read", data=picture, headers=headers, catch_response=True) as answer:
            if answer.status_code == 200:
                took_ms = (time.monotonic() - begun) * 1000
                reading = answer.json()
                Client.beyond.append(took_ms - reading["milliseconds"]["total"])
                if trial.comparable(reading["sheets"]) != expected:
                    answer.failure("wrong")
            elif answer.status_code == 503:
                answer.failure("refused")
                gevent.sleep(float(answer.headers.get("retry-after") or 1))
            else:
                answer.failure(f"status {answer.status_code}")


def trial_of(clients, seconds, requests, server):
    """One row of the table, and the number of wrong answers."""
    environment = Environment(user_classes=[Client], host=f"http://127.0.0.1:{server.port}")
    runner = environment.create_local_runner()
    Client.beyond.clear()
    runner.start(clients, spawn_rate=clients)
    begun = time.monotonic()
    # Memory after so many requests; a run long enough to show growth passes several of them.
    marks = [mark for mark in (1, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000) if mark <= requests]
    while time.monotonic() < begun + seconds or environment.stats.total.num_requests < requests:
        gevent.sleep(0.2)
        while marks and environment.stats.total.num_requests >= marks[0]:
            took = time.monotonic() - begun
            print(f"after {marks.pop(0):6} requests, {took:5.0f} s: {server.memory_mib():.1f} MiB", flush=True)
    took, total = time.monotonic() - begun, environment.stats.total
    runner.quit()
    faults = {}
    for error in environment.stats.errors.values():
        kind = next((kind for kind in ("wrong", "refused") if kind in str(error.error)), "broken")
        faults[kind] = faults.get(kind, 0) + error.occurrences
    answered = total.num_requests - total.num_failures
    p50, p95, p99 = (total.get_response_time_percentile(part) or 0 for part in (0.5, 0.95, 0.99))
    beyond = statistics.median(Client.beyond) if Client.beyond else 0.0
    print(
        f"{clients:7}  {answered / took:9.2f} {p50:8.0f} {p95:8.0f} {p99:8.0f}  {answered:8}  {faults.get('refused', 0):7}"
        f"  {faults.get('broken', 0):6}  {faults.get('wrong', 0):5}  {server.memory_mib():7.0f}  {server.memory_mib('VmHWM'):8.0f}"
        f"  {beyond:9.1f}",
        flush=True,
    )
    return faults.get("wrong", 0)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--binary", required=True)
    options.add_argument("--documents", type=int, default=64)
    options.add_argument("--keep", type=float, default=1.0, help="share of the documents, those that are read fastest")
    options.add_argument("--long-side", type=int, default=900, help="of the pictures, in pixels; 5000 makes files of about 3 MB")
    options.add_argument("--seconds", type=float, default=30, help="for each number of clients, at least")
    options.add_argument("--requests", type=int, default=0, help="for each number of clients, at least")
    options.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16, 64])
    options.add_argument("--concurrency", type=int, default=0, help="requests at the same time that the workspace may make")
    options.add_argument("--postgres", action="store_true", help="on PostgreSQL; run me by scripts/postgres")
    options.add_argument("--threads", type=int, default=0, help="of the server for one picture; 0 leaves it to the server")
    options = options.parse_args()

    wrong = 0
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "w") as log:
        documents = trial.pictures(options.binary, f"{folder}/pictures", options.documents, options.long_side, options.keep)
        size = statistics.median(len(picture) for picture, _ in documents)
        print(f"{len(documents)} documents, {size / 1e6:.2f} MB in the median")
        database = os.environ["TEST_POSTGRES"] if options.postgres else f"sqlite:{folder}/vidimus.db"
        env = trial.environment(folder, database, inference_threads=options.threads)
        trial.operator_key(folder)
        Client.key, Client.documents = trial.native_key(options.binary, env), itertools.cycle(documents)
        if options.concurrency:
            trial.run(options.binary, "workspaces", "set", "trial", "--concurrency", options.concurrency, env=env)
        server = trial.Server(options.binary, env, log)
        server.wait()
        print("clients  answers/s   p50 ms   p95 ms   p99 ms  answered  refused  broken  wrong  MiB now  MiB most  beyond ms")
        for clients in options.clients:
            wrong += trial_of(clients, options.seconds, options.requests, server)
        server.stop()
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
