/* What is still to come of the command that is being typed. */
#ifndef CMD_HINT_H
#define CMD_HINT_H

/*
 * "CIRCUIT [RELAY,…] [purpose=PURPOSE]" for the line "extendcircuit ": the
 * arguments that the words before do not give, as usage texts show them, with
 * a blank in front where the line does not end with one. The caller's. NULL
 * when there is nothing to come, or the line is not understood so far.
 */
char *hint_line(const char *line);

#endif
