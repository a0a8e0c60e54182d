import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import distributed
import pytest

from moibench.engine import EngineError
from moibench.engine.blocks import Stopped, open_executor, run_blocks
from moibench.engine.blocks import executors as module


def square(number):
    if number < 0:
        raise EngineError(f"{number} is negative")
    return number * number


def blocks(*numbers):
    return [partial(tuple, [number]) for number in numbers]


def test_every_block_is_computed_on_every_executor(executor):
    found = dict(run_blocks(square, blocks(*range(9)), executor=executor))
    assert found == {number: number * number for number in range(9)}


def test_an_error_says_in_which_block(executor):
    with pytest.raises(EngineError, match="-3 is negative") as caught:
        list(run_blocks(square, blocks(1, 2, -3), executor=executor))
    assert caught.value.__notes__ == ["in block 2 of 3, counted from 0"]


def test_anything_with_submit_will_do_and_stays_open():
    with ThreadPoolExecutor(2) as own:
        assert dict(run_blocks(square, blocks(3), executor=own)) == {0: 9}
        assert own.submit(square, 2).result() == 4


def test_progress_counts_up_to_all_blocks():
    told = []
    list(
        run_blocks(
            square,
            blocks(1, 2, 3),
            executor="threads",
            progress=lambda done, number: told.append((done, number)),
        )
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("kind", ["serial", "threads"])
def test_a_run_that_is_stopped_hands_out_no_further_block(kind):
    stop, begun = threading.Event(), []

    def work(number):
        begun.append(number)
        return number

    run = run_blocks(work, blocks(*range(50)), executor=kind, in_flight=2, stop=stop)
    next(run)
    stop.set()
    with pytest.raises(Stopped, match="stopped after 1 of 50 blocks"):
        list(run)
    assert len(begun) <= 3


def test_a_run_that_waits_heeds_a_stop():
    stop, free = threading.Event(), threading.Event()

    def work():
        stop.set()
        return free.wait(30)

    with ThreadPoolExecutor(1) as own:
        with pytest.raises(Stopped):
            list(run_blocks(work, [tuple], executor=own, stop=stop))
        free.set()


def test_no_more_blocks_than_asked_for_are_in_flight():
    made, finished = [], []

    def make(number):
        made.append(number)
        assert len(made) - len(finished) <= 3
        return (number,)

    for number, _ in run_blocks(
        square,
        [partial(make, number) for number in range(20)],
        executor="threads",
        workers=2,
        in_flight=3,
    ):
        finished.append(number)
    assert sorted(finished) == list(range(20))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"executor": "clouds"}, "'clouds' is not a known executor"),
        ({"executor": "threads", "workers": 0}, "at least 1"),
        ({"in_flight": 0}, "at least 1"),
    ],
)
def test_settings_that_are_unfit_are_refused(settings, message):
    with pytest.raises(EngineError, match=message):
        list(run_blocks(square, blocks(1), **settings))


def test_an_address_is_for_a_cluster_alone():
    with (
        pytest.raises(EngineError, match="not for 'threads'"),
        open_executor("threads", address="tcp://127.0.0.1:8786"),
    ):
        pass


def test_a_cluster_without_dask_says_what_to_install(monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(module.importlib, "import_module", absent)
    with pytest.raises(EngineError, match=r"moibench\[cluster\]"), open_executor("cluster"):
        pass


def test_a_running_cluster_is_found_by_its_address():
    with (
        distributed.LocalCluster(
            n_workers=1,
            processes=False,
            host="127.0.0.1",
            protocol="tcp://",
            dashboard_address="127.0.0.1:0",
        ) as cluster,
        open_executor("cluster", address=cluster.scheduler_address) as executor,
    ):
        assert dict(run_blocks(square, blocks(4), executor=executor)) == {0: 16}
