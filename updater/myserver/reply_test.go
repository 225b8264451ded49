// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

// paper is the answer to a login as the page shows it.
var paper = []string{
	"ExpirationDate:Jun 11 2010 12:00AM",
	"UserName:USERNAME",
	"UserLevel:5",
	"RecordTypes:A,CNAME,MX 1,MX 10,MX 2,MX 3,MX 4,MX 5,MX 6,MX 7,MX 8,MX 9,NS;;A;;@;;;;CNAME;;WWW;;",
}

var paperLogin = Login{
	UserName: "USERNAME", UserLevel: "5", Expires: time.Date(2010, 6, 11, 0, 0, 0, 0, time.UTC),
	Types:    []string{"A", "CNAME", "MX 1", "MX 10", "MX 2", "MX 3", "MX 4", "MX 5", "MX 6", "MX 7", "MX 8", "MX 9", "NS"},
	Defaults: []Default{{"A", "@", ""}, {"CNAME", "WWW", ""}},
}

func TestTheLoginOfThePageIsReadInEveryForm(t *testing.T) {
	for name, body := range map[string]string{
		"CRLF":            strings.Join(paper, "\r\n") + "\r\n",
		"LF":              strings.Join(paper, "\n"),
		"CR":              strings.Join(paper, "\r"),
		"br":              strings.Join(paper, "<br>"),
		"BR and CRLF":     strings.Join(paper, "<BR />\r\n"),
		"a page":          "<html><head><title>x</title></head><body bgcolor=\"#fff\"><p>" + strings.Join(paper, "<br/>") + "</p></body></html>",
		"other case":      strings.Join([]string{strings.Replace(paper[0], "ExpirationDate", "expirationdate", 1), paper[1], paper[2], paper[3]}, "\n"),
		"blanks":          " ExpirationDate : Jun  11 2010  12:00AM \n\n\tUserName:\tUSERNAME\n UserLevel: 5 \n" + paper[3] + " \n",
		"a line for each": strings.Join(paper, "\nSomething:else\n"),
	} {
		if got := ParseReply(body).Login(); !reflect.DeepEqual(got, paperLogin) {
			t.Errorf("%s: got %+v, want %+v", name, got, paperLogin)
		}
	}
}

func TestLoginsThatAreCutOrOdd(t *testing.T) {
	for body, want := range map[string]Login{
		"":                                   {},
		"ExpirationDate:never\nUserLevel:":   {},
		"UserName":                           {},
		"RecordTypes:A,CNA":                  {Types: []string{"A", "CNA"}},
		"RecordTypes:;;A;;@":                 {},
		"RecordTypes:A;;A;;@;;;;CNAME":       {Types: []string{"A"}, Defaults: []Default{{"A", "@", ""}}},
		"ExpirationDate:Feb 1 2027 1:05PM":   {Expires: time.Date(2027, 2, 1, 13, 5, 0, 0, time.UTC)},
		"ExpirationDate:Feb  1 2027  1:05PM": {Expires: time.Date(2027, 2, 1, 13, 5, 0, 0, time.UTC)},
		"UserName:one\nUserName:two":         {UserName: "one"},
	} {
		if got := ParseReply(body).Login(); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v, want %+v", body, got, want)
		}
	}
}

func TestErrorsAndSuccess(t *testing.T) {
	for _, c := range []struct {
		body   string
		errors []string
		yes    bool
	}{
		{"Error:Invalid Password", []string{"Invalid Password"}, false},
		{"error: INVALID PASSWORD.<br>", []string{"INVALID PASSWORD."}, false},
		{"<b>Error:Invalid Password</b>", []string{"Invalid Password"}, false},
		{"Error:Account expired: pay", []string{"Account expired: pay"}, false},
		{"Error:", []string{""}, false},
		{"No Error:here", nil, false},
		{"a < b\nError:x > y", []string{"x > y"}, false},
		{"<!-- x --><p>Error:x</p>", []string{"x"}, false},
		{"DNS LOGIN:SUCCESS", nil, true},
		{"dns login: success", nil, true},
		{"DNS LOGIN:SUCCESS 203.0.113.9", nil, true},
		{"DNS LOGIN:SUCCESSFUL", nil, false},
		{"DNS LOGIN:FAILURE", nil, false},
		{"LOGIN:SUCCESS", nil, false},
	} {
		r := ParseReply(c.body)
		if got := r.Errors(); !reflect.DeepEqual(got, c.errors) || r.LoggedIn() != c.yes {
			t.Errorf("%q: got errors %q, logged in %v, want %q, %v",
				c.body, got, r.LoggedIn(), c.errors, c.yes)
		}
	}
}

func TestAllowsKnowsTheListOnly(t *testing.T) {
	for _, c := range []struct {
		types []string
		want  bool
	}{{nil, true}, {[]string{"A", "NS"}, true}, {[]string{"a"}, true}, {[]string{"CNAME", "NS"}, false}} {
		if got := (Login{Types: c.types}).Allows("A"); got != c.want {
			t.Errorf("%q: got %v, want %v", c.types, got, c.want)
		}
	}
}

func TestExpiryWarnsAMonthBefore(t *testing.T) {
	end := time.Date(2027, 6, 30, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		now  time.Time
		want string
	}{
		{end.Add(-ExpiryNotice - time.Second), ""},
		{end.Add(-ExpiryNotice), "the account ends on 2027-06-30"},
		{end.Add(-time.Second), "the account ends on 2027-06-30"},
		{end, "the account ended on 2027-06-30"},
	} {
		if got := (Login{Expires: end}).Expiry(c.now).String(); got != c.want {
			t.Errorf("at %s: got %q, want %q", c.now, got, c.want)
		}
	}
	if got := (Login{}).Expiry(end); got != "" {
		t.Errorf("an account whose end is not known: got %q, want nothing", got)
	}
}

// public is 203.0.113.0/24 and 8.0.0.0/8, for these tests.
func public(ip netip.Addr) bool {
	return netip.MustParsePrefix("203.0.113.0/24").Contains(ip) || netip.MustParsePrefix("8.0.0.0/8").Contains(ip)
}

func TestTheIPCheckNeedsExactlyOnePublicAddress(t *testing.T) {
	const ok = "DNS LOGIN:SUCCESS\r\n"
	for body, want := range map[string]string{
		ok + "203.0.113.9":                           "203.0.113.9",
		ok + "IPAddress:203.0.113.9\r\n":             "203.0.113.9",
		"203.0.113.9<br>" + ok:                       "203.0.113.9",
		"DNS LOGIN:SUCCESS 203.0.113.9":              "203.0.113.9",
		ok + "You are 203.0.113.9.":                  "203.0.113.9",
		ok + "203.0.113.9,203.0.113.9:1400":          "203.0.113.9",
		ok + "203.0.113.9 by way of 10.0.0.1":        "203.0.113.9",
		ok + "(203.0.113.9)":                         "203.0.113.9",
		"203.0.113.9":                                "does not say DNS LOGIN:SUCCESS",
		"<html>log in, 203.0.113.9</html>":           "does not say DNS LOGIN:SUCCESS",
		ok:                                           "no public IPv4 address",
		ok + "10.0.0.1":                              "10.0.0.1, which is not public",
		ok + "203.0.113.9.1":                         "no public IPv4 address",
		ok + "203.0.113.300":                         "no public IPv4 address",
		ok + "v203.0.113.9":                          "no public IPv4 address",
		ok + "203.0.113.9-dsl.example.net":           "no public IPv4 address",
		ok + "203.0.<b>113.9</b>":                    "no public IPv4 address",
		ok + "2001:db8::1":                           "no public IPv4 address",
		ok + "203.0.113.9\n8.8.8.8":                  "the answer to the IP check holds more than one public IPv4 address: 203.0.113.9 and 8.8.8.8",
		ok + "203.0.113.9\nError:Invalid User":       `with an error: "Invalid User"`,
		"Error:Unknown\x1b[2J user\n203.0.113.9\n":   `"Unknown\x1b[2J user"`,
		ok + "Error:" + strings.Repeat("long ", 100): strings.Repeat("long ", 24),
	} {
		ip, err := ParseAddress(body, public)
		got := ip.String()
		if err != nil {
			got = err.Error()
		}
		_, none := netip.ParseAddr(want)
		if (err == nil) != (none == nil) || !strings.Contains(got, want) || err == nil && got != want || len(got) > 250 {
			t.Errorf("%q: got %q, want %q", body, got, want)
		}
	}
}

func FuzzReply(f *testing.F) {
	f.Add(strings.Join(paper, "<br>"))
	f.Add("DNS LOGIN:SUCCESS\n203.0.113.9\n<<<>a<b:>")
	f.Fuzz(func(t *testing.T, body string) {
		r := ParseReply(body)
		r.Login().Expiry(time.Now())
		if ip, err := ParseAddress(body, public); err == nil && (!public(ip) || !strings.Contains(body, ip.String())) {
			t.Errorf("%q: got %s, which is not public or not there", body, ip)
		}
	})
}
