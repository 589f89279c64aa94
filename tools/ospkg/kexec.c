/* SPDX-License-Identifier: BSD-2-Clause */
#include "kexec.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/kexec.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../st/hex.h"
#include "cmdline.h"
#include "consoles.h"
#include "err.h"

enum {
	DIGITS = 20, /* of a time */
	KEXEC_LINE = sizeof(KEXEC_OSPKG "= " KEXEC_TIME "= ") + 2 * OSPKG_HASH +
	    DIGITS + CONSOLES_MAX + OS_CMDLINE_MAX
};

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
 * In one line: hash, the time if it is known and wanted, words and text. Returns
 * whether that kernel takes it.
 */
static bool join(const struct check_result *p, bool timed, const char *words,
    const char *text, char line[KEXEC_LINE])
{
	char hash[2 * OSPKG_HASH + 1], time[sizeof(KEXEC_TIME "= ") + DIGITS] = "";

	hex_encode(p->hash, OSPKG_HASH, hash);
	if (timed && p->time > 0)
		snprintf(time, sizeof(time), KEXEC_TIME "=%" PRId64 " ", p->time);
	snprintf(line, KEXEC_LINE, KEXEC_OSPKG "=%s %s%s%s", hash, time, words,
	    text);
	return strlen(line) <= p->line;
}

/*
 * The package's command line behind what it is to know and the operator's consoles,
 * as much of that as its kernel takes (that it takes the line alone, check.c has
 * seen to).
 */
static const char *whole_line(const struct check_result *p)
{
	static char own[CMDLINE_MAX], rest[OS_CMDLINE_MAX + 1], line[KEXEC_LINE];
	char words[CONSOLES_MAX];

	if (cmdline_read("/proc/cmdline", own)) {
		warn("read /proc/cmdline, no console is handed on:");
		own[0] = '\0';
	}
	if (consoles_chosen(own, words)) {
		consoles_without(p->cmdline, rest);
		if (join(p, true, words, rest, line))
			return line;
		warn("the package's command line leaves no room for the "
		     "consoles of this one; it has its own");
	}
	return join(p, true, "", p->cmdline, line) ||
	    join(p, false, "", p->cmdline, line) ? line : p->cmdline;
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
