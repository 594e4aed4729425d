/* Hints: the arguments that the typed command still takes. */
#ifndef COMPLETE_HINT_H
#define COMPLETE_HINT_H

/*
 * Returns the arguments that the line still takes, as in usage texts: "CIRCUIT
 * [RELAY,…] [purpose=PURPOSE]" for "extendcircuit ", with a blank first unless
 * the line ends with one. The caller's. NULL if there are none, or the line
 * cannot be parsed yet.
 */
char *hint_line(const char *line);

#endif
