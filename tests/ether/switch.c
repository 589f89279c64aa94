/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a switch does: cards of one net are its ports (`card`), it passes nothing to ports
 * whose LACP is not up (`lacp`), and its cables are pulled by QEMU (`link`).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "ether.h"

enum { LACPDU = 110, STATE_UP = 0x3d, SYNC = 0x08, COLLECTING = 0x10, DISTRIBUTING = 0x20 };

static bool up[CARDS];

bool lacp_passes(unsigned net, unsigned card)
{
	for (unsigned i = 0; i < n_parts; i++)
		if (parts[i].kind == &kind_lacp && parts[i].net == net)
			return up[card];
	return true;
}

/* Answer a LACPDU as a partner that is ready for whatever the guest's port is. */
static void lacp_frame(struct part *p, const struct frame *in)
{
	static const uint8_t group[6] = {1, 0x80, 0xc2, 0, 0, 2};
	uint8_t d[LACPDU] = {1, 1, 1, 20};
	const uint8_t *c = in->data;

	if (in->type != SLOW || in->size < 62 || c[0] != 1 || c[2] != 1)
		return;
	/* Actor: our system, one key for all ports. */
	put16(d + 4, 0x8000);
	memcpy(d + 6, our_mac(p->net), 6);
	put16(d + 12, 7);
	put16(d + 14, 0x80);
	put16(d + 16, in->card + 1);
	d[18] = STATE_UP;
	/* Partner: what the guest said of itself. */
	d[22] = 2;
	d[23] = 20;
	memcpy(d + 24, c + 4, 15);
	d[42] = 3;
	d[43] = 16;
	send_to_card(p->net, in->card, group, SLOW, d, sizeof(d));
	seen(p->net, 0, "lacp", " card=%u", in->card);
	if (!up[in->card] && c[18] & SYNC && !memcmp(c + 26, our_mac(p->net), 6)) {
		up[in->card] = true;
		seen(p->net, 0, "lacp-up", " card=%u", in->card);
	}
}

/* Plug or unplug a card, by QMP; once. */
static void link_turn(struct part *p, double t)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	struct timeval patience = {5, 0};
	char line[300];
	int fd;

	(void)t;
	if (p->sent)
		return;
	p->sent = 1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	snprintf(a.sun_path, sizeof(a.sun_path), "%s/%s.qmp", folder, word(p, "guest", "guest"));
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof(a)))
		die(3, "%s: %s", a.sun_path, strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	snprintf(line, sizeof(line), "{\"execute\": \"qmp_capabilities\"}\n"
		 "{\"execute\": \"set_link\", \"arguments\": {\"name\": \"%s\", \"up\": %s}}\n",
		 word(p, "card", "a"), number(p, "up", 0) > 0 ? "true" : "false");
	(void)!write(fd, line, strlen(line));
	/* The greeting and two answers: QEMU has done it when it has said so. */
	for (int answers = 0; answers < 3;) {
		ssize_t n = read(fd, line, sizeof(line) - 1);

		if (n <= 0)
			die(3, "no answer from %s", a.sun_path);
		line[n] = 0;
		if (strstr(line, "\"error\""))
			die(3, "%s: %s", a.sun_path, line);
		for (ssize_t i = 0; i < n; i++)
			answers += line[i] == '\n';
	}
	close(fd);
	seen(p->net, 0, number(p, "up", 0) > 0 ? "link-up" : "link-down", " card=%s", word(p, "card", "a"));
}

const struct kind kind_card = {.name = "card", .words = " name:w mac:w "};
const struct kind kind_lacp = {.name = "lacp", .words = " ", .frame = lacp_frame};
const struct kind kind_link = {.name = "link", .words = " guest:w card:w up:n ", .turn = link_turn};
