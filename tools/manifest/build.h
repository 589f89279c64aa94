/* SPDX-License-Identifier: BSD-2-Clause */
/* One build of one image: everything both documents are made of. */
#ifndef MANIFEST_BUILD_H
#define MANIFEST_BUILD_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "output.h"
#include "table.h"

struct build {
	const char *image, *flavour;
	const char *version; /* of what is built from this repository alone */
	const char *tree; /* hash of the repository tree, hex */
	uint32_t epoch;	  /* SOURCE_DATE_EPOCH */
	struct steps steps;
	struct builder builder;
	struct output *output;
	size_t outputs;
};

/*
 * manifest.json, schema mayfly/manifest/1: every input and every output.
 * The caller owns the result; NULL when memory ran out.
 */
json_t *manifest_json(const struct build *b);

/*
 * The SBOM, SPDX 2.3: the image (output[0], the OS package), the steps that
 * are marked as in it, the builder packages marked as tools. Returns as above.
 */
json_t *sbom_json(const struct build *b);

#endif
