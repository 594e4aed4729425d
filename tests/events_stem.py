#!/usr/bin/env python3
"""Events as python3-stem takes them apart, compared with ours.

  events_stem.py TOOL FILE...

Each FILE has messages as Tor sent them, TOOL makes JSON lines of them. What
stem has found in a message (its positions, its keywords and the attributes
that it makes of them) has to be in our line; where stem is known to be wrong,
EXCEPTIONS says so. Prints TAP.
"""
import collections
import json
import re
import subprocess
import sys

import stem.response
import stem.response.events

# Whether stem's reading is passed over: TYPE, what of it, pattern of the text
# of the message, and why. Each has to be needed by some message.
EXCEPTIONS = (
    ("CLIENTS_SEEN", "reading", "CountrySummary= ",
     "refuses a bridge that has seen no country"),
    ("GUARD", "reading", r"\$[0-9A-F]{40}~ ",
     "refuses a relay whose nickname Tor does not know yet"),
    ("STATUS_SEVER", "reading", "^650 STATUS_SEVER ",
     "has a class for it, but no name"),
    ("HS_DESC_CONTENT", "positions", r"^650\+",
     "takes the words of the descriptor for positions"),
    ("STATUS_CLIENT", "keywords", ' DATA=""',
     "keeps one pair of the quotes that Tor has put twice"),
)

POSITIONS = {
    "CIRC": ("id", "status", "path"),
    "CIRC_MINOR": ("id", "change", "path"),
    "STREAM": ("id", "status", "circuit", "target"),
    "ORCONN": ("endpoint", "status"),
    "BW": ("read", "written"),
    "NEWDESC": ("relays",),
    "ADDRMAP": ("address", "new_address", "expiry"),
    "STATUS_GENERAL": ("severity", "action"),
    "STATUS_CLIENT": ("severity", "action"),
    "STATUS_SERVER": ("severity", "action"),
    "GUARD": ("type", "relay", "status"),
    "STREAM_BW": ("id", "written", "read", "tor_time"),
    "BUILDTIMEOUT_SET": ("type",),
    "SIGNAL": ("signal",),
    "TRANSPORT_LAUNCHED": ("type", "name", "address", "port"),
    "TB_EMPTY": ("bucket",),
    "HS_DESC": ("action", "address", "auth_type", "hs_dir", "descriptor_id"),
    "HS_DESC_CONTENT": ("address", "descriptor_id", "hs_dir"),
    "NETWORK_LIVENESS": ("status",),
}
# Members that are made of others, or are no field of Tor's first line.
OTHERS = ("event", "time", "target_host", "target_port", "content", "data")


def messages(data):
    """The messages of a file, each as text."""
    lines, block = [], False
    for line in data.splitlines(keepends=True):
        lines.append(line)
        if block:
            block = line.rstrip(b"\r\n") != b"."
        elif line[3:4] == b"+":
            block = True
        elif line[3:4] == b" ":
            yield b"".join(lines).decode("utf-8", "replace")
            lines = []


def member(keyword):
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_",
                  keyword).lower()
    return {"time": "tor_time", "event": "tor_event"}.get(name, name)


def relay(value):
    if "fingerprint" not in value:
        return value["nickname"]
    return "$" + value["fingerprint"] + (
        "~" + value["nickname"] if "nickname" in value else "")


def text(value, separator=","):
    """One of our values as Tor wrote it."""
    if value is None:
        return "<error>"
    if isinstance(value, list):
        return separator.join(text(part) for part in value)
    if isinstance(value, dict):
        return relay(value)
    return str(value)


def counts(value):
    """stem's text of name:n,name:n as an object."""
    if not value:
        return {}
    pairs = (re.split("[:=]", part) for part in value.split(","))
    return {name: int(number) for name, number in pairs}


def unescape(value):
    """stem leaves the escapes of a quoted value as they are."""
    def decode(match):
        octal = re.match("[0-7]{1,3}", match[1])
        if octal:
            return chr(int(octal[0], 8))
        return {"n": "\n", "t": "\t", "r": "\r"}.get(match[1], match[1])
    return re.sub(r"\\([0-7]{1,3}|.)", decode, value)


def same(ours, theirs):
    if isinstance(ours, dict):
        return ours == counts(theirs)
    if isinstance(ours, float):
        return ours == float(theirs)
    return text(ours) == unescape(theirs)


def check_positions(event, ours):
    names = POSITIONS.get(ours["event"], ())
    separator = " " if ours["event"] == "NEWDESC" else ","
    words = " ".join(text(ours[name], separator) for name in names
                     if ours.get(name, "") != [] and name in ours)
    theirs = " ".join(event.positional_args).replace('"', "")
    # $FP=nick is $FP~nick to us, as it is to stem
    theirs = re.sub(r"(\$[0-9A-F]{40})=", r"\1~", theirs)
    if words != theirs:
        return "positions: %r is not %r" % (words, theirs)
    return None


def check_keywords(event, ours):
    names = set(ours) - set(POSITIONS.get(ours["event"], ())) - set(OTHERS)
    if ours["event"] == "ORCONN":
        names -= {"relay", "address"}
    if ours["event"] == "STATUS_CLIENT" and "data" in ours:
        names.add("data")
    theirs = {member(key): value for key, value in event.keyword_args.items()}
    if names != set(theirs):
        return "keywords: %s are not %s" % (sorted(names), sorted(theirs))
    for name, value in theirs.items():
        if not same(ours[name], value):
            return "keywords: %s is %r, not %r" % (name, ours[name], value)
    return None


def pairs(path):
    return [(part.get("fingerprint"), part.get("nickname")) for part in path]


def entry(value):
    return {
        "nickname": value.nickname, "fingerprint": value.fingerprint,
        "digest": value.digest, "address": value.address,
        "or_port": value.or_port, "dir_port": value.dir_port or 0,
        "flags": list(value.flags), "bandwidth": value.bandwidth,
    }


def attributes(event, ours):
    """What stem makes of the fields, and what we do: two lists to compare."""
    kind = ours["event"]  # stem gives TRANSPORT_LAUNCHED's own type for it
    if kind in ("CIRC", "CIRC_MINOR"):
        return (list(event.path), list(event.build_flags or ())), (
            pairs(ours["path"]), ours.get("build_flags", []))
    if kind == "STREAM":
        return (event.target_address, event.target_port), (
            ours["target_host"], ours["target_port"])
    if kind in ("BW", "STREAM_BW", "CONN_BW", "CIRC_BW"):
        return (event.read, event.written), (ours["read"], ours["written"])
    if kind == "GUARD":
        return (event.endpoint_fingerprint, event.endpoint_nickname), \
            pairs([ours["relay"]])[0]
    if kind == "ORCONN":
        return (event.endpoint_fingerprint, event.endpoint_nickname), \
            pairs([ours.get("relay", {})])[0]
    if kind == "NEWDESC":
        return list(event.relays), pairs(ours["relays"])
    if kind in ("DEBUG", "INFO", "NOTICE", "WARN", "ERR"):
        return event.message, ours["message"]
    if kind == "ADDRMAP":
        return (event.hostname, event.destination), (
            ours["address"], ours["new_address"])
    if kind in ("NS", "NEWCONSENSUS"):
        theirs = [entry(value) for value in event.desc]
        return theirs, [{key: value.get(key) for key in theirs[0]}
                        for value in ours["relays"]]
    if kind == "CONF_CHANGED":
        changed = collections.defaultdict(list)
        for change in ours["changes"]:
            if change["value"] is not None:
                changed[change["key"]].append(change["value"])
        return dict(event.changed), dict(changed)
    return None, None


def check_attributes(event, ours):
    theirs, own = attributes(event, ours)
    if theirs != own:
        return "attributes: %r is not %r" % (own, theirs)
    return None


def convert(message):
    event = stem.response.ControlMessage.from_str(message)
    stem.response.convert("EVENT", event)
    return event


def failures(message, line, used):
    """What differs, but for what an exception explains."""
    ours = json.loads(line)
    found = []
    try:
        event = convert(message)
    except Exception as error:  # whatever stem trips over
        found.append("reading: %s" % error)
    else:
        checks = [check_attributes]
        if not event._SKIP_PARSING:
            checks += [check_positions, check_keywords]
        found += [check(event, ours) for check in checks]
    for problem in filter(None, found):
        for number, (kind, what, pattern, _) in enumerate(EXCEPTIONS):
            if (kind in (ours["event"], "*") and problem.startswith(what) and
                    re.search(pattern, message)):
                used.add(number)
                break
        else:
            yield "%s\n%s" % (problem, message[:400])


def main():
    used, number = set(), 0
    for number, name in enumerate(sys.argv[2:], 1):
        with open(name, "rb") as file:
            data = file.read()
        lines = subprocess.run([sys.argv[1]], input=data, check=True,
                               stdout=subprocess.PIPE).stdout.splitlines()
        texts = list(messages(data))
        problems = [] if len(lines) == len(texts) else ["not as many lines"]
        for message, line in zip(texts, lines):
            problems += failures(message, line, used)
        print("%s %d - %d events of %s as stem reads them" % (
            "not ok" if problems else "ok", number, len(texts),
            name.rsplit("/", 1)[1]))
        for problem in problems:
            print("# " + problem.replace("\n", "\n# "))
    unused = [EXCEPTIONS[i][:3] for i in range(len(EXCEPTIONS)) if i not in used]
    print("%s %d - each exception is needed" % (
        "not ok" if unused else "ok", number + 1))
    if unused:
        print("# not needed: %s" % unused)
    print("1..%d" % (number + 1))


main()
