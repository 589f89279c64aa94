/* SPDX-License-Identifier: BSD-2-Clause */
/* One file by HTTP, resumed where it broke off. */
#ifndef MAYFLY_OSPKG_FETCH_FILE_H
#define MAYFLY_OSPKG_FETCH_FILE_H

#include "../http/fetch_get.h"
#include "fetch.h"
#include "fetch_same.h"

struct fetch_file {
	CURL *curl;
	const struct fetch_job *job;
	const char *url;
	uint64_t max; /* bytes it may have */
	/* Say in *why (which continues "URL: ") that it has more: size. */
	void (*too_large)(const struct fetch_job *job, uint64_t size,
	    struct why *why);
	/* Each byte once, in order, since restart(). 0, or -1 with the reason. */
	int (*data)(void *arg, const char *data, size_t len, struct why *why);
	/* Forget the bytes so far. 0, or -1: that cannot be done. */
	int (*restart)(void *arg);
	void *arg;
	bool is_package; /* report progress */
	bool patient;	 /* try again, though nothing came */
	/* If not NULL: set to where redirects led, or NULL; to be freed. */
	char **final_url;
};

/*
 * Fetch it all. job->limits->tries broken attempts in a row are the end of it;
 * as long as nothing came, so is job->limits->first_ms since the first one, or,
 * if it is not patient, that one (the caller comes back anyway). Returns as
 * fetch_run() does.
 */
int fetch_file(const struct fetch_file *f, struct why *why);

#endif
