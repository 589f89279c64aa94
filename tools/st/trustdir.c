/* SPDX-License-Identifier: BSD-2-Clause */
#include "trustdir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/readfile.h"
#include "sigsum_policy.h"

/* A file as it was read. Data NULL: an optional one that is not there. */
struct file {
	unsigned char *data;
	size_t len;
};

void trustdir_free(struct trustdir *t)
{
	roots_free(&t->roots);
	roots_free(&t->tls);
	free(t->tls_text);
	free(t->sigsum);
	memset(t, 0, sizeof(*t));
}

/* 1 if the file cannot be read. */
static int load(int dir, const char *name, size_t limit, bool optional,
    struct file *out, struct why *why)
{
	if (!readfile_at(dir, name, limit, &out->data, &out->len))
		return 0;
	out->data = NULL;
	if (optional && errno == ENOENT)
		return 0;
	why_set(why, "%s: %s", name,
	    errno == EINVAL ? "not a regular file" : strerror(errno));
	return 1;
}

/* Put the file's name before the reason. Returns -1. */
static int refuse(const char *name, const struct why *reason, struct why *why)
{
	why_set(why, "%s: %s", name, reason->text);
	return -1;
}

/* Each of these returns 0, -1 refused, 1 unreadable. */

static int load_policy(int dir, struct trustdir *out, struct why *why)
{
	struct file f;
	struct why reason;
	int r = load(dir, TRUSTDIR_POLICY, TRUSTPOLICY_MAX, false, &f, why);

	if (r)
		return r;
	if (trustpolicy_parse(f.data, f.len, &out->policy, &reason))
		r = refuse(TRUSTDIR_POLICY, &reason, why);
	free(f.data);
	return r;
}

/* *text (may be NULL) is then the file's text. */
static int load_roots(int dir, const char *name, bool optional,
    struct roots *out, char **text, struct why *why)
{
	struct file f;
	struct why reason;
	int r = load(dir, name, ROOTS_MAX, optional, &f, why);

	if (r || !f.data)
		return r;
	if (roots_parse(f.data, f.len, out, &reason))
		r = refuse(name, &reason, why);
	if (text && !r)
		*text = (char *)f.data;
	else
		free(f.data);
	return r;
}

static int load_sigsum(int dir, struct trustdir *out, struct why *why)
{
	struct file f;
	struct why reason;
	struct sigsum_policy *policy;
	int r = load(dir, TRUSTDIR_SIGSUM, SIGSUM_POLICY_MAX, true, &f, why);

	if (r)
		return r;
	if (!f.data)
		return 0;
	out->sigsum = (char *)f.data;
	out->sigsum_len = f.len;
	policy = sigsum_policy_parse(f.data, f.len, &reason);
	if (!policy)
		return refuse(TRUSTDIR_SIGSUM, &reason, why);
	sigsum_policy_free(policy);
	return 0;
}

static int refuse_age(int dir, struct why *why)
{
	struct stat st;

	if (fstatat(dir, TRUSTDIR_AGE, &st, AT_SYMLINK_NOFOLLOW) &&
	    errno == ENOENT)
		return 0;
	why_set(why, TRUSTDIR_AGE ": decryption of packages (age) is not "
				  "supported: remove the file and serve them "
				  "unencrypted");
	return -1;
}

static int load_all(int dir, struct trustdir *out, struct why *why)
{
	int r = refuse_age(dir, why);

	if (!r)
		r = load_policy(dir, out, why);
	if (!r)
		r = load_roots(dir, TRUSTDIR_ROOTS, false, &out->roots, NULL,
		    why);
	if (!r)
		r = load_roots(dir, TRUSTDIR_TLS, true, &out->tls,
		    &out->tls_text, why);
	if (!r)
		r = load_sigsum(dir, out, why);
	return r;
}

int trustdir_load(const char *path, struct trustdir *out, int *unreadable,
    struct why *why)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r = 1;

	memset(out, 0, sizeof(*out));
	if (dir < 0) {
		why_set(why, "%s", strerror(errno));
	} else {
		r = load_all(dir, out, why);
		close(dir);
	}
	if (unreadable)
		*unreadable = r > 0;
	if (r == 0)
		return 0;
	trustdir_free(out);
	return -1;
}
