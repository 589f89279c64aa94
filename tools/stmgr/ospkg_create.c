/* SPDX-License-Identifier: BSD-2-Clause */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/outfile.h"
#include "../lib/flags.h"
#include "inputs_kept.h"
#include "log.h"
#include "ospkg.h"
#include "stmgr.h"
#include "../st/bzimage.h"
#include "../st/osmanifest.h"
#include "../st/url.h"

#define USAGE "usage: stmgr ospkg create -kernel FILE -initramfs FILE [flags]\n"

enum { KERNEL, INITRAMFS, CMDLINE, LABEL, URL, OUT, LOGLEVEL, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[KERNEL] = { "kernel", "FILE", "the kernel; needed", NULL },
	[INITRAMFS] = { "initramfs", "FILE", "the initramfs; needed", NULL },
	[CMDLINE] = { "cmdline", "TEXT", "the kernel command line", "" },
	[LABEL] = { "label", "TEXT", "free text that names the package", "" },
	[URL] = { "url", "URL", "where stboot fetches the .zip: http, https, "
		  "or relative to the descriptor", "" },
	[OUT] = { "out", "PATH", "a directory, or the name of the package with "
		  "or without .zip or .json", "" },
	[LOGLEVEL] = { "loglevel", "LEVEL", LOG_LEVELS "; from error on "
		       "there are no warnings", "info" },
};

/* The entry name "boot/<basename>", or NULL after a warn(). */
static char *entry_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *s;
	const char *base = slash ? slash + 1 : path;
	size_t size = strlen(base) + sizeof("boot/");
	char *name;

	for (s = base; *s >= ' ' && *s <= '~'; s++)
		;
	if (*s != '\0' || base[0] == '\0') {
		warn("%s: the file name is not plain ASCII: rename it", path);
		return NULL;
	}
	name = malloc(size);
	if (!name)
		die(EXIT_UNKNOWN, "malloc:");
	snprintf(name, size, "boot/%s", base);
	return name;
}

/* Open a kernel or initramfs. Returns an exit status, after a warn() if bad. */
static int open_input(const char *path, struct ospkg_input *in)
{
	struct stat st;

	/* Not to hang on a FIFO; regular files do not care. */
	in->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (in->fd < 0 || fstat(in->fd, &st)) {
		warn("open %s:", path);
		return EXIT_UNKNOWN;
	}
	if (!S_ISREG(st.st_mode)) {
		warn("%s: not a regular file", path);
		return EXIT_NO;
	}
	if (st.st_size == 0) {
		warn("%s: is empty, stboot would refuse the package", path);
		return EXIT_NO;
	}
	in->size = (uint64_t)st.st_size;
	in->name = entry_name(path);
	return in->name ? EXIT_YES : EXIT_NO;
}

/*
 * A kernel that kexec refuses would only be found out by the machines, so their
 * own check is asked. One that takes the line, but not with hash and time before
 * it, is started without: no harm, but for who looks for upgrades.
 */
static int check_kernel(const char *path, int fd, uint64_t size,
    const char *cmdline)
{
	enum { ROOM = sizeof("stboot.ospkg= stboot.time= ") - 1 + 64 + 10 };
	unsigned char head[BZIMAGE_HEAD];
	ssize_t n = pread(fd, head, sizeof(head), 0);
	size_t len = strlen(cmdline);
	uint32_t line;
	struct why why;

	if (n < 0) {
		warn("read %s:", path);
		return EXIT_UNKNOWN;
	}
	if (bzimage_check(head, (size_t)n, size, &line, &why)) {
		warn("%s: %s", path, why.text);
		return EXIT_NO;
	}
	if (len > line) {
		warn("-cmdline is longer than %u bytes, which is all that kexec "
		     "takes for %s", (unsigned int)line, path);
		return EXIT_NO;
	}
	if (len + ROOM > line)
		log_warning("-cmdline: of %zu bytes, and %s takes %u: no room for "
		    "the package's hash and time before it (stboot.ospkg=, "
		    "stboot.time=), which upgrade= needs", len, path, (unsigned int)line);
	return EXIT_YES;
}

/* Both files, the descriptor last: where it is, its archive is. */
static void write_files(const char *zip, const char *json,
    const struct ospkg_input *kernel, const struct ospkg_input *initramfs,
    const char *manifest, const char *descriptor)
{
	struct outfile z, j;

	if (outfile_open(&z, zip))
		die(EXIT_UNKNOWN, "create %s:", zip);
	if (outfile_open(&j, json))
		die(EXIT_UNKNOWN, "create %s:", json);
	if (ospkg_write_zip(z.fd, kernel, initramfs, manifest))
		exit(EXIT_UNKNOWN); /* said why; exit removes the files */
	if (outfile_write(&j, descriptor, strlen(descriptor)))
		die(EXIT_UNKNOWN, "write %s:", json);
	if (outfile_commit(&z))
		die(EXIT_UNKNOWN, "write %s:", zip);
	if (outfile_commit(&j))
		die(EXIT_UNKNOWN, "write %s:", json);
}

static int check_url(const char *url)
{
	const char *fault = url_fault(url);

	if (fault) {
		warn("-url %s %s", url, fault);
		return EXIT_NO;
	}
	return EXIT_YES;
}

static int create(const char *const *v)
{
	const char *const in[] = { v[KERNEL], v[INITRAMFS] };
	struct ospkg_input kernel, initramfs;
	char *manifest, *descriptor, *zip, *json;
	const char *fault;
	int status = check_url(v[URL]);

	if (status == EXIT_YES)
		status = open_input(v[KERNEL], &kernel);
	if (status == EXIT_YES)
		status = check_kernel(v[KERNEL], kernel.fd, kernel.size,
		    v[CMDLINE]);
	if (status == EXIT_YES)
		status = open_input(v[INITRAMFS], &initramfs);
	if (status != EXIT_YES)
		return status;
	if (!strcmp(kernel.name, initramfs.name)) {
		warn("kernel and initramfs would both be %s in the archive: "
		     "rename one", kernel.name);
		return EXIT_NO;
	}
	manifest = ospkg_manifest(v[LABEL], kernel.name, initramfs.name,
	    v[CMDLINE]);
	descriptor = ospkg_descriptor(v[URL]);
	if (!manifest || !descriptor) {
		warn("-cmdline or -label is not valid UTF-8");
		return EXIT_NO;
	}
	fault = ospkg_names(v[OUT], &zip, &json);
	if (fault) {
		warn("-out %s %s", v[OUT], fault);
		return EXIT_NO;
	}
	if (inputs_kept(zip, in, 2) || inputs_kept(json, in, 2))
		return EXIT_NO;
	write_files(zip, json, &kernel, &initramfs, manifest, descriptor);
	return EXIT_YES;
}

int ospkg_create(int argc, char **argv)
{
	const char *v[NFLAGS];
	struct why why;
	char *cmdline;
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!v[KERNEL] || !v[INITRAMFS]) {
		warn("-kernel and -initramfs are needed");
		return flags_usage(USAGE);
	}
	log_level(v[LOGLEVEL]);
	v[CMDLINE] = cmdline = os_cmdline(v[CMDLINE], &why);
	if (!cmdline) {
		warn("-cmdline %s", why.text);
		return why_status(&why);
	}
	status = create(v);
	free(cmdline);
	return status;
}
