/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PE32+ images of EFI programs for x86-64, as far as a boot loader's file
 * needs: sections and the certificate table (Microsoft PE/COFF, and the
 * Authenticode paper for the digest). What is malformed, or has bytes that
 * Authenticode's digest would leave out, is refused.
 */
#ifndef STMGR_PE_H
#define STMGR_PE_H

#include <stddef.h>
#include <stdint.h>

#include "../st/why.h"

enum {
	PE_SECTIONS_MAX = 96, /* what loaders take */
	PE_SECTION = 40,      /* bytes of a section header */
};

/* Offsets are from the start of the file, and inside it. */
struct pe {
	const unsigned char *data; /* the caller's */
	size_t len;
	size_t coff;	      /* the COFF header */
	size_t optional;      /* the optional header */
	size_t checksum;      /* its checksum field, 4 bytes */
	size_t certs_entry;   /* data directory 4, 8 bytes */
	size_t table;	      /* the section headers */
	unsigned int sections;
	uint32_t headers;     /* SizeOfHeaders */
	uint32_t image;	      /* SizeOfImage */
	uint32_t file_align, section_align; /* powers of two */
	uint32_t image_end;   /* end of the last section in memory */
	size_t content;	      /* the certificate table, or the end if none */
};

/* One section: its bytes in the file, and where it is in memory. */
struct pe_section {
	char name[9];
	uint32_t raw, raw_size, address, size;
};

/*
 * Look at the len bytes at data, which *pe then refers to. Returns 0, or -1
 * with *why a text that continues "FILE: ".
 */
int pe_parse(struct pe *pe, const void *data, size_t len, struct why *why);

/* Section i, counted from 0; i < pe->sections. */
void pe_section(const struct pe *pe, unsigned int i, struct pe_section *s);

/* The first section of that name: 1 and *s, or 0. */
int pe_find(const struct pe *pe, const char *name, struct pe_section *s);

/*
 * Is this, at first sight, a kernel or program that firmware for x86-64 starts?
 * For what is only carried along, where pe_parse() would be too strict: kernels
 * of other origin. Returns 0, or -1 and *why.
 */
int pe_is_efi(const void *data, size_t len, struct why *why);

/* How much memory the headers of such a program ask for (SizeOfImage). */
uint32_t pe_memory(const void *data, size_t len);

/* A section to add: size bytes at data. */
struct pe_new {
	char name[9];
	const void *data;
	size_t size;
	uint32_t memory; /* bytes in memory, if that is more */
	int code;	 /* executable */
};

/*
 * A new file in *out (to free()), *len bytes: the sections of pe but the ones
 * of the name `without` (NULL: all), then the n new ones, each on a page of
 * its own in memory. Certificates, symbols and what else followed the sections
 * are left out; the checksum is set. Returns 0, or -1 and *why.
 */
int pe_add(const struct pe *pe, const char *without, const struct pe_new *add,
    unsigned int n, unsigned char **out, size_t *len, struct why *why);

/* Set the checksum of the PE file at data. */
void pe_set_checksum(unsigned char *data, size_t len, size_t checksum);

enum { PE_DIGEST = 32 };

/*
 * The Authenticode digest, SHA-256: over all bytes but checksum, certificate
 * table and its entry; padded with zeros to a multiple of 8, as a signer pads
 * the file. Returns 0, or -1 if libcrypto has no memory.
 */
int pe_digest(const struct pe *pe, unsigned char digest[PE_DIGEST]);

#endif
