/* The table of settings in torctlrc(5), from their rows. */
#ifndef MAN_SETTINGS_H
#define MAN_SETTINGS_H

/* Items of a list in mdoc(7), on standard output. */
void put_settings(void);

#endif
