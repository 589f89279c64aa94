/* SPDX-License-Identifier: BSD-2-Clause */
/* stboot's own options, after " -- " on the kernel command line. */
#ifndef MAYFLY_STBOOT_OPTIONS_H
#define MAYFLY_STBOOT_OPTIONS_H

#include <stdbool.h>

enum on_fail { ON_FAIL_REBOOT, ON_FAIL_HALT, ON_FAIL_RETRY };

struct options {
	enum on_fail on_fail;
	bool debug;    /* say what takes how long */
	bool dryrun;   /* stop before the package is loaded */
	unsigned long minutes; /* for one try at everything */
};

/*
 * Read argv[1..argc). What cannot be understood is said and left out, since a
 * boot loader that ends over a typing error serves nobody; no option makes a
 * check weaker.
 */
void options_read(int argc, char **argv, struct options *out);

#endif
