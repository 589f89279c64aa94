/* SPDX-License-Identifier: BSD-2-Clause */
#include "keep.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../wg/alias.h"
#include "apply.h"
#include "backoff.h"
#include "calls.h"
#include "complain.h"
#include "err.h"
#include "fetcher.h"
#include "handover.h"
#include "judge.h"
#include "readfile.h"
#include "resume.h"

enum { SIGNER_MAX = 1024, LOOKS = 6 };

static const struct wg_conf *conf;
static struct hands hands;
static struct nl route;
static struct fetcher fetcher;
static struct judge court;
static struct watched fixed, listed;
static struct watched *const all[] = {&listed, &fixed};
static struct backoff backoff;
static struct why last; /* what was said of the source or its list */
static bool anew;	/* do not spare the source: what we have is not enough */
static bool by_hand;	/* what the source says of that list is to be noted */
static uint64_t number; /* of the list whose peers there are; 0: none */
static int64_t poll_at, idle_at;
static volatile sig_atomic_t asked_to_end;

int keep_signer(void)
{
	unsigned char *data;
	struct why why;
	size_t len;

	if (readfile_at(AT_FDCWD, SOURCE_SIGNER + 1, SIGNER_MAX, &data, &len)) {
		warn("read " SOURCE_SIGNER ":");
		return EXIT_UNKNOWN;
	}
	/* court.signer points into it, for good. */
	data[strcspn((char *)data, "\n")] = '\0';
	if (!note_key_parse((char *)data, &court.signer, &why))
		return EXIT_YES;
	warn(SOURCE_SIGNER " %s", why.text);
	return EXIT_USAGE;
}

/* In how many milliseconds to look again: all is well, or again in vain. */
static int64_t next_poll(bool well)
{
	uint32_t poll_ms = conf->poll * 1000;

	if (!well)
		return 1000 + backoff_next(&backoff);
	backoff.failures = 0;
	/* A fleet that booted together does not ask together. */
	return poll_ms * 3 / 4 + randombytes_uniform(poll_ms / 2 + 1);
}

/* Say it once; the same trouble a minute later is no news. */
static void keep_what_is(const char *what, const char *reason)
{
	if (!strcmp(last.text, reason))
		return;
	why_set(&last, "%s", reason);
	warn("%s: %s; keeping %zu peers, number=%" PRIu64, what, last.text,
	     listed.peers.count, number);
}

uint64_t keep_number(const struct rtnl_link *link)
{
	uint64_t n;

	return sscanf(link->alias, ALIAS_NUMBER "%" SCNu64, &n) == 1 ? n : 0;
}

bool keep_got_list(const struct rtnl_link *link)
{
	return keep_number(link) && !strstr(link->alias, ALIAS_HANDED);
}

static int set_number(int index, uint64_t n, bool by_handover)
{
	char alias[RTNL_ALIAS];

	snprintf(alias, sizeof(alias), ALIAS_NUMBER "%" PRIu64 "%s", n,
		 by_handover ? ALIAS_HANDED : "");
	if (rtnl_link_set_alias(&route, index, alias))
		return complain("note the list's number", route.error);
	number = court.number = n;
	by_hand = by_handover;
	return EXIT_YES;
}

/* The source offers the list that there is. */
static int confirm(int index)
{
	return by_hand ? set_number(index, number, false) : EXIT_YES;
}

/* New is to be what is. On a failure nobody knows what is: start afresh. */
static int change(struct peers *new, uint64_t n, int index, int64_t began)
{
	struct applied did;
	const char *words;
	int64_t took;

	if (apply(&hands, &listed, new, &did, &words))
		return complain("change the peers", words);
	anew = false;
	last.text[0] = '\0';
	took = clock_now() - began;
	printf("mayfly: peers number=%" PRIu64 " count=%zu added=%zu "
	       "changed=%zu removed=%zu seconds=%d.%02d\n", n,
	       listed.peers.count, did.added, did.changed, did.removed,
	       (int)(took / 1000), (int)(took % 1000 / 10));
	fflush(stdout);
	/* With that this server may be ready, which is to be read after it. */
	return set_number(index, n, false);
}

/* A list came in. */
static int consider(int index)
{
	enum judgement result;
	struct peers new;
	uint64_t n = 0;
	struct why why;
	int status = EXIT_YES;
	int64_t began = clock_now();

	court.clock = time(NULL);
	court.now = &listed.peers;
	result = judge(&court, (char *)fetcher.data,
		       (size_t)fetcher.answer.size, &new, &n, &why);
	fetcher_clear(&fetcher);
	if (result == JUDGE_NEW) {
		status = change(&new, n, index, began);
	} else if (result == JUDGE_OTHER) {
		anew = true;
	} else if (result == JUDGE_SAME) {
		status = confirm(index);
	} else {
		keep_what_is("list of peers refused", why.text);
		/* The clock or a server may be set right without a new list. */
		anew = true;
	}
	peers_free(&new);
	poll_at = clock_now() + (result == JUDGE_OTHER ? 0 :
	    next_poll(result <= JUDGE_SAME));
	return status;
}

static int on_fetcher(int index)
{
	switch (fetcher_step(&fetcher)) {
	case FETCHER_NOTHING:
		break;
	case FETCHER_CAME:
		poll_at = clock_now();
		break;
	case FETCHER_GONE:
		poll_at = clock_now() + next_poll(false);
		break;
	case FETCHER_ANSWER:
		if (fetcher.answer.kind == SOURCE_FULL ||
		    fetcher.answer.kind == SOURCE_DELTA)
			return consider(index);
		fetcher_clear(&fetcher);
		poll_at = clock_now() +
			  next_poll(fetcher.answer.kind == SOURCE_SAME);
		if (fetcher.answer.kind == SOURCE_SAME)
			return confirm(index);
	}
	return EXIT_YES;
}

static int forget_idle(void)
{
	const char *words;
	uint32_t now = (uint32_t)(clock_now() / 1000);

	if (idle_check(&hands, all, 2, conf->forget, now, &words) < 0)
		return complain("forget idle peers", words);
	/* Several looks in the time: so much later than that at most. */
	idle_at = clock_now() + (int64_t)conf->forget * 1000 / LOOKS;
	return EXIT_YES;
}

/* Marks for a table; there is an address to be forgotten where that one has it. */
static int make_marks(struct watched *w, const struct peers *handed)
{
	uint32_t now = (uint32_t)(clock_now() / 1000);

	w->mark = calloc(w->peers.count + 1, sizeof(*w->mark));
	if (!w->mark)
		return -1;
	for (size_t i = 0; handed && i < handed->count; i++)
		if (handed->peer[i].endpoint >= 0)
			w->mark[i] = (struct mark){1, now, true, false};
	return 0;
}

/*
 * The peers that wgd was handed, with their networks: so a delta can follow.
 * Endpoints are the kernel's business from here on.
 */
static int take_over(const struct handover *h, int index)
{
	struct resume r = {.known.count = 0};
	bool counts = resume_listed(h, conf);
	int bad = resume_sort(h, conf, &fixed.peers, &r) ||
		  make_marks(&fixed, &r.known);

	if (!bad) {
		listed.peers = r.others;
		bad = make_marks(&listed, &r.others);
		memset(&r.others, 0, sizeof(r.others));
	}
	for (size_t i = 0; !bad && i < listed.peers.count; i++)
		listed.peers.peer[i].endpoint = -1;
	resume_free(&r);
	if (bad)
		return complain("take the peers over", "");
	return h->number && counts ? set_number(index, h->number, true) : EXIT_YES;
}

/* What there is: peers that were handed over, or those that a list gave. */
static int find_peers(int index)
{
	struct handover h;
	const char *words = "";
	int status = EXIT_YES;

	handover_load(STDIN_FILENO, false, &h);
	if (h.present)
		status = take_over(&h, index);
	else if (make_marks(&fixed, NULL) || apply_adopt(&hands, all, 2, &words))
		status = complain("list the peers there are", words);
	handover_free(&h);
	handover_wipe(STDIN_FILENO);
	return status;
}

static int start(const struct rtnl_link *link, struct peers *peers)
{
	int status, index = link->index;

	fixed.peers = *peers;
	memset(peers, 0, sizeof(*peers));
	hands.device = sodium_malloc(sizeof(*hands.device));
	if (!hands.device)
		return complain("start", "");
	if (device_open(hands.device, index))
		return complain("talk to WireGuard", hands.device->genl.error);
	if (conntrack_open(&hands.conntrack) ||
	    nl_open(&route, NETLINK_ROUTE, 0))
		return complain("open netlink", "");
	status = find_peers(index);
	if (status != EXIT_YES || !conf->listed)
		return status;
	court.tunnel = &conf->tunnel;
	court.fixed = &fixed.peers;
	if (!number)
		number = keep_number(link);
	court.floor = number;
	if (court.floor < conf->floor)
		court.floor = conf->floor;
	court.shrink = conf->shrink;
	backoff.first_ms = conf->poll * 1000;
	backoff.max_ms = conf->poll * 10000;
	status = keep_signer();
	if (status == EXIT_YES && fetcher_open(&fetcher))
		return complain("listen for wgfetch", "");
	return status;
}

static const struct timespec *wait_until(int64_t due, int64_t now,
					 struct timespec *t)
{
	int64_t ms = due > now ? due - now : 0;

	t->tv_sec = ms / 1000;
	t->tv_nsec = ms % 1000 * 1000000;
	return due == CLOCK_NEVER ? NULL : t;
}

/* Whatever is due. Returns an exit status; EXIT_YES: go on. */
static int step(int index)
{
	struct pollfd p = {.fd = -1};
	int64_t due, now = clock_now();
	struct timespec t;
	sigset_t nothing;
	int status;

	sigemptyset(&nothing);
	if (conf->listed) {
		p = fetcher_poll(&fetcher);
		if (now >= poll_at)
			fetcher_ask(&fetcher, court.number, anew);
	}
	/* While an answer is due, or nobody is there, it is what wakes us. */
	due = conf->listed && fetcher.fd >= 0 && !fetcher.asked ? poll_at :
	    CLOCK_NEVER;
	if (conf->forget)
		due = clock_min(due, idle_at);
	/* The one place where SIGTERM comes in. */
	ppoll(&p, 1, wait_until(due, now, &t), &nothing);
	status = p.revents ? on_fetcher(index) : EXIT_YES;
	if (status == EXIT_YES && conf->forget && clock_now() >= idle_at)
		status = forget_idle();
	return status;
}

static void on_end(int sig)
{
	asked_to_end = sig;
}

/* SIGTERM waits until step() lets it in. */
static void catch_end(void)
{
	struct sigaction a = {.sa_handler = on_end};
	sigset_t term;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	sigaction(SIGTERM, &a, NULL);
}

int keep(const struct wg_conf *c, const struct rtnl_link *link,
	 struct peers *peers)
{
	int status;

	conf = c;
	if (!conf->listed && !conf->forget) {
		handover_wipe(STDIN_FILENO);
		return EXIT_YES;
	}
	catch_end();
	status = start(link, peers);
	calls_of_keep();
	while (status == EXIT_YES && !asked_to_end)
		status = step(link->index);
	/* Preshared keys are not to stay in a page that nobody clears. */
	peers_free(&fixed.peers);
	peers_free(&listed.peers);
	return asked_to_end ? EXIT_UNKNOWN : status;
}
