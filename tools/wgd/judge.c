/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge.h"

#include <inttypes.h>
#include <string.h>

#include "../wg/peerlist.h"
#include "addr.h"

/* Is it for us, and is it its time? */
static enum judgement check_head(const struct judge *j,
				 const struct peerlist *list, struct why *why)
{
	if (strlen(list->realm) != j->signer.name_len ||
	    memcmp(list->realm, j->signer.name, j->signer.name_len)) {
		why_set(why, "is for another realm: %s", list->realm);
		return JUDGE_REFUSED;
	}
	if (list->number == j->number)
		return JUDGE_SAME;
	if (list->number < j->number || list->number < j->floor) {
		why_set(why, "goes back: it has number %" PRIu64 ", after %"
			PRIu64, list->number,
			j->number > j->floor ? j->number : j->floor);
		return JUDGE_REFUSED;
	}
	if (list->valid_until && list->valid_until <= j->clock) {
		why_set(why, "is no longer valid (or this server's clock is "
			"wrong)");
		return JUDGE_REFUSED;
	}
	return list->since && list->since != j->number ? JUDGE_OTHER :
	    JUDGE_NEW;
}

/*
 * How many go. Those that are replaced count: who exchanges all the keys cuts
 * everyone off, too. One may always go.
 */
static bool shrinks(const struct judge *j, const struct peerlist *list,
		    const struct peers *new, struct why *why)
{
	const struct peers *old = j->now;
	unsigned int may = j->shrink;
	size_t i = 0, k = 0, gone = 0;

	while (i < old->count) {
		int order = peers_order(old, i, new, k);

		gone += order < 0;
		i += order <= 0;
		k += order >= 0;
	}
	if (list->may_shrink > may)
		may = list->may_shrink;
	if (gone <= 1 || gone * 100 <= old->count * may)
		return false;
	why_set(why, "removes %zu of %zu peers, which is more than %u %%: "
		"if that is meant, sign it with may-shrink", gone, old->count,
		may);
	return true;
}

/* Peers of the configuration stay what they are. */
static bool takes_fixed(const struct judge *j, const struct peers *new,
			struct why *why)
{
	const struct peers *f = j->fixed;
	const struct peer_net *met;
	char text[PREFIX_TEXT];
	bool found;

	for (size_t i = 0; i < f->count; i++) {
		peers_find(new, f->peer[i].key, &found);
		if (found) {
			why_set(why, "has the key of a configured peer");
			return true;
		}
	}
	met = peers_meet(f, new);
	if (!met)
		return false;
	why_set(why, "has addresses of %s, which a configured peer has",
		peer_net_text(met, text));
	return true;
}

/* Networks that are not the tunnel's are somebody else's. */
static bool goes_outside(const struct judge *j, const struct peers *new,
			 struct why *why)
{
	const struct peer_net *n = peers_outside(new, j->tunnel);
	char text[PREFIX_TEXT];

	if (!n)
		return false;
	why_set(why, "has %s, which is not in the networks of wg.address= or "
		"wg.allow=", peer_net_text(n, text));
	return true;
}

static enum judgement judge_list(const struct judge *j,
				 const struct peerlist *list,
				 struct peers *out, struct why *why)
{
	enum judgement result = check_head(j, list, why);
	int bad;

	if (result != JUDGE_NEW)
		return result;
	bad = peerlist_apply(j->now, list, out, why);
	if (bad)
		return bad == -2 ? JUDGE_MEMORY : JUDGE_REFUSED;
	return shrinks(j, list, out, why) || goes_outside(j, out, why) ||
	    takes_fixed(j, out, why) ? JUDGE_REFUSED : JUDGE_NEW;
}

enum judgement judge(const struct judge *j, const char *data, size_t len,
		     struct peers *out, uint64_t *number, struct why *why)
{
	enum judgement result = JUDGE_REFUSED;
	struct peerlist list;
	struct note note;
	int bad;

	memset(out, 0, sizeof(*out));
	if (note_parse(data, len, &note, why) ||
	    note_verify(&note, &j->signer, why) != NOTE_GOOD)
		return JUDGE_REFUSED;
	bad = peerlist_parse(note.text, note.len, &list, why);
	if (bad)
		result = bad == -2 ? JUDGE_MEMORY : JUDGE_REFUSED;
	else
		result = judge_list(j, &list, out, why);
	*number = list.number;
	peerlist_free(&list);
	return result;
}
