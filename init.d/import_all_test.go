// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dynwan/internal/rows"
)

// everySection returns a section for each name of ddns-scripts, by the name of
// the section.
func everySection(t *testing.T) (text string, names map[string]string) {
	t.Helper()
	list, err := os.ReadFile("testdata/ddns-scripts")
	if err != nil {
		t.Fatal(err)
	}
	names = map[string]string{}
	for line := range strings.Lines(string(list)) {
		words := strings.Fields(line)
		if words[0] == "#" {
			continue
		}
		n := fmt.Sprint("s", len(names))
		names[n] = words[0]
		set := map[string]string{"service_name": words[0], "username": "user" + n, "password": "hunter" + n, "domain": n + ".example.net"}
		for _, word := range words[1:] {
			key, value, _ := strings.Cut(word, "=")
			if value == "RSA" {
				value = rows.RSAKey()
			}
			set[key] = value
		}
		if set["lookup_host"] == "" {
			set["lookup_host"] = set["domain"]
		}
		var options []string
		for key, value := range set {
			options = append(options, key+"="+value)
		}
		text += service(n, options...)
	}
	return text, names
}

// lacking are the options that the settings of ddns-scripts cannot tell.
var lacking = map[string]string{"dnsexit.com": "token", "freedns.42.pl": "zone",
	"servercow.de": "zone", "porkbun.com-v3": "zone", "luadns.com-v1": "zone", "namesilo.com-v1": "zone"}

// needless are settings that an account here does not have: the time to live of
// a record stays as it is.
var needless = map[string]string{"scaleway.com": "param_opt", "transip.nl": "param_opt", "cloud.google.com-v1": "param_opt"}

func TestEveryNameOfDDNSScriptsIsAnAccountOrHasAReason(t *testing.T) {
	r := newRouter(t)
	r.write("etc/config/dynwan", "config dynwan 'main'\n\toption enabled '1'\n")
	text, names := everySection(t)
	if len(names) != 100 {
		t.Fatalf("got %d names, want 100", len(names))
	}
	res := r.imports(text)
	accounts := 0
	reason := regexp.MustCompile(`: is not taken over: (follows|impossible|seems to be gone|gone|closed)`)
	for section, name := range names {
		taken := len(r.section(section)) > 0
		said := ""
		for line := range strings.Lines(res.errors) {
			if strings.HasPrefix(line, "ddns."+section+": ") {
				said += line
			}
		}
		switch {
		case taken:
			accounts++
			want := "ddns." + section + ": is now the account " + section + "\n"
			if option := needless[name]; option != "" {
				want += "ddns." + section + ": " + option + " is not taken over\n"
			}
			if option := lacking[name]; option != "" {
				want += "ddns." + section + ": " + option + " is needed: set that of the account " + section + "\n"
			}
			if said != want {
				t.Errorf("%s: got\n%swant\n%s", name, said, want)
			}
		case !reason.MatchString(said) || strings.Count(said, "\n") != 1:
			t.Errorf("%s: got %q, want a reason in a line", name, said)
		}
	}
	if accounts != 94 {
		t.Errorf("got %d accounts, want 94", accounts)
	}
	config := r.read("etc/config/dynwan")
	for section, name := range names {
		head := "config account '" + section + "'\n"
		on := head + "\toption enabled '1'\n"
		if option := lacking[name]; option != "" {
			on += "\toption " + option + " 'example.net'\n"
		}
		config = strings.Replace(config, head+"\toption enabled '0'\n", on, 1)
	}
	r.write("etc/config/dynwan", config)
	check := r.verb("check")
	if got := strings.Count(check.out, ": ok: "); check.code != 0 || got != accounts {
		t.Errorf("check: got %d, %d accounts in\n%s%s\nwant 0 and %d", check.code, got, check.out, check.errors, accounts)
	}
	if again := r.imports(text); r.read("etc/config/dynwan") != config || again.out != "" {
		t.Errorf("the second import: got %q and\n%s", again.out, again.errors)
	}
}

// Both families, a custom URL, an old server: what many have in one file.
func TestImportOfTenServices(t *testing.T) {
	r := newRouter(t)
	r.write("etc/config/dynwan", "config dynwan 'main'\n\toption enabled '1'\n")
	duck := []string{"service_name=duckdns.org", "domain=dynwan-example.duckdns.org", "password=hunter1"}
	own := []string{"update_url=http://[USERNAME]:[PASSWORD]@dyn.example.org/up?n=[DOMAIN]&ip=[IP]", "username=u", "password=hunter's", "domain=c.example.net"}
	text := "config ddns 'global'\n\toption ddns_dateformat '%F %R'\n\toption upd_privateip '0'\n" +
		service("duck4", append(duck, "use_ipv6=0", "ip_network=wan")...) + service("duck6", append(duck, "use_ipv6=1", "ip_network=wan6")...) +
		service("own4", own...) + service("own6", append(own, "use_ipv6=1")...) +
		service("noip", "service_name=no-ip.com", "username=u", "password=hunter", "domain=d.example.net", "check_interval=10") +
		service("desec", "service_name=desec.io", "username=e.dedyn.io", "password=hunter", "domain=e.dedyn.io") +
		service("strato", "service_name=strato.com", "username=f.example.net", "password=hunter", "domain=f.example.net", "ip_source=web", "ip_url=https://ip.example.org/") +
		service("afraid", "update_url=https://freedns.afraid.org/dynamic/update.php?hunterXYZ&address=[IP]", "domain=g.example.net") +
		service("nic", "update_url=https://u:hunter@h.example.org/nic/update?hostname=[DOMAIN]&myip=[IP]", "domain=h.example.net") +
		service("dead", "service_name=google.com", "username=u", "password=hunter", "domain=i.example.net")
	res := r.imports(text)
	config := strings.ReplaceAll(r.read("etc/config/dynwan"), "enabled '0'", "enabled '1'")
	r.write("etc/config/dynwan", config)
	check := r.verb("check")
	var got []string
	for line := range strings.Lines(check.out) {
		got = append(got, strings.Join(strings.Fields(line)[:6], " "))
	}
	slices.Sort(got)
	got = slices.Compact(got)
	want := []string{
		"afraid: ok: afraid.org-keyauth keeps g.example.net at", "desec: ok: desec.io keeps e.dedyn.io at",
		"duck4: ok: duckdns.org keeps dynwan-example.duckdns.org at", "nic: ok: dyndns2 keeps h.example.net at", "noip: ok: no-ip.com keeps d.example.net at",
		"own4: ok: dyn_example_org keeps c.example.net at", "strato: ok: strato.com keeps f.example.net at",
	}
	if !slices.Equal(got, want) || check.code != 0 {
		t.Errorf("check: got %q (%q %d), want %q; the import said\n%s", got, check.errors, check.code, want, res.errors)
	}
}

// A password is in no list of processes: what the program is called with is
// always the same.
func TestImportHandsPasswordsThroughPipes(t *testing.T) {
	r := newRouter(t)
	r.check(os.Remove(r.path("usr/sbin/dynwan")))
	r.write("usr/sbin/dynwan", "#!"+tools+"/ash\necho \"$*\" >>"+r.path("argv")+"\nenv >>"+r.path("argv")+"\nexec "+tools+"/dynwan \"$@\"\n")
	r.imports(service("home", "service_name=he.net", "password=hunter2", "domain=home.example.net"))
	if got := r.read("argv"); !strings.HasPrefix(got, "import -uci -\n") || strings.Contains(got, "hunter") {
		t.Errorf("got %q, want no password", got)
	}
	if got := r.section("home"); !slices.Contains(got, "pass=hunter2") {
		t.Errorf("account: got %q", got)
	}
}
