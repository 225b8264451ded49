// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"strings"
	"testing"

	"dynwan/updater/provider"
)

// TestEveryEntryIsWhole: each field is one of the format with a valid value, and
// the entry breaks none of the rules that hold for a provider of a user's own.
func TestEveryEntryIsWhole(t *testing.T) {
	if len(Names()) < 9 {
		t.Fatalf("entries: got %q", Names())
	}
	for _, name := range Names() {
		text, _ := read(name)
		if !strings.HasPrefix(text, "# SPDX-License-Identifier: GPL-2.0-or-later\n") {
			t.Errorf("%s: no license", name)
		}
		for _, fault := range faults(name, text) {
			t.Errorf("%s.toml: %s", name, fault)
		}
	}
}

// faults are what is wrong with the text of an entry that is to be shipped.
func faults(name, text string) (list []string) {
	set, err := Parse(text)
	if err != nil {
		return []string{err.Error()}
	}
	for field, values := range set {
		if strings.HasPrefix(field, "step.") {
			continue // see stepFaults
		}
		o := Field(field)
		if o == nil {
			list = append(list, field+": nobody reads it")
			continue
		}
		if several := o.Kind == provider.Texts || o.Kind == provider.Numbers; !several && len(values) != 1 || len(values) == 0 {
			list = append(list, field+": must have one value")
		}
		for _, value := range values {
			if err := o.CheckValue(value); err != nil && !(field == "apex" && value == "") {
				list = append(list, field+": "+err.Error())
			}
		}
	}
	e := newEntry(name, set)
	list = append(list, stepFaults(e)...)
	for _, b := range e.broken() {
		list = append(list, b.Option+": "+b.Rule.String())
	}
	for _, field := range []string{"title", "home"} {
		if !e.has(field) {
			list = append(list, field+": is missing")
		}
	}
	for _, key := range e.keys() {
		if !e.has("help_"+key) && key != "hostname" && key != "ttl" {
			list = append(list, "options."+key+": is missing: what does the provider call it?")
		}
	}
	for field := range set {
		if key, ok := strings.CutPrefix(field, "help_"); ok && key != "hostname" && key != "param" && !e.uses(key) {
			list = append(list, "options."+key+": the request does not use it")
		} else if help := e.text(field); ok && !strings.HasSuffix(help, ".") {
			list = append(list, "options."+key+": must be a sentence")
		}
	}
	return list
}

func TestFaultsAreFound(t *testing.T) {
	const good = `title = "X"
home = "https://x.example"
families = "apart"
[options]
token = "A token."
[request]
url = "https://x.example/u/{token}"
query = ["ip={ip}"]
[answer]
yes = ["OK"]
`
	if list := faults("x", good); list != nil {
		t.Fatalf("the good one: got %q", list)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"https://x.example/u/{token}"`, `"http://x.example/u/{token}"`, "url: must be https://"},
		{`"https://x.example/u/{token}"`, `"https://{token}.example/u"`, "url: must be https://"},
		{`"https://x.example/u/{token}"`, `"https://x.example/u/{tokn}"`, "url: must be https://"},
		{`"https://x.example/u/{token}"`, `"https://x.example/{token} "`, "url: must be https://"},
		{`"https://x.example/u/{token}"`, `"https://x.example/{update_url}{token}"`, "url: must be https://"},
		{`yes = ["OK"]`, `no = ["KO"]`, "yes: is missing"},
		{`yes = ["OK"]`, `unverified = false`, "yes: is missing"},
		{`yes = ["OK"]`, `yes = [" "]`, "yes: must be texts"},
		{`yes = ["OK"]`, "at = \"json\"\nyes = [\"OK\"]", "yes: must be texts"},
		{`yes = ["OK"]`, "at = \"anywhere\"\nyes = [\"OK\"]", "at: must be text, start"},
		{`yes = ["OK"]`, "yes = [\"OK\"]\nmaybe = [\"x\"]", "maybe: nobody reads it"},
		{`yes = ["OK"]`, "status = { yes = [20] }", "status_yes: must be numbers of HTTP"},
		{`yes = ["OK"]`, "yes = [\"OK\"]\n[rules]\nlimits = [\"2 per 2m\"]", "limits: must be limits"},
		{`yes = ["OK"]`, "yes = [\"OK\"]\n[rules]\ncounted_by = [\"token\"]", "counted_by: must be"},
		{`query = ["ip={ip}"]`, ``, "url: has no {ip}"},
		{`query = ["ip={ip}"]`, `query = ["ip={ip}&x=1"]`, "query: must be items"},
		{`query = ["ip={ip}"]`, `query = ["ip={ip}#"]`, "query: must be items"},
		{`query = ["ip={ip}"]`, `query = ["ip={ipp}"]`, "query: must be items"},
		{`query = ["ip={ip}"]`, `json = '{"ip": {ip}}'`, "json: must have each placeholder inside quotes"},
		{`query = ["ip={ip}"]`, `xml = '<a b={ip}/>'`, "xml: must have each placeholder"},
		{`query = ["ip={ip}"]`, "json = '{\"ip\": \"{ip}\"}'\nform = [\"x=y\"]", "json: must not be set too"},
		{`query = ["ip={ip}"]`, "method = \"GET\"\nform = [\"ip={ip}\"]", "method: must not be GET"},
		{`query = ["ip={ip}"]`, "query = [\"ip={ip}\"]\nauth = \"basic token\"", "auth: must be basic"},
		{`query = ["ip={ip}"]`, "query = [\"ip={ip}\"]\nhead = [\"X {token}\"]", "head: must be lines"},
		{`"apart"`, `"together"`, "families: must not be together"},
		{`"apart"`, `"both"`, "families: must be ipv4"},
		{`home = "`, `home = "ftp://x.example"#`, "home: must be a full URL"},
		{`families`, "token_page = \"http://x.example/token\"\nfamilies", "token_page: must be https://..."},
		{`families`, "token_page = \"javascript:alert(1)\"\nfamilies", "token_page: must be a full URL"},
		{`families`, "token_page = \"https://x.example/<b>\"\nfamilies", "token_page: must be a full URL"},
		{`families`, "token_page = \"https://x.example/a b\"\nfamilies", "token_page: must be a full URL"},
		{`families`, "token_page = \"https://x.example@y.example/\"\nfamilies", "token_page: must be a full URL"},
		{`families`, "page = \"https://x.example@y.example/\"\nfamilies", "page: must be a full URL"},
		{`token = "A token."`, ``, "options.token: is missing"},
		{`token = "A token."`, "token = \"A token.\"\nuser = \"A user.\"", "options.user: the request does not use it"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if list := strings.Join(faults("x", text), "; "); !strings.Contains(list, c.want) {
			t.Errorf("%s: got %q, want %q", c.new, list, c.want)
		}
	}
}
