"""Lines of gazetteers of an invented town, in the layouts such files come in."""

from zlib import crc32


def open_names(name: str, east: object, north: object, kind: str = "Postcode", second: str = "", ref: str = "") -> str:
    """Write a line as OS Open Names has it: 34 columns, the British National Grid."""
    number = ref or f"osgb{crc32(name.encode())}"
    cells = [number, "", name, "", second, "", "other", kind, str(east), str(north), *[""] * 24]
    return ",".join(f'"{cell}"' for cell in cells)


def geonames(name: str, lat: object, lon: object) -> str:
    """Write a line of a GeoNames table: 19 columns, degrees."""
    return "\t".join(["2650000", name, name, "", str(lat), str(lon), "P", "PPL", "GB", *[""] * 10])


def postcodes(code: str, lat: object, lon: object) -> str:
    """Write a line of a GeoNames postal table: 12 columns, degrees."""
    return "\t".join(["GB", code, "Wherrybridge", *[""] * 6, str(lat), str(lon), "6"])
