/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An OS package that a running image keeps in memory, to come back to it: what
 * kexec needs, and what is to be remembered. Who starts a package puts these files
 * behind its initramfs: /package.* are its own, /former.* those of the package
 * that ran before, if the new one is on trial (init.8, TRIAL).
 */
#ifndef MAYFLY_OSPKG_KEPT_H
#define MAYFLY_OSPKG_KEPT_H

#include <stdbool.h>

#include "verified.h"

#define KEPT_OWN "package"
#define KEPT_FORMER "former"

enum {
	KEPT_REFUSED = 8,  /* packages; of more, the last ones */
	KEPT_TRIAL = 300,  /* seconds, upgrade.trial= by default */
	KEPT_TRIAL_MOST = 1800,
	KEPT_ANY = 255, /* nothing is known of how well it served */
};

struct kept {
	struct verified v; /* v.kernel is -1: there is none */
	/*
	 * With which status its role's health program ended (init.8): the package
	 * after it is to be as well, which is this or a smaller one.
	 */
	uint8_t health;
	bool back; /* it runs again, after the last one of these */
	/* Packages that were tried and did not do, the last one last. */
	unsigned char refused[KEPT_REFUSED][OSPKG_HASH];
	unsigned int refused_count;
};

/*
 * The last upgrade.trial= of a package's command line: how many seconds the package
 * after this one has; 0: nothing is kept. *bad: it is no number of 10 to
 * KEPT_TRIAL_MOST, nor 0, and the default is returned. bad may be NULL.
 */
unsigned int kept_trial(const char *cmdline, bool *bad);

/* Is a package with this command line to be kept? It upgrades itself, and may. */
bool kept_wanted(const char *cmdline);

/*
 * Take the files with that name (KEPT_OWN, ...) off the root file system: they are
 * in memory then and gone there. Without them, or after a message, out->v.kernel is -1.
 */
void kept_take(const char *name, struct kept *out);

/* Put these files behind an initramfs (archive.h). Returns 0, or -1 with errno. */
int kept_put(int archive, const char *name, const struct kept *k);

/*
 * Bytes of memory that it takes to start v with these packages behind its initramfs,
 * each of which may be NULL; with neither 0: then nobody asks for more than ever.
 */
uint64_t kept_memory(const struct verified *v, const struct kept *a,
    const struct kept *b);

/* It is not to be taken again. */
void kept_refuse(struct kept *k, const unsigned char *hash);

/* Free the memory. */
void kept_drop(struct kept *k);

#endif
