/* SPDX-License-Identifier: BSD-2-Clause */
// sources:
// libs:
/*
 * Tries, as root of a guest of the debug flavour, every way that is known to write to
 * something that outlives the power, or into the kernel. One line each:
 *	way=NAME errno=NAME
 * with errno=none if it is open. For tests/prove/c02-ways.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *way, long result)
{
	printf("way=%s errno=%s\n", way, result < 0 ? strerror(errno) : "none");
}

static void node(const char *way, mode_t type, unsigned major, unsigned minor)
{
	unlink("/dev/node");
	if (mknod("/dev/node", type | 0600, makedev(major, minor)))
		say(way, -1);
	else
		say(way, open("/dev/node", O_RDWR));
}

static void mounting(const char *type)
{
	char way[32];

	mkdir("/run/m", 0700);
	snprintf(way, sizeof(way), "mount-%s", type);
	say(way, mount("none", "/run/m", type, 0, NULL));
}

/* A child that lives, so that nothing but a rule refuses. */
static void tracing(void)
{
	pid_t child = fork();

	if (!child)
		for (;;)
			pause();
	say("ptrace", ptrace(PTRACE_ATTACH, child, NULL, NULL));
	syscall(SYS_kill, child, 9);
	waitpid(child, NULL, 0);
}

int main(void)
{
	/* The syscalls as musl or nobody declares them: raw. */
	struct perf_event_attr perf = {.type = PERF_TYPE_SOFTWARE, .size = sizeof(perf)};
	char attr[128] = {0};

	node("block-8:0", S_IFBLK, 8, 0);	/* sd */
	node("block-179:0", S_IFBLK, 179, 0);	/* mmc */
	node("block-254:0", S_IFBLK, 254, 0);	/* virtio */
	node("block-259:0", S_IFBLK, 259, 0);	/* nvme */
	node("char-1:1", S_IFCHR, 1, 1);	/* mem */
	node("char-1:4", S_IFCHR, 1, 4);	/* port */
	node("char-10:144", S_IFCHR, 10, 144);	/* nvram */
	node("char-90:0", S_IFCHR, 90, 0);	/* mtd */
	node("char-202:0", S_IFCHR, 202, 0);	/* cpu/0/msr */
	say("kcore", open("/proc/kcore", O_RDONLY));
	say("swapon", syscall(SYS_swapon, "/dev/node", 0));
	mounting("ext4");
	mounting("vfat");
	mounting("nfs");
	mounting("efivarfs");
	mounting("pstore");
	mounting("debugfs");
	say("iopl", syscall(SYS_iopl, 3));
	say("ioperm", syscall(SYS_ioperm, 0x70, 2, 1));
	say("kexec_load", syscall(SYS_kexec_load, 0, 0, NULL, 0));
	say("kexec_file_load", syscall(SYS_kexec_file_load, 0, 0, 1, "", 4));
	say("init_module", syscall(SYS_init_module, attr, sizeof(attr), ""));
	say("finit_module", syscall(SYS_finit_module, 0, "", 0));
	say("bpf", syscall(SYS_bpf, 0, attr, sizeof(attr)));
	say("perf-count", syscall(SYS_perf_event_open, &perf, -1, 0, -1, 0));
	perf.sample_type = PERF_SAMPLE_REGS_INTR;
	perf.sample_regs_intr = 1;
	say("perf-registers", syscall(SYS_perf_event_open, &perf, -1, 0, -1, 0));
	say("userfaultfd", syscall(SYS_userfaultfd, 0));
	say("io_uring_setup", syscall(SYS_io_uring_setup, 1, attr));
	tracing();
	/* Control: this one is open, so that the probe can say "none". */
	node("control-1:3", S_IFCHR, 1, 3);	/* null */
	return 0;
}
