// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"encoding/json"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"dynwan/updater/provider"
)

// each calls f with the objects at a path of JSON, one by one, so that of a long
// list only one is in memory. There is one if an object stands there itself. ok
// is false if nothing does.
func each(body io.Reader, path string, f func(any)) (ok bool, err error) {
	d := json.NewDecoder(body)
	d.UseNumber()
	path, deep := strings.CutSuffix(path, ".*")
	if ok, err = seek(d, path); !ok {
		return false, err
	}
	open, err := d.Token()
	one := map[string]any{}
	for (open == json.Delim('[') || open == json.Delim('{')) && d.More() {
		key := json.Token("")
		if open == json.Delim('{') {
			if key, err = d.Token(); err != nil {
				return true, err
			}
		}
		var v any
		if err = d.Decode(&v); err != nil {
			return true, err
		}
		if open == json.Delim('[') || deep {
			f(v)
		} else {
			one[key.(string)] = v
		}
	}
	switch open.(type) {
	case json.Delim:
		_, err = d.Token() // it has an end
	default: // null is no object; another value is no list
		return open == nil, err
	}
	if err == nil && open == json.Delim('{') && !deep {
		f(one)
	}
	return true, err
}

// seek leads a decoder to what stands at a path; ok is false if nothing does.
func seek(d *json.Decoder, path string) (ok bool, err error) {
	for _, name := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' }) {
		open, err := d.Token()
		if err != nil {
			return false, err
		}
		if open != json.Delim('{') && open != json.Delim('[') {
			return false, nil
		}
		for n := 0; ; n++ {
			if !d.More() {
				_, err := d.Token()
				return false, err
			}
			key := json.Token(strconv.Itoa(n))
			if open == json.Delim('{') {
				if key, err = d.Token(); err != nil {
					return false, err
				}
			}
			if key == name {
				break
			}
			if err := skip(d); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// skip passes one value.
func skip(d *json.Decoder) error {
	for depth := 0; ; {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// hits are the objects that fit.
type hits struct {
	seen, n int // how many there were, and how many of them fit
	object  any // one that fits
	longest int // of the domains that were compared
}

// look looks at an object. Without a condition each one fits.
func (h *hits) look(object any, where []string, value func(part) string) {
	h.seen++
	longest := 0
	for _, condition := range where {
		path, want, over, _ := compared(condition)
		got, want := name(textAt(object, path)), name(fill(want, value, same))
		switch {
		case over && (got == "" || !provider.Within(want, got)), !over && got != want:
			return
		case over:
			longest = len(got)
		}
	}
	switch {
	case longest < h.longest:
		return
	case longest > h.longest:
		h.n, h.longest = 0, longest
	}
	h.n, h.object = h.n+1, object
}

// compared reads "PATH = VALUE" and "PATH over VALUE".
func compared(text string) (path, value string, over, ok bool) {
	for _, sign := range []string{" = ", " over "} {
		if path, value, ok = strings.Cut(text, sign); ok {
			return path, value, sign == " over ", path != ""
		}
	}
	return "", "", false, false
}

// name is a domain name as names are compared. Some write @ for the zone itself,
// and others nothing.
func name(text string) string {
	text = strings.TrimSuffix(strings.ToLower(text), ".")
	if text == "@" {
		return ""
	}
	return text
}

// textAt is what stands at a path, as text; "" if nothing does.
func textAt(tree any, path string) string {
	text, _ := lookup(tree, path)
	if text == "null" {
		return ""
	}
	return text
}

// tokenAt is what stands at a path, as JSON.
func tokenAt(tree any, path string) string {
	if list := leaves(tree, strings.Split(path, ".")); len(list) == 1 {
		if token, err := json.Marshal(list[0]); err == nil {
			return string(token)
		}
	}
	return "null"
}

// leaves are the values at a path, in which * is each element of a list.
func leaves(tree any, path []string) (list []any) {
	if len(path) == 0 || path[0] == "" { // "." is the value itself
		return []any{tree}
	}
	switch v := tree.(type) {
	case map[string]any:
		if below, ok := v[path[0]]; ok {
			return leaves(below, path[1:])
		}
	case []any:
		for i, below := range v {
			if path[0] == "*" || path[0] == strconv.Itoa(i) {
				list = append(list, leaves(below, path[1:])...)
			}
		}
	}
	return list
}

// addresses are what stands at a path; what is none is the zero address.
func addresses(tree any, path string) (list []netip.Addr) {
	for _, v := range leaves(tree, strings.Split(path, ".")) {
		text, _ := v.(string)
		ip, _ := netip.ParseAddr(text)
		list = append(list, ip.Unmap())
	}
	return list
}

// holds says whether an address is all that stands at a path.
func holds(tree any, path string, want netip.Addr) bool {
	list := addresses(tree, path)
	return len(list) > 0 && !slices.ContainsFunc(list, func(ip netip.Addr) bool { return ip != want })
}
