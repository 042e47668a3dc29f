"""The units and the container that run it: without privileges, and with little to write to."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
UNITS = [*SERVICES, *sorted(DEPLOY.glob("*.timer"))]
EXPOSURE = 20  # tenths: the services have 1.4, and the worst is 10
WANTED = {
    "CapabilityBoundingSet": "", "NoNewPrivileges": "yes", "PrivateDevices": "yes",
    "PrivateTmp": "yes", "ProtectHome": "yes", "ProtectSystem": "strict", "UMask": "0077",
    "RestrictNamespaces": "yes", "SystemCallArchitectures": "native", "User": "bid-matcher",
}  # fmt: skip
ANALYZE = shutil.which("systemd-analyze") or ""
needs_systemd = pytest.mark.skipif(not ANALYZE, reason="needs systemd-analyze")
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")


def settings_of(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in unit.read_text("utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def hardening_of(unit: Path) -> str:
    text = unit.read_text("utf-8").partition("# The same in every unit of ours")[2]
    return text.partition("[Install]")[0].strip()


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_has_no_privileges_and_bounds(unit: Path) -> None:
    settings = settings_of(unit)
    for name, value in WANTED.items():
        assert settings[name] == [value], name
    assert settings["SystemCallFilter"] == ["@system-service", "~@privileged"]
    assert settings["MemoryMax"]
    assert settings["TasksMax"]
    assert hardening_of(unit) == hardening_of(SERVICES[0])
    assert not re.search(r"(?i)password|secret=", unit.read_text("utf-8"))


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
@needs_systemd
def test_systemd_finds_little_exposed(unit: Path) -> None:
    command = [ANALYZE, "security", "--offline=true", f"--threshold={EXPOSURE}"]
    done = subprocess.run([*command, str(unit)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-300:] + done.stderr


@needs_systemd
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    """With a program that is there: ours is where deploy/README.md puts it, not here."""
    for unit in UNITS:
        text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text("utf-8"))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    named = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(
        [ANALYZE, "verify", "--man=no", "--recursive-errors=no", *named],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "bid-matcher" in line]
    assert ours == []


def test_the_container_runs_as_nobody_in_particular_and_writes_to_its_volume() -> None:
    lines = CONTAINER.splitlines()
    user = lines.index("USER bid-matcher")
    assert not [line for line in lines[user:] if line.startswith(("RUN", "COPY", "ADD"))]
    assert "VOLUME /var/lib/bid-matcher" in lines
    assert "ENV BID_MATCHER_HOME=/var/lib/bid-matcher" in CONTAINER
    assert not re.search(r"(?i)password|secret|chmod 777|--privileged", CONTAINER)


def test_the_steps_of_the_container_are_those_of_the_readme() -> None:
    """What is typed by hand, what CI installs, and what the image does are one thing."""
    readme = (ROOT / "README.md").read_text("utf-8")
    deploy = (DEPLOY / "README.md").read_text("utf-8")
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    steps = re.findall(r"(?m)^RUN (?:pip|make) .*$", CONTAINER)
    assert len(steps) == 2
    for step in steps:
        assert step.removeprefix("RUN ") in readme + deploy, step
    assert set(re.findall(r"make (\S+)", CONTAINER)) & {".venv/.stamp"}
    for package in re.findall(r"\blib[a-z0-9.-]+", CONTAINER.partition("apt-get install")[2]):
        if not package.startswith(("lib/", "library")):
            assert package in ci, package
    account = re.search(r"useradd [^\n]*bid-matcher", CONTAINER)
    assert account
    assert account[0] in deploy


def test_with_a_root_that_nobody_can_write_a_home_is_enough(tmp_path: Path) -> None:
    """As in the container and under the units: all else is read-only, in a view of its own."""
    unshare = shutil.which("unshare")
    tried = unshare and subprocess.run([unshare, "-m", "true"], capture_output=True, check=False)
    if not tried or tried.returncode:
        pytest.skip("needs unshare, and the right to mount")
    program = "import sys; from matcher.cli import main; sys.exit(main(sys.argv[1:]))"
    calls = ["import", "data/catalogue/uk_calls.jsonl", "--map", "data/mappings/uk_calls.yaml"]
    script = (
        'set -e; mount -t tmpfs tmpfs "$1"; mount --bind / /; mount -o remount,ro,bind /; shift; '
        'if touch here 2>/dev/null; then exit 9; fi; exec "$@"'
    )
    command = [
        unshare,
        "-m",
        "sh",
        "-c",
        script,
        "sh",
        str(tmp_path),
        sys.executable,
        "-c",
        program,
    ]
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    env |= {"BID_MATCHER_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [*command, *calls],
        capture_output=True, text=True, check=False, cwd=ROOT, env=env | {"TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "83 new" in done.stdout


def test_nothing_made_by_running_gets_into_the_image() -> None:
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text("utf-8").split()
    assert {".git", ".venv", "var"} <= set(ignored)


def test_the_documentation_names_every_file_of_the_folder() -> None:
    said = (DEPLOY / "README.md").read_text("utf-8")
    for path in DEPLOY.iterdir():
        if path.name not in ("README.md", "Containerfile.dockerignore"):
            assert path.name in said, path.name
