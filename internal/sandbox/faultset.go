// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"errors"
	"fmt"
)

// ActiveFault is a fault that waits for its next request.
type ActiveFault struct {
	Name Fault  `json:"name"`
	N    int    `json:"n"` // requests it is still for; 0: until cleared
	Arg  string `json:"arg,omitempty"`
}

// SetFault switches a fault on: for the next n requests (connections, queries)
// that it can strike, or until it is cleared if n is 0. Arg is described in
// Faults; an unknown fault or a wrong argument is an error.
func (s *Sandbox) SetFault(name Fault, n int, arg string) error {
	row, ok := faultNamed(name)
	if !ok {
		return fmt.Errorf("unknown fault %q", cut(string(name)))
	}
	if err := row.arg.check(arg); err != nil {
		return fmt.Errorf("fault %s: %w", name, err)
	}
	if n < 0 || (n > 0 && row.stage == atListen) {
		return fmt.Errorf("fault %s cannot be set for %d requests", name, n)
	}
	if row.stage == atListen {
		if err := s.refuse(arg); err != nil {
			return fmt.Errorf("fault %s: %w", name, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[name] = &ActiveFault{Name: name, N: n, Arg: arg}
	return nil
}

// Clear switches the named faults off, or all of them if none is named.
// Connections that hang already go on hanging.
func (s *Sandbox) Clear(names ...Fault) error {
	if len(names) == 0 {
		for _, row := range faultTable {
			names = append(names, row.name)
		}
	}
	var errs []error
	for _, name := range names {
		if _, ok := faultNamed(name); !ok {
			errs = append(errs, fmt.Errorf("unknown fault %q", cut(string(name))))
			continue
		}
		s.mu.Lock()
		_, active := s.faults[name]
		delete(s.faults, name)
		s.mu.Unlock()
		if active && name == Refuse {
			errs = append(errs, s.reopen())
		}
	}
	return errors.Join(errs...)
}

// ActiveFaults lists what is switched on, in the order of Faults.
func (s *Sandbox) ActiveFaults() []ActiveFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	active := []ActiveFault{}
	for _, row := range faultTable {
		if f := s.faults[row.name]; f != nil {
			active = append(active, *f)
		}
	}
	return active
}

// take returns the first active fault of a stage that the caller is open to,
// and counts it. The caller holds s.mu.
func (s *Sandbox) take(at stage, open func(Fault) bool) ActiveFault {
	for _, row := range faultTable {
		f := s.faults[row.name]
		if f == nil || row.stage != at || !open(row.name) {
			continue
		}
		taken := *f
		if f.N == 1 {
			delete(s.faults, row.name)
		}
		if f.N > 1 {
			f.N--
		}
		return taken
	}
	return ActiveFault{}
}

func anyFault(Fault) bool { return true }

func faultNamed(name Fault) (faultRow, bool) {
	for _, row := range faultTable {
		if row.name == name {
			return row, true
		}
	}
	return faultRow{}, false
}
