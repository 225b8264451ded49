// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"strings"
	"time"
)

// Record is what a provider holds for an account, or should hold. An address
// that is not valid is not known, or there is none to hold; the zero Record
// means that of everything.
type Record struct {
	IPv4 netip.Addr
	IPv6 netip.Addr
	// Settings is a digest of every other parameter of the update.
	Settings string
}

// HasAddress says whether the record holds an address.
func (r Record) HasAddress() bool { return r.IPv4.IsValid() || r.IPv6.IsValid() }

// Covers says whether an update to want would change nothing. A family that want
// lacks makes no difference: it is not known what an update without it does.
func (r Record) Covers(want Record) bool {
	return r.With(want) == r
}

// Lacks says whether r does not cover want only because something of r is not
// known: an update may be needless.
func (r Record) Lacks(want Record) bool {
	return !r.Covers(want) && (r == Record{} || r.With(want) == want.With(r))
}

// With returns r with everything that want has. A family that want lacks stays.
func (r Record) With(want Record) Record {
	if !want.IPv4.IsValid() {
		want.IPv4 = r.IPv4
	}
	if !want.IPv6.IsValid() {
		want.IPv6 = r.IPv6
	}
	return want
}

// Addresses are the addresses for people, "203.0.113.9 2001:db8::9", "" if there
// is none.
func (r Record) Addresses() string {
	switch {
	case !r.HasAddress():
		return ""
	case !r.IPv6.IsValid():
		return r.IPv4.String()
	case !r.IPv4.IsValid():
		return r.IPv6.String()
	}
	return r.IPv4.String() + " " + r.IPv6.String()
}

// List is the same as a list, IPv4 first.
func (r Record) List() []string { return strings.Fields(r.Addresses()) }

// Task says what a job is to do.
type Task string

// The tasks of a job.
const (
	// Update brings the provider to hold the wanted record.
	Update Task = "update"
	// Verify asks DNS whether an accepted update took effect. It sends no
	// request to the provider, whatever the answer is.
	Verify Task = "verify"
	// Probe asks a server which address it sees, in the family of the wanted
	// record, which is what the line holds. It carries no password and changes
	// nothing.
	Probe Task = "ask"
)

// Job is one piece of work for the short-lived sender.
type Job struct {
	Task     Task
	Account  string
	Device   string // the line that it is to leave by
	Previous Record // what the provider held last, if known
	Want     Record
	// Query asks DNS first and sends nothing if the name already answers
	// with the wanted addresses.
	Query bool
	// Strict trusts only the zone's own servers: another address may have been
	// requested since a cache learned the wanted one.
	Strict bool
	// Config names the configuration that the job was decided under.
	Config string
	// Anyway sends even if nobody answers the query of DNS.
	Anyway bool
	// Aged accepts a cache's answer: we have waited long enough for a newer
	// one.
	Aged bool
	// Remembered is the address that the provider held before the router was
	// started, if the user wants that kept. It is deleted if nobody can say
	// what the name holds.
	Remembered netip.Addr
	// Limit is how long the job may take; 0 means the usual time.
	Limit time.Duration
}

// fields are the parts of a job's line.
func (j *Job) fields() []Field {
	return []Field{
		{"task", (*string)(&j.Task)}, {"account", &j.Account}, {"device", &j.Device}, {"config", &j.Config},
		{"previous", &j.Previous.IPv4}, {"previous6", &j.Previous.IPv6}, {"previous_settings", &j.Previous.Settings},
		{"want", &j.Want.IPv4}, {"want6", &j.Want.IPv6}, {"settings", &j.Want.Settings},
		{"query", &j.Query}, {"strict", &j.Strict}, {"anyway", &j.Anyway}, {"aged", &j.Aged},
		{"remembered", &j.Remembered}, {"limit", (*int64)(&j.Limit)},
	}
}

// AppendText appends the job as one line, without its end.
func (j Job) AppendText(b []byte) ([]byte, error) { return AppendFields(b, j.fields(), '\t'), nil }

// UnmarshalText reads what AppendText has written.
func (j *Job) UnmarshalText(text []byte) error {
	*j = Job{}
	return ReadFields(string(text), j.fields(), "\t")
}
