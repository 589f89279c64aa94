/* SPDX-License-Identifier: GPL-2.0-only */
/* What a finished configuration says of an option, also by not naming it. */
#ifndef KCONF_PRESENCE_H
#define KCONF_PRESENCE_H

#include "dotconfig.h"

enum presence {
	NAMED,	/* so in the file */
	FORMER, /* so in the file, by a former name */
	OFF,	/* not named: something that it depends on is off */
	ABSENT, /* not named, though it could be: that kernel has no such option */
	UNSURE	/* not named, and which of these it is cannot be told */
};

struct said {
	enum presence presence;
	char *value; /* without quotes; NULL unless NAMED or FORMER */
	char *text;  /* how that is known; NULL for NAMED */
};

/*
 * What c, a finished configuration of perhaps another kernel version, says of
 * the symbol. The kernel names each option that is visible there; so one that
 * is not named has a dependency that is unmet, or does not exist: the parsed
 * tree's dependencies are evaluated under the values of the file.
 */
struct said presence_of(const struct dotconfig *c, const char *symbol);

void said_free(struct said *s);

#endif
