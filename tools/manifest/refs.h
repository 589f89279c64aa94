/* SPDX-License-Identifier: BSD-2-Clause */
/* Names that other databases have for a package: purl and CPE. */
#ifndef MANIFEST_REFS_H
#define MANIFEST_REFS_H

#include "table.h"

/*
 * The package URL of a step with a source: type generic, with its checksum
 * and, if known, where it is downloaded. A string to free(); dies without
 * memory.
 */
char *purl_step(const struct step *s);

/* The package URL of a Debian package: type deb. As above. */
char *purl_package(const struct builder_package *p);

/*
 * The CPE 2.3 name that vulnerability databases use for a step's source; a
 * string to free(), or NULL when the step is not in our table.
 */
char *cpe_step(const struct step *s);

#endif
