// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// book are providers that a test knows, each "NAME OPTION OPTION ...": with 6 in
// front it holds both kinds of address, with + several names, with * only the
// address of its zone.
type book map[string]book1

type book1 struct {
	spec    *provider.Spec
	request Request
}

func newBook(lines ...string) book {
	all := book{}
	for _, line := range lines {
		words := strings.Fields(line)
		spec := &provider.Spec{Name: words[0], Families: provider.Families{IPv4: true}, CountedBy: []string{"hostname"}}
		one := book1{spec, Request{}}
		for _, word := range words[1:] {
			kind := provider.Text
			switch {
			case word == "6":
				spec.Families.IPv6 = true
				continue
			case word == "reads":
				spec.Reads = true
				continue
			case strings.HasPrefix(word, "https://"):
				one.request.URLs = append(one.request.URLs, word)
				continue
			case strings.HasPrefix(word, "zone:"):
				one.request.Zone = word[5:]
				continue
			case strings.Contains(word, "="):
				one.request.Query = append(one.request.Query, word)
				continue
			case word == "hostname" || word == "hostname+":
				kind = provider.Host
			case word == "server":
				kind = provider.Server
			case word == "pass" || word == "token":
				kind = provider.Secret
			}
			name := strings.TrimSuffix(word, "+")
			spec.Options = append(spec.Options, provider.Option{Name: name, Kind: kind, Required: true, Path: true, Several: name != word, Kept: name == "hostname"})
		}
		if spec.Families.IPv6 {
			spec.Options = append(spec.Options, provider.BothFamilies...)
		}
		all[spec.Name] = one
	}
	return all
}

func (b book) Names() (list []string) {
	list = []string{"google.com"}
	for name := range b {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}
func (b book) Find(name string) *provider.Spec { return b[name].spec }
func (b book) Request(name string) Request     { return b[name].request }
func (b book) Gone(name string) message.Message {
	if name == "google.com" {
		return message.New(message.ClosedIn2024)
	}
	return ""
}

// Own takes whatever is described in texts.
func (b book) Own(t Table) *provider.Spec {
	if !provider.IsName(t.Name) {
		return nil
	}
	spec := newBook(t.Name + " 6 user pass token plain_http hostname").Find(t.Name)
	for i := range spec.Options {
		spec.Options[i].Required = false
	}
	b[t.Name] = book1{spec: spec}
	for _, o := range t.Options {
		for _, value := range o.Values {
			if (&provider.Option{Most: 500}).CheckValue(value) != nil {
				return nil
			}
		}
	}
	return spec
}

// some are the providers of most tests.
var some = newBook(
	"duckdns.org 6 token hostname+ zone:duckdns.org https://www.duckdns.org/update domains={sub} token={token}",
	"dyndns.org 6 user pass hostname+",
	"dyn.com 6 user pass hostname+ https://members.dyndns.org/v3/update hostname={hostname}",
	"dyndns2 6 server user pass hostname+",
	"namecheap.com pass zone hostname https://dynamicdns.park-your-domain.com/update",
	"sitelutions.com user pass record_id hostname",
	"mythic-beasts.com pass zone hostname",
	"cloudflare.com-v4 6 reads token zone hostname+",
	"blazingfast.io 6 reads user pass account zone_id record_id hostname",
	"digitalocean.com-v2 6 reads token zone hostname+",
	"scaleway.com 6 reads token zone hostname+",
	"netcup.com 6 reads user token pass zone hostname+",
	"pdns 6 reads server token zone hostname+",
	"route53-v1 6 reads user pass zone_id hostname+",
	"aliyun.com 6 reads user pass zone hostname+",
	"huaweicloud.com 6 reads user pass zone hostname+",
	"dnspod.cn-v3 6 reads user pass zone hostname+",
	"transip.nl 6 reads user pass zone ttl hostname+",
	"cloud.google.com-v1 6 reads user pass account zone_id ttl hostname+",
	"desec.io 6 token hostname+ https://update.dedyn.io/",
	"he.net 6 pass hostname https://dyn.dns.he.net/nic/update",
	"dnsexit.com 6 token hostname https://api.dnsexit.com/dns/ud/",
	"porkbun.com-v3 6 user pass zone hostname",
	"njal.la 6 token hostname",
	"moniker.com pass hostname",
	"only4.example user pass hostname https://only4.example/up",
)

// whole says whether a message and each that is a value of it has an ID of the
// table. Other values are names, of one word or quoted, and no sentences.
func whole(m message.Message) bool {
	if !slices.ContainsFunc(message.Rows(), func(r message.Row) bool { return r.ID == m.ID() }) {
		return false
	}
	return !slices.ContainsFunc(m.Values(), func(v message.Message) bool {
		text := v.String()
		return v.ID() != message.Literal && !whole(v) ||
			v.ID() == message.Literal && text[:1] != `"` && strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f })
	})
}

// said are the notes as the command prints them.
func said(r Result) (list []string) {
	for _, n := range r.Notes {
		list = append(list, strconv.Itoa(n.Line)+" "+n.Text.String())
	}
	return list
}

// asTOML are the tables as TOML.
func asTOML(r Result) string {
	var b strings.Builder
	for _, t := range r.Tables {
		b.WriteString(t.TOML())
	}
	return b.String()
}

// want compares what became of a file with the lines of it: those of TOML, and
// behind a # the notes.
func want(t *testing.T, text, device, lines string) {
	t.Helper()
	r, err := Read(text, maps.Clone(some), device)
	if err != nil {
		t.Fatalf("got %v", err)
	}
	got := asTOML(r)
	for _, n := range r.Notes {
		if !whole(n.Text) {
			t.Errorf("%q is told without an ID", n.Text)
		}
	}
	for _, note := range said(r) {
		got += "# " + note + "\n"
	}
	if lines = strings.ReplaceAll(strings.TrimPrefix(lines, "\n"), "\t", ""); got != lines {
		t.Errorf("got\n%s\nwant\n%s", got, lines)
	}
}
