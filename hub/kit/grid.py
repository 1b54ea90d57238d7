"""Where on the globe is a point of the British National Grid? Pure; within some five metres."""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

from hub.kit.shapes import Point

# A Guide to Coordinate Systems in Great Britain (Ordnance Survey), annexes A to C.
_AIRY = (6_377_563.396, 6_356_256.909)
_WGS84 = (6_378_137.0, 6_356_752.314_245)
_SCALE = 0.999_601_271_7
_ORIGIN = (radians(49), radians(-2))
_FALSE_EAST, _FALSE_NORTH = 400_000, -100_000
_NEAR = 0.000_01  # metres
_SHIFT = (446.448, -125.157, 542.060)
_SMALLER = -20.4894e-6
_TURNS = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def to_degrees(east: float, north: float) -> Point:
    """Return latitude and longitude (WGS84, degrees) of a grid reference in metres.

    >>> place = to_degrees(651_409.903, 313_177.270)
    >>> round(place.lat, 4), round(place.lon, 4)
    (52.658, 1.7161)
    """
    return _on_wgs84(*_on_airy(east, north))


def _on_airy(east: float, north: float) -> tuple[float, float]:
    """Return where a grid reference is on the ellipsoid the grid was drawn on, in radians."""
    major, minor = _AIRY
    squared = 1 - (minor / major) ** 2
    lat = (north - _FALSE_NORTH) / (major * _SCALE) + _ORIGIN[0]
    while abs(left := north - _FALSE_NORTH - _arc(lat)) >= _NEAR:
        lat += left / (major * _SCALE)
    nu = major * _SCALE / sqrt(1 - squared * sin(lat) ** 2)
    rho = nu * (1 - squared) / (1 - squared * sin(lat) ** 2)
    eta, t, along = nu / rho - 1, tan(lat), east - _FALSE_EAST
    seven = t / (2 * rho * nu)
    eight = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta)
    nine = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    ten = 1 / (cos(lat) * nu)
    eleven = (nu / rho + 2 * t**2) / (6 * cos(lat) * nu**3)
    twelve = (5 + 28 * t**2 + 24 * t**4) / (120 * cos(lat) * nu**5)
    up = lat - seven * along**2 + eight * along**4 - nine * along**6
    return up, _ORIGIN[1] + ten * along - eleven * along**3 + twelve * along**5


def _arc(lat: float) -> float:
    """Return the length of the meridian from the grid's origin to *lat*, in metres."""
    major, minor = _AIRY
    n = (major - minor) / (major + minor)
    apart, together = lat - _ORIGIN[0], lat + _ORIGIN[0]
    terms = (
        (1 + n + 5 / 4 * (n**2 + n**3)) * apart,
        -(3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(apart) * cos(together),
        15 / 8 * (n**2 + n**3) * sin(2 * apart) * cos(2 * together),
        -35 / 24 * n**3 * sin(3 * apart) * cos(3 * together),
    )
    return minor * _SCALE * sum(terms)


def _on_wgs84(lat: float, lon: float) -> Point:
    """Move a point from the one ellipsoid to the other, by a shift, a turn and a scale."""
    major, minor = _AIRY
    squared = 1 - (minor / major) ** 2
    nu = major / sqrt(1 - squared * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), nu * (1 - squared) * sin(lat)
    (dx, dy, dz), (rx, ry, rz), scale = _SHIFT, _TURNS, 1 + _SMALLER
    east = dx + x * scale - y * rz + z * ry
    north = dy + x * rz + y * scale - z * rx
    up = dz - x * ry + y * rx + z * scale
    return _from_middle(east, north, up)


def _from_middle(x: float, y: float, z: float) -> Point:
    major, minor = _WGS84
    squared = 1 - (minor / major) ** 2
    flat = hypot(x, y)
    lat = atan2(z, flat * (1 - squared))
    for _ in range(5):  # each time a thousand times nearer
        nu = major / sqrt(1 - squared * sin(lat) ** 2)
        lat = atan2(z + squared * nu * sin(lat), flat)
    return Point(degrees(lat), degrees(atan2(y, x)))
