/* SPDX-License-Identifier: BSD-2-Clause */
#include "check.h"

#include <errno.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../st/package.h"
#include "../st/sigsum.h"
#include "../st/verify.h"
#include "err.h"
#include "memfile.h"

enum { CHUNK = 1 << 20 };

static unsigned char chunk[CHUNK];

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

/* The one pass over the archive's bytes. Returns an exit status. */
static int take_in(const struct check_job *job, struct check_result *r)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned int len = sizeof(r->hash);
	ssize_t n;

	if (!ctx || !EVP_DigestInit_ex(ctx, EVP_sha256(), NULL)) {
		warn("out of memory");
		return EXIT_UNKNOWN;
	}
	while ((n = read(job->package, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			warn("read the package:");
			return EXIT_UNKNOWN;
		}
		r->size += (uint64_t)n;
		if (r->size > job->max_package) {
			warn("refused: the package is larger than the %" PRIu64
			     " MiB that memory allows", job->max_package >> 20);
			return EXIT_NO;
		}
		if (!EVP_DigestUpdate(ctx, chunk, (size_t)n) ||
		    write_all(job->archive, chunk, (size_t)n)) {
			warn("keep the package in memory:");
			return EXIT_UNKNOWN;
		}
	}
	if (!EVP_DigestFinal_ex(ctx, r->hash, &len)) {
		warn("SHA-256 failed");
		return EXIT_UNKNOWN;
	}
	EVP_MD_CTX_free(ctx);
	if (memfile_seal(job->archive)) {
		warn("seal the package:");
		return EXIT_UNKNOWN;
	}
	return EXIT_YES;
}

static void note(void *arg, const char *text)
{
	(void)arg;
	warn("%s", text);
}

static int refuse(const struct why *why)
{
	warn("refused: %s", why->text);
	return EXIT_NO;
}

/* A copy of the descriptor: nobody can change it under the parser. */
static int read_descriptor(int fd, struct descriptor *d)
{
	size_t len = 0;
	ssize_t n;
	struct why why;
	unsigned char *text = malloc(DESCRIPTOR_MAX + 1);
	int bad;

	if (!text) {
		warn("out of memory");
		return EXIT_UNKNOWN;
	}
	while (len <= DESCRIPTOR_MAX && (n = pread(fd, text + len,
	    DESCRIPTOR_MAX + 1 - len, (off_t)len)) > 0)
		len += (size_t)n;
	bad = descriptor_parse(text, len, d, &why);
	free(text);
	return bad ? refuse(&why) : EXIT_YES;
}

static int check_signatures(const struct check_job *job, struct check_result *r)
{
	struct sigsum_policy *policy = NULL;
	struct verify_result counts;
	struct descriptor d;
	struct why why;
	int status = read_descriptor(job->descriptor, &d);

	if (status != EXIT_YES)
		return status;
	if (job->trust->sigsum) {
		policy = sigsum_policy_parse(job->trust->sigsum,
		    job->trust->sigsum_len, &why);
		if (!policy)
			return refuse(&why);
	}
	if (ospkg_verify(&d, r->hash, &job->trust->roots, policy,
	    job->trust->policy.threshold, job->now, note, NULL, &counts, &why))
		return refuse(&why);
	r->valid = counts.valid;
	return EXIT_YES;
}

static int take_out(const struct check_job *job, struct check_result *r)
{
	static struct package p;
	struct why why;
	uint64_t contents;

	if (package_open(&p, job->archive, r->size, &why))
		return refuse(&why);
	if (p.kernel->size > job->max_contents ||
	    p.initramfs->size > job->max_contents - p.kernel->size) {
		contents = (p.kernel->size >> 20) + (p.initramfs->size >> 20) + 1;
		why_set(&why, "kernel and initramfs need %" PRIu64
		    " MiB, memory allows %" PRIu64 " MiB", contents,
		    job->max_contents >> 20);
		return refuse(&why);
	}
	if (package_extract(&p, p.kernel, job->kernel, &why) ||
	    package_extract(&p, p.initramfs, job->initramfs, &why))
		return refuse(&why);
	snprintf(r->cmdline, sizeof(r->cmdline), "%s", p.manifest.cmdline);
	snprintf(r->label, sizeof(r->label), "%s", p.manifest.label);
	return EXIT_YES;
}

int check_run(const struct check_job *job)
{
	static struct check_result r;
	int status = take_in(job, &r);

	/* A downloader that failed sent nothing, and has said why. */
	if (status == EXIT_YES && r.size == 0)
		return EXIT_UNKNOWN;
	if (status == EXIT_YES)
		status = check_signatures(job, &r);
	if (status == EXIT_YES)
		status = take_out(job, &r);
	if (status == EXIT_YES &&
	    write_all(job->result, (const unsigned char *)&r, sizeof(r))) {
		warn("report the result:");
		status = EXIT_UNKNOWN;
	}
	return status;
}
