/* The table of library calls in torctl(1). */
#ifndef MAN_MIGRATE_H
#define MAN_MIGRATE_H

/* Prints the table as literal mdoc(7) text to standard output. */
void put_calls(void);

#endif
