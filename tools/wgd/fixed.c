/* SPDX-License-Identifier: BSD-2-Clause */
#include "fixed.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "err.h"
#include "readfile.h"

static int by_key(const void *a, const void *b)
{
	const struct peer *p = a, *q = b;

	return memcmp(p->key, q->key, PEER_KEY);
}

/* The command line's peers as a table. */
static int from_options(const struct wg_conf *conf, struct peers *t)
{
	if (peers_init(t, WG_PEERS, (size_t)WG_PEERS * WG_PEER_NETS, 0, 0)) {
		warn("no memory");
		return EXIT_UNKNOWN;
	}
	for (size_t i = 0; i < conf->peer_count; i++) {
		const struct wg_peer *from = &conf->peer[i];
		struct peer *p = &t->peer[t->count++];

		*p = (struct peer){
		    .psk = PEER_NO_PSK,
		    .endpoint = -1,
		    .net = (uint32_t)t->nets,
		    .nets = (uint16_t)from->allowed_count,
		};
		memcpy(p->key, from->key, PEER_KEY);
		for (size_t k = 0; k < from->allowed_count; k++) {
			peer_net_take(&from->allowed[k], &t->net[t->nets]);
			t->nets++;
		}
	}
	qsort(t->peer, t->count, sizeof(*t->peer), by_key);
	return EXIT_YES;
}

static int from_file(const struct wg_conf *conf, const char *text, size_t len,
		     struct fixed *out)
{
	struct conf c;
	char why[256];

	if (conf_parse(text, len, &c, NULL, why, sizeof(why))) {
		peers_free(&c.peers);
		warn(FIXED_CONF ": %s", why);
		return EXIT_USAGE;
	}
	out->peers = c.peers;
	out->fwmark = c.fwmark;
	if (c.port && c.port != conf->port) {
		warn(FIXED_CONF ": ListenPort = %d, but the packet filter is "
				"open for wg.port=%d: set that", c.port,
		     conf->port);
		return EXIT_USAGE;
	}
	return EXIT_YES;
}

/* Is each network in the tunnel? Says which is not. */
static int check_nets(const struct wg_conf *conf, const char *where,
		      const struct peers *t)
{
	const struct peer_net *n = peers_outside(t, &conf->tunnel);
	char text[PREFIX_TEXT];

	if (!n)
		return EXIT_YES;
	warn("%s: a peer has %s, which is not in the networks of wg.address=; "
	     "if it is to be the tunnel's, name it in wg.allow=", where,
	     peer_net_text(n, text));
	return EXIT_USAGE;
}

int fixed_load(const struct wg_conf *conf, struct fixed *out)
{
	unsigned char *data;
	int status;
	size_t len;

	memset(out, 0, sizeof(*out));
	if (readfile_at(AT_FDCWD, FIXED_CONF + 1, CONF_MAX, &data, &len)) {
		if (errno == ENOENT) {
			status = from_options(conf, &out->peers);
			return status != EXIT_YES ? status :
			    check_nets(conf, "wg.peer=", &out->peers);
		}
		warn("read " FIXED_CONF ":");
		return EXIT_UNKNOWN;
	}
	if (conf->peer_count || conf->listed) {
		warn("peers come either from " FIXED_CONF " or from wg.peer= "
		     "and wg.peers=, not from both");
		status = EXIT_USAGE;
	} else {
		status = from_file(conf, (char *)data, len, out);
		if (status == EXIT_YES)
			status = check_nets(conf, FIXED_CONF, &out->peers);
		if (status == EXIT_YES && out->peers.psks)
			warn("warning: " FIXED_CONF " has preshared keys, and "
			     "an OS package can be read by anyone");
	}
	sodium_memzero(data, len);
	free(data);
	return status;
}
