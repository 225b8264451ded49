// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"dynwan/updater"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// providersCommand says whom dynwan can update, or what one of them needs.
func providersCommand(args []string) int {
	set, _ := flags("providers")
	if err := set.Parse(args); err != nil || set.NArg() > 1 {
		fmt.Fprint(os.Stderr, usage)
		return exitUsage
	}
	if set.NArg() == 0 {
		t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "PROVIDER\tADDRESSES\tNEEDS\tRULES\tKNOWN FROM")
		for _, p := range providers.All() {
			fmt.Fprintln(t, strings.Join([]string{p.Name, p.Families.String(), needs(p), dash(rulesOf(p)), knownFrom(p)}, "\t"))
		}
		t.Flush()
		return exitOK
	}
	p := serving(set.Arg(0))
	if p == nil {
		errorf("%s", noSuchProvider(set.Arg(0)))
		return exitUsage
	}
	printProvider(os.Stdout, p)
	return exitOK
}

// serving returns a provider by its name, or by the name of a server of its own.
func serving(name string) *provider.Spec {
	if p := providers.Find(name); p != nil {
		return p
	}
	for _, p := range providers.All() {
		if slices.ContainsFunc(p.Hosts, func(zone string) bool { return provider.Within(name, zone) }) {
			return p
		}
	}
	return nil
}

// noSuchProvider says that there is no provider of a name, and why if that is
// known.
func noSuchProvider(name string) message.Message {
	return cmp.Or(providers.Gone(name), message.New(message.NoSuchProvider, provider.Printable(name)))
}

// needs are the options that an account must have.
func needs(p *provider.Spec) string {
	var list []string
	for _, o := range p.Options {
		if o.Required {
			list = append(list, o.Name)
		}
	}
	return strings.Join(list, ", ")
}

// rulesOf are the rules that a provider has, in a few words.
func rulesOf(p *provider.Spec) string {
	var list []string
	if p.MinGap > 0 {
		list = append(list, updater.Span(p.MinGap.Seconds())+" apart")
	}
	for _, l := range p.Limits {
		list = append(list, fmt.Sprintf("%d in %s", l.N, updater.Span(l.Per.Seconds())))
	}
	if p.Refresh > 0 {
		list = append(list, "again after "+updater.Span(p.Refresh.Seconds()))
	}
	if p.NoQuery {
		list = append(list, "DNS cannot tell")
	}
	if p.Find("plain_http") != nil {
		list = append(list, "plain HTTP at wish")
	}
	return strings.Join(list, "; ")
}

// knownFrom says where the protocol of a provider was read.
func knownFrom(p *provider.Spec) string {
	if p.Unchecked {
		return "other programs"
	}
	return "its documentation"
}

// facts are what there is to know about a provider besides its options, in
// sentences.
func facts(p *provider.Spec) (list []string) {
	if p.About != "" {
		list = append(list, p.About)
	}
	if len(p.Hosts) > 0 {
		list = append(list, "Its own servers are those of "+strings.Join(p.Hosts, ", ")+".")
	}
	for _, rule := range ruleSentences(p) {
		list = append(list, rule.String())
	}
	if p.Unchecked {
		list = append(list, "Its protocol is known from other programs, not from its own documentation.")
	}
	return append(list, "Only one account for each "+strings.Join(p.CountedBy, " and ")+".")
}

// ruleSentences are the rules that a provider has, each a sentence.
func ruleSentences(p *provider.Spec) (list []message.Message) {
	if p.MinGap > 0 {
		list = append(list, message.New(message.RuleGap, updater.Span(p.MinGap.Seconds())))
	}
	for _, l := range p.Limits {
		list = append(list, message.New(message.RuleLimit, l.N, updater.Span(l.Per.Seconds())))
	}
	if p.Refresh > 0 {
		list = append(list, message.New(message.RuleRefresh, updater.Span(p.Refresh.Seconds())))
	}
	switch {
	case p.NoQuery && p.Reads:
		list = append(list, message.New(message.RuleReads))
	case p.NoQuery:
		list = append(list, message.New(message.RuleNoQuery))
	}
	return list
}

// need says whether an option must be set, and what it is if it is not.
func need(o provider.Option) string {
	switch {
	case o.Required:
		return "needed"
	case o.Default != "":
		return "default " + o.Default
	}
	return ""
}

// printProvider prints what there is to know about a provider.
func printProvider(w io.Writer, p *provider.Spec) {
	fmt.Fprintf(w, "%s: %s, %s\n", p.Name, p.Title, p.Families)
	token := p.TokenPage
	if token != "" {
		token = "Make the token or password here: " + token
	}
	for _, line := range append([]string{p.Home, p.Page, token}, facts(p)...) {
		if line != "" {
			fmt.Fprintln(w, line)
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, o := range p.Options {
		fmt.Fprintf(t, "  %s\t%s\t%s\n", o.Name, o.Title, need(o))
	}
	t.Flush()
}
