/* SPDX-License-Identifier: BSD-2-Clause */
#include "build.h"

static json_t *sources(const struct steps *s)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < s->n; i++) {
		const struct step *p = &s->step[i];

		if (p->file)
			json_array_append_new(list, json_pack(
			    "{s:s, s:s, s:s, s:I, s:s, s:s?, s:s?}",
			    "name", p->name, "version", p->version,
			    "file", p->file, "size", (json_int_t)p->size,
			    "sha256", p->sha256, "url", p->url,
			    "license", p->license));
	}
	return list;
}

static json_t *packages(const struct builder *b)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < b->n; i++) {
		const struct builder_package *p = &b->package[i];

		json_array_append_new(list, json_pack("{s:s, s:s, s:s}",
		    "name", p->name, "version", p->version,
		    "sha256", p->sha256));
	}
	return list;
}

static json_t *steps(const struct steps *s)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < s->n; i++)
		json_array_append_new(list, json_pack("{s:s, s:s}",
		    "name", s->step[i].name, "key", s->step[i].key));
	return list;
}

static json_t *outputs(const struct build *b)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < b->outputs; i++)
		json_array_append_new(list, json_pack("{s:s, s:I, s:s}",
		    "name", b->output[i].name,
		    "size", (json_int_t)b->output[i].size,
		    "sha256", b->output[i].sha256));
	return list;
}

/* A NULL element would be lost, so its array must be as long as promised. */
static json_t *whole(json_t *list, size_t n)
{
	if (json_array_size(list) == n)
		return list;
	json_decref(list);
	return NULL;
}

json_t *manifest_json(const struct build *b)
{
	size_t i, nsources = 0;

	for (i = 0; i < b->steps.n; i++)
		nsources += b->steps.step[i].file != NULL;
	return json_pack("{s:s, s:s, s:s, s:s, s:I, s:s, s:{s:o, s:o, s:o}, s:o}",
	    "schema", "mayfly/manifest/1", "image", b->image,
	    "flavour", b->flavour, "version", b->version,
	    "source_date_epoch", (json_int_t)b->epoch, "tree", b->tree,
	    "inputs",
	    "sources", whole(sources(&b->steps), nsources),
	    "builder", whole(packages(&b->builder), b->builder.n),
	    "steps", whole(steps(&b->steps), b->steps.n),
	    "outputs", whole(outputs(b), b->outputs));
}
