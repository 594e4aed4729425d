/* A built-in list of torrc options, for use without a running Tor. */
#ifndef PROTO_CONFIG_NAMES_H
#define PROTO_CONFIG_NAMES_H

/* The options of one type, separated by blanks; both as in config/names. */
struct config_names {
	const char *type;
	const char *names;
};

/* The options of tor 0.4.9.11; ends with a row whose type is NULL. */
extern const struct config_names config_names[];

#endif
