/* Running a typed line: alias and short name, history, execution, output. */
#ifndef SHELL_TYPED_LINE_H
#define SHELL_TYPED_LINE_H

#include "shell/shell_state.h"

#include <stdbool.h>

/* Runs one typed line, then prints events that arrived meanwhile. */
void typed_line_run(struct shell *shell, const char *typed);
/* Shows lines in the pager, or prints them; the prompt is down. */
void typed_line_page(struct shell *shell, struct span lines);
/* Returns whether history may not keep the line, which may be incomplete. */
bool typed_line_holds_secret(struct shell *shell, const char *typed);

#endif
