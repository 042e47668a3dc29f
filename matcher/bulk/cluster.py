"""The same work on a Ray cluster: workers on all its machines, and none of them missed for long.

Ray hands out batches and large arrays; it decides nothing. A batch whose worker is lost, with
its machine or alone, goes to another one. Nothing of a running Ray is stopped but the workers
that were started here, and a Ray that was started here.
"""

import logging
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from matcher.bulk.packing import pack
from matcher.bulk.work import Done, EmbedBatch, MatchBatch
from matcher.bulk.worker import Calls, Model, Worker
from matcher.encoder import EncoderError
from matcher.matching import LaidOut
from matcher.store import TextVectors
from models.errors import BidMatcherError, NothingToDoError

LOCAL = "local"
_LOOK_EVERY_S = 5.0  # for machines that have come
_TRIES = 3  # of one batch: what kills three workers is not tried on a fourth

log = logging.getLogger(__name__)


@contextmanager
def cluster(
    address: str, model: Model, known: Callable[[LaidOut], Sequence[TextVectors]]
) -> Iterator["Cluster"]:
    """Join the cluster at `address` ("host:port"), or start one here for "local".

    `known` gives the stored vectors of texts other than calls'.
    NothingToDoError where Ray is not installed or there is no cluster.
    """
    # Read when Ray is imported and when it starts: nobody is told that it runs.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
    except ImportError:
        raise NothingToDoError("--ray needs Ray: pip install 'bid-matcher[ray]'") from None
    try:
        ray.init(
            address=address,
            include_dashboard=False if address == LOCAL else None,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    except Exception as error:  # Ray raises bare ones, too
        reason = " ".join(str(error).split())[:200]
        raise NothingToDoError(f"no Ray cluster could be joined at {address}: {reason}") from error
    try:
        yield Cluster(ray, model, known)
    finally:
        ray.shutdown()


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """Workers of a Ray cluster: one for each processor that is free."""

    ray: Any
    model: Model
    known: Callable[[LaidOut], Sequence[TextVectors]]

    def embed(self, batches: Iterable[EmbedBatch]) -> Iterator[Done]:
        """Encode batches of texts on all machines."""
        for done in self._spread(lambda worker: worker.embed, list(batches), None):
            if done.failure:  # whatever cannot be encoded concerns every city
                raise EncoderError(done.failure)
            yield done

    def match(self, laid: LaidOut, batches: Iterable[MatchBatch]) -> Iterator[Done]:
        """Match cities on all machines, to each of which the calls are handed once."""
        calls = Calls(pack(laid.corpus), laid.biddable.eligible, self.known(laid))
        yield from self._spread(lambda worker: worker.match, list(batches), self.ray.put(calls))

    def _spread(
        self,
        ask: Callable[[Any], Any],
        batches: Sequence[EmbedBatch] | Sequence[MatchBatch],
        calls: Any,
    ) -> Iterator[Done]:
        if not batches:
            return
        crew = _Crew(self.ray, self.model, calls, ask, deque(batches))
        try:
            yield from crew.work()
        finally:
            crew.dismiss()


@dataclass(slots=True, eq=False)
class _Crew:
    """Workers that do batches of one kind until none is left."""

    ray: Any
    model: Model
    calls: Any  # reference to what each lays out
    ask: Callable[[Any], Any]  # the method of a worker that does a batch
    waiting: deque[Any]
    busy: dict[Any, tuple[Any, Any]] = field(default_factory=dict)  # by what is awaited
    workers: list[Any] = field(default_factory=list)
    losses: Counter[str] = field(default_factory=Counter)
    misfit: str = ""  # why a worker could not be used

    def work(self) -> Iterator[Done]:
        """Give what is done, in whichever order. EncoderError where no worker is of use."""
        while self.waiting or any(batch for _, batch in self.busy.values()):
            self._engage()
            ready, _ = self.ray.wait(list(self.busy), num_returns=1, timeout=_LOOK_EVERY_S)
            for answer in ready:
                worker, batch = self.busy.pop(answer)
                done = self._take(answer, worker, batch)
                if done is not None:
                    yield done

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self.workers:
            self.ray.kill(worker)

    def _engage(self) -> None:
        """Start a worker for each processor that has none, as far as there is work for it."""
        places = int(self.ray.cluster_resources().get("CPU", 0))
        if self.misfit and not self.busy:
            raise EncoderError(self.misfit)
        kind = self.ray.remote(num_cpus=1, max_restarts=0, scheduling_strategy="SPREAD")(Worker)
        for _ in range(min(places - len(self.workers), len(self.waiting))):
            worker = kind.remote(self.model, self.calls)
            self.workers.append(worker)
            self.busy[worker.ready.remote()] = (worker, None)
        if not places:
            raise NothingToDoError("the Ray cluster has no processor left")

    def _take(self, answer: Any, worker: Any, batch: Any) -> Done | None:
        """Take what a worker gives, and hand it the next batch."""
        errors = self.ray.exceptions
        try:
            given = self.ray.get(answer)
        except errors.RayTaskError as error:
            if not isinstance(error.cause, BidMatcherError):
                raise
            self.misfit = str(error.cause)  # it stays, unused: nobody takes its place
            log.warning("%s", self.misfit)
            return None
        except errors.RayError as error:
            return self._lost(worker, batch, error)
        if self.waiting:
            following = self.waiting.popleft()
            self.busy[self.ask(worker).remote(following)] = (worker, following)
        return None if batch is None else given

    def _lost(self, worker: Any, batch: Any, error: Exception) -> Done | None:
        """Put back what a worker had in hand that is no more."""
        self.workers.remove(worker)
        if batch is None:
            self.losses[""] += 1
            if self.losses[""] > _TRIES * max(1, len(self.workers)):
                raise NothingToDoError(f"workers of the Ray cluster do not start: {error}")
            return None
        self.losses[batch.name] += 1
        log.warning("a worker was lost; %s is done by another one", batch.name)
        if self.losses[batch.name] >= _TRIES:
            return Done(batch.name, failure=f"{_TRIES} workers were lost over it")
        self.waiting.appendleft(batch)
        return None
