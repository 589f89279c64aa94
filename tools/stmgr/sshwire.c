/* SPDX-License-Identifier: BSD-2-Clause */
#include "sshwire.h"

#include <string.h>

#include "bytes.h"

int wire_u32(struct wire *w, uint32_t *out)
{
	if (w->left < 4)
		return -1;
	*out = (uint32_t)w->p[0] << 24 | (uint32_t)w->p[1] << 16 |
	    (uint32_t)w->p[2] << 8 | w->p[3];
	w->p += 4;
	w->left -= 4;
	return 0;
}

int wire_string(struct wire *w, struct wire *out)
{
	struct wire rest = *w;
	uint32_t len;

	if (wire_u32(&rest, &len) || len > rest.left)
		return -1;
	out->p = rest.p;
	out->left = len;
	w->p = rest.p + len;
	w->left = rest.left - len;
	return 0;
}

bool wire_is(const struct wire *s, const char *text)
{
	return s->left == strlen(text) && !memcmp(s->p, text, s->left);
}

int wire_fixed(struct wire *w, void *out, size_t len)
{
	struct wire s;

	if (wire_string(w, &s) || s.left != len)
		return -1;
	memcpy(out, s.p, len);
	return 0;
}

unsigned char *wire_put_u32(unsigned char *p, uint32_t v)
{
	put_be32(p, v);
	return p + 4;
}

unsigned char *wire_put_string(unsigned char *p, const void *data, size_t len)
{
	p = wire_put_u32(p, (uint32_t)len);
	memcpy(p, data, len);
	return p + len;
}

void ssh_blob(const unsigned char key[SSH_KEY], unsigned char out[SSH_BLOB])
{
	out = wire_put_string(out, SSH_ED25519, strlen(SSH_ED25519));
	wire_put_string(out, key, SSH_KEY);
}
