/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "pe.h"

enum {
	PAGE = 4096,
	CODE = 0x60000020,   /* section flags: code, executable, readable */
	DATA = 0x40000040,   /* initialised data, readable */
	IMAGE_MAX = INT32_MAX,
};

static uint64_t round_up(uint64_t n, uint64_t to)
{
	return (n + to - 1) / to * to;
}

/* What the new file looks like. */
struct plan {
	const struct pe *pe;
	const char *without;
	const struct pe_new *add;
	unsigned int n;
	unsigned int kept; /* old sections */
	uint64_t headers, size;
	uint64_t address; /* of the first new section */
};

static int dropped(const struct plan *plan, const struct pe_section *s)
{
	return plan->without && !strcmp(s->name, plan->without);
}

static uint64_t next_address(const struct plan *plan, uint64_t end)
{
	uint32_t align = plan->pe->section_align;

	return round_up(end, align > PAGE ? align : PAGE);
}

static uint64_t in_memory(const struct pe_new *new)
{
	return new->memory > new->size ? new->memory : new->size;
}

/* Sizes, and whether all of it fits what PE can express. */
static int make_plan(struct plan *plan, struct why *why)
{
	const struct pe *pe = plan->pe;
	uint64_t first = IMAGE_MAX, end;
	struct pe_section s;
	unsigned int i;

	plan->size = 0;
	for (i = 0; i < pe->sections; i++) {
		pe_section(pe, i, &s);
		if (i == 0)
			first = s.address;
		if (dropped(plan, &s))
			continue;
		plan->kept++;
		plan->size += round_up(s.raw_size, pe->file_align);
	}
	plan->headers = round_up(pe->table +
	    (uint64_t)PE_SECTION * (plan->kept + plan->n), pe->file_align);
	if (plan->headers < pe->headers)
		plan->headers = round_up(pe->headers, pe->file_align);
	if (plan->headers > first ||
	    plan->kept + plan->n > PE_SECTIONS_MAX) {
		why_set(why, "no room in the PE headers for %u more sections",
		    plan->n);
		return -1;
	}
	plan->size += plan->headers;
	plan->address = next_address(plan, pe->image_end);
	for (i = 0, end = plan->address; i < plan->n; i++) {
		if (plan->add[i].size > IMAGE_MAX ||
		    end + in_memory(&plan->add[i]) > IMAGE_MAX) {
			why_set(why, "the image would exceed 2 GiB");
			return -1;
		}
		plan->size += round_up(plan->add[i].size, pe->file_align);
		end = next_address(plan, end + in_memory(&plan->add[i]));
	}
	if (plan->size > IMAGE_MAX) {
		why_set(why, "the file would exceed 2 GiB");
		return -1;
	}
	return 0;
}

/* Copy the old sections. Returns the offset behind them, *head likewise. */
static uint32_t keep(const struct plan *plan, unsigned char *out,
    unsigned char **head)
{
	const struct pe *pe = plan->pe;
	uint32_t at = (uint32_t)plan->headers;
	struct pe_section s;
	unsigned int i;

	for (i = 0; i < pe->sections; i++) {
		pe_section(pe, i, &s);
		if (dropped(plan, &s))
			continue;
		memcpy(*head, pe->data + pe->table + PE_SECTION * (size_t)i,
		    PE_SECTION);
		if (s.raw_size > 0) {
			uint32_t raw = (uint32_t)round_up(s.raw_size,
			    pe->file_align);

			memcpy(out + at, pe->data + s.raw, s.raw_size);
			/* No size in memory means that in the file, which grows. */
			if (s.size == 0)
				put_le32(*head + 8, s.raw_size);
			put_le32(*head + 16, raw);
			put_le32(*head + 20, at);
			at += raw;
		}
		*head += PE_SECTION;
	}
	return at;
}

/* Add the new ones. Returns where the image ends in memory. */
static uint64_t append(const struct plan *plan, unsigned char *out, uint32_t at,
    unsigned char *head)
{
	uint64_t address = plan->address, end = plan->pe->image_end;
	unsigned int i;

	for (i = 0; i < plan->n; i++, head += PE_SECTION) {
		const struct pe_new *new = &plan->add[i];
		uint32_t raw = (uint32_t)round_up(new->size,
		    plan->pe->file_align);

		memcpy(head, new->name, strlen(new->name)); /* at most 8 */
		put_le32(head + 8, (uint32_t)in_memory(new));
		put_le32(head + 12, (uint32_t)address);
		put_le32(head + 16, raw);
		put_le32(head + 20, at);
		put_le32(head + 36, new->code ? CODE : DATA);
		memcpy(out + at, new->data, new->size);
		at += raw;
		end = address + in_memory(new);
		address = next_address(plan, end);
	}
	return end;
}

void pe_set_checksum(unsigned char *data, size_t len, size_t checksum)
{
	uint64_t sum = 0;
	size_t i;

	put_le32(data + checksum, 0);
	for (i = 0; i + 1 < len; i += 2)
		sum += get_le16(data + i);
	if (i < len)
		sum += data[i];
	while (sum > UINT16_MAX)
		sum = (sum & UINT16_MAX) + (sum >> 16);
	put_le32(data + checksum, (uint32_t)(sum + len));
}

int pe_add(const struct pe *pe, const char *without, const struct pe_new *add,
    unsigned int n, unsigned char **out, size_t *len, struct why *why)
{
	struct plan plan = { .pe = pe, .without = without, .add = add, .n = n };
	unsigned char *p, *head;
	uint64_t end;
	uint32_t at;

	if (make_plan(&plan, why))
		return -1;
	p = calloc(1, plan.size);
	if (!p) {
		why_set(why, "no memory for %llu bytes",
		    (unsigned long long)plan.size);
		return -1;
	}
	memcpy(p, pe->data, pe->table);
	head = p + pe->table;
	at = keep(&plan, p, &head);
	end = append(&plan, p, at, head);
	put_le16(p + pe->coff + 2, (uint16_t)(plan.kept + n));
	memset(p + pe->coff + 8, 0, 8); /* symbol table */
	put_le32(p + pe->optional + 56,
	    (uint32_t)round_up(end, pe->section_align));
	put_le32(p + pe->optional + 60, (uint32_t)plan.headers);
	memset(p + pe->certs_entry, 0, 8);
	pe_set_checksum(p, plan.size, pe->checksum);
	*out = p;
	*len = plan.size;
	return 0;
}
