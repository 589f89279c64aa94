/* SPDX-License-Identifier: BSD-2-Clause */
// sources:
// libs:
/*
 * /init of an initrd that nobody should have taken (tests/t92-initrd.sh). It says so,
 * again and again, since the first lines may come before the console does.
 */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	for (;;) {
		printf("foreign: this init runs as process %d\n", getpid());
		fflush(stdout);
		sleep(1);
	}
}
