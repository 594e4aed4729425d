/* All of libtorctl. The manual page is libtorctl(3). */
#ifndef TORCTL_TORCTL_H
#define TORCTL_TORCTL_H

#include <torctl/base.h>
#include <torctl/error.h>
#include <torctl/pairs.h>
#include <torctl/connection.h>
#include <torctl/control.h>
#include <torctl/event.h>
#include <torctl/circuit.h>
#include <torctl/onion.h>
#include <torctl/launch.h>

#endif
