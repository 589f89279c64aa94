/* SPDX-License-Identifier: BSD-2-Clause */
#include "about.h"

#include <stdio.h>
#include <string.h>

#include "err.h"

/* tools/build says which these are; unit tests and fuzzers are no release. */
#ifndef MAYFLY_VERSION
#define MAYFLY_VERSION none
#define MAYFLY_KEY none
#endif

#define AS_TEXT(token) #token
#define TEXT(macro) AS_TEXT(macro)

bool about_help(const char *word)
{
	return !strcmp(word, "-h") || !strcmp(word, "-help") ||
	    !strcmp(word, "--help") || !strcmp(word, "help");
}

void about(int argc, char **argv, const char *usage)
{
	const char *word = argc > 1 ? argv[1] : "";

	if (!strcmp(word, "--version") || !strcmp(word, "-version")) {
		printf("%s (Mayfly) " TEXT(MAYFLY_VERSION) ", build "
		       TEXT(MAYFLY_KEY) "\n", progname);
		finish(EXIT_YES);
	}
	if (usage && about_help(word)) {
		fputs(usage, stdout);
		finish(EXIT_YES);
	}
}
