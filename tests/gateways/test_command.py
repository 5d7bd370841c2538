"""`duixian city institutions` beside a house: the two find each other without set-up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from duixian.gateways.dealings import Answer
from duixian.gateways.network import Network
from tests.gateways import stories, town


def test_the_citys_courts_can_ask_at_once_and_again_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "institutions"
    folder.mkdir()
    town.population().save(folder / "population.json")
    addresses = []
    network: Network | None = None
    for _ in range(2):
        with _institutions(tmp_path) as process:
            assert process.stdout is not None
            addresses.append(process.stdout.readline().strip())
            network = network or Network.in_data_folder(tmp_path)
            gateway = network.gateway(
                "bank-7001", court_code="jinghu", court_name="芜湖市镜湖区人民法院"
            )
            assert all(finding.ok for finding in gateway.check_config())
            answer = stories.answered(gateway, stories.inquiry(town.FIRM))
            assert isinstance(answer, Answer) and len(answer.deposits) == 2
            process.terminate()
            assert process.wait(20) in (0, -15)
    assert network is not None
    network.close()
    assert addresses[0].startswith("ready http://127.0.0.1:")
    assert addresses[0] == addresses[1], "the same port again"
    keys = list((tmp_path / "secrets" / "courts").iterdir())
    assert keys and all(key.stat().st_mode & 0o077 == 0 for key in keys)


def test_wrong_use_is_told_and_exits_2(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "duixian.city.institutions", "--data", str(tmp_path)]
    done = subprocess.run([*words, "--only", "bank-nowhere"], capture_output=True, text=True)
    assert done.returncode == 2 and "没有机构：bank-nowhere" in done.stderr
    (tmp_path / "population.json").write_text(json.dumps({"format": "another"}))
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 2 and "population" in done.stderr
    assert "Traceback" not in done.stderr


def _institutions(data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "duixian.cli.main", "city", "institutions"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DUIXIAN_DATA": str(data)},
    )
