"""Officers who save at once: run as a program, one process with several of them.

Each writes its own cells of filings that all share, and adds to one number that all write. Who
finds that another was faster reads again and decides anew. Prints what was done as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import traceback
from dataclasses import dataclass, field

import django

SAVES = 5


@dataclass
class Done:
    saved: int = 0
    conflicts: int = 0
    read: int = 0
    errors: list[str] = field(default_factory=list)


def main(first: int, officers: int) -> Done:
    django.setup()
    from django.db import connection

    done, lock = Done(), threading.Lock()
    begin = threading.Barrier(officers + 1)

    def work(number: int) -> None:
        try:
            begin.wait()
            saves(number, done, lock)
        except Exception:
            with lock:
                done.errors.append(traceback.format_exc())
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(first + n,)) for n in range(officers)]
    for thread in threads:
        thread.start()
    begin.wait()
    for thread in threads:
        thread.join()
    return done


def saves(number: int, done: Done, lock: threading.Lock) -> None:
    from moibench.analysis.review import asking, reading, writing
    from moibench.people.accounts import find_person
    from tests.analysis.review.made import ALLOTTED, BUDGET, DISBURSED, ON, value

    who = asking.asker(find_person(f"officer-{number}"), on=ON)
    units = [u for u, unit in who.catalogue.units.items() if unit.unit_type == "province"]
    own = writing.Place(BUDGET, 2026, units[number])
    shared = writing.Place(BUDGET, 2026, units[0])
    for turn in range(1, SAVES + 1):
        writing.save_drafts(
            who, [writing.Draft(own, DISBURSED, value(float(turn)), turn - 1)], "grid"
        )
        while True:
            line = next(
                x for x in reading.filing_view(who, shared).lines if x.series.id == ALLOTTED
            )
            with lock:
                done.read += 1
            more = value((line.content.value or 0.0) + 1.0, comment=f"{number}/{turn}")
            try:
                writing.save_drafts(
                    who, [writing.Draft(shared, ALLOTTED, more, line.version)], "grid"
                )
                break
            except writing.Conflict:
                with lock:
                    done.conflicts += 1
        with lock:
            done.saved += 2


if __name__ == "__main__":
    outcome = main(int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(outcome.__dict__))
