/* The command lines that ssh runs on the other host. */
#include "conn/ssh_shell.h"

#include "conn/ssh_address.h"
#include "proto/helper.h"
#include "util/alloc.h"
#include "util/encode.h"

#include <stdlib.h>

/*
 * In seconds. A client asks more often, see watchdog.h, unless it is stopped or
 * waits for a pager.
 */
#define SSH_SHELL_IDLE "300"

/*
 * Both run on the other host: one line without "!", "'" and backslashes, which
 * sh, csh and fish all pass on unchanged. Non-interactive shells often have a
 * shorter PATH. The words are the argument of torctl stdio, and what sets $s to
 * the socket, if there is no torctl. Only nc of BSD has -U and this usage.
 */
static const char ssh_shell_command[] = "exec sh -c 'PATH=$PATH:/usr/local/bin:"
	"/usr/local/sbin:/usr/sbin:/sbin:$HOME/.local/bin:$HOME/bin; "
	"export PATH; command -v torctl >/dev/null && "
	"exec torctl stdio --idle " SSH_SHELL_IDLE "%s; %s; "
	"h=\"" HELPER_SHELL "\"; echo; "
	"[ $# -lt 2 ] || { echo \"$h\"several $*; exit 3; }; "
	"[ -S $s ] || { echo \"$h\"none $s; exit 3; }; "
	"[ -w $s ] || { echo \"$h\"denied $s; exit 3; }; "
	"command -v socat >/dev/null && { echo \"$h\"ready $s; "
	"exec socat -t0 - UNIX-CONNECT:$s; }; case $(nc -h 2>&1) in "
	"*N*tUu*) echo \"$h\"ready $s; exec nc -N -U $s;; "
	"*tUu*) echo \"$h\"ready $s; exec nc -U $s;; esac; exit 127'";

/* A simple form of torctl's own search. */
static const char ssh_shell_search[] = "s=/run/tor/control; [ -S $s ] || { "
	"set -- /run/tor-instances/*/control; [ -S $1 ] && s=$1; }";

#define SSH_SHELL_BEGIN "TORCTL-COOKIE"
#define SSH_SHELL_END "TORCTL-END"

/* Requests one byte more than expected. */
static const char ssh_shell_cookie[] = "exec sh -c 'echo; "
	"echo " SSH_SHELL_BEGIN "; od -An -v -tx1 -N33 %s && "
	"echo " SSH_SHELL_END "'";

char *ssh_shell_connect(const char *there)
{
	char *word, *socket, *command;

	if (!there)
		return alloc_print(ssh_shell_command, "", ssh_shell_search);
	if (*there == '#')
		socket = alloc_print("s=/run/tor-instances/%s/control",
			there + 1);
	else if (*there == '/')
		socket = alloc_print("s=%s", there);
	else
		socket = alloc_string("exit 127");
	word = alloc_print(" \"%s\"", there + (*there == '#'));
	command = alloc_print(ssh_shell_command, word, socket);
	free(socket);
	free(word);
	return command;
}

char *ssh_shell_read_cookie(const char *path)
{
	return *path == '/' && ssh_address_is_plain(path + 1, "/._@+:,=-") ?
		alloc_print(ssh_shell_cookie, path) : NULL;
}

bool ssh_shell_decode_cookie(struct span text, struct buf *cookie)
{
	struct span line, word;
	bool begun = false, ended = false;

	while (!ended && span_next_line(&text, &line)) {
		ended = begun && span_equal(line, SSH_SHELL_END);
		while (begun && !ended && span_next_word(&line, &word))
			if (!encode_from_hex(cookie, word))
				return false;
		begun = begun || span_equal(line, SSH_SHELL_BEGIN);
	}
	return ended;
}
