// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/json"
	"os"
	"strings"

	"dynwan/updater"
	"dynwan/updater/catalogue"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// schema is the description of all options, from which the page in LuCI makes
// its form.
type schema struct {
	Main      []optionSchema    `json:"main"`
	Common    []optionSchema    `json:"common"`
	Providers []providerSchema  `json:"providers"`
	Shared    []optionSchema    `json:"shared"` // the options of the catalogue's providers
	Catalogue []entrySchema     `json:"catalogue"`
	Format    []optionSchema    `json:"format"`   // of a provider of the user's own
	Messages  map[string]string `json:"messages"` // the English text by ID
}

// aboutSchema is what there is to know about a provider besides its options.
type aboutSchema struct {
	Name      string            `json:"name"`
	Title     string            `json:"title"`
	Home      string            `json:"home,omitempty"`
	Page      string            `json:"page,omitempty"`
	TokenPage string            `json:"token_page,omitempty"`
	About     string            `json:"about,omitempty"`
	Families  string            `json:"families"`
	Gap       string            `json:"gap,omitempty"` // the default of min_gap, if it is the provider's
	Rules     []message.Message `json:"rules,omitempty"`
	Unchecked bool              `json:"unchecked,omitempty"`
}

type providerSchema struct {
	aboutSchema
	Options []optionSchema `json:"options"`
}

// entrySchema is a provider of the catalogue: its options are some of Shared, by
// name, and Help is its own words for them.
type entrySchema struct {
	aboutSchema
	Label   bool              `json:"label,omitempty"`   // hostname is no name of DNS
	Always6 bool              `json:"always6,omitempty"` // it holds IPv6 alone
	Options string            `json:"options"`
	Help    map[string]string `json:"help,omitempty"`
}

type optionSchema struct {
	Name     string        `json:"name"`
	Title    string        `json:"title"`
	Help     string        `json:"help"`
	Kind     provider.Kind `json:"kind"`
	Words    []string      `json:"words,omitempty"`
	Default  string        `json:"default,omitempty"`
	Example  string        `json:"example,omitempty"`
	If       string        `json:"if,omitempty"`
	Most     int           `json:"most,omitempty"`
	Several  bool          `json:"several,omitempty"`
	Path     bool          `json:"path,omitempty"`
	Low      string        `json:"low,omitempty"` // of a span, with High
	High     string        `json:"high,omitempty"`
	Required bool          `json:"required,omitempty"`
	Advanced bool          `json:"advanced,omitempty"`
}

// schemaCommand prints the schema as JSON.
func schemaCommand(args []string) int {
	set, _ := flags("schema")
	if !parse(set, args, 0) {
		return exitUsage
	}
	s := schema{Main: optionSchemas(provider.Main), Common: optionSchemas(provider.Common), Messages: map[string]string{}}
	for _, p := range providers.WithCode {
		s.Providers = append(s.Providers, providerSchema{aboutOf(p), optionSchemas(p.Options)})
	}
	s.Shared, s.Format = optionSchemas(catalogue.Shared()), optionSchemas(catalogue.Format)
	for _, name := range catalogue.Names() {
		s.Catalogue = append(s.Catalogue, entryOf(catalogue.Find(name)))
	}
	for _, row := range message.Rows() {
		s.Messages[string(row.ID)] = row.English
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	if err := out.Encode(s); err != nil {
		errorf("%v", err)
		return exitSystem
	}
	return exitOK
}

func aboutOf(p *provider.Spec) aboutSchema {
	about := aboutSchema{
		Name: p.Name, Title: p.Title, Home: p.Home, Page: p.Page, TokenPage: p.TokenPage, About: p.About,
		Families: p.Families.String(), Rules: ruleSentences(p), Unchecked: p.Unchecked,
	}
	if p.MinGap > 0 {
		about.Gap = updater.Span(p.UsualGap().Seconds())
	}
	return about
}

func entryOf(p *provider.Spec) entrySchema {
	e := entrySchema{aboutSchema: aboutOf(p), Always6: !p.Families.IPv4, Help: map[string]string{}}
	for _, shared := range catalogue.Shared() {
		o := p.Find(shared.Name)
		if o == nil {
			continue
		}
		e.Options = strings.TrimSpace(e.Options + " " + o.Name)
		if o.Help != shared.Help {
			e.Help[o.Name] = o.Help
		}
		e.Label = e.Label || o.Name == "hostname" && o.Kind == provider.Text
	}
	return e
}

func optionSchemas(options []provider.Option) (list []optionSchema) {
	for _, o := range options {
		low, high := "", ""
		if o.Kind == provider.Span {
			low, high = o.Low.String(), o.High.String()
		}
		list = append(list, optionSchema{o.Name, o.Title, o.Help, o.Kind, o.Words, o.Default, o.Example, o.If, o.Most, o.Several, o.Path, low, high, o.Required, o.Advanced})
	}
	return list
}
