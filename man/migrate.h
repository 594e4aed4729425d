/* The table of calls in torctl(1), from its rows. */
#ifndef MAN_MIGRATE_H
#define MAN_MIGRATE_H

/* Literal text in mdoc(7), on standard output. */
void put_calls(void);

#endif
