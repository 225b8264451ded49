// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// The daemon gets the accounts of its configuration as lines, which cost it next
// to nothing to read. Such a line begins with what it tells of: an account, or
// the line, host, probe, tally or limit of the account before it. Of an account
// it has what differs from the account before: the records of one are alike.

// fields are the parts of an account's line.
func (c *Config) fields() []Field {
	return []Field{
		{"name", &c.Name}, {"account", &c.Account}, {"provider", &c.Provider}, {"hostname", &c.Hostname},
		{"device", &c.Device}, {"prefer", &c.Prefer}, {"down", &c.Down},
		{"ipv4", &c.IPv4}, {"ipv6", &c.IPv6}, {"apart", &c.Apart}, {"needs_old", &c.NeedsOld}, {"no_query", &c.NoQuery},
		{"key", &c.Key}, {"beside", &c.Beside}, {"gate", (*int64)(&c.Gate)},
		{"digest", &c.Digest}, {"settings", &c.Settings}, {"login", &c.Login}, {"remember", &c.Remember}, {"limit", (*int64)(&c.Limit)},
		{"settle", (*int64)(&c.Settle)}, {"min_gap", (*int64)(&c.MinGap)}, {"recheck", (*int64)(&c.Recheck)},
		{"usual_gap", (*int64)(&c.UsualGap)}, {"refresh", (*int64)(&c.Refresh)},
	}
}

func (l *Line) fields() []Field { return []Field{{"device", &l.Device}, {"down", &l.Down}} }

func (h *Host) fields() []Field {
	return []Field{{"device", &h.Device}, {"down", &h.Down}, {"suffix", &h.Suffix}}
}

func (k *ProbeSource) settings() []Field {
	return []Field{
		{"server", &k.Server}, {"ipv6", &k.IPv6}, {"key", &k.Key},
		{"settle", (*int64)(&k.Settle)}, {"every", (*int64)(&k.Every)}, {"least", (*int64)(&k.Least)},
	}
}

// AppendConfigs appends the lines of some accounts.
func AppendConfigs(b []byte, list []Config) []byte {
	add := func(kind string, fields []Field) {
		b = append(AppendFields(append(b, kind+"\t"...), fields, '\t'), '\n')
	}
	var before Config
	for _, c := range list {
		b = append(AppendChanges(append(b, "account\t"...), c.fields(), before.fields(), '\t'), '\n')
		for _, l := range c.Lines {
			add("line", l.fields())
		}
		if c.Host != nil {
			add("host", c.Host.fields())
		}
		for _, k := range c.Probes {
			add("probe", k.settings())
		}
		if t := c.Tally; t != nil {
			add("tally", []Field{{"key", &t.Key}})
			for _, l := range t.Limits {
				add("limit", []Field{{"n", &l.N}, {"per", (*int64)(&l.Per)}})
			}
		}
		before = c
	}
	return b
}

// ConfigReader reads what AppendConfigs has written.
type ConfigReader struct {
	List   []Config
	last   Config
	fields []Field // of last: made once
}

// Read reads a line, without its end, that begins with kind. ok is false if it
// tells of something else.
func (r *ConfigReader) Read(kind, text string) (ok bool, err error) {
	if kind == "account" {
		if r.fields == nil {
			r.fields = r.last.fields()
		}
		err = ReadFields(text, r.fields, "\t")
		r.List = append(r.List, r.last)
		return true, err
	}
	if len(r.List) == 0 {
		return false, nil
	}
	c := &r.List[len(r.List)-1]
	switch kind {
	case "line":
		c.Lines = append(c.Lines, Line{})
		err = ReadFields(text, c.Lines[len(c.Lines)-1].fields(), "\t")
	case "host":
		c.Host = new(Host)
		err = ReadFields(text, c.Host.fields(), "\t")
	case "probe":
		k := new(ProbeSource)
		c.Probes = append(c.Probes, k)
		err = ReadFields(text, k.settings(), "\t")
	case "tally":
		c.Tally = new(Tally)
		err = ReadFields(text, []Field{{"key", &c.Tally.Key}}, "\t")
	case "limit":
		if c.Tally == nil {
			return false, nil
		}
		var n int
		var per time.Duration
		err = ReadFields(text, []Field{{"n", &n}, {"per", (*int64)(&per)}}, "\t")
		c.Tally.Limits = append(c.Tally.Limits, Limit{n, per})
	default:
		return false, nil
	}
	return true, err
}
