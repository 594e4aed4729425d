/* Argument values with descriptions, for completion. */
#ifndef COMPLETE_OFFERS_H
#define COMPLETE_OFFERS_H

#include "cmd/command.h"

/* Each implements command.values, see cmd/command.h. */
void offers_log(const struct argument *argument, const struct strv *words,
	command_add *add, void *arg);
void offers_connect(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg);
void offers_extendcircuit(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg);
void offers_attachstream(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg);
void offers_setrouterpurpose(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg);
void offers_add_onion(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg);
void offers_client_auth(const struct argument *argument,
	const struct strv *words, command_add *add, void *arg);

#endif
