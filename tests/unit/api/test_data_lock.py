"""Who may run over a data folder: one vault and what joins it, or one who needs it stopped."""

from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from api.data_lock import joined, one_vault, only, stopped
from vault.errors import StoreUnavailable


def refused(held: AbstractContextManager[None]) -> None:
    with pytest.raises(StoreUnavailable), held:
        pytest.fail("two hold what only one may")


def nothing() -> None:
    pass


def test_a_stopped_vault_keeps_everybody_out(tmp_path: Path) -> None:
    with stopped(tmp_path):
        refused(stopped(tmp_path))
        refused(joined(tmp_path))
        refused(one_vault(tmp_path, nothing))
    with stopped(tmp_path):
        pass


def test_one_vault_runs_and_others_join_it_in_any_order(tmp_path: Path) -> None:
    with joined(tmp_path), one_vault(tmp_path, nothing), joined(tmp_path):
        refused(one_vault(tmp_path, nothing))
        refused(stopped(tmp_path))


def test_what_joined_keeps_a_stopped_vault_away_by_itself(tmp_path: Path) -> None:
    with joined(tmp_path):
        refused(stopped(tmp_path))
    with stopped(tmp_path):
        pass


def test_a_vault_tidies_only_while_nothing_else_runs(tmp_path: Path) -> None:
    tidied: list[str] = []

    def tidy() -> None:
        tidied.append("tidied")
        # Nobody joins meanwhile, and would have its things tidied away.
        refused(joined(tmp_path))

    with ExitStack() as running:
        running.enter_context(joined(tmp_path))
        with one_vault(tmp_path, tidy):
            assert tidied == []
    with one_vault(tmp_path, tidy), joined(tmp_path):
        assert tidied == ["tidied"]


def test_a_task_is_done_by_one_process(tmp_path: Path) -> None:
    with only(tmp_path, "publisher"), only(tmp_path, "witness"):
        refused(only(tmp_path, "publisher"))
    with only(tmp_path, "publisher"):
        pass


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(stopped(tmp_path / "file" / "data"))
