/* SPDX-License-Identifier: BSD-2-Clause */
/* The files a build made: name, size, hash. */
#ifndef MANIFEST_OUTPUT_H
#define MANIFEST_OUTPUT_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_HEX = 65 }; /* with the NUL */

struct output {
	const char *name; /* base name, inside the path given */
	uint64_t size;	  /* bytes */
	char sha256[SHA256_HEX];
};

/*
 * Hash the file at path. Returns EXIT_YES; or, after a warn(), EXIT_NO if it
 * is not a regular file with a plain name, EXIT_UNKNOWN if it cannot be read.
 */
int output_read(const char *path, struct output *out);

/*
 * Hash n files and sort them by name. Returns as above, and EXIT_NO when two
 * have one name. *out is an array for the life of the program.
 */
int outputs_read(char **path, size_t n, struct output **out);

/* SHA-256 of len bytes as lower-case hex; dies if the library fails. */
void sha256_hex(const void *data, size_t len, char hex[static SHA256_HEX]);

#endif
