/* SPDX-License-Identifier: BSD-2-Clause */
#include "json.h"

#include <string.h>

/* The parser's own text has the offending word in it, maybe a password. */
static void explain(const json_error_t *e, struct why *why)
{
	const char *what = "is not valid JSON";

	switch (json_error_code(e)) {
	case json_error_duplicate_key:
		what = "has a JSON key twice";
		break;
	case json_error_null_character:
		what = "has a NUL character in a JSON string";
		break;
	case json_error_invalid_utf8:
		what = "is not valid UTF-8";
		break;
	case json_error_stack_overflow:
		what = "nests JSON too deeply";
		break;
	case json_error_end_of_input_expected:
		what = "has data after its JSON";
		break;
	case json_error_out_of_memory:
		what = "needs more memory than there is";
		break;
	case json_error_premature_end_of_input:
		what = "ends in the middle of its JSON";
		break;
	default:
		break;
	}
	why_set(why, "%s: line %d, column %d", what, e->line, e->column);
	why->machine = json_error_code(e) == json_error_out_of_memory;
}

json_t *st_json_load(const void *data, size_t len, struct why *why)
{
	const size_t bom = strlen(ST_JSON_BOM);
	json_error_t error;
	json_t *v;

	if (len >= bom && !memcmp(data, ST_JSON_BOM, bom)) {
		why_set(why, "begins with a byte order mark: save it as UTF-8 "
			     "without one");
		return NULL;
	}
	v = json_loadb(len > 0 ? data : "", len, JSON_REJECT_DUPLICATES,
	    &error);
	if (!v) {
		explain(&error, why);
		return NULL;
	}
	if (!json_is_object(v)) {
		json_decref(v);
		why_set(why, "is not a JSON object");
		return NULL;
	}
	return v;
}

json_t *st_json_get(const json_t *object, const char *key)
{
	json_t *v = json_object_get(object, key);

	return json_is_null(v) ? NULL : v;
}

int st_json_string(const json_t *object, const char *key, const char **out,
    struct why *why)
{
	const json_t *v = st_json_get(object, key);

	*out = json_string_value(v);
	if (!v || *out)
		return 0;
	why_set(why, "%s is not a string", key);
	return -1;
}

int st_json_array(const json_t *object, const char *key, json_t **out,
    struct why *why)
{
	*out = st_json_get(object, key);
	if (!*out || json_is_array(*out))
		return 0;
	why_set(why, "%s is not an array", key);
	return -1;
}

int st_json_integer(const json_t *object, const char *key, json_int_t *out,
    struct why *why)
{
	const json_t *v = st_json_get(object, key);

	if (!v) {
		why_set(why, "%s is missing", key);
		return -1;
	}
	if (!json_is_integer(v)) {
		why_set(why, "%s is not an integer", key);
		return -1;
	}
	*out = json_integer_value(v);
	return 0;
}
