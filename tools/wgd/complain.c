/* SPDX-License-Identifier: BSD-2-Clause */
#include "complain.h"

#include "err.h"

int complain(const char *what, const char *words)
{
	warn("%s%s%s:", what, *words ? ": " : "", words);
	return EXIT_UNKNOWN;
}
