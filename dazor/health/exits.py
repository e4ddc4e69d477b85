"""From which address sites are asked, as far as this machine can know."""

from collections.abc import Iterable

from dazor.catalogue import Source


def sentence(sources: Iterable[Source]) -> str:
    """Which way out; what sites see of a machine behind a router only they can tell."""
    on = [source for source in sources if source.on]
    by_proxy = sum(source.proxy is not None for source in on)
    if not on or by_proxy == len(on):
        return "every source is asked through a proxy."
    proxies = f", {by_proxy} through a proxy" if by_proxy else ""
    asked = len(on) - by_proxy
    what = "1 source is" if asked == 1 else f"{asked} sources are"
    own = f"{what} asked from this machine's own address{proxies}. "
    return own + "Those sites see it: let nobody reach a desk or a mail server under the same address."
