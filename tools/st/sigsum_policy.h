/* SPDX-License-Identifier: BSD-2-Clause */
/* Sigsum policy files: which logs, which witnesses, how many of them. */
#ifndef MAYFLY_ST_SIGSUM_POLICY_H
#define MAYFLY_ST_SIGSUM_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "why.h"

enum {
	SIGSUM_KEY = 32,    /* bytes of an Ed25519 public key */
	SIGSUM_HASH = 32,   /* bytes of SHA-256; a key's hash names the key */
	SIGSUM_LOGS = 64,   /* logs of a policy, at most */
	SIGSUM_NAMES = 256, /* witnesses and groups of a policy, at most */
};

struct sigsum_policy;

/*
 * Parse the text of a policy file (section 1.6 of the format notes). The LF of
 * the last line may be missing, as for Sigsum's tools; unlike there, at least
 * one log is needed, since nothing could be proved without. Returns a policy to sigsum_policy_free(), or NULL with the
 * reason, which starts with the line's number.
 */
struct sigsum_policy *sigsum_policy_parse(const void *text, size_t len,
    struct why *why);

/* Free a policy; NULL is none. */
void sigsum_policy_free(struct sigsum_policy *policy);

/* The public key of the log whose key has that hash, or NULL. */
const unsigned char *sigsum_policy_log(const struct sigsum_policy *policy,
    const unsigned char hash[SIGSUM_HASH]);

/*
 * The public key of the witness whose key has that hash, or NULL; *index is
 * then its place in the argument of sigsum_policy_quorum().
 */
const unsigned char *sigsum_policy_witness(const struct sigsum_policy *policy,
    const unsigned char hash[SIGSUM_HASH], size_t *index);

/* Are the witnesses with present[index] a quorum? */
bool sigsum_policy_quorum(const struct sigsum_policy *policy,
    const bool present[SIGSUM_NAMES]);

#endif
