/* SPDX-License-Identifier: BSD-2-Clause */
#include "kept.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../st/hex.h"
#include "archive.h"
#include "cmdline.h"
#include "err.h"
#include "memfile.h"
#include "num.h"

#define FIRST_LINE "mayfly-package 1"

enum {
	HEX = 2 * OSPKG_HASH,
	TRIAL_LEAST = 10, /* s */
	ABOUT_MAX = OS_CMDLINE_MAX + 80 * (KEPT_REFUSED + 5), /* bytes */
	NAME_MAX_ = 32,
};

unsigned int kept_trial(const char *cmdline, bool *bad)
{
	char value[8];
	uint64_t n;
	int found = cmdline_find(cmdline, "upgrade.trial", CMDLINE_LAST, value,
	    sizeof(value));
	bool wrong = found && (found < 0 ||
	    num_decimal(value, KEPT_TRIAL_MOST, &n) ||
	    (n > 0 && n < TRIAL_LEAST));

	if (bad)
		*bad = wrong;
	return found && !wrong ? (unsigned int)n : KEPT_TRIAL;
}

bool kept_wanted(const char *cmdline)
{
	char value[1]; /* what it says is for upgrade(8) */

	return cmdline_find(cmdline, "upgrade", CMDLINE_LAST, value,
	    sizeof(value)) && kept_trial(cmdline, NULL);
}

static const char *path(const char *name, const char *part)
{
	static char text[NAME_MAX_];

	snprintf(text, sizeof(text), "/%s.%s", name, part);
	return text;
}

/* A file's bytes in memory, sealed; it is gone then. -1 with errno. */
static int take(const char *name, const char *part)
{
	int from = open(path(name, part), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int fd = from < 0 ? -1 : memfile_create(part), saved;

	if (fd >= 0 && (unlink(path(name, part)) || archive_copy(from, fd) ||
	    memfile_seal(fd))) {
		saved = errno;
		close(fd);
		fd = -1;
		errno = saved;
	}
	saved = errno;
	if (from >= 0)
		close(from);
	errno = saved;
	return fd < 0 ? -1 : memfile_readonly(fd);
}

/* What stands behind "key " in this line; NULL: another key. */
static const char *value_of(const char *line, const char *key)
{
	size_t n = strlen(key);

	return !strncmp(line, key, n) && line[n] == ' ' ? line + n + 1 : NULL;
}

static bool parse_line(const char *line, struct kept *k)
{
	unsigned char hash[OSPKG_HASH];
	const char *value;
	uint64_t n;

	if ((value = value_of(line, "package")))
		return !hex_decode(value, strlen(value), k->v.package.hash,
		    OSPKG_HASH);
	if ((value = value_of(line, "room"))) {
		if (num_decimal(value, UINT32_MAX, &n))
			return false;
		k->v.package.line = (uint32_t)n;
		return true;
	}
	if ((value = value_of(line, "refused"))) {
		if (hex_decode(value, strlen(value), hash, OSPKG_HASH))
			return false;
		kept_refuse(k, hash);
		return true;
	}
	k->back |= !strcmp(line, "back");
	if ((value = value_of(line, "health"))) {
		if (num_decimal(value, KEPT_ANY, &n))
			return false;
		k->health = (uint8_t)n;
	}
	return true; /* a later release may have more to say */
}

/* text, which is cut up: lines, and behind an empty one the command line. */
static bool parse(char *text, struct kept *k)
{
	char *line = strsep(&text, "\n");

	if (strcmp(line, FIRST_LINE))
		return false;
	while ((line = strsep(&text, "\n")) && *line)
		if (!parse_line(line, k))
			return false;
	if (!text || strlen(text) > OS_CMDLINE_MAX)
		return false;
	strcpy(k->v.package.cmdline, text);
	return true;
}

static bool read_about(int fd, struct kept *k)
{
	static char text[ABOUT_MAX + 1];
	ssize_t n = pread(fd, text, ABOUT_MAX, 0);

	text[n > 0 ? n : 0] = '\0';
	return n > 0 && parse(text, k);
}

void kept_take(const char *name, struct kept *out)
{
	int about = take(name, "about");

	memset(out, 0, sizeof(*out));
	out->v.kernel = out->v.initramfs = -1;
	out->health = KEPT_ANY;
	if (about < 0) {
		if (errno != ENOENT)
			warn("keep %s:", path(name, "about"));
		return;
	}
	out->v.kernel = take(name, "kernel");
	out->v.initramfs = take(name, "initramfs");
	if (out->v.kernel < 0 || out->v.initramfs < 0) {
		warn("keep %s:", path(name, "*"));
		kept_drop(out);
	} else if (!read_about(about, out)) {
		warn("keep %s: not understood", path(name, "about"));
		kept_drop(out);
	}
	close(about);
}

static int put_about(int fd, const struct kept *k)
{
	const struct check_result *p = &k->v.package;
	char hex[HEX + 1];

	hex_encode(p->hash, OSPKG_HASH, hex);
	if (dprintf(fd, FIRST_LINE "\npackage %s\nroom %" PRIu32 "\nhealth %u\n%s",
		hex, p->line, k->health, k->back ? "back\n" : "") < 0)
		return -1;
	for (unsigned int i = 0; i < k->refused_count; i++) {
		hex_encode(k->refused[i], OSPKG_HASH, hex);
		if (dprintf(fd, "refused %s\n", hex) < 0)
			return -1;
	}
	return dprintf(fd, "\n%s", p->cmdline) < 0 ? -1 : 0;
}

int kept_put(int archive, const char *name, const struct kept *k)
{
	int about = memfile_create("about"), bad, saved;

	if (about < 0)
		return -1;
	bad = put_about(about, k) ||
	    archive_add(archive, path(name, "about") + 1, about) ||
	    archive_add(archive, path(name, "kernel") + 1, k->v.kernel) ||
	    archive_add(archive, path(name, "initramfs") + 1, k->v.initramfs);
	saved = errno;
	close(about);
	errno = saved;
	return bad ? -1 : 0;
}

static uint64_t size_of(int fd)
{
	struct stat st;

	return fd < 0 || fstat(fd, &st) ? 0 : (uint64_t)st.st_size;
}

static uint64_t bytes(const struct kept *k)
{
	return k ? size_of(k->v.kernel) + size_of(k->v.initramfs) : 0;
}

uint64_t kept_memory(const struct verified *v, const struct kept *a,
    const struct kept *b)
{
	uint64_t more = bytes(a) + bytes(b);

	/* Ours, the buffers of kexec_file_load(), and what starts: attempt.c. */
	return more ? 3 * (more + size_of(v->initramfs)) +
	    2 * size_of(v->kernel) : 0;
}

void kept_refuse(struct kept *k, const unsigned char *hash)
{
	if (k->refused_count == KEPT_REFUSED) {
		memmove(k->refused[0], k->refused[1],
		    (KEPT_REFUSED - 1) * sizeof(k->refused[0]));
		k->refused_count--;
	}
	memcpy(k->refused[k->refused_count++], hash, OSPKG_HASH);
}

void kept_drop(struct kept *k)
{
	if (k->v.kernel >= 0)
		close(k->v.kernel);
	if (k->v.initramfs >= 0)
		close(k->v.initramfs);
	k->v.kernel = k->v.initramfs = -1;
}
