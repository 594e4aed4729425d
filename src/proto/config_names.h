/* The options of torrc, for when no running Tor can be asked. */
#ifndef PROTO_CONFIG_NAMES_H
#define PROTO_CONFIG_NAMES_H

/* Those of one type, with blanks between them, as config/names has both. */
struct config_names {
	const char *type;
	const char *names;
};

/* Those of tor 0.4.9.11; ends with a row whose type is NULL. */
extern const struct config_names config_names[];

#endif
