/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Process 1 only makes files in memory and hands them out, sealed when the next
 * may rely on them: the child that talks to the network writes descriptor and
 * archive; once they are sealed, the child that decides reads them and writes
 * kernel and initramfs. Neither can do anything else, and the archive is
 * hashed only after the seal, so that what was hashed is what is unpacked.
 */
#include "attempt.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/clocknote.h"
#include "../st/descriptor.h"
#include "../st/hash.h"
#include "child.h"
#include "debug.h"
#include "err.h"
#include "fetch.h"
#include "memfile.h"

#define MEDIUM "/ospkg"
#define LEN(x) (sizeof(x) / sizeof((x)[0]))

enum {
	MIB = 1 << 20,
	/* What the boot loader itself and page tables take. */
	RESERVE = 24 * MIB,
	/*
	 * Copies at the worst moment, in kexec_file_load(): ours, the kernel's
	 * buffer, and the pages that the next kernel starts from.
	 */
	COPIES = 3,
	ADDRESS_SPACE = 256 * MIB, /* of a child */
	GRACE = 10000, /* ms for a child to notice the deadline by itself */
};

enum { DESCRIPTOR, ARCHIVE, KERNEL, INITRAMFS, RESULT_OUT, RESULT_IN, NFDS };

struct work {
	int fd[NFDS]; /* -1: closed */
	struct child child; /* one at a time */
	struct fetch_job fetch_job;
	struct check_job check_job;
};

static void drop(struct work *w, int which)
{
	if (w->fd[which] >= 0)
		close(w->fd[which]);
	w->fd[which] = -1;
}

static int make_files(struct work *w)
{
	static const char *const name[] = {[DESCRIPTOR] = "descriptor",
	    [ARCHIVE] = "package", [KERNEL] = "kernel",
	    [INITRAMFS] = "initramfs"};

	for (int i = 0; i < NFDS; i++)
		w->fd[i] = -1;
	for (int i = DESCRIPTOR; i <= INITRAMFS; i++)
		if ((w->fd[i] = memfile_create(name[i])) < 0)
			return -1;
	return pipe2(&w->fd[RESULT_OUT], O_CLOEXEC);
}

static void no_files(void)
{
	if (errno == ENOSYS)
		warn("make files in memory: this kernel lacks "
		     "CONFIG_MEMFD_CREATE, see stboot(8)");
	else
		warn("make files in memory:");
}

static int run_check(const void *arg)
{
	return check_run(arg);
}

static int run_known(const void *arg)
{
	return check_known(arg);
}

static void note(void *arg, const char *text)
{
	(void)arg;
	warn("%s", text);
}

/*
 * On a console at 115200 baud a line takes 5 ms: one for every 16 MiB. Each
 * download has a process of its own, and with it its own count.
 */
static void progress(void *arg, uint64_t bytes, uint64_t total)
{
	enum { STEP = 16 * MIB };
	static uint64_t said;

	(void)arg;
	if (bytes / STEP == said / STEP)
		return;
	said = bytes;
	debug("%" PRIu64 " of %" PRIu64 " MiB", bytes / MIB, total / MIB);
}

static uint64_t memory_for(uint64_t package)
{
	return COPIES * package + RESERVE;
}

static int run_fetch(const void *arg)
{
	const struct fetch_job *job = arg;
	struct why why;
	int status = fetch_run(job, &why);

	if (status != EXIT_YES)
		warn("%s", why.text);
	return status;
}

/* The status of the child that was started, when it has ended. */
static int outcome(struct work *w, int64_t until)
{
	child_wait(&w->child, until);
	if (w->child.pid != 0)
		warn("the time for this package is over");
	child_end(&w->child);
	return w->child.status < 0 ? EXIT_UNKNOWN : w->child.status;
}

static int check(struct work *w, const struct attempt *a, uint64_t max)
{
	const int keep[] = {w->fd[DESCRIPTOR], w->fd[ARCHIVE], w->fd[KERNEL],
	    w->fd[INITRAMFS], w->fd[RESULT_IN]};
	struct sandbox_limits limits = {ADDRESS_SPACE, max};
	struct stat st;

	if (fstat(w->fd[ARCHIVE], &st)) {
		warn("look at the package:");
		return EXIT_UNKNOWN;
	}
	/* The download kept to it; a package on the medium has to, too. */
	if ((uint64_t)st.st_size > max) {
		warn("refused: the package is larger than the %" PRIu64
		     " MiB that memory allows", max / MIB);
		return EXIT_NO;
	}
	limits.memory += (uint64_t)st.st_size; /* it is mapped */
	w->check_job = (struct check_job){
	    .descriptor = w->fd[DESCRIPTOR],
	    .archive = w->fd[ARCHIVE],
	    .size = (uint64_t)st.st_size,
	    .kernel = w->fd[KERNEL],
	    .initramfs = w->fd[INITRAMFS],
	    .result = w->fd[RESULT_IN],
	    .max = max,
	    .trust = a->trust,
	    .now = time(NULL),
	    .latest = clocknote()->latest,
	};
	w->child.name = "checks the package";
	if (child_start(&w->child, SANDBOX_CHECK, &limits, keep, LEN(keep),
	    run_check, &w->check_job))
		return EXIT_UNKNOWN;
	return outcome(w, a->deadline + GRACE);
}

/* package: not the descriptor alone; max: bytes that it may have, maybe none. */
static int download(struct work *w, const struct attempt *a, bool package,
    uint64_t max)
{
	const int keep[] = {w->fd[DESCRIPTOR], w->fd[ARCHIVE]};
	const struct sandbox_limits limits = {ADDRESS_SPACE,
	    max > DESCRIPTOR_MAX ? max : DESCRIPTOR_MAX};
	int status;

	w->fetch_job = (struct fetch_job){
	    .url = a->url,
	    .tls_roots = a->trust->tls_text,
	    .descriptor_fd = w->fd[DESCRIPTOR],
	    .package_fd = package ? w->fd[ARCHIVE] : -1,
	    .max_package = max,
	    .memory_for = memory_for,
	    .note = package ? note : NULL, /* a look is no news */
	    .progress = progress,
	    .deadline = a->deadline,
	};
	w->child.name = "downloads";
	if (child_start(&w->child, SANDBOX_FETCH, &limits, keep, LEN(keep),
	    run_fetch, &w->fetch_job))
		return EXIT_UNKNOWN;
	status = outcome(w, a->deadline + GRACE);
	if (status != EXIT_YES)
		return status;
	debug("downloaded");
	if (memfile_seal(w->fd[DESCRIPTOR]) || memfile_seal(w->fd[ARCHIVE])) {
		warn("seal the package:");
		return EXIT_UNKNOWN;
	}
	if (a->seen && (lseek(w->fd[DESCRIPTOR], 0, SEEK_SET) ||
	    hash_fd(w->fd[DESCRIPTOR], a->seen, NULL))) {
		warn("hash the descriptor:");
		return EXIT_UNKNOWN;
	}
	return EXIT_YES;
}

/* A file of the medium's folder, where all links have to stay. */
static int open_medium(const char *name, const char *suffix)
{
	static const struct open_how how = {
	    .flags = O_RDONLY | O_CLOEXEC,
	    .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int folder = open(MEDIUM, O_PATH | O_DIRECTORY | O_CLOEXEC), fd = -1;
	char path[256 + 8];

	snprintf(path, sizeof(path), "%s%s", name, suffix);
	if (folder >= 0) {
		fd = (int)syscall(SYS_openat2, folder, path, &how, sizeof(how));
		close(folder);
	}
	if (fd < 0)
		warn("open " MEDIUM "/%s:", path);
	return fd;
}

/* Copy the descriptor; the archive is read where it is. */
static int open_local(struct work *w, const struct attempt *a)
{
	int fd = open_medium(a->file, ".json");
	char buf[4096];
	ssize_t n;

	if (fd < 0)
		return EXIT_UNKNOWN;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (write(w->fd[DESCRIPTOR], buf, (size_t)n) != n) {
			n = -1;
			break;
		}
	close(fd);
	if (n < 0) {
		warn("keep " MEDIUM "/%s.json:", a->file);
		return EXIT_UNKNOWN;
	}
	fd = open_medium(a->file, ".zip");
	if (fd < 0)
		return EXIT_UNKNOWN;
	drop(w, ARCHIVE);
	w->fd[ARCHIVE] = fd;
	return EXIT_YES;
}

/* The child is gone, but it wrote this: nothing in it is believed to fit. */
static int read_result(struct work *w, struct check_result *r)
{
	ssize_t n = read(w->fd[RESULT_OUT], r, sizeof(*r));

	if (n != (ssize_t)sizeof(*r))
		return -1;
	r->cmdline[sizeof(r->cmdline) - 1] = '\0';
	r->label[sizeof(r->label) - 1] = '\0';
	return 0;
}

/* The worst moment before kexec: package and contents are both here. */
static void say_memory(uint64_t before)
{
	uint64_t now = memory_available();

	if (now < before)
		debug("%" PRIu64 " MiB of memory taken", (before - now) / MIB);
}

static int keep_files(struct work *w, struct verified *out)
{
	drop(w, RESULT_IN);
	drop(w, ARCHIVE); /* its memory is needed for the next kernel */
	if (read_result(w, &out->package)) {
		warn("the process that checks the package reported nothing");
		return EXIT_UNKNOWN;
	}
	if (memfile_seal(w->fd[KERNEL]) || memfile_seal(w->fd[INITRAMFS])) {
		warn("seal kernel and initramfs:");
		return EXIT_UNKNOWN;
	}
	out->kernel = memfile_readonly(w->fd[KERNEL]);
	out->initramfs = memfile_readonly(w->fd[INITRAMFS]);
	w->fd[KERNEL] = w->fd[INITRAMFS] = -1;
	if (out->kernel >= 0 && out->initramfs >= 0)
		return EXIT_YES;
	warn("open kernel and initramfs for reading:");
	close(out->kernel);
	close(out->initramfs);
	return EXIT_UNKNOWN;
}

int attempt_run(const struct attempt *a, struct verified *out)
{
	static struct work w;
	uint64_t available = memory_available();
	uint64_t max = available > RESERVE ? (available - RESERVE) / COPIES : 0;
	int status = EXIT_UNKNOWN;

	if (make_files(&w))
		no_files();
	else
		status = a->url ? download(&w, a, true, max)
		    : open_local(&w, a);
	if (status == EXIT_YES)
		status = check(&w, a, max);
	say_memory(available);
	if (status == EXIT_YES)
		status = keep_files(&w, out);
	for (int i = 0; i < NFDS; i++)
		drop(&w, i);
	return status;
}

int attempt_look(const struct attempt *a, const unsigned char *hash)
{
	static const struct sandbox_limits limits = {ADDRESS_SPACE, 0};
	static struct work w;
	int status = EXIT_UNKNOWN;

	if (make_files(&w))
		no_files();
	else
		status = download(&w, a, false, 0);
	if (status == EXIT_YES) {
		w.check_job = (struct check_job){
		    .descriptor = w.fd[DESCRIPTOR],
		    .trust = a->trust,
		    .known = hash,
		    .now = time(NULL),
		    .latest = clocknote()->latest,
		};
		w.child.name = "checks the descriptor";
		status = child_start(&w.child, SANDBOX_CHECK, &limits,
		    &w.fd[DESCRIPTOR], 1, run_known, &w.check_job) ?
		    EXIT_UNKNOWN : outcome(&w, a->deadline + GRACE);
	}
	for (int i = 0; i < NFDS; i++)
		drop(&w, i);
	return status;
}
