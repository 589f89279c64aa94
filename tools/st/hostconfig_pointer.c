/* SPDX-License-Identifier: BSD-2-Clause */
/* What ospkg_pointer means: hostconfig_file() and hostconfig_warnings() */
#include <stdbool.h>
#include <string.h>

#include "hostconfig.h"

/* Is one of the parts between slashes ".."? */
static bool leads_up(const char *s)
{
	for (;;) {
		size_t n = strcspn(s, "/");

		if (n == 2 && !memcmp(s, "..", n))
			return true;
		if (s[n] == '\0')
			return false;
		s += n + 1;
	}
}

const char *hostconfig_file(const char *pointer, char name[HOSTCONFIG_FILE])
{
	const char *slash = strrchr(pointer, '/');
	const char *base = slash ? slash + 1 : pointer;
	const char *dot = strrchr(base, '.');
	size_t len = strlen(pointer);

	if (strstr(pointer, "://"))
		return "is a URL, and packages come with the boot medium: name "
		       "a file of its folder ospkg";
	if (pointer[0] == '/' || leads_up(pointer))
		return "leads out of the folder ospkg of the boot medium";
	if (dot)
		len = (size_t)(dot - pointer);
	/* ".zip" is a suffix without a name, "sub/" a folder. */
	if (len == (size_t)(base - pointer))
		return "is not the name of a file";
	if (len >= HOSTCONFIG_FILE)
		return "is too long for the name of a file";
	memcpy(name, pointer, len);
	name[len] = '\0';
	return NULL;
}

void hostconfig_warnings(const struct hostconfig *h,
    void (*tell)(void *arg, const char *text), void *arg)
{
	const struct {
		const char *sign, *key;
		bool set;
	} old[] = {
		{ "$ID", "identity", h->identity },
		{ "$AUTH", "authentication", h->authentication },
	};
	struct why text;

	for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		if (strstr(h->pointer, old[i].sign)) {
			why_set(&text, "ospkg_pointer has %s, in the place of "
				"which stboot before v0.3.5 put %s: now it is "
				"asked for as it is; write the value there",
			    old[i].sign, old[i].key);
			tell(arg, text.text);
		}
		if (old[i].set) {
			why_set(&text, "%s is dropped: nothing uses it since "
				"stboot v0.3.5", old[i].key);
			tell(arg, text.text);
		}
	}
}
