/* SPDX-License-Identifier: BSD-2-Clause */
/* Signing with a key that ssh-agent holds (draft-ietf-sshm-ssh-agent). */
#ifndef STMGR_AGENT_H
#define STMGR_AGENT_H

#include <stddef.h>

#include "../st/why.h"
#include "sshwire.h"

enum {
	AGENT_MAX = 1 << 18,  /* bytes of a message, as OpenSSH has it */
	AGENT_DATA = 1 << 16, /* of what is to be signed */
};

enum agent_result {
	AGENT_DONE,
	AGENT_REFUSED, /* the key is not there, or it did not want to sign */
	AGENT_FAILED,  /* there is no agent, or it does not work */
};

/*
 * Sign len (at most AGENT_DATA) bytes with the key, through the agent at the
 * socket that $SSH_AUTH_SOCK names. It has 10 seconds to list its keys and two
 * minutes to sign, because somebody may have to confirm. Whether the signature
 * is right is for the caller to check.
 * Unless AGENT_DONE, why is the reason, as text that continues "ssh-agent: ".
 */
enum agent_result agent_sign(const unsigned char key[SSH_KEY], const void *data,
    size_t len, unsigned char sig[SSH_SIG], struct why *why);

/*
 * Is the key in this reply (without its length) to a request for identities?
 * AGENT_DONE if so, else as above.
 */
enum agent_result agent_has(const void *reply, size_t len,
    const unsigned char key[SSH_KEY], struct why *why);

/* The signature in this reply to a sign request; as above. */
enum agent_result agent_signature(const void *reply, size_t len,
    unsigned char sig[SSH_SIG], struct why *why);

#endif
