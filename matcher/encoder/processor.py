"""Which processor this is, and which fast arithmetic it has."""

import platform
from dataclasses import dataclass
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_EIGHT_BIT = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})
_BFLOAT16 = frozenset({"avx512_bf16", "amx_bf16"})
_TOLD = _EIGHT_BIT | _BFLOAT16 | {"avx2", "avx512f"}


@dataclass(frozen=True, slots=True)
class Processor:
    """A processor's name and those of its features that decide how fast a model can be."""

    name: str
    features: tuple[str, ...]

    @property
    def has_eight_bit(self) -> bool:
        """Whether it multiplies 8-bit numbers without overflow in between (VNNI, AMX).

        Without these instructions pairs of products are added in 16 bits, which
        overflows and changes results.
        """
        return not _EIGHT_BIT.isdisjoint(self.features)

    @property
    def has_bfloat16(self) -> bool:
        """Whether it multiplies bfloat16 numbers itself."""
        return not _BFLOAT16.isdisjoint(self.features)


def read_processor(cpuinfo: Path = _CPUINFO) -> Processor:
    """Read what Linux says of the processor; elsewhere only its name is known."""
    if not cpuinfo.is_file():
        return Processor(platform.processor() or platform.machine(), ())
    told: dict[str, str] = {}
    for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
        name, _, value = line.partition(":")
        told.setdefault(name.strip(), value.strip())
    flags = (told.get("flags") or "").split()
    return Processor(
        told.get("model name") or platform.machine(), tuple(sorted(_TOLD.intersection(flags)))
    )
