"""
What can become of a request, an address or a reading, in words a person understands.

The lists are closed: nothing else is stored, so that every fate can be counted and explained.
"""

# Of a request that was sent.
OUTCOMES = {
    "ok": "answered",
    "not_modified": "unchanged since the last look",
    "redirected": "leads on to another address",
    "not_found": "the address answers 404 or 410",
    "forbidden": "the site refuses this address (401, 403 or 451)",
    "too_many_requests": "the site asks to come back later (429)",
    "server_error": "the site answers with an error of its own (5xx)",
    "http_error": "the site answers with another HTTP error",
    "offsite": "it leads to another site",
    "no_preview": "the channel has no public preview",
    "private_address": "it leads to a private address",
    "redirect_loop": "the redirects lead in a circle or too far",
    "bad_url": "the address cannot be fetched",
    "too_big": "the answer is larger than the limit",
    "cut_short": "the connection broke in the middle of the answer",
    "timeout": "no answer in time",
    "tls": "the certificate or encryption is not acceptable",
    "dns": "the name of the site cannot be found",
    "connection": "no connection",
    "proxy": "the proxy does not answer, or does not let it through",
    "bad_answer": "the answer is not proper HTTP",
    "bad_entry": "the answer is not the feed or page it should be",
    "empty_entry": "the feed or page names no article",
    "deferred": "Telegram makes the account wait (flood wait)",
    "account_out": "the Telegram account cannot be used",
    "unreachable": "Telegram does not answer the account",
    "private": "the channel is private, or closed to the account",
    "gone": "Telegram knows no such channel any more",
    "refused": "Telegram refused a call for the channel",
    "not_a_picture": "what came is no picture, by its first bytes",
    "blocked_page": "the site shows a page of its filter instead",
    "captcha": "the site asks to prove that one is human",
}

# Why an address was refused, given up or has no document; besides these every outcome but ok.
REASONS = {
    "robots": "robots.txt asks not to fetch it",
    "robots_unreachable": "robots.txt does not answer, so the site counts as closed",
    "cooling": "the site asked to be left alone for a while",
    "over_budget": "more addresses than one run takes; the next run goes on",
    "not_an_article": "the address is not one of an article by the source's pattern",
    "too_old": "its entry point dates it before what is wanted, or not at all; collect --since fetches it",
    "entry_gone": "its entry point has left the source's file",
    "unknown_source": "the file of its source is gone",
    "no_photograph": "the post shows no such photograph any more",
    "bug": "Dazor failed on it; the log has the trace",
}

# Of a reading.
READINGS = {
    "ok": "a text came out",
    "no_text": "the page has no text",
    "empty": "the answer is empty",
    "not_html": "the answer is not a page",
    "blocked_page": "the site shows a page of its filter instead",
    "captcha": "the site asks to prove that one is human",
    "soft_404": "the page says that the article does not exist, with status 200",
    "no_preview": "the channel has no public preview",
    "not_a_preview": "the page is not a preview of a channel",
    "another_channel": "the name belongs to another channel now",
}

# Why a source that answers brings nothing new.
SILENCES = {
    "same_answer": "it answers the same again and again, as a site does that is not looked after any more",
    "other_addresses": "the addresses it names now are not those of articles by the source's pattern",
    "dates_stuck": "what it names now is dated long ago",
    "waiting": "it names new addresses, and they wait to be fetched",
    "nothing_new": "its lists change, but name no article that is new",
}


def explain(fate: str) -> str:
    """A fate as half a sentence; what is not in the lists stays as it is."""
    return REASONS.get(fate) or OUTCOMES.get(fate) or READINGS.get(fate) or SILENCES.get(fate) or fate
