/* Option values in a normal form, in which equal values compare equal. */
#ifndef PROTO_CONFIG_VALUE_H
#define PROTO_CONFIG_VALUE_H

/*
 * Returns `value` the way Tor writes options of this type: sizes in bytes,
 * times in seconds or milliseconds, fractions with six digits, lists without
 * blanks. `type` is that of config/names, or NULL if unknown. A value that
 * cannot be read is returned unchanged. The result is the caller's.
 */
char *config_value_normal(const char *type, const char *value);

#endif
