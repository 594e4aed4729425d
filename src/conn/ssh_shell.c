/* The command lines that ssh runs on the other host. */
#include "conn/ssh_shell.h"

#include "conn/ssh_address.h"
#include "proto/helper.h"
#include "util/alloc.h"
#include "util/encode.h"

#include <stdlib.h>
#include <string.h>

/*
 * In seconds. A client asks more often, see watchdog.h, unless it is stopped or
 * waits for a pager.
 */
#define SSH_SHELL_IDLE "300"

/*
 * All run on the other host: one line without "!", "'" and backslashes, which
 * sh, csh and fish all pass on unchanged. Non-interactive shells often have a
 * shorter PATH. The words are the argument of torctl stdio, and what to do if
 * there is no torctl.
 */
static const char ssh_shell_command[] = "exec sh -c 'PATH=$PATH:/usr/local/bin:"
	"/usr/local/sbin:/usr/sbin:/sbin:$HOME/.local/bin:$HOME/bin; "
	"export PATH; command -v torctl >/dev/null && "
	"exec torctl stdio --idle " SSH_SHELL_IDLE "%s; %s; exit 127'";

/* The word sets $s to the socket. Only nc of BSD has -U and this usage. */
static const char ssh_shell_socket[] = "%s; h=\"" HELPER_SHELL "\"; echo; "
	"[ $# -lt 2 ] || { echo \"$h\"several $*; exit 3; }; "
	"[ -S $s ] || { echo \"$h\"none $s; exit 3; }; "
	"[ -w $s ] || { echo \"$h\"denied $s; exit 3; }; "
	"command -v socat >/dev/null && { echo \"$h\"ready $s; "
	"exec socat -t0 - UNIX-CONNECT:$s; }; case $(nc -h 2>&1) in "
	"*N*tUu*) echo \"$h\"ready $s; exec nc -N -U $s;; "
	"*tUu*) echo \"$h\"ready $s; exec nc -U $s;; esac";

/*
 * The words are the address, then host and port. nc of BSD says nothing if it
 * cannot connect, and needs -N to end with its input.
 */
static const char ssh_shell_port[] = "a=\"%s\"; h=\"" HELPER_SHELL "\"; echo; "
	"command -v socat >/dev/null && { echo \"$h\"ready $a; "
	"exec socat -t0 - TCP:$a; }; command -v nc >/dev/null && { "
	"case $(nc -h 2>&1) in *N*tUu*) n=-N;; *) n=;; esac; "
	"echo \"$h\"ready $a; nc $n %s && exit 0; "
	"echo cannot connect to $a >&2; exit 3; }";

/* A simple form of torctl's own search. */
static const char ssh_shell_search[] = "s=/run/tor/control; [ -S $s ] || { "
	"set -- /run/tor-instances/*/control; [ -S $1 ] && s=$1; }";

#define SSH_SHELL_BEGIN "TORCTL-COOKIE"
#define SSH_SHELL_END "TORCTL-END"

/* Requests one byte more than expected. */
static const char ssh_shell_cookie[] = "exec sh -c 'echo; "
	"echo " SSH_SHELL_BEGIN "; od -An -v -tx1 -N33 %s && "
	"echo " SSH_SHELL_END "'";

/* Returns what to do for a port, whose host may be in brackets. */
static char *ssh_shell_for_port(const char *port)
{
	const char *colon = strrchr(port, ':');
	bool v6 = *port == '[';
	char *words = alloc_print("%.*s %s", (int)(colon - port) - 2 * v6,
		port + v6, colon + 1);
	char *text = alloc_print(ssh_shell_port, port, words);

	free(words);
	return text;
}

/* Returns what to do for any place. */
static char *ssh_shell_without_torctl(const char *there)
{
	char *set, *text;

	if (there && !strchr("/#", *there))
		return ssh_shell_for_port(there);
	if (!there)
		set = alloc_string(ssh_shell_search);
	else if (*there == '#')
		set = alloc_print("s=/run/tor-instances/%s/control",
			there + 1);
	else
		set = alloc_print("s=%s", there);
	text = alloc_print(ssh_shell_socket, set);
	free(set);
	return text;
}

char *ssh_shell_connect(const char *there)
{
	char *word = there ? alloc_print(" \"%s\"", there + (*there == '#')) :
		alloc_string("");
	char *otherwise = ssh_shell_without_torctl(there);
	char *command = alloc_print(ssh_shell_command, word, otherwise);

	free(otherwise);
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
