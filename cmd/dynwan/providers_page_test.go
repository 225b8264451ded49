// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"strings"

	"dynwan/internal/rows"
	"dynwan/updater/catalogue"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// providersPage is docs/providers.md: whom dynwan can update.
func providersPage() string {
	var b strings.Builder
	all := providers.All()
	fmt.Fprintf(&b, `# Providers

Made from the descriptions of the providers by `+"`go test ./cmd/dynwan -run TestDocs -update`"+`. `+"`dynwan providers`"+` prints the same in a
terminal, `+"`dynwan providers NAME`"+` all that is known of one. There are %d; any other that takes a request and answers it can be
[described](own-provider.md) in a few lines.

An account names its provider, and has the options that this one needs beside [those of every account](options.md#every-account). Where
both kinds of address stand, "apart" means a request for each. "Known from" says where request and answers were read: what comes
from other programs alone may be wrong, so that a refusal there is tried again after a day. "Made" leads to where the token, the key or
the password for updates is made, if that is known.

| name | who | addresses | needs | made | rules | known from |
|---|---|---|---|---|---|---|
`, len(all))
	for _, p := range all {
		addresses := p.Families.String()
		if p.Families.Apart {
			addresses += ", apart"
		}
		made := ""
		if p.TokenPage != "" {
			made = linked("here", p.TokenPage)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", p.Name, linked(p.Title, p.Home), addresses, needs(p), made, rulesOf(p), linked(knownFrom(p), p.Page))
	}
	b.WriteString(requestsOfSteps())
	b.WriteString("\n## What they call the options\n\n| name | option | what it is there |\n|---|---|---|\n")
	notes := ""
	for _, name := range catalogue.Names() {
		p := catalogue.Find(name)
		for _, shared := range catalogue.Shared() {
			if o := p.Find(shared.Name); o != nil && o.Help != shared.Help {
				fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", name, o.Name, cell(o.Help))
			}
		}
		if p.About != "" {
			notes += fmt.Sprintf("* `%s`: %s\n", name, p.About)
		}
	}
	b.WriteString("\n## What to know of some\n\n" + notes)
	b.WriteString("\n## Names that other programs know\n\nThese have no entry:\n\n")
	for _, name := range catalogue.GoneNames() {
		fmt.Fprintf(&b, "* `%s`: %s\n", name, catalogue.Gone(name))
	}
	return b.String()
}

// linked is a text with a link, if there is one.
func linked(text, link string) string {
	if link == "" {
		return cell(text)
	}
	return "[" + cell(text) + "](" + link + ")"
}

func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }

// ownProviderPage is docs/own-provider.md: the format of a description.
func ownProviderPage() string {
	var b strings.Builder
	b.WriteString(ownProviderIntro)
	b.WriteString("\n## All fields\n\n| field | value | meaning |\n|---|---|---|\n")
	for _, o := range catalogue.Format {
		what := values(o)
		if o.Required {
			what += ", needed"
		} else if o.Default != "" && o.Kind != provider.Flag {
			what += "; " + code(o.Default) + " unless set"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", o.Name, what, cell(o.Help))
	}
	b.WriteString("| `help_OPTION` | a text | Other words for an option of the accounts, such as `help_user`. With `help_param` they have an option `param`: further items of the request. |\n")
	b.WriteString("\n## The options of an account\n\nAn account there has those that the request names, and `hostname`:\n\n| option | value | meaning |\n|---|---|---|\n")
	for _, o := range catalogue.Keys {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", o.Name, values(o), o.Help)
	}
	return b.String()
}

const ownProviderIntro = "# A provider of your own\n\nMade by `go test ./cmd/dynwan -run TestDocs -update`.\n" + `
A provider that [is not in the list](providers.md) can be described in a few lines, in TOML as a table ` + "`[provider.NAME]`" + `, in
` + "`/etc/config/dynwan`" + ` as a section ` + "`config provider 'NAME'`" + `; in LuCI there is a form for it. An account then has ` + "`provider = \"NAME\"`" + `.
` + "`dynwan check`" + ` says what is wrong with a description, with its file, line and field. The providers that dynwan ships are described in
the same way: see the files in ` + "`updater/catalogue`" + `.

One that speaks dyndns2 but wants another item:

` + "```toml" + `
[provider.example1]
families = "together"
url = "https://dyn.example.com/nic/update"
auth = "basic user pass"
query = ["hostname={hostname}", "myip={ip4}", "myipv6={ip6}"]
as = "dyndns2"
` + "```" + `

One with a token, a request for each kind of address and answers of its own; in ` + "`/etc/config/dynwan`" + `:

` + "```" + `
config provider 'example2'
	option families 'apart'
	option url 'https://api.example.net/set/{token}'
	list query 'name={hostname}'
	list query 'ip={ip}'
	option at 'line'
	list yes 'updated'
	list same 'unchanged'
	list no 'unknown token'
	option min_gap '5m'
` + "```" + `

One that takes JSON and answers with a status and JSON:

` + "```toml" + `
[provider.example3]
families = "ipv4"
url = "https://api.example.org/v1/records/{record_id}"
method = "PUT"
auth = "bearer token"
json = '{"content": "{ip}", "ttl": {ttl}}'
at = "json"
yes = ["status = success"]
no = ["error.code = 1003"]
status = { no = [401, 403], wait = [429] }
` + "```" + `

Placeholders are ` + "`{hostname}`, `{sub}` (the part of it before the zone), `{zone}`, `{user}`, `{pass}`, `{token}`, `{record_id}`, `{update_url}`, `{ttl}`" + `;
the address as ` + "`{ip}`" + ` (the one that is sent), ` + "`{ip4}`, `{ip6}`, `{ips}`" + ` (those that are sent, with a comma between them), and ` + "`{type}`" + ` (A or
AAAA). A value is encoded once for its place. ` + "`{token:raw}`" + ` is sent as it stands, and may then hold few signs beside letters and digits;
` + "`{md5:pass}`, `{sha1:pass}` and `{sha224:pass}`" + ` are digests in hexadecimal.

It must be HTTPS: a password is never sent in clear unless ` + "`plain_http`" + ` allows it and the account asks for it. Some answer must mean yes:
` + "`yes`, `same`, `status_yes` or `as`" + `; without any, ` + "`unverified`" + ` lets DNS decide.
`

// requestsOfSteps says how many requests an update at a provider of steps takes,
// from the talks that the tests of the catalogue play.
func requestsOfSteps() string {
	var b strings.Builder
	b.WriteString("\n## Providers with an API of records\n\nHere the record is looked for first, so that nothing is written that is right already. These are the\n" +
		"requests in their order when the record is right, when its address is changed, and when there is none yet and it is made. Where the\n" +
		"first is missing the API cannot tell, and DNS is asked.\n\n| name | right | changed | made |\n|---|---|---|---|\n")
	for _, name := range catalogue.Names() {
		if catalogue.Find(name).TimeLimit == 0 { // one request
			continue
		}
		talks, err := rows.ReadTalks("../../updater/catalogue/testdata/" + name + ".txt")
		if err != nil {
			return err.Error()
		}
		right, changed, made := "–", "", ""
		for _, talk := range talks.Talks {
			var methods []string
			for _, x := range talk.Exchanges {
				methods = append(methods, x.Method)
			}
			n := fmt.Sprintf("%d: %s", len(methods), strings.Join(methods, " "))
			switch found := talk.Ends == "yes" || talk.Ends == "unclear"; {
			case talk.Ends == "same":
				right = n
			case found && changed == "": // the first talk
				changed = n
			case found && talk.Addr.Is4():
				made = n
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", name, right, changed, made)
	}
	return b.String()
}
