// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"bytes"
	"compress/flate"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestEveryNameOfDdnsScriptsIsKnown holds that nobody who comes from there finds
// nothing: a provider is served, or it is said why not.
func TestEveryNameOfDdnsScriptsIsKnown(t *testing.T) {
	text, err := os.ReadFile("testdata/ddns-scripts.names")
	if err != nil {
		t.Fatal(err)
	}
	served, names := 0, strings.Fields(string(text))
	for _, name := range names {
		entry, gone := slices.Contains(Names(), name), Gone(name)
		if entry == (gone != "") {
			t.Errorf("%s: it has an entry: %v, and became %q; want one of the two", name, entry, gone)
		}
		if entry {
			served++
		}
	}
	if len(names) != 100 || served != 93 {
		t.Errorf("got %d names and %d entries for them, want 100 and 93", len(names), served)
	}
}

// TestTheCatalogueIsSmall keeps the entries within what a router can spare.
// Packages are compressed better than this.
func TestTheCatalogueIsSmall(t *testing.T) {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.BestCompression)
	for _, name := range Names() {
		text, _ := read(name)
		w.Write([]byte(text))
	}
	w.Close()
	if packed.Len() > 24<<10 {
		t.Errorf("the entries take %d bytes, want at most 24 KiB", packed.Len())
	}
	t.Logf("%d entries take %d bytes", len(Names()), packed.Len())
}
