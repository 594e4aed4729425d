/* The line that torctl stdio prints before it passes bytes. */
#ifndef PROTO_HELPER_H
#define PROTO_HELPER_H

/*
 * The beginning of the line; these keywords follow (see keyword.h):
 *
 *   tor=VERSION       if Tor reported it
 *   socket=ADDRESS    of the control port
 *
 * An empty line comes first, since the start-up files of a login shell may have
 * printed text without a line end.
 */
#define HELPER_READY "TORCTL-STDIO 1 ready"

#endif
