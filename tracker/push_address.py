"""Where we may push to: https, a host with a name, and only addresses of the open internet.

A browser names the address, so a person could name one inside our own network. It is checked when
it is given and again at each sending, and then we connect to the very address that was
checked: a name that points elsewhere a moment later (DNS rebinding) leads nowhere.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

LONGEST = 1000
PORT = 443
# Addresses that carry another one inside, behind which any network may lie.
CARRIERS = tuple(ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48"))


class NotPublic(Exception):
    """The address is no public https address."""


def host_of(endpoint: str) -> str:
    """The host's name. NotPublic for anything but https to a name at the usual port."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable():
        raise NotPublic
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotPublic from None
    if parts.scheme != "https" or port not in (None, PORT) or "@" in parts.netloc:
        raise NotPublic
    if "." not in host or "\\" in endpoint or " " in endpoint or _is_number(host):
        raise NotPublic
    return host


def _is_number(host: str) -> bool:
    """Tell whether the host is an address itself, in any way of writing one."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.startswith("0x")


def resolve(host: str) -> list[tuple[str, int]]:
    """The addresses of a host, all of them public. NotPublic when one is not.

    Raises OSError when the name cannot be looked up now.
    """
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotPublic
    return [(address, PORT) for address in addresses]


def is_public(text: str) -> bool:
    """Tell whether an address belongs to the open internet, also one that carries another."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in CARRIERS):
            return False
        if address.teredo is not None:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not (address.is_multicast or address.is_reserved)
