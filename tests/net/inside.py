# ruff: noqa: RUF001 -- odd signs are what this is about
"""What may a stranger write into an address, so that a hub knocks inside its own house? Every spelling we know of.

>>> len(ADDRESSES) >= 200
True
"""

from collections.abc import Iterator

NUMBERS = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.1.2.3 127.255.255.255
169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.9 192.0.0.10
192.0.0.170 192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::7f00:1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::7f00:1
64:ff9b::8.8.8.8 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:0:7f00:1::1 2001:2::1 2001:4:112::1 2001:10::1
2001:20::1 2001:1ff:ffff::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 3fff::1 3fff:fff::1 4000::1 5f00::1 fc00::1
fd00:ec2::254 fdff::1 fe80::1 fe80::1%eth0 2606:4700::1111%eth0 fec0::1 ff02::1 ff0e::1
""".split()  # noqa: SIM905, a table of numbers reads better than a list of strings

# Names, and what the resolver says of them. Any other name leads to loopback.
NAMES = {
    "loopback.example": ["127.0.0.1"],
    "loopback6.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "translated.example": ["64:ff9b::7f00:1"],
    "tunnelled.example": ["2002:7f00:1::"],
    "any.example": ["0.0.0.0"],
    "lan.example": ["192.168.1.1"],
    "metadata.example": ["169.254.169.254"],
    "azure.example": ["168.63.129.16"],
    "mixed.example": ["93.184.215.14", "10.0.0.1"],
    "mixed-last.example": ["93.184.215.14", "93.184.215.15", "127.0.0.1"],
    "mixed-family.example": ["2606:4700::1111", "127.0.0.1"],
    "mixed-family6.example": ["93.184.215.14", "fd00:ec2::254"],
    "nowhere.example": [],
}
_ODD_HOSTS = (
    *("2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0", "0x0", "00.0.0.0"),
    *("127.0.0.1.", "①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1", "localhost", "LOCALHOST", "localhost.", "ⓛocalhost"),
    *("localhost.localdomain", "a.localhost", "ip6-localhost", "broadcasthost", "router", "intranet", "db", "redis"),
    *("2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "metadata.google.internal", "instance-data", "metadata"),
    *("127.0.0.1.nip.io", "7f000001.rbndr.example", "kubernetes.default.svc", "host.docker.internal", "x.local"),
    *("[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]", "[::1%25lo]", "[::1%lo]"),
    *(
        "[0000::1]",
        "[::127.1]",
        "[1::2::3]",
        "[::1",
        "::1",
        "[127.0.0.1]",
        "[v1.fe80::a]",
        "127.0.0.1%00",
        "%31%32%37.1",
    ),
    *("news.example:25", "news.example:22", "news.example:6379", "news.example:11211", "news.example:0"),
    *(
        "news.example:99999",
        "news.example:-80",
        "news.example:80a",
        "news.example:８０９０",
        "127.0.0.1:80",
        "[::1]:443",
    ),
    *("news.example@127.0.0.1", "news.example:80@127.0.0.1", "127.0.0.1@news.example", ":x@127.0.0.1", "@127.0.0.1"),
    *("127.0.0.1#@news.example", "127.0.0.1?@news.example", "127.0.0.1\\@news.example", "news.example\\@127.0.0.1"),
    *(
        "127.0.0.1\t",
        "127.0.0.1\r\nHost: news.example",
        "127.0.0.1 news.example",
        "127.0.0.1\x00.news.example",
        "",
        ".",
    ),
)
_OTHER_SCHEMES = (
    *("file:///etc/passwd", "file://127.0.0.1/etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:6379/_INFO"),
    *("dict://127.0.0.1:11211/stat", "ldap://127.0.0.1/", "tftp://127.0.0.1/a", "ssh://127.0.0.1/", "ws://127.0.0.1/"),
    *("data:text/xml,<rss/>", "javascript:a()", "jar:http://127.0.0.1!/", "unix:///run/x.sock", "http+unix://%2Frun/"),
    *("netdoc:///etc/passwd", "php://filter", "feed:http://127.0.0.1/", "feed://127.0.0.1/", "webcal://127.0.0.1/a"),
    *("http:127.0.0.1/", "http:/127.0.0.1/", "http:///127.0.0.1/", "//127.0.0.1/", "http:\\\\127.0.0.1\\", "127.0.0.1"),
    *(
        "HTTP://127.0.0.1/",
        "hTTps://[::1]/",
        " http://127.0.0.1/ ",
        "http://127.0.0.1:080/",
        "http://127.0.0.1/%0d%0aa",
    ),
    *("http://169.254.169.254/latest/meta-data/", "http://169.254.170.2/v2/credentials", "http://[fd00:ec2::254]/"),
)


def _spelt() -> Iterator[str]:
    for number in NUMBERS:
        yield f"http://[{number}]/" if ":" in number else f"http://{number}/"
    for host in (*_ODD_HOSTS, *NAMES):
        yield f"http://{host}/"
    for number in ("127.0.0.1", "[::1]", "10.0.0.1", "localhost", "loopback.example"):
        yield f"https://{number}/feed.xml"
    yield from _OTHER_SCHEMES


ADDRESSES = tuple(dict.fromkeys(_spelt()))
