/* SPDX-License-Identifier: BSD-2-Clause */
// sources:
// libs:
/*
 * In a debug image whose kernel.yama.ptrace_scope allows it: process 1 stands still, as
 * if its loop hung. Signals cannot do that to it, a tracer can.
 */
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (ptrace(PTRACE_ATTACH, 1, NULL, NULL) ||
	    waitpid(1, NULL, __WALL) != 1) {
		perror("stopinit");
		return 1;
	}
	printf("stopinit: process 1 stands still\n");
	fflush(stdout);
	for (;;)
		pause();
}
