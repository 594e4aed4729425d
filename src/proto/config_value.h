/* Values of options in the form in which equal ones are the same. */
#ifndef PROTO_CONFIG_VALUE_H
#define PROTO_CONFIG_VALUE_H

/*
 * `value` of an option of this type (as config/names has it; NULL: unknown) as
 * Tor writes it: sizes in bytes, times in seconds or milliseconds, lists
 * without blanks. What cannot be read so stays as it is. The caller's.
 */
char *config_value_normal(const char *type, const char *value);

#endif
