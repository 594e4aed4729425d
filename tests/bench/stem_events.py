#!/usr/bin/env python3
"""Measure how long python3-stem takes to decode events of the fake tor.

  stem_events.py SOCKET COUNT

Prints the seconds from the first byte to the last event. The events are decoded
one by one with stem.response.events and dropped.
"""
import socket
import sys
import time

import stem.response


def main():
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(sys.argv[1])
    stream = connection.makefile("rb")
    for line in ("AUTHENTICATE", "GETINFO bench/%s/0" % sys.argv[2],
                 "SETEVENTS BW CIRC STREAM NOTICE"):
        connection.sendall(line.encode() + b"\r\n")
        while not stream.readline().startswith(b"250 "):
            pass
    count = 0
    begin = time.monotonic()
    for line in stream:
        message = stem.response.ControlMessage.from_str(
            line.decode("utf-8", "replace"))
        stem.response.convert("EVENT", message)
        count += 1
    seconds = time.monotonic() - begin
    if count != int(sys.argv[2]):
        sys.exit("%d events came" % count)
    print("%.6f" % seconds)


main()
