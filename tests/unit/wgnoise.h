/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The client's half of WireGuard's handshake and its data messages, written
 * from the protocol's paper alone, without what a benchmark needs not: no
 * preshared key, no cookies, no second handshake.
 */
#ifndef TESTS_WGNOISE_H
#define TESTS_WGNOISE_H

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

enum { WG_INITIATION = 148, WG_RESPONSE = 92, WG_HEAD = 16, WG_TAG = 16 };

struct noise {
	uint8_t key[32], public[32], server[32], ephemeral[32];
	uint8_t chain[32], hash[32];
	uint8_t send[32], receive[32];
	uint32_t local, remote; /* indices */
	uint64_t counter;
};

/* Little endian, as this machine is. */
static inline uint32_t get32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, 4);
	return v;
}

static inline void blake2s_block(uint32_t h[8], const uint8_t *block,
				 uint32_t count, bool last)
{
	static const uint32_t iv[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	static const uint8_t sigma[10][16] = {
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
		{14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
		{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
		{7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
		{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
		{2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
		{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
		{13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
		{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
		{10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};
	static const uint8_t at[8][4] = {
		{0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
		{0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}};
	uint32_t v[16], m[16];

	memcpy(m, block, 64);
	memcpy(v, h, 32);
	memcpy(v + 8, iv, 32);
	v[12] ^= count;
	v[14] ^= last ? 0xffffffff : 0;
	for (int round = 0; round < 10; round++)
		for (int i = 0; i < 8; i++) {
			uint32_t *a = v + at[i][0], *b = v + at[i][1];
			uint32_t *c = v + at[i][2], *d = v + at[i][3];
#define ROTATE(x, n) ((x) >> (n) | (x) << (32 - (n)))
			*a += *b + m[sigma[round][2 * i]];
			*d = ROTATE(*d ^ *a, 16);
			*c += *d;
			*b = ROTATE(*b ^ *c, 12);
			*a += *b + m[sigma[round][2 * i + 1]];
			*d = ROTATE(*d ^ *a, 8);
			*c += *d;
			*b = ROTATE(*b ^ *c, 7);
#undef ROTATE
		}
	for (int i = 0; i < 8; i++)
		h[i] ^= v[i] ^ v[i + 8];
}

/* BLAKE2s of at most 1024 bytes: a key (or none), then data. */
static inline void blake2s(uint8_t *out, uint32_t size, const uint8_t *key,
			   uint32_t key_size, const uint8_t *data, uint32_t n)
{
	uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	uint8_t all[64 + 1024 + 64] = {0};
	uint32_t at = 0, whole = n + (key_size ? 64 : 0);

	if (key_size)
		memcpy(all, key, key_size);
	memcpy(all + (key_size ? 64 : 0), data, n);
	h[0] ^= 0x01010000 ^ key_size << 8 ^ size;
	for (; whole - at > 64; at += 64)
		blake2s_block(h, all + at, at + 64, false);
	blake2s_block(h, all + at, whole, true);
	memcpy(out, h, size);
}

static inline void hmac(uint8_t out[32], const uint8_t key[32],
			const uint8_t *data, uint32_t n)
{
	uint8_t inner[64 + 64], outer[64 + 32];

	for (int i = 0; i < 64; i++) {
		inner[i] = 0x36 ^ (i < 32 ? key[i] : 0);
		outer[i] = 0x5c ^ (i < 32 ? key[i] : 0);
	}
	memcpy(inner + 64, data, n);
	blake2s(outer + 64, 32, NULL, 0, inner, 64 + n);
	blake2s(out, 32, NULL, 0, outer, sizeof(outer));
}

/* KDF of the paper: the chain, and up to two more keys. */
static inline void kdf(uint8_t a[32], uint8_t *b, uint8_t *c,
		       const uint8_t chain[32], const uint8_t *data, uint32_t n)
{
	uint8_t secret[32], next[33];

	hmac(secret, chain, data, n);
	hmac(a, secret, (const uint8_t *)"\1", 1);
	memcpy(next, a, 32);
	next[32] = 2;
	if (b)
		hmac(b, secret, next, 33);
	if (b && c) {
		memcpy(next, b, 32);
		next[32] = 3;
		hmac(c, secret, next, 33);
	}
}

static inline void mix(uint8_t hash[32], const uint8_t *data, uint32_t n)
{
	uint8_t all[128];

	memcpy(all, hash, 32);
	memcpy(all + 32, data, n);
	blake2s(hash, 32, NULL, 0, all, 32 + n);
}

static inline void mix_dh(struct noise *s, uint8_t *key,
			  const uint8_t mine[32], const uint8_t theirs[32])
{
	uint8_t shared[32];

	if (crypto_scalarmult(shared, mine, theirs))
		memset(shared, 0, 32);
	kdf(s->chain, key, NULL, s->chain, shared, 32);
}

static inline void mix_seal(struct noise *s, uint8_t *out, const uint8_t key[32],
			    const uint8_t *data, uint32_t n)
{
	static const uint8_t nonce[12];

	crypto_aead_chacha20poly1305_ietf_encrypt(out, NULL, data, n, s->hash,
						  32, NULL, nonce, key);
	mix(s->hash, out, n + WG_TAG);
}

/* The message that asks for a session. */
static inline void noise_initiation(struct noise *s, uint8_t m[WG_INITIATION])
{
	static const char name[] = "Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s";
	static const char id[] = "WireGuard v1 zx2c4 Jason@zx2c4.com";
	uint8_t key[32], label[40] = "mac1----", stamp[12];
	struct timespec now;

	crypto_scalarmult_base(s->public, s->key);
	blake2s(s->chain, 32, NULL, 0, (const uint8_t *)name, sizeof(name) - 1);
	memcpy(s->hash, s->chain, 32);
	mix(s->hash, (const uint8_t *)id, sizeof(id) - 1);
	mix(s->hash, s->server, 32);
	memset(m, 0, WG_INITIATION);
	m[0] = 1;
	memcpy(m + 4, &s->local, 4);
	randombytes_buf(s->ephemeral, 32);
	crypto_scalarmult_base(m + 8, s->ephemeral);
	kdf(s->chain, NULL, NULL, s->chain, m + 8, 32);
	mix(s->hash, m + 8, 32);
	mix_dh(s, key, s->ephemeral, s->server);
	mix_seal(s, m + 40, key, s->public, 32);
	mix_dh(s, key, s->key, s->server);
	clock_gettime(CLOCK_REALTIME, &now);
	for (int i = 0; i < 8; i++)
		stamp[i] = (uint8_t)((0x400000000000000aULL +
				      (uint64_t)now.tv_sec) >> (56 - 8 * i));
	for (int i = 0; i < 4; i++)
		stamp[8 + i] = (uint8_t)(now.tv_nsec >> (24 - 8 * i));
	mix_seal(s, m + 88, key, stamp, 12);
	memcpy(label + 8, s->server, 32);
	blake2s(key, 32, NULL, 0, label, 40);
	blake2s(m + 116, 16, key, 32, m, 116);
}

/* The server's answer: true if it is one, and the session stands. */
static inline bool noise_response(struct noise *s, const uint8_t m[WG_RESPONSE])
{
	static const uint8_t nonce[12], psk[32];
	uint8_t key[32], tau[32];

	kdf(s->chain, NULL, NULL, s->chain, m + 12, 32);
	mix(s->hash, m + 12, 32);
	mix_dh(s, NULL, s->ephemeral, m + 12);
	mix_dh(s, NULL, s->key, m + 12);
	kdf(s->chain, tau, key, s->chain, psk, 32);
	mix(s->hash, tau, 32);
	if (crypto_aead_chacha20poly1305_ietf_decrypt(key, NULL, NULL, m + 44,
			WG_TAG, s->hash, 32, nonce, key))
		return false;
	s->remote = get32(m + 4);
	kdf(s->send, s->receive, NULL, s->chain, psk, 0);
	s->counter = 0;
	return true;
}

static inline uint32_t noise_seal(struct noise *s, uint8_t *out,
				  const uint8_t *data, uint32_t n)
{
	uint8_t nonce[12] = {0};

	memset(out, 0, 4);
	out[0] = 4;
	memcpy(out + 4, &s->remote, 4);
	memcpy(out + 8, &s->counter, 8);
	memcpy(nonce + 4, &s->counter, 8);
	s->counter++;
	crypto_aead_chacha20poly1305_ietf_encrypt(out + WG_HEAD, NULL, data, n,
						  NULL, 0, NULL, nonce, s->send);
	return WG_HEAD + n + WG_TAG;
}

/* The bytes inside, 0 if it is not for us. */
static inline uint32_t noise_open(const struct noise *s, uint8_t *out,
				  const uint8_t *m, uint32_t n)
{
	uint8_t nonce[12] = {0};

	if (n < WG_HEAD + WG_TAG)
		return 0;
	memcpy(nonce + 4, m + 8, 8);
	if (crypto_aead_chacha20poly1305_ietf_decrypt(out, NULL, NULL,
			m + WG_HEAD, n - WG_HEAD, NULL, 0, nonce, s->receive))
		return 0;
	return n - WG_HEAD - WG_TAG;
}

#endif
