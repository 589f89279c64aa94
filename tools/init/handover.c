/* SPDX-License-Identifier: BSD-2-Clause */
#include "handover.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../ospkg/archive.h"
#include "../ospkg/kexec.h"
#include "../st/hex.h"
#include "cmdline.h"
#include "err.h"
#include "walltime.h"

#define PATH "/" HANDOVER_NAME
#define LOADER "/proc/sys/kernel/bootloader_type"

enum {
	HEX = 2 * OSPKG_HASH,
	HEAD_MAX = 256,	     /* bytes of our lines */
	LOADER_KEXEC = 0xd0, /* boot protocol: type_of_loader */
};

/* Our lines, for a package and a time. Returns their length. */
static size_t put_head(const char *package, int64_t seconds, char *out)
{
	return (size_t)snprintf(out, HEAD_MAX,
				"mayfly-handover 1\npackage %s\ntime %" PRId64
				"\n",
				package, seconds);
}

static void clear(int fd, off_t size)
{
	static const char zeros[4096];

	for (off_t at = 0; at < size; at += (off_t)sizeof(zeros)) {
		off_t n = size - at;

		if (n > (off_t)sizeof(zeros))
			n = (off_t)sizeof(zeros);
		if (pwrite(fd, zeros, (size_t)n, at) != (ssize_t)n) {
			warn("overwrite the handover:");
			return;
		}
	}
}

void handover_wipe(int fd)
{
	struct stat st;

	if (fd < 0)
		return;
	if (!fstat(fd, &st))
		clear(fd, st.st_size);
	if (ftruncate(fd, 0))
		warn("empty the handover:");
	close(fd);
}

/* Which package this is, as the first stboot.ospkg= says; or "". */
static void running(const char *cmdline, char out[HEX + 1])
{
	cmdline_find(cmdline, KEXEC_OSPKG, CMDLINE_FIRST, out, HEX + 1);
	if (strlen(out) != HEX)
		out[0] = '\0';
}

static bool by_kexec(void)
{
	unsigned int type = 0;
	FILE *f = fopen(LOADER, "re");

	if (!f)
		return false;
	if (fscanf(f, "%u", &type) != 1)
		type = 0;
	fclose(f);
	return (type & 0xf0) == LOADER_KEXEC;
}

/* The head that it has to have, for that package, or for the one that was tried. */
static bool is_for(const char *head, const char *package, int64_t then,
		   const unsigned char *tried)
{
	char want[HEAD_MAX], other[HEX + 1];

	if (!strncmp(head, want, put_head(package, then, want)))
		return true;
	if (!tried)
		return false;
	hex_encode(tried, OSPKG_HASH, other);
	return !strncmp(head, want, put_head(other, then, want));
}

/*
 * NULL if it is for us, else why not. That it is new, kexec proves; a clock could
 * not, for this kernel's may be any other than the one before had.
 */
static const char *judge(int fd, const char *cmdline,
			 const unsigned char *tried, int64_t *time)
{
	char package[HEX + 1], head[HEAD_MAX + 1] = "";
	const char *line;
	int64_t then = 0;
	ssize_t n = pread(fd, head, HEAD_MAX, 0);

	running(cmdline, package);
	if (n <= 0)
		return "it cannot be read";
	if (!by_kexec())
		return "this kernel was not started by kexec";
	if (!package[0])
		return "the command line does not say which package this is";
	line = strstr(head, "\ntime ");
	if (!line || sscanf(line, "\ntime %" SCNd64, &then) != 1 ||
	    then < 1 || then > WALLTIME_MAX)
		return "it is damaged";
	if (!is_for(head, package, then, tried))
		return "it is for another package, or damaged";
	*time = then;
	return NULL;
}

int handover_take(const char *cmdline, bool wanted, const unsigned char *tried,
		  int64_t *time)
{
	int fd = open(PATH, O_RDWR | O_CLOEXEC | O_NOFOLLOW), out;
	const char *wrong = NULL;

	*time = 0;
	if (fd < 0 && errno == ENOENT)
		return -1;
	/* The file goes first: what fails later leaves nothing behind. */
	if (fd < 0 || unlink(PATH)) {
		warn("take " PATH ":");
		wrong = "it cannot be removed";
	} else if (!wanted) {
		wrong = "this image makes a new key at each boot";
	} else {
		wrong = judge(fd, cmdline, tried, time);
	}
	out = wrong ? -1 : memfd_create(HANDOVER_NAME, MFD_CLOEXEC);
	if (!wrong && (out < 0 || archive_copy(fd, out))) {
		wrong = "there is no memory for it";
		handover_wipe(out);
		out = -1;
	}
	handover_wipe(fd);
	if (wrong)
		warn("handover refused: %s; the keys are new ones", wrong);
	return out;
}

int handover_begin(const unsigned char *hash)
{
	int fd = memfd_create(HANDOVER_NAME, MFD_CLOEXEC);
	char package[HEX + 1], head[HEAD_MAX];
	size_t n;

	if (fd < 0)
		return -1;
	hex_encode(hash, OSPKG_HASH, package);
	n = put_head(package, time(NULL), head);
	if (write(fd, head, n) == (ssize_t)n)
		return fd;
	close(fd);
	return -1;
}
