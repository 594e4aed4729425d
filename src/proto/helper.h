/* The line that torctl stdio prints before it passes bytes. */
#ifndef PROTO_HELPER_H
#define PROTO_HELPER_H

/*
 * The beginning of the line; these keywords follow (see keyword.h):
 *
 *   tor=VERSION       if Tor reported it
 *   socket=ADDRESS    of the control port
 *   read-only=1       passes on only some commands; else 0
 *   landlock=VERSION  as in util/sandbox.h
 *   seccomp=1         likewise; else 0
 *
 * An empty line comes first, since the start-up files of a login shell may have
 * printed text without a line end.
 */
#define HELPER_READY "TORCTL-STDIO 1 ready"

#endif
