/* SPDX-License-Identifier: BSD-2-Clause */
#include "whole.h"

#include <stdio.h>

void whole_lines(void)
{
	static char buffer[2][2048];

	setvbuf(stdout, buffer[0], _IOLBF, sizeof(buffer[0]));
	setvbuf(stderr, buffer[1], _IOLBF, sizeof(buffer[1]));
}
