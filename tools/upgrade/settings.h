/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of the kernel command line that upgrade(8) goes by. */
#ifndef MAYFLY_UPGRADE_SETTINGS_H
#define MAYFLY_UPGRADE_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "../ospkg/verified.h"
#include "../st/url.h"
#include "../st/why.h"
#include "cmdline.h"

enum { UPGRADE_URLS = 8, UPGRADE_POLL = 900, UPGRADE_REFUSED = 8 };

struct settings {
	const char *url[UPGRADE_URLS]; /* of descriptors; they point into list */
	size_t urls;
	struct why bad; /* of the last URL that is none; text "": all are good */
	uint32_t poll; /* seconds between two looks, on average */
	uint64_t number; /* upgrade.number= of this package; 0: it has none */
	unsigned char running[OSPKG_HASH]; /* the package that this is */
	/* Packages that this server came back from (kept.h); not of the command line. */
	unsigned char refused[UPGRADE_REFUSED][OSPKG_HASH];
	size_t refused_count;
	char text[CMDLINE_MAX];
	char list[URL_ESCAPED(CMDLINE_MAX)];
};

/*
 * Read upgrade=, upgrade.poll= (the last of each counts) and stboot.ospkg= (the
 * first) from a command line, which is not changed. A URL that is none is passed
 * over while there are others. Returns 0, or -1 with the reason.
 */
int settings_parse(const char *cmdline, struct settings *out, struct why *why);

/* The last upgrade.number= of a package's command line; 0: none, or no number. */
uint64_t settings_number(const char *cmdline);

#endif
