// SPDX-License-Identifier: GPL-2.0-or-later

// Package rows reads the table of what each provider of the catalogue wants to
// be sent and what it answers. There is a file for each, written from the
// provider's documentation and not from its entry:
//
//	# where it was read
//	user = me@example.org
//	hostname = home.example.net
//
//	rule min_gap 10m
//
//	send 203.0.113.9
//	> GET /nic/update?hostname=home.example.net&myip=203.0.113.9 HTTP/1.1
//	> Host: members.example.org
//	> Authorization: Basic bWU6eA==
//
//	answers 203.0.113.9
//	yes 200 good 203.0.113.9
//	wait 30m 200 911
//
// A second request to the same change follows after "then". "by IPv6" says by
// which family a request has to leave. In an answer \n is a new line.
package rows

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// rsaKey is the value of a setting that stands for a key of its own.
const rsaKey = "an RSA key"

// RSAKey is the one RSA key of all tables: PEM, in one line.
var RSAKey = sync.OnceValue(func() string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	block := pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return strings.ReplaceAll(strings.TrimSpace(string(pem.EncodeToMemory(&block))), "\n", " ")
})

// Table is the file of one provider.
type Table struct {
	Settings map[string]string
	Rules    []string // "min_gap 10m0s", "limit 2 in 2m0s", "refresh 120h0m0s", and so on
	Sends    []Send
	// To are the addresses that the answers are about.
	To      []netip.Addr
	Answers []Answer
}

// Send is a change of addresses, and what goes out for it.
type Send struct {
	Addrs    []netip.Addr
	With     map[string]string // other settings
	Requests []Request
}

// Request is a request without the lines that all have: User-Agent, unless the
// provider wants one of its own, and Connection.
type Request struct {
	Family string   // "4" or "6", "" if it does not matter
	Head   []string // the first line, Host and more
	Body   string
}

// Host is where a request goes.
func (r Request) Host() string { return strings.TrimPrefix(r.Head[1], "Host: ") }

// Bytes is a request with the lines that all have.
func (r Request) Bytes(agent string) string {
	agent, rest := "User-Agent: "+agent, ""
	for _, line := range r.Head[2:] {
		if strings.HasPrefix(line, "User-Agent: ") {
			agent = line
		} else if line != "" {
			rest += line + "\r\n"
		}
	}
	return r.Head[0] + "\r\n" + r.Head[1] + "\r\n" + agent + "\r\nConnection: close\r\n" + rest + "\r\n" + r.Body
}

// Answer is what a provider says, and how the update must end.
type Answer struct {
	Means  string // yes, same, no, wait or unclear
	Guess  bool   // the no may be a guess: written "no?"
	Wait   time.Duration
	Status int
	Body   string
}

// Read reads a file.
func Read(file string) (*Table, error) {
	t := &Table{Settings: map[string]string{}}
	return t, readLines(file, t.line)
}

// readLines reads a file line by line.
func readLines(file string, read func(line string) error) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for i, line := range strings.Split(string(text), "\n") {
		if err := read(line); err != nil {
			return fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
	}
	return nil
}

func (t *Table) line(line string) (err error) {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "" || word == "#":
	case word == "rule":
		words := strings.Fields(rest)
		for i, w := range words {
			if d, err := time.ParseDuration(w); err == nil {
				words[i] = d.String()
			}
		}
		t.Rules = append(t.Rules, strings.Join(words, " "))
	case word == "send":
		s := Send{With: map[string]string{}, Requests: make([]Request, 1)}
		s.Addrs, err = addrs(rest)
		t.Sends = append(t.Sends, s)
	case word == "answers":
		t.To, err = addrs(rest)
	case t.To != nil:
		return t.answer(word, rest)
	case len(t.Sends) == 0:
		option, value, ok := strings.Cut(line, " = ")
		if value == rsaKey {
			value = RSAKey()
		}
		if t.Settings[option] = value; !ok {
			err = errors.New("no setting")
		}
	default:
		s := &t.Sends[len(t.Sends)-1]
		err = s.line(word, rest)
	}
	return err
}

func (s *Send) line(word, rest string) error {
	r := &s.Requests[len(s.Requests)-1]
	switch {
	case word == "then":
		s.Requests = append(s.Requests, Request{})
	case word == "with":
		option, value, _ := strings.Cut(rest, " = ")
		s.With[option] = value
	case word == "by" && (rest == "IPv4" || rest == "IPv6"):
		r.Family = rest[3:]
	case word == ">" && slices.Contains(r.Head, ""):
		r.Body += rest
	case word == ">":
		r.Head = append(r.Head, rest)
	default:
		return errors.New("no line of a request")
	}
	return nil
}

func (t *Table) answer(word, rest string) (err error) {
	a := Answer{}
	a.Means, a.Guess = strings.CutSuffix(word, "?")
	if !slices.Contains([]string{"yes", "same", "no", "wait", "unclear"}, a.Means) {
		return fmt.Errorf("no meaning: %q", word)
	}
	first, after, _ := strings.Cut(rest, " ")
	if d, notTime := time.ParseDuration(first); word == "wait" && notTime == nil {
		a.Wait = d
		first, after, _ = strings.Cut(after, " ")
	}
	a.Status, err = strconv.Atoi(first)
	a.Body = strings.ReplaceAll(after, `\n`, "\n")
	t.Answers = append(t.Answers, a)
	return err
}

func addrs(text string) (list []netip.Addr, err error) {
	for _, word := range strings.Fields(text) {
		ip, wrong := netip.ParseAddr(word)
		err = errors.Join(err, wrong)
		list = append(list, ip)
	}
	return list, err
}
