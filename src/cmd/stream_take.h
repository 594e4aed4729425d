/* stream take: new streams put on one circuit, until that is interrupted. */
#ifndef CMD_STREAM_TAKE_H
#define CMD_STREAM_TAKE_H

#include "cmd/session.h"
#include "util/error.h"

#include <stdbool.h>

/* A command's run: see cmd/command.h. */
bool stream_take_run(struct call *call, struct error *error);

#endif
