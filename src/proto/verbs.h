/*
 * The requests of the protocol that more than one place makes, each built here
 * with what Tor needs beyond the specification (control-spec 3). Each function
 * starts `request`, which the caller sends and clears.
 */
#ifndef PROTO_VERBS_H
#define PROTO_VERBS_H

#include "proto/request.h"
#include "util/pairs.h"
#include "util/span.h"
#include "util/strv.h"

#include <stdbool.h>

/* `secret`: a cookie, a password, or nothing (3.5). */
void verb_authenticate(struct request *request, struct span secret);

/* 3.7 */
void verb_signal(struct request *request, const char *name);

/* Returns whether the signal ends Tor, which may then send no reply. */
bool verb_ends_tor(const char *signal);

/* From then on Tor exits with the connection (3.23). */
void verb_take_ownership(struct request *request);

/* Each mapping is "OLD=NEW" (3.8). */
void verb_map_addresses(struct request *request, const struct strv *mappings);

/* `circuit` "0": a new one; `path` and `purpose` may be NULL (3.10). */
void verb_extend_circuit(struct request *request, const char *circuit,
	const char *path, const char *purpose);

/* 3.11. Without "purpose=", tor 0.4.9 crashes. */
void verb_set_circuit_purpose(struct request *request, const char *circuit,
	const char *purpose);

/* `hop` may be NULL (3.13). */
void verb_attach_stream(struct request *request, const char *stream,
	const char *circuit, const char *hop);

/* `port` may be NULL: unchanged (3.15). */
void verb_redirect_stream(struct request *request, const char *stream,
	const char *address, const char *port);

/* `reason` NULL: the neutral one, MISC, since one is required (3.16). */
void verb_close_stream(struct request *request, const char *stream,
	const char *reason);

/* 3.17 */
void verb_close_circuit(struct request *request, const char *circuit,
	bool if_unused);

/* Replaces the configuration (3.22); see request_add_torrc(). */
void verb_load_conf(struct request *request, struct span torrc);

/* `keywords` are Port, Flags and so on, sent in this order (3.27). */
void verb_add_onion(struct request *request, const char *key,
	const struct pairs *keywords);

/* 3.28 */
void verb_remove_onion(struct request *request, const char *address);

/* 3.30; `name` and `flags` may be NULL. */
void verb_add_client_auth(struct request *request, const char *address,
	const char *key, const char *name, const char *flags);

/* 3.31 */
void verb_remove_client_auth(struct request *request, const char *address);

/* `address` NULL: all keys (3.32). */
void verb_view_client_auth(struct request *request, const char *address);

/*
 * `servers` may be empty: Tor then chooses (3.29). Without address and servers,
 * tor 0.4.9 does not answer, so the address is required.
 */
void verb_post_onion_descriptor(struct request *request, const char *address,
	const struct strv *servers, struct span descriptor);

#endif
