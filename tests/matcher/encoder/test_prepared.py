"""A prepared model gives torch's vectors without torch, and is never another one unnoticed."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from matcher.encoder import Encoder, EncoderError, candidates
from matcher.encoder.network import load_compiled
from matcher.encoder.prepare import find_source, prepare, prepared_already
from matcher.encoder.prepared import Manifest
from matcher.encoder.processor import Processor, read_processor
from tests.matcher.encoder.models import copy_of_model, small_model

TEXTS = [
    f"{place} runs a {kind} service for older people. It keeps them active at home, and well."
    for place in ("Armley", "Beeston", "Otley", "Pudsey")
    for kind in ("falls", "dementia", "strength and balance")
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_model(tmp_path_factory.mktemp("models") / "small")


def prepare_here(model: Path, home: Path) -> Manifest:
    """Prepare the fastest way but torch's.

    So small a model takes a millisecond: on some machines torch is as fast, and then there is
    nothing to prepare.
    """

    def but_torch(built: Sequence[candidates.Built]) -> candidates.Built:
        return fastest([one for one in built if one.model is not None])

    fastest = candidates.fastest
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(candidates, "fastest", but_torch)
        return prepare(find_source(model), home, TEXTS)


@pytest.fixture(scope="module")
def made(model: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """The folder of prepared models, and what was written of the small one."""
    home = tmp_path_factory.mktemp("prepared")
    manifest = prepare_here(model, home)
    assert manifest.backend == "openvino"
    return home, manifest


@pytest.fixture
def home(made: tuple[Path, Manifest], tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    return Path(shutil.copytree(made[0], tmp_path / "home"))


def only_folder(home: Path) -> Path:
    (folder,) = home.iterdir()
    return folder


def edit_manifest(home: Path, change: Callable[[dict[str, object]], None]) -> None:
    path = only_folder(home) / "manifest.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def test_every_way_that_was_tried_is_written_down(made: tuple[Path, Manifest]) -> None:
    home, manifest = made
    tried = {candidate.name: candidate for candidate in manifest.candidates}
    assert {"torch-float32", "openvino-float32"} <= set(tried)
    assert tried["openvino-float32"].cosine_min > 0.9999
    assert tried["openvino-float32"].refused is None
    for candidate in manifest.candidates:
        assert (candidate.cosine_mean < 0.997) == (candidate.refused is not None)
    assert manifest.processor == read_processor()
    assert [path.name for path in home.iterdir()] == [only_folder(home).name], "nothing half-made"


def test_the_fastest_is_prepared_be_it_torch_or_not(model: Path, tmp_path: Path) -> None:
    manifest = prepare(find_source(model), tmp_path / "home", TEXTS)
    tried = {candidate.name: candidate for candidate in manifest.candidates}
    chosen = tried[f"{manifest.backend}-{manifest.precision}"]
    safe = [each.texts_per_second or 0 for each in tried.values() if each.refused is None]
    assert chosen.texts_per_second == max(safe)


def test_it_gives_the_vectors_of_torch(made: tuple[Path, Manifest], model: Path) -> None:
    prepared, reference = Encoder(model, made[0]), Encoder(model)
    assert prepared.notice is None
    texts = [
        *TEXTS,
        "one",
        "",
        "FALLS OF OLDER PEOPLE",
        "Prévention des chutes à domicile",
        "<b></b>",
    ]
    rows = prepared.encode_document(texts)
    cosines = (rows * reference.encode_document(texts)).sum(axis=1)
    assert cosines[texts.index("")] == 0
    assert np.delete(cosines, texts.index("")).mean() > 0.997
    assert prepared.encode_document([]).shape == (0, 32)


def test_its_id_is_not_that_of_torch(made: tuple[Path, Manifest], model: Path) -> None:
    home, manifest = made
    ours, torch = Encoder(model, home).model_id, Encoder(model).model_id
    assert torch.split("+")[1] == "torch-float32"
    assert ours.split("+")[1] == manifest.backend_id
    assert ours.startswith(f"small@{manifest.fingerprint[:8]}+openvino-")
    assert manifest.numbers_sha256 is not None
    assert manifest.numbers_sha256[:8] in ours


def test_order_threads_and_batches_change_nothing(made: tuple[Path, Manifest], model: Path) -> None:
    encoder = Encoder(model, made[0])
    texts = [f"{'very ' * count}long" for count in range(40)]
    done: list[tuple[int, int]] = []
    together = encoder.encode_document(texts, lambda part, whole: done.append((part, whole)))
    again = encoder.encode_document(texts[::-1])[::-1]
    assert np.allclose(together, again, atol=0.01)
    assert done == sorted(done)
    assert done[-1] == (40, 40)


def test_a_stored_model_runs_as_many_batches_side_by_side_as_a_fresh_one(
    made: tuple[Path, Manifest],
) -> None:
    """What it was compiled for is not stored with it, and one stream is half the speed."""
    stored = load_compiled(only_folder(made[0]) / "model.blob", made[1].hint, 2)
    assert stored.get_property("NUM_STREAMS") == 2


def test_an_interruption_ends_the_threads(made: tuple[Path, Manifest], model: Path) -> None:
    encoder = Encoder(model, made[0])

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encoder.encode_document(TEXTS * 4, interrupt)
    assert encoder.encode_document(["after"]).shape == (1, 32)


def test_it_needs_neither_torch_nor_a_reporting_package(
    made: tuple[Path, Manifest], model: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; from matcher.encoder import Encoder;"
        f"rows = Encoder(Path({str(model)!r}), Path({str(made[0])!r})).encode_query(['falls']);"
        "heavy = ('torch', 'sentence_transformers', 'transformers', 'openvino_telemetry.main');"
        "print(rows.shape, [name for name in heavy if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "(1, 32) []"


def test_preparing_again_is_known_to_be_needless(made: tuple[Path, Manifest], model: Path) -> None:
    assert prepared_already(find_source(model), made[0]) == made[1]


DAMAGE: dict[str, Callable[[Path], object]] = {
    "model.blob is not the file": lambda home: halve(only_folder(home) / "model.blob"),
    "model.blob is missing": lambda home: (only_folder(home) / "model.blob").unlink(),
    "manifest.json is not whole": lambda home: halve(only_folder(home) / "manifest.json"),
    "another processor": lambda home: edit_manifest(
        home,
        lambda content: content["processor"].update(name="Z80"),  # type: ignore[attr-defined]
    ),
    "OpenVINO 2020.1, here is": lambda home: edit_manifest(
        home, lambda content: content.update(openvino="2020.1")
    ),
    "another model": lambda home: edit_manifest(
        home, lambda content: content.update(fingerprint="0" * 64)
    ),
    "another version of the program": lambda home: edit_manifest(
        home, lambda content: content.update(format=0)
    ),
}


def halve(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize("reason", DAMAGE)
def test_what_cannot_be_used_is_said_and_torch_stands_in(
    home: Path, model: Path, reason: str
) -> None:
    DAMAGE[reason](home)
    encoder = Encoder(model, home)
    assert encoder.notice is not None
    assert reason in encoder.notice
    assert "doctor --prepare" in encoder.notice
    assert encoder.model_id == Encoder(model).model_id
    assert prepared_already(find_source(model), home) is None


def test_preparing_again_mends_it_and_gives_the_same_numbers(
    home: Path, model: Path, made: tuple[Path, Manifest]
) -> None:
    halve(only_folder(home) / "model.blob")
    again = prepare_here(model, home)
    assert Encoder(model, home).notice is None
    # Which is fastest may differ between two timings; what a precision is made of may not.
    known = {made[1].precision: made[1].numbers_sha256}
    assert again.numbers_sha256 == known.get(again.precision, again.numbers_sha256)


def test_another_dimension_than_promised_is_refused(home: Path, model: Path) -> None:
    edit_manifest(home, lambda content: content.update(dimension=7))
    with pytest.raises(EncoderError, match="vectors that are not usable"):
        Encoder(model, home).encode_query(["falls"])


def test_a_model_of_another_kind_is_left_to_torch(model: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(model, other)
    path = other / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"hidden_act": "relu"}))
    manifest = prepare(find_source(other), tmp_path / "home", TEXTS)
    assert (manifest.backend, manifest.precision, manifest.files) == ("torch", "float32", {})
    encoder = Encoder(other, tmp_path / "home")
    assert encoder.notice is None
    assert encoder.model_id == Encoder(other).model_id


def test_weights_that_give_no_numbers_are_refused(model: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    broken = Path(shutil.copytree(model, tmp_path / "broken"))
    weights = load_file(model / "model.safetensors")
    weights["encoder.layer.1.output.dense.bias"][:] = np.nan
    save_file(weights, broken / "model.safetensors")
    with pytest.raises(EncoderError, match="vectors that are not usable"):
        Encoder(broken).encode_query(["falls"])
    with pytest.raises(EncoderError, match="vectors that are not usable"):
        prepare(find_source(broken), tmp_path / "home", TEXTS)
    assert not (tmp_path / "home").exists()


def test_half_a_model_cannot_be_prepared(tmp_path: Path) -> None:
    half = copy_of_model(tmp_path / "half", b"\x10" * 1000)
    with pytest.raises(EncoderError, match="cannot be loaded"):
        prepare(find_source(half), tmp_path / "home", TEXTS)
    with pytest.raises(ValueError, match="at least two texts"):
        prepare(find_source(half), tmp_path / "home", TEXTS[:1])


def test_what_linux_says_of_a_processor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text("model name\t: A : B\nflags\t\t: fpu avx2 avx512_vnni\n\nmodel name\t: C\n")
    found = read_processor(path)
    assert found == Processor("A : B", ("avx2", "avx512_vnni"))
    assert found.has_eight_bit
    assert not found.has_bfloat16
    assert not Processor("old", ("avx2", "avx512f")).has_eight_bit
    assert read_processor(tmp_path / "none").features == ()


def test_the_first_call_from_several_threads_does_not_hang(
    made: tuple[Path, Manifest], model: Path
) -> None:
    code = (
        "import sys; sys.setswitchinterval(1e-6)\n"  # threads meet at every step
        "from pathlib import Path\n"
        "from matcher.encoder import Encoder\n"
        "encoder = Encoder(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "encoder.encode_document([f'text {number}' for number in range(64)])\n"
    )
    for _ in range(5):
        subprocess.run(
            [sys.executable, "-c", code, str(model), str(made[0])], check=True, timeout=60
        )
