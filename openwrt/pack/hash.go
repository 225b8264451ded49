// SPDX-License-Identifier: GPL-2.0-or-later

package main

// superFastHash is the hash by which LuCI finds a translation, on the router
// and in the browser: http://www.azillionmonkeys.com/qed/hash.html, with the
// length of text for a seed. The last byte of a text counts as signed.
func superFastHash(text string) uint32 {
	if text == "" {
		return 0
	}
	hash := uint32(len(text))
	for ; len(text) >= 4; text = text[4:] {
		hash += pair(text)
		hash = hash<<16 ^ pair(text[2:])<<11 ^ hash
		hash += hash >> 11
	}
	switch len(text) {
	case 3:
		hash += pair(text)
		hash ^= hash << 16
		hash ^= signed(text[2]) << 18
		hash += hash >> 11
	case 2:
		hash += pair(text)
		hash ^= hash << 11
		hash += hash >> 17
	case 1:
		hash += signed(text[0])
		hash ^= hash << 10
		hash += hash >> 1
	}
	hash ^= hash << 3
	hash += hash >> 5
	hash ^= hash << 4
	hash += hash >> 17
	hash ^= hash << 25
	hash += hash >> 6
	return hash
}

// pair returns the first two bytes of text as one number, the low byte first.
func pair(text string) uint32 {
	return uint32(text[0]) | uint32(text[1])<<8
}

// signed returns b as a number from -128 to 127.
func signed(b byte) uint32 {
	return uint32(int32(int8(b)))
}
