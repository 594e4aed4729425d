/* The table of settings in torctlrc(5). */
#ifndef MAN_SETTINGS_H
#define MAN_SETTINGS_H

/* Prints the items of an mdoc(7) list to standard output. */
void put_settings(void);

#endif
