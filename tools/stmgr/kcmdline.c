/* SPDX-License-Identifier: BSD-2-Clause */
#include "kcmdline.h"

#include <string.h>

/* COMMAND_LINE_SIZE of x86 is 2048, with the NUL; the kernel cuts the rest. */
enum { CMDLINE_BYTES = 2047 };

const char *kcmdline_fault(const char *s)
{
	if (strlen(s) > CMDLINE_BYTES)
		return "is longer than 2047 bytes, which is all that an x86 "
		       "kernel takes";
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return "holds a newline or another control character";
	return NULL;
}
