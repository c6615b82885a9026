"""`manage.py rank_results`: a file in, a file out, what was wrong with rows told."""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from bench.standings.invent import World, invented
from training.standings.ranking.__main__ import COLUMNS, main
from training.standings.ranking.reading import read

MANAGE = Path(settings.BASE_DIR) / "manage.py"
NO_DATABASE = {"DATABASE_URL": "postgresql://nobody@nowhere.invalid/nothing"}
NUMBERS = {
    **{"minutes": 60, "pv": 2000, "uv": 1000, "watch_seconds": 60_000},
    **{"interacting_uv": 90, "new_followers": 9, "click_uv": 300, "buyers": 20},
    **{"orders": 22, "gmv_fen": 50_000, "refund_fen": 1000},
}
HEADER = ["trial", "candidate", "room", "start", *NUMBERS]
JUDGES = ["judge_1", "score_1", "judge_2", "score_2"]
Row = dict[str, object]


def rows(seed: int = 2, people: int = 12) -> list[Row]:
    found: list[Row] = []
    for one in invented(seed, World(people=people, rooms=3)).results:
        (first, mark), (second, other) = one.scores
        row = dict(zip(JUDGES, (first, mark, second, other), strict=True))
        found.append(
            {
                **{"trial": one.trial, "candidate": one.candidate, "room": one.room},
                "start": f"2026-12-01T{one.band:02}:30",
                **NUMBERS,
                **{"gmv_fen": one.gmv_fen, "uv": one.viewers, "pv": 2 * one.viewers},
                **{"click_uv": one.viewers // 2, "buyers": 1, "refund_fen": 0},
                **row,
            }
        )
    return found


def text(given: list[Row], header: tuple[str, ...] = (*HEADER, *JUDGES)) -> str:
    lines = [",".join(header)]
    lines += [",".join(str(row[column]) for column in header) for row in given]
    return "\n".join(lines) + "\n"


def read_text(folder: Path, given: str):
    path = folder / "read.csv"
    path.write_text(given, newline="")
    return read(path)


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


@pytest.fixture
def ranked(tmp_path, capsys):
    """Runs the command on a text: why it stopped, rows, what was said, summary."""

    def run(given: str | bytes, *options: str):
        source, target = tmp_path / "results.csv", tmp_path / "standings.csv"
        source.write_bytes(given if isinstance(given, bytes) else given.encode())
        why = None
        try:
            main([str(source), "--out", str(target), *options])
        except SystemExit as stopped:
            why = str(stopped.code)
        said = capsys.readouterr()
        written = table(target) if target.exists() else None
        left = {path.name for path in tmp_path.iterdir()} - {source.name, target.name}
        assert left == set()
        summary = json.loads(said.out.splitlines()[-1]) if said.out else None
        return why, written, said.err.splitlines(), summary

    return run


def test_it_ranks_without_a_database(tmp_path):
    source, target = tmp_path / "results.csv", tmp_path / "standings.csv"
    source.write_text(text([*rows(), rows()[0]]))
    done = subprocess.run(
        [sys.executable, MANAGE, "rank_results", source, "--out", target],
        env=os.environ | NO_DATABASE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1])["candidates"] == 12
    assert done.stderr.splitlines() == [
        "line 38, trial trial-0000-0: a trial that is there already"
    ]
    written = table(target)
    assert tuple(written[0]) == COLUMNS
    assert [row["rank"] for row in written] == [str(n) for n in range(1, 13)]


def test_the_share_to_take_is_given(ranked):
    _, quarter, _, said = ranked(text(rows()), "--take", "0.25")
    assert said["take"] == 3
    assert sum(float(row["p_in"]) for row in quarter) == pytest.approx(3)
    assert ranked(text(rows()), "--take", "1.5")[0] == "2"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"gmv_fen": "many"}, "gmv_fen “many” is not a number"),
        ({"gmv_fen": "NaN"}, "gmv_fen “NaN” is not a number"),
        ({"uv": "inf"}, "uv “inf” is not a number"),
        ({"uv": "1e999"}, "uv “1e999” is not a number"),
        ({"pv": "1_000"}, "pv “1_000” is not a number"),
        ({"orders": ""}, "orders “” is not a number"),
        ({"score_2": "good"}, "score_2 “good” is not a number"),
        ({"minutes": -60}, "minutes -60 is negative"),
        ({"score_1": -1}, "score_1 -1 is negative"),
        ({"buyers": 23, "orders": 22}, "buyers 23 is more than orders 22"),
        (
            {"uv": 100, "pv": 200, "click_uv": 5, "buyers": 6},
            "buyers 6 is more than click_uv 5",
        ),
        ({"uv": 9, "click_uv": 10}, "click_uv 10 is more than uv 9"),
        ({"pv": 9, "uv": 10, "click_uv": 10}, "uv 10 is more than pv 9"),
        ({"refund_fen": 7, "gmv_fen": 6}, "refund_fen 7 is more than gmv_fen 6"),
        ({"trial": "trial-0000-0"}, "a trial that is there already"),
        ({"candidate": " "}, "candidate is empty"),
        ({"room": "r" * 101}, f"room “{'r' * 30}…” is longer than 100 letters"),
        ({"start": "yesterday"}, "start “yesterday” is no time"),
        ({"room": '"open'}, "quotes: unexpected end of data"),
        ({"room": "a,b"}, "20 cells, where the header has 19"),
    ],
)
def test_a_row_that_cannot_be_is_named_and_the_rest_read(tmp_path, change, why):
    given = rows()
    given[5] |= change
    found, refused = read_text(tmp_path, text(given))
    assert [(one.line, one.why) for one in refused] == [(7, why)]
    given = rows()
    assert found == read_text(tmp_path, text(given[:5] + given[6:]))[0]


def test_refused_rows_are_told_and_the_rest_ranked(ranked):
    given = rows()
    given[5] |= {"gmv_fen": "NaN"}
    given[9] |= {"buyers": 23}
    stopped, written, said, summary = ranked(text(given))
    assert (stopped, len(written), summary["refused"]) == (None, 12, 2)
    assert said == [
        "line 7, trial trial-0001-2: gmv_fen “NaN” is not a number",
        "line 11, trial trial-0003-0: buyers 23 is more than orders 22",
    ]


def test_a_trial_refused_once_may_come_again_put_right(tmp_path):
    given = rows()
    wrong = given[5] | {"gmv_fen": "?"}
    found, refused = read_text(tmp_path, text([*given[:5], wrong, *given[5:]]))
    said = ["line 7, trial trial-0001-2: gmv_fen “?” is not a number"]
    assert list(map(str, refused)) == said
    assert found == read_text(tmp_path, text(given))[0]


def test_bom_crlf_quotes_and_more_columns_change_nothing(tmp_path):
    plain = text(rows())
    usual = read_text(tmp_path, plain)
    assert (len(usual[0]), usual[1]) == (36, [])
    marked = "\ufeff" + plain.replace("\n", "\r\n")
    quoted = plain.replace("trial-0003-1", '"trial-0003-1"')
    remarked = [row | {"remark": "a\u2028b 星"} for row in rows()]
    more = text(remarked, ("remark", *HEADER, *JUDGES))
    for other in (marked, quoted, more):
        assert read_text(tmp_path, other) == usual


def test_scores_may_be_missing(ranked):
    assert len(ranked(text(rows(), tuple(HEADER)))[1]) == 12
    given = rows()
    for row in given[:4]:
        row |= dict.fromkeys(JUDGES, "")
    stopped, written, said, _ = ranked(text(given))
    assert (stopped, len(written), said) == (None, 12, [])


def test_ten_megabytes_in_a_cell_are_refused_shortly(ranked):
    given = rows()
    given[3] |= {"gmv_fen": "9" * 10_000_000}
    given[4] |= {"candidate": "c" * 10_000_000}
    began = time.perf_counter()
    _, written, said, _ = ranked(text(given))
    assert time.perf_counter() - began < 10
    assert len(said) == 2 and max(map(len, said)) < 120
    assert len(written) == 12


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "the header lacks trial, candidate, room, start, minutes"),
        ("a,b\n1,2\n", "the header lacks trial"),
        (text(rows()).replace(",", ";"), "the header lacks trial"),
        (text(rows()).replace(",uv,", ",viewers,", 1), "the header lacks uv"),
        (text(rows(), (*HEADER, "uv")), "the header has uv twice"),
        (text([]), "Nobody has enough results to be ranked"),
        (text(rows()).encode("utf-16"), "is not UTF-8 at byte 0"),
        ("直播间".encode("gb18030"), "is not UTF-8 at byte 2"),
        (text([r | {"room": r["candidate"]} for r in rows()]), "can't be told apart"),
    ],
    ids=[
        *("empty", "other", "semicolons", "misnamed", "twice", "no rows"),
        *("utf-16", "gb18030", "a room each"),
    ],
)
def test_what_is_no_file_of_results_leaves_what_was_there(ranked, tmp_path, given, why):
    (tmp_path / "standings.csv").write_text("candidate\nbefore\n")
    stopped, written, _, summary = ranked(given)
    assert why in stopped
    assert (written, summary) == ([{"candidate": "before"}], None)


def test_files_that_cannot_be_read_or_written_are_named(tmp_path):
    target = tmp_path / "none" / "standings.csv"
    with pytest.raises(SystemExit, match="missing.csv: No such file"):
        main([str(tmp_path / "missing.csv"), "--out", str(target)])
    source = tmp_path / "results.csv"
    source.write_text(text(rows()))
    with pytest.raises(SystemExit, match="standings.csv: No such file"):
        main([str(source), "--out", str(target)])
