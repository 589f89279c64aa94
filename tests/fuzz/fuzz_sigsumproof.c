// sources: tools/st/sigsum_proof.c tools/st/hex.c tools/st/why.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Sigsum proofs: what is taken has one spelling but for the digits' case. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/st/hex.h"
#include "../../tools/st/sigsum_proof.h"

static const char *hex(const unsigned char *data, size_t size)
{
	static char text[4][129];
	static unsigned int i;

	i = (i + 1) % 4;
	hex_encode(data, size, text[i]);
	return text[i];
}

/* The proof as text; leaf is what a proof of format 1 has before the leaf. */
static void print(const struct sigsum_proof *p, int version, const char *leaf,
    FILE *out)
{
	size_t i;

	fprintf(out, "version=%d\nlog=%s\nleaf=%s%s %s\n\n", version,
	    hex(p->log, SIGSUM_HASH), leaf, hex(p->submitter, SIGSUM_HASH),
	    hex(p->leaf_signature, SIGSUM_SIGNATURE));
	fprintf(out, "size=%" PRIu64 "\nroot_hash=%s\nsignature=%s\n", p->size,
	    hex(p->root, MERKLE_HASH),
	    hex(p->tree_signature, SIGSUM_SIGNATURE));
	for (i = 0; i < p->ncosignatures; i++)
		fprintf(out, "cosignature=%s %" PRIu64 " %s\n",
		    hex(p->cosignatures[i].witness, SIGSUM_HASH),
		    p->cosignatures[i].time,
		    hex(p->cosignatures[i].signature, SIGSUM_SIGNATURE));
	if (p->size > 1)
		fprintf(out, "\nleaf_index=%" PRIu64 "\n", p->index);
	for (i = 0; i < p->npath; i++)
		fprintf(out, "node_hash=%s\n", hex(p->path[i], MERKLE_HASH));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sigsum_proof p;
	struct why why = { "" };
	char *text, leaf[6] = "";
	size_t len, i;
	FILE *out;

	if (sigsum_proof_parse(data, size, &p, &why)) {
		if (why.text[0] == '\0')
			abort();
		return 0;
	}
	if (data[8] == '1')
		memcpy(leaf, strstr((const char *)data, "leaf=") + 5, 5);
	out = open_memstream(&text, &len);
	print(&p, data[8] - '0', leaf, out);
	fclose(out);
	if (len != size)
		abort();
	for (i = 0; i < size; i++)
		if (text[i] != data[i] &&
		    (data[i] < 'A' || data[i] > 'F' || text[i] != data[i] + 32) &&
		    (text[i] < 'A' || text[i] > 'F'))
			abort();
	free(text);
	return 0;
}
