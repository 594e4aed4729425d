/* Authentication: PROTOCOLINFO, then the best method offered and possible. */
#include "conn/auth.h"

#include "conn/crypto.h"
#include "proto/peer.h"
#include "proto/protocolinfo.h"
#include "proto/quoted.h"
#include "proto/verbs.h"
#include "util/encode.h"
#include "util/files.h"
#include "util/owners.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { AUTH_COOKIE_SIZE = 32, AUTH_REFUSED = 515 };

static const char server_key[] =
	"Tor safe cookie authentication server-to-controller hash";
static const char controller_key[] =
	"Tor safe cookie authentication controller-to-server hash";

static bool explain_cookie(const char *path, int reason, struct error *error)
{
	error_set(error, ERROR_AUTH, "cannot read the cookie file %s: %s",
		path, strerror(reason));
	if (reason == EACCES || reason == EPERM) {
		files_add_access_advice(error, path, S_IRGRP,
			"CookieAuthFileGroupReadable");
	} else if (reason == ENOENT) {
		error_append(error, "; if Tor runs in a container or chroot, "
			"give the file's path on this host");
		error_set_remedy(error, ERROR_REMEDY_COOKIE_FILE);
	}
	return false;
}

/* Opens without blocking, since the path may be a FIFO or a device. */
static bool read_cookie(const char *path, struct buf *cookie,
	struct error *error)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat about;
	bool ok = false;

	if (fd < 0)
		return explain_cookie(path, errno, error);
	if (fstat(fd, &about) < 0)
		error_set(error, ERROR_AUTH, "%s: %s", path, strerror(errno));
	else if (!S_ISREG(about.st_mode))
		error_set(error, ERROR_AUTH, "refusing cookie file %s: "
			"not a regular file", path);
	else if (about.st_size != AUTH_COOKIE_SIZE)
		error_set(error, ERROR_AUTH, "refusing cookie file %s: "
			"%lld bytes, expected %d", path,
			(long long)about.st_size, AUTH_COOKIE_SIZE);
	else
		ok = files_read_fd(fd, path, AUTH_COOKIE_SIZE, cookie, error);
	close(fd);
	if (ok && cookie->len != AUTH_COOKIE_SIZE)
		ok = error_set(error, ERROR_AUTH, "%s changed while "
			"being read", path);
	return ok;
}

static bool authenticate(struct connection *connection, const void *secret,
	size_t size, const char *refused, struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	struct error refusal = ERROR_INIT;
	bool ok;

	verb_authenticate(&request, (struct span){ secret, size });
	ok = connection_request(connection, &request, &reply, error);
	if (ok && !reply_check(&reply, &refusal)) {
		ok = error_set(error, ERROR_AUTH, "%s: %d %s",
			refused, refusal.status, refusal.text);
		if (error)
			error->status = refusal.status;
	}
	error_clear(&refusal);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

/* Computes the hash of the cookie and the two nonces, as both sides do. */
static void safecookie_hash(const char *key, const struct buf *cookie,
	const unsigned char *client_nonce,
	const struct authchallenge *challenge, unsigned char *hash)
{
	const struct span parts[] = {
		buf_span(cookie),
		{ (const char *)client_nonce, AUTHCHALLENGE_SIZE },
		{ (const char *)challenge->server_nonce, AUTHCHALLENGE_SIZE },
	};

	crypto_hmac(span_of(key), parts, 3, hash);
}

static bool ask_challenge(struct connection *connection,
	const unsigned char *nonce, struct authchallenge *challenge,
	struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	struct error refusal = ERROR_INIT;
	bool ok;

	request_init(&request, "AUTHCHALLENGE");
	request_add_word(&request, "SAFECOOKIE");
	request_add_hex(&request, nonce, AUTHCHALLENGE_SIZE);
	ok = connection_request(connection, &request, &reply, error);
	if (ok && !reply_check(&reply, &refusal))
		ok = error_set(error, ERROR_AUTH,
			"Tor offered SAFECOOKIE but refused it: %d %s",
			refusal.status, refusal.text);
	ok = ok && authchallenge_parse(&reply, challenge, error);
	error_clear(&refusal);
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

static bool auth_safecookie(struct connection *connection, const char *path,
	const struct buf *cookie, struct error *error)
{
	unsigned char nonce[AUTHCHALLENGE_SIZE], hash[CRYPTO_SHA256_SIZE];
	struct authchallenge challenge;

	crypto_random(nonce, sizeof(nonce));
	if (!ask_challenge(connection, nonce, &challenge, error))
		return false;
	safecookie_hash(server_key, cookie, nonce, &challenge, hash);
	if (!crypto_equal(hash, challenge.server_hash, sizeof(hash)))
		return error_set(error, ERROR_AUTH, "the control port "
			"failed to prove that it knows the cookie in "
			"%s; it may be another Tor or an impostor, "
			"so nothing was sent", path);
	safecookie_hash(controller_key, cookie, nonce, &challenge, hash);
	return authenticate(connection, hash, sizeof(hash),
		"cookie authentication failed", error);
}

/* Returns whether the cookie file is on another machine. */
static bool is_elsewhere(const struct auth_config *config)
{
	return config->read_cookie && !config->cookie_file;
}

/* Uses either cookie method; sets `impossible` if the file cannot be used. */
static bool auth_cookie(struct connection *connection,
	const struct auth_config *config, const char *path, bool safe,
	bool *impossible, struct error *error)
{
	struct buf cookie = BUF_INIT_SECRET;
	bool ok;

	ok = is_elsewhere(config) ? config->read_cookie(config->read_cookie_arg,
		path, &cookie, error) : read_cookie(path, &cookie, error);
	*impossible = !ok;
	if (ok && safe)
		ok = auth_safecookie(connection, path, &cookie, error);
	else if (ok)
		ok = authenticate(connection, cookie.data, cookie.len,
			"cookie authentication failed", error);
	buf_clear(&cookie);
	return ok;
}

static bool auth_password(struct connection *connection,
	const struct auth_config *config, bool *impossible, bool *wrong,
	struct error *error)
{
	struct buf password = BUF_INIT_SECRET;
	struct error failure = ERROR_INIT;
	bool ok;

	ok = config->password && config->password(config->password_arg,
		&password, &failure);
	*impossible = !ok && failure.kind == ERROR_NONE;
	if (ok)
		ok = authenticate(connection, password.data, password.len,
			"password authentication failed", &failure);
	*wrong = failure.kind == ERROR_AUTH && failure.status == AUTH_REFUSED;
	if (*wrong)
		error_set(&failure, ERROR_AUTH, "wrong password");
	buf_clear(&password);
	if (failure.kind != ERROR_NONE)
		error_move(error, &failure);
	return ok;
}

/* Sends PROTOCOLINFO and explains an unexpected reply. */
static bool ask_protocolinfo(struct connection *connection,
	struct protocolinfo *info, struct error *error)
{
	struct request request;
	struct reply reply = REPLY_INIT;
	char *what;
	bool ok;

	request_init(&request, "PROTOCOLINFO");
	request_add_word(&request, "1");
	ok = connection_request(connection, &request, &reply, error);
	if (ok && !protocolinfo_parse(&reply, info, error)) {
		what = peer_describe(buf_span(&reply.bytes), false);
		ok = error_set(error, ERROR_CONNECTION, "%s", what);
		free(what);
	}
	reply_clear(&reply);
	request_clear(&request);
	return ok;
}

static bool nothing_possible(const struct protocolinfo *info,
	struct error *error)
{
	if (error && error->kind != ERROR_NONE)
		return false;
	if (info->methods & PROTOCOLINFO_HASHEDPASSWORD) {
		error_set(error, ERROR_AUTH, "Tor requires a password");
		return error_set_remedy(error, ERROR_REMEDY_PASSWORD);
	}
	if (info->methods & (PROTOCOLINFO_SAFECOOKIE | PROTOCOLINFO_COOKIE)) {
		error_set(error, ERROR_AUTH, "Tor requires its cookie but did "
			"not name the cookie file; give the file's path");
		return error_set_remedy(error, ERROR_REMEDY_COOKIE_FILE);
	}
	return error_set(error, ERROR_AUTH, "Tor offers no supported "
		"authentication method; set CookieAuthentication 1 in torrc");
}

/* A listener can name any file, so its content is not sent unasked. */
static bool refuse_plain_cookie(const char *path, struct error *error)
{
	error_set(error, ERROR_AUTH, "refusing to send the cookie in %s: the "
		"control port does not offer SAFECOOKIE and may be an impostor",
		path);
	return error_set_remedy(error, ERROR_REMEDY_PLAIN_COOKIE);
}

/* Returns whether packages run Tor as this user. */
static bool is_user_of_tor(const char *name)
{
	static const char *const names[] = { "debian-tor", "tor", "_tor",
		"toranon" };

	for (size_t i = 0; name && i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/*
 * Any user can listen on a port, and would receive the password and everything
 * that follows. The owner of the cookie file counts only if the cookie is used:
 * a listener can name a file of its own.
 */
static bool check_listener(const struct auth_config *config,
	const char *cookie, struct error *error)
{
	const uid_t *user = config->listener;
	struct stat about;
	char *name;
	bool ok;

	if (!user || !*user || *user == geteuid() || (cookie &&
		!stat(cookie, &about) && about.st_uid == *user))
		return true;
	name = owners_user(*user);
	ok = is_user_of_tor(name);
	if (!ok) {
		error_set(error, ERROR_AUTH, "refusing to authenticate: the "
			"control port belongs to user %s (%lu), which may be "
			"an impostor", name ? name : "unknown",
			(unsigned long)*user);
		error_set_remedy(error, ERROR_REMEDY_LISTENER);
	}
	free(name);
	return ok;
}

/*
 * Tries one method after another, but only until something is sent: Tor closes
 * the connection after the first failure.
 */
static bool choose(struct connection *connection,
	const struct auth_config *config, const struct protocolinfo *info,
	struct auth_result *result, struct error *error)
{
	const char *path = config->cookie_file ? config->cookie_file :
		info->cookie_file;
	bool safe = info->methods & PROTOCOLINFO_SAFECOOKIE;
	bool impossible = true, ok = false;

	if (!check_listener(config, path, error))
		return false;
	if (path && !safe && (!config->allow_cookie || is_elsewhere(config)) &&
		info->methods & PROTOCOLINFO_COOKIE) {
		refuse_plain_cookie(path, error);
	} else if (path && (safe || info->methods & PROTOCOLINFO_COOKIE)) {
		result->method = safe ? "SAFECOOKIE" : "COOKIE";
		ok = auth_cookie(connection, config, path, safe, &impossible,
			error);
		result->cookie_missing = impossible && !is_elsewhere(config) &&
			access(path, F_OK) < 0 && errno == ENOENT;
	}
	if (impossible && info->methods & (PROTOCOLINFO_NULL |
		PROTOCOLINFO_HASHEDPASSWORD) &&
		!check_listener(config, NULL, error))
		return false;
	if (impossible && info->methods & PROTOCOLINFO_NULL) {
		result->method = "NULL";
		ok = authenticate(connection, NULL, 0, "refused", error);
		impossible = false;
	}
	if (impossible && info->methods & PROTOCOLINFO_HASHEDPASSWORD) {
		result->method = "HASHEDPASSWORD";
		ok = auth_password(connection, config, &impossible,
			&result->wrong_password, error);
	}
	return impossible ? nothing_possible(info, error) : ok;
}

void auth_decode_variable(struct span value, struct buf *password)
{
	if (!quoted_decode(password, value) &&
		!encode_from_hex(password, value))
		buf_add_span(password, value);
}

bool auth_run(struct connection *connection, const struct auth_config *config,
	struct auth_result *result, struct error *error)
{
	struct protocolinfo info = { 0 };
	struct error failure = ERROR_INIT;
	bool ok;

	*result = (struct auth_result){ 0 };
	ok = ask_protocolinfo(connection, &info, error);
	if (ok && connection_is_helped(connection)) {
		result->method = "STDIO";
	} else if (ok) {
		ok = choose(connection, config, &info, result, &failure);
		if (!ok)
			error_move(error, &failure);
	}
	if (ok) {
		connection_trust(connection);
		result->tor_version = info.tor_version;
		info.tor_version = NULL;
	}
	error_clear(&failure);
	protocolinfo_clear(&info);
	return ok;
}
