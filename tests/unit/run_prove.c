/* SPDX-License-Identifier: BSD-2-Clause */
// sources:
// libs:
/*
 * Process 1 of a guest of tests/prove: secrets in memory, and a kexec.
 * Stage 1 (prove.stage=1, prove.seed=32 hexadecimal digits) holds three patterns of
 * 32 bytes, A to C: 1 MiB of A in a process; 1 MiB of B in the file /b; and, unless
 * prove.hand=0, 64 KiB of C, appended as the file /c to the initramfs of what
 * it loads for kexec: /next/kernel, initramfs and cmdline. Then it becomes
 * /init.image, if there is one; a line on the console starts what was loaded.
 * Stage 2 reads /c, wipes what it read, deletes the file and stays.
 * It says "prove: loaded", "prove: received=N".
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PATTERN 32
#define HEAD    110 /* of a cpio entry */

static char cmdline[4096], seed[PATTERN + 1];

static void fail(const char *what)
{
	printf("prove: failed: %s: %m\n", what);
	fflush(stdout);
	for (;;)
		pause();
}

static size_t slurp(const char *name, char *to, size_t room)
{
	int fd = open(name, O_RDONLY);
	size_t size = 0;
	ssize_t n;

	if (fd < 0)
		return 0;
	while ((n = read(fd, to + size, room - size)) > 0)
		size += (size_t)n;
	close(fd);
	return size;
}

static void spill(int fd, const char *data, size_t size)
{
	for (ssize_t n; size; data += n, size -= (size_t)n)
		if ((n = write(fd, data, size)) <= 0)
			fail("write");
}

/* The seed is in the command line, the patterns are not. */
static void fill(char *to, size_t size, char which)
{
	for (size_t i = 0; i < size; i++) {
		char c = seed[i % PATTERN];

		to[i] = i % PATTERN ? (char)(c + ('g' - (c > '9' ? 'a' - 10 : '0')))
				    : which;
	}
}

static void append(int fd, const char *name, unsigned mode, const char *data,
		   unsigned size)
{
	static const char pad[4];
	unsigned length = (unsigned)strlen(name) + 1;

	dprintf(fd, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
		0, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, length, 0);
	spill(fd, name, length);
	spill(fd, pad, -(HEAD + length) & 3);
	spill(fd, data, size);
	spill(fd, pad, -size & 3);
}

static void load(bool hand)
{
	static char image[16 << 20], line[4096], c[65536];
	int kernel = open("/next/kernel", O_RDONLY);
	int initrd = memfd_create("initrd", 0);
	size_t size = slurp("/next/initramfs", image, sizeof(image));
	size_t length = slurp("/next/cmdline", line, sizeof(line) - 1);

	if (kernel < 0 || initrd < 0 || !size || !length)
		fail("/next");
	line[strcspn(line, "\n")] = 0;
	spill(initrd, image, (size + 3) & ~(size_t)3);
	if (hand) {
		fill(c, sizeof(c), 'C');
		append(initrd, "c", S_IFREG | 0600, c, sizeof(c));
		append(initrd, "TRAILER!!!", 0, NULL, 0);
		memset(c, 0, sizeof(c));
	}
	if (syscall(SYS_kexec_file_load, kernel, initrd, strlen(line) + 1, line, 0))
		fail("kexec_file_load");
	close(initrd);
	close(kernel);
}

static void first(void)
{
	static char a[1 << 20], b[1 << 20];
	int fd;

	load(!strstr(cmdline, "prove.hand=0"));
	/* First, because an image makes its root read-only. */
	fill(b, sizeof(b), 'B');
	fd = open("/b", O_WRONLY | O_CREAT, 0600);
	spill(fd, b, sizeof(b));
	close(fd);
	memset(b, 0, sizeof(b));
	if (fork())
		return;
	fill(a, sizeof(a), 'A');
	printf("prove: loaded\n");
	fflush(stdout);
	if (read(0, b, 1) > 0)
		reboot(RB_KEXEC);
	fail("kexec");
}

static void second(void)
{
	static char c[65536], want[65536];
	size_t size = slurp("/c", c, sizeof(c)), count = 0;

	fill(want, sizeof(want), 'C');
	for (size_t i = 0; i + PATTERN <= size; i += PATTERN)
		count += !memcmp(c + i, want + i, PATTERN);
	explicit_bzero(c, sizeof(c));
	explicit_bzero(want, sizeof(want));
	unlink("/c");
	printf("prove: received=%zu\n", count);
	fflush(stdout);
}

int main(void)
{
	char *at;

	mkdir("/proc", 0555);
	if (mount("proc", "/proc", "proc", 0, NULL))
		fail("/proc");
	slurp("/proc/cmdline", cmdline, sizeof(cmdline) - 1);
	umount("/proc");
	at = strstr(cmdline, "prove.seed=");
	if (!at || strlen(at) < 11 + PATTERN)
		fail("no prove.seed=");
	memcpy(seed, at + 11, PATTERN);
	if (strstr(cmdline, "prove.stage=1"))
		first();
	else
		second();
	if (!access("/init.image", X_OK))
		execl("/init.image", "/init", (char *)NULL);
	for (;;)
		pause();
}
