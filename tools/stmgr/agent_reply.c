/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "agent.h"

enum { FAILURE = 5, IDENTITIES = 12, SIGNATURE = 14 };

static enum agent_result garbled(struct why *why)
{
	why_set(why, "its answer cannot be understood");
	return AGENT_FAILED;
}

/* The type of the message; 0 if it has none. */
static int message_type(struct wire *w)
{
	if (w->left == 0)
		return 0;
	w->left--;
	return *w->p++;
}

enum agent_result agent_has(const void *reply, size_t len,
    const unsigned char key[SSH_KEY], struct why *why)
{
	struct wire w = { reply, len }, blob, comment;
	unsigned char want[SSH_BLOB];
	int type = message_type(&w), found = 0;
	uint32_t n, i;

	ssh_blob(key, want);
	if (type == FAILURE) {
		why_set(why, "it does not list its keys");
		return AGENT_REFUSED;
	}
	if (type != IDENTITIES || wire_u32(&w, &n))
		return garbled(why);
	/* Each takes at least eight bytes, so a wrong n does not loop long. */
	for (i = 0; i < n; i++) {
		if (wire_string(&w, &blob) || wire_string(&w, &comment))
			return garbled(why);
		found |= blob.left == sizeof(want) &&
		    !memcmp(blob.p, want, sizeof(want));
	}
	if (w.left > 0)
		return garbled(why);
	if (found)
		return AGENT_DONE;
	why_set(why, "the key is not among the %u it has, or it is locked: "
	    "add the key with ssh-add", (unsigned int)n);
	return AGENT_REFUSED;
}

enum agent_result agent_signature(const void *reply, size_t len,
    unsigned char sig[SSH_SIG], struct why *why)
{
	struct wire w = { reply, len }, s, name;
	int type = message_type(&w);

	if (type == FAILURE) {
		why_set(why, "it refused to sign: was it confirmed?");
		return AGENT_REFUSED;
	}
	if (type != SIGNATURE || wire_string(&w, &s) || w.left > 0 ||
	    wire_string(&s, &name) || !wire_is(&name, SSH_ED25519) ||
	    wire_fixed(&s, sig, SSH_SIG) || s.left > 0)
		return garbled(why);
	return AGENT_DONE;
}
