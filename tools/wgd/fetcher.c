/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetcher.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "../net/supervise.h"
#include "../wg/peerlist.h"

int fetcher_open(struct fetcher *f)
{
	struct sockaddr_un name;
	socklen_t len = source_address(&name);

	memset(f, 0, sizeof(*f));
	f->fd = -1;
	f->listening = socket(AF_UNIX,
			      SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (f->listening < 0)
		return -1;
	return bind(f->listening, (struct sockaddr *)&name, len) ||
	       listen(f->listening, 1) ? -1 : 0;
}

struct pollfd fetcher_poll(const struct fetcher *f)
{
	return (struct pollfd){
	    .fd = f->fd < 0 ? f->listening : f->fd,
	    .events = POLLIN,
	};
}

void fetcher_clear(struct fetcher *f)
{
	sodium_free(f->data); /* wipes it first */
	f->data = NULL;
	f->got = 0;
}

static enum fetcher_news hang_up(struct fetcher *f)
{
	bool due = f->asked;

	fetcher_clear(f);
	close(f->fd);
	f->fd = -1;
	f->asked = false;
	return due ? FETCHER_GONE : FETCHER_NOTHING;
}

/* Whoever else knocks is not let in. */
static enum fetcher_news let_in(struct fetcher *f)
{
	int fd = accept4(f->listening, NULL, NULL,
			 SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct ucred who;
	socklen_t len = sizeof(who);

	if (fd < 0)
		return FETCHER_NOTHING;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) ||
	    who.uid != UID_FETCH) {
		close(fd);
		return FETCHER_NOTHING;
	}
	f->fd = fd;
	return FETCHER_CAME;
}

bool fetcher_ask(struct fetcher *f, uint64_t have, bool anew)
{
	struct source_ask ask = {.have = have, .anew = anew};

	if (f->fd < 0 || f->asked)
		return false;
	fetcher_clear(f);
	/* It fits the empty buffer of a socket whole, or the line is dead. */
	f->asked = send(f->fd, &ask, sizeof(ask), MSG_NOSIGNAL) ==
		   sizeof(ask);
	return f->asked;
}

/* The answer's header is there: make room for what follows. */
static bool make_room(struct fetcher *f)
{
	if (f->answer.kind > SOURCE_FAILED || f->answer.size > PEERLIST_MAX)
		return false;
	f->data = sodium_malloc((size_t)f->answer.size + 1);
	return f->data;
}

enum fetcher_news fetcher_step(struct fetcher *f)
{
	const size_t head = sizeof(f->answer);
	unsigned char *to;
	size_t want;
	ssize_t n;

	if (f->fd < 0)
		return let_in(f);
	for (;;) {
		bool in_head = f->got < head;

		if (in_head) {
			to = (unsigned char *)&f->answer + f->got;
			want = head - f->got;
		} else {
			to = f->data + (f->got - head);
			want = (size_t)f->answer.size - (f->got - head);
		}
		if (!in_head && want == 0)
			break;
		n = recv(f->fd, to, want, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return FETCHER_NOTHING;
		if (n <= 0 || !f->asked)
			return hang_up(f);
		f->got += (size_t)n;
		if (in_head && f->got == head && !make_room(f))
			return hang_up(f);
	}
	f->asked = false;
	f->got = 0;
	return FETCHER_ANSWER;
}
