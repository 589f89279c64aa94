/* SPDX-License-Identifier: BSD-2-Clause */
#include "kexec.h"

#include <errno.h>
#include <linux/kexec.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What the kernel's few error numbers mean here. */
static const char *meaning(int error)
{
	switch (error) {
	case ENOEXEC:
		return "the package's kernel is not one this machine can start";
	case ENOMEM:
		return "not enough memory for kernel and initramfs";
	case EPERM:
		return "this kernel does not allow it";
	case EINVAL:
		return "the command line is too long, or the kernel damaged";
	default:
		return strerror(error);
	}
}

int kexec_load(int kernel, int initramfs, const char *cmdline, struct why *why)
{
	long ret = syscall(SYS_kexec_file_load, kernel, initramfs,
	    strlen(cmdline) + 1, cmdline, 0UL);

	if (ret)
		why_set(why, "kexec_file_load: %s", meaning(errno));
	close(kernel);
	close(initramfs);
	return ret ? -1 : 0;
}

int kexec_start(struct why *why)
{
	reboot(RB_KEXEC);
	why_set(why, "kexec: %s", strerror(errno));
	/* The next try needs the memory. */
	syscall(SYS_kexec_file_load, -1, -1, 0UL, NULL, KEXEC_FILE_UNLOAD);
	return -1;
}
