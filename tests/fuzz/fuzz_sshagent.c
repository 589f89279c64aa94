/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/why.c tools/stmgr/sshwire.c
// libs:
/*
 * Replies of ssh-agent. A key that is found is in the reply, as it is written
 * there; so is a signature. What is refused has a reason.
 */
#include <stdlib.h>

#include "../../tools/stmgr/agent_reply.c"
#include "../unit/sshkeys.h"

static void require(int ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char sig[SSH_SIG], blob[SSH_BLOB];
	struct why why = { "" };

	ssh_blob(rfc_public, blob);
	if (agent_has(data, size, rfc_public, &why) == AGENT_DONE)
		require(memmem(data, size, blob, sizeof(blob)) != NULL);
	else
		require(why.text[0] != '\0');
	why.text[0] = '\0';
	if (agent_signature(data, size, sig, &why) == AGENT_DONE)
		require(memmem(data, size, sig, sizeof(sig)) != NULL);
	else
		require(why.text[0] != '\0');
	return 0;
}
