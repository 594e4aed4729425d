/* What torctl stdio says before it relays bytes. */
#ifndef PROTO_HELPER_H
#define PROTO_HELPER_H

/*
 * Begins a line, after which keywords follow (see keyword.h):
 *
 *   tor=VERSION       if Tor reported it
 *   socket=ADDRESS    of the control port
 *
 * An empty line comes first, since the start-up files of a login shell may have
 * printed text without a line end.
 */
#define HELPER_READY "TORCTL-STDIO 1 ready"

#endif
