/* SPDX-License-Identifier: BSD-2-Clause */
#include "check.h"

#include <errno.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../net/clocknote.h"
#include "../st/package.h"
#include "../st/sigsum.h"
#include "../st/verify.h"
#include "debug.h"
#include "err.h"

static int write_all(int fd, const unsigned char *p, size_t n)
{
	while (n > 0) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

/* Map the archive: neither the hash nor what is unpacked needs a copy of it. */
static const unsigned char *map_archive(const struct check_job *job)
{
	void *map = job->size > SIZE_MAX ? MAP_FAILED : mmap(NULL,
	    (size_t)job->size, PROT_READ, MAP_SHARED, job->archive, 0);

	if (map != MAP_FAILED)
		return map;
	warn("map the package:");
	return NULL;
}

static int hash_archive(const struct check_job *job, const unsigned char *map,
    struct check_result *r)
{
	r->size = job->size;
	if (EVP_Digest(map, (size_t)job->size, r->hash, NULL, EVP_sha256(),
	    NULL))
		return EXIT_YES;
	warn("SHA-256 failed: out of memory?");
	return EXIT_UNKNOWN;
}

static void note(void *arg, const char *text)
{
	(void)arg;
	warn("%s", text);
}

/* Say it. Only what is wrong with the package refuses it. */
static int refuse(const struct why *why)
{
	warn("%s%s", why->machine ? "" : "refused: ", why->text);
	return why_status(why);
}

/* A copy of the descriptor: nobody can change it under the parser. */
static int read_descriptor(int fd, struct descriptor *d, struct why *why)
{
	size_t len = 0;
	ssize_t n = 0;
	unsigned char *text = malloc(DESCRIPTOR_MAX + 1);
	int bad;

	if (!text) {
		why_machine(why, "out of memory");
		return EXIT_UNKNOWN;
	}
	while (len <= DESCRIPTOR_MAX && (n = pread(fd, text + len,
	    DESCRIPTOR_MAX + 1 - len, (off_t)len)) > 0)
		len += (size_t)n;
	bad = n < 0 ? -1 : descriptor_parse(text, len, d, why);
	if (n < 0)
		why_machine(why, "read the descriptor: %s", strerror(errno));
	free(text);
	return bad ? why_status(why) : EXIT_YES;
}

/* The time to verify at: a clock that is a guess may be behind what was signed. */
static time_t when(const struct check_job *job, const struct descriptor *d,
    verify_note *say)
{
	char is[CLOCKNOTE_TIME], was[CLOCKNOTE_TIME], text[128];
	time_t t = job->latest ? ospkg_begins(d, &job->trust->roots, job->now,
	    job->latest) : job->now;

	if (t > job->now && say) {
		snprintf(text, sizeof(text), "clock: it is a guess, %s UTC; a "
		    "certificate of this package begins later, %s UTC, so it "
		    "is that", clocknote_time(job->now, was),
		    clocknote_time(t, is));
		say(NULL, text);
	}
	return t;
}

/* Is the package with that hash signed? Unless EXIT_YES, *why has the reason. */
static int verify(const struct check_job *job, const unsigned char *hash,
    verify_note *say, struct verify_result *out, struct why *why)
{
	struct sigsum_policy *policy = NULL;
	struct descriptor d;
	int status = read_descriptor(job->descriptor, &d, why);

	if (status != EXIT_YES)
		return status;
	if (job->trust->sigsum) {
		policy = sigsum_policy_parse(job->trust->sigsum,
		    job->trust->sigsum_len, why);
		if (!policy)
			return why_status(why);
	}
	return ospkg_verify(&d, hash, &job->trust->roots, policy,
	    job->trust->policy.threshold, when(job, &d, say), say, NULL, out,
	    why) ? why_status(why) : EXIT_YES;
}

static int check_signatures(const struct check_job *job, struct check_result *r)
{
	struct verify_result counts;
	struct why why;
	int status = verify(job, r->hash, note, &counts, &why);

	if (status == EXIT_YES) {
		r->valid = counts.valid;
		r->time = counts.since;
	}
	return status == EXIT_YES ? EXIT_YES : refuse(&why);
}

int check_known(const struct check_job *job)
{
	struct verify_result counts;
	struct why why;
	int status = verify(job, job->known, NULL, &counts, &why);

	return status == EXIT_UNKNOWN ? refuse(&why) : status;
}

/* What was extracted: would kexec take it? Only the machine may refuse it later. */
static int check_kernel(const struct check_job *job, const struct package *p,
    struct check_result *r)
{
	struct package_head head;
	struct why why;
	ssize_t n = pread(job->kernel, head.data, sizeof(head.data), 0);

	if (n < 0) {
		warn("read the kernel:");
		return EXIT_UNKNOWN;
	}
	head.len = (size_t)n;
	return package_kernel(p, &head, &r->line, &why) ? refuse(&why)
							 : EXIT_YES;
}

static int take_out(const struct check_job *job, const unsigned char *map,
    struct check_result *r)
{
	static struct package p;
	struct why why;
	uint64_t contents;

	if (package_open(&p, job->archive, r->size, &why))
		return refuse(&why);
	p.zip.map = map;
	if (p.kernel->size > job->max ||
	    p.initramfs->size > job->max - p.kernel->size) {
		contents = (p.kernel->size >> 20) + (p.initramfs->size >> 20) + 1;
		why_set(&why, "kernel and initramfs need %" PRIu64
		    " MiB, memory allows %" PRIu64 " MiB", contents,
		    job->max >> 20);
		return refuse(&why);
	}
	if (package_extract(&p, p.kernel, job->kernel, &why) ||
	    package_extract(&p, p.initramfs, job->initramfs, &why))
		return refuse(&why);
	snprintf(r->cmdline, sizeof(r->cmdline), "%s", p.manifest.cmdline);
	snprintf(r->label, sizeof(r->label), "%s", p.manifest.label);
	return check_kernel(job, &p, r);
}

static int report(const struct check_job *job, const struct check_result *r)
{
	if (!write_all(job->result, (const unsigned char *)r, sizeof(*r)))
		return EXIT_YES;
	warn("report the result:");
	return EXIT_UNKNOWN;
}

int check_run(const struct check_job *job)
{
	static struct check_result r;
	const unsigned char *map;
	int status;

	if (job->size == 0) {
		warn("refused: the package is empty");
		return EXIT_NO;
	}
	map = map_archive(job);
	status = map ? hash_archive(job, map, &r) : EXIT_UNKNOWN;
	if (status == EXIT_YES) {
		debug("hashed");
		status = check_signatures(job, &r);
	}
	if (status == EXIT_YES)
		status = take_out(job, map, &r);
	if (status == EXIT_YES) {
		debug("unpacked");
		status = report(job, &r);
	}
	return status;
}
