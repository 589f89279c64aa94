/* SPDX-License-Identifier: BSD-2-Clause */
#include "inputs_kept.h"

#include <sys/stat.h>

#include "../lib/err.h"

int inputs_kept(const char *out, const char *const *in, size_t n)
{
	struct stat o, i;

	if (stat(out, &o))
		return 0; /* it is new */
	for (; n > 0; n--, in++) {
		if (!*in || stat(*in, &i) || i.st_dev != o.st_dev ||
		    i.st_ino != o.st_ino)
			continue;
		warn("%s would replace %s, which it is made from: choose "
		     "another name for the output", out, *in);
		return -1;
	}
	return 0;
}
