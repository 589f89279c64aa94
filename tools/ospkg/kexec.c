/* SPDX-License-Identifier: BSD-2-Clause */
#include "kexec.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../st/hex.h"

enum { DIGITS = 20 }; /* of a time */

/* What the kernel's few error numbers mean here. */
static const char *meaning(int error)
{
	switch (error) {
	case ENOEXEC:
		return "the package's kernel is not one this machine can start";
	case ENOMEM:
	case EADDRNOTAVAIL:
		return "not enough memory for kernel and initramfs";
	case EPERM:
		return "this kernel does not allow it";
	case ENOSYS:
		return "this kernel lacks CONFIG_KEXEC_FILE, see stboot(8)";
	case EINVAL:
		return "the kernel wants more than half of the memory, or is "
		       "damaged";
	default:
		return strerror(error);
	}
}

/*
 * The package's command line behind what it is to know, as much of that as its
 * kernel takes (that it takes the line alone, check.c has seen to).
 */
static const char *whole_line(const struct check_result *p)
{
	static char line[sizeof(KEXEC_OSPKG "= " KEXEC_TIME "= ") +
	    2 * OSPKG_HASH + DIGITS + OS_CMDLINE_MAX];
	char hash[2 * OSPKG_HASH + 1];

	hex_encode(p->hash, OSPKG_HASH, hash);
	if (p->time > 0)
		snprintf(line, sizeof(line), KEXEC_OSPKG "=%s " KEXEC_TIME
		    "=%" PRId64 " %s", hash, p->time, p->cmdline);
	if (p->time <= 0 || strlen(line) > p->line)
		snprintf(line, sizeof(line), KEXEC_OSPKG "=%s %s", hash,
		    p->cmdline);
	return strlen(line) <= p->line ? line : p->cmdline;
}

int kexec_load(const struct verified *v, struct why *why)
{
	const char *line = whole_line(&v->package);
	long ret = syscall(SYS_kexec_file_load, v->kernel, v->initramfs,
	    strlen(line) + 1, line, 0UL);

	if (ret && (errno == ENOEXEC || errno == EINVAL))
		why_set(why, "kexec_file_load: %s", meaning(errno));
	else if (ret)
		why_machine(why, "kexec_file_load: %s", meaning(errno));
	close(v->kernel);
	close(v->initramfs);
	return ret ? -1 : 0;
}

void kexec_unload(void)
{
	syscall(SYS_kexec_file_load, -1, -1, 0UL, NULL, KEXEC_FILE_UNLOAD);
}

int kexec_start(struct why *why)
{
	reboot(RB_KEXEC);
	why_set(why, "kexec: %s", strerror(errno));
	kexec_unload(); /* the next try needs the memory */
	return -1;
}
