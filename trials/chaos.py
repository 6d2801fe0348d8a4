"""Kills servers at random while jobs run against a callback address that fails half the time.

Every job that was accepted must be delivered, each with the right result. With PostgreSQL (run me by scripts/postgres) there are
three servers on one database, with SQLite one. Exits with 1 when a job is lost or wrong.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import random
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trial


class Letters:
    """What arrived at the callback address, and how it was met."""

    def __init__(self, secret, chance):
        self.lock = threading.Lock()
        self.taken = {}  # job -> sheets of each letter taken
        self.refused = self.unsigned = 0
        self.secret, self.chance = secret, chance
        letters = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                how = letters.receive(self.headers, body)
                if how == "break":
                    self.connection.close()
                    return
                self.send_response(how)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def receive(self, headers, body):
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        digest = hmac.new(self.secret, signed, hashlib.sha256).digest()
        with self.lock:
            if headers["webhook-signature"] != "v1," + base64.b64encode(digest).decode():
                self.unsigned += 1
            if self.chance.random() < 0.5:
                self.refused += 1
                return self.chance.choice([500, 503, 302, "break"])
            job = json.loads(body)
            answer = job["answer"]
            said = [error["code"] for error in answer["errors"]] or trial.comparable(answer["sheets"])
            self.taken.setdefault(job["id"], []).append(said)
            return 200


def submit(servers, key, url, picture, chance, rest):
    """Rests, then asks until a server accepts; the job's id, and how many asked before without an answer."""
    time.sleep(chance.uniform(0, 2 * rest))
    unanswered = 0
    headers = {"x-api-key": key, "x-callback-url": url, "content-type": "image/jpeg"}
    while True:
        try:
            server = chance.choice(servers)
            status, _, body = trial.call(server.port, "POST", "/v1/jobs", picture, headers)
            if status == 202:
                return json.loads(body)["id"], unanswered
            if status not in (500, 503, 504):
                raise SystemExit(f"refused with {status}: {body}")
        except (OSError, HTTPException):
            # It may have been accepted all the same: then it is delivered as well, under an id nobody heard of.
            unanswered += 1
        time.sleep(0.2)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--binary", required=True)
    options.add_argument("--jobs", type=int, default=500)
    options.add_argument("--sqlite", action="store_true", help="one server on SQLite")
    options.add_argument("--kill-every", type=float, default=3.0, help="seconds between kills, on average")
    options.add_argument("--rest", type=float, default=0.5, help="seconds between jobs of one of 8 clients, on average")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--timeout", type=float, default=1800)
    options = options.parse_args()
    chance = random.Random(options.seed)

    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "w") as log:
        print(f"drawing and reading {options.jobs} documents", flush=True)
        pictures = trial.pictures(options.binary, f"{folder}/pictures", options.jobs)
        database = f"sqlite:{folder}/vidimus.db" if options.sqlite else os.environ["TEST_POSTGRES"]
        env = trial.environment(
            folder, database, jobs_callback_networks='["127.0.0.0/8"]', jobs_lease_s=5, jobs_poll_ms=200,
            jobs_first_retry_ms=200, jobs_most_retry_s=2, inference_threads=1,
        )
        trial.operator_key(folder)
        key = trial.native_key(options.binary, env)
        secret = trial.run(options.binary, "workspaces", "set", "trial", "--show-secret", env=env).split("whsec_")[1]
        letters = Letters(base64.b64decode(secret), chance)
        servers = [trial.Server(options.binary, env, log) for _ in range(1 if options.sqlite else 3)]
        for server in servers:
            server.wait()

        done, kills = threading.Event(), 0

        def kill():
            nonlocal kills
            while not done.wait(chance.uniform(0.3, 1.7) * options.kill_every):
                server = chance.choice(servers)
                server.kill()
                kills += 1
                server.start()

        killer = threading.Thread(target=kill)
        killer.start()
        begun = time.monotonic()
        try:
            with ThreadPoolExecutor(8) as pool:
                jobs = list(pool.map(lambda item: submit(servers, key, letters.url, item[0], chance, options.rest), pictures))
            accepted_s = time.monotonic() - begun
            wanted = {job: expected for (job, _), (_, expected) in zip(jobs, pictures)}
            while time.monotonic() < begun + options.timeout and not wanted.keys() <= letters.taken.keys():
                time.sleep(0.2)
        finally:
            done.set()
            killer.join()
        took_s = time.monotonic() - begun
        for server in servers:
            server.stop()

    lost = [job for job in wanted if job not in letters.taken]
    wrong = [job for job, expected in wanted.items() if any(sheets != expected for sheets in letters.taken.get(job, []))]
    known = [expected for _, expected in pictures]
    orphans = [job for job in letters.taken if job not in wanted]
    wrong += [job for job in orphans if any(sheets not in known for sheets in letters.taken[job])]
    print(f"{'sqlite' if options.sqlite else 'postgres'}, {len(servers)} servers, {kills} killed in {took_s:.0f} s")
    print(f"{len(wanted)} accepted within {accepted_s:.0f} s, {sum(count for _, count in jobs)} requests cut off by a kill")
    print(f"{len(wanted) - len(lost)} delivered, {len(lost)} lost, {len(wrong)} wrong, {letters.unsigned} not signed")
    for job in wrong:
        print(f"wrong: {letters.taken[job]}, not {wanted.get(job, 'any of those sent')}")
    again = sum(len(taken) - 1 for taken in letters.taken.values())
    print(f"{letters.refused} letters refused on purpose, {again} delivered again, {len(orphans)} of requests cut off")
    raise SystemExit(1 if lost or wrong or letters.unsigned else 0)


if __name__ == "__main__":
    main()
