"""Where a request comes from: the address behind our proxies, and how little of it is kept."""

from ipaddress import ip_address, ip_network

from rest_framework.throttling import BaseThrottle

KEPT = {4: 24, 6: 48}  # leading bits of an address that are kept


def address_of(request):
    """The visitor's address as TRUSTED_PROXIES lets us know it, as for the interface for programs."""
    found = parsed(BaseThrottle().get_ident(request) or "")
    return str(found) if found else ""


def parsed(address):
    """The address; that of the fourth version where it is wrapped into one of the sixth."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def household(address):
    """One visitor holds a whole network of the sixth version of IP addresses."""
    found = parsed(address)
    if not found:
        return address
    return str(ip_network((int(found), 64), strict=False) if found.version == 6 else found)


def shortened(address):
    """The network that the address belongs to: it tells a strange place and finds no person."""
    found = parsed(address)
    return str(ip_network((int(found), KEPT[found.version]), strict=False)) if found else ""
