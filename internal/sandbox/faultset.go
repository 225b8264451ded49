// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"errors"
	"fmt"
	"slices"
)

// ActiveFault is a fault that waits for its next request.
type ActiveFault struct {
	Name Fault  `json:"name"`
	N    int    `json:"n"` // requests it is still for; 0: until cleared
	Arg  string `json:"arg,omitempty"`
	// Step makes it strike requests of one step of dnslogin3.asp alone. Only
	// a fault of a request that has been read can tell the step.
	Step Step `json:"step,omitempty"`
	// After is how many it could strike and lets pass first.
	After int `json:"after,omitempty"`
}

// SetFault switches a fault on: for the next n requests (connections, queries)
// that it can strike, or until it is cleared if n is 0. Arg is described in
// Faults; an unknown fault or a wrong argument is an error.
func (s *Sandbox) SetFault(name Fault, n int, arg string) error {
	return s.Arm(ActiveFault{Name: name, N: n, Arg: arg})
}

// Arm switches a fault on that may wait for one step, or for its turn.
func (s *Sandbox) Arm(f ActiveFault) error {
	row, ok := faultNamed(f.Name)
	if !ok {
		return fmt.Errorf("unknown fault %q", cut(string(f.Name)))
	}
	if err := row.arg.check(f.Arg); err != nil {
		return fmt.Errorf("fault %s: %w", f.Name, err)
	}
	if f.N < 0 || (f.N > 0 && row.stage == atListen) {
		return fmt.Errorf("fault %s cannot be set for %d requests", f.Name, f.N)
	}
	if err := f.checkTurn(row.stage); err != nil {
		return fmt.Errorf("fault %s: %w", f.Name, err)
	}
	if row.stage == atListen {
		if err := s.refuse(f.Arg); err != nil {
			return fmt.Errorf("fault %s: %w", f.Name, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[f.Name] = &f
	return nil
}

// checkTurn checks what a fault waits for.
func (f ActiveFault) checkTurn(at stage) error {
	switch {
	case f.Step != "" && at != atDelay && at != atRequest && at != atForm:
		return errors.New("strikes before a request is read, and knows no step")
	case f.Step != "" && !slices.Contains(Steps(), f.Step):
		return fmt.Errorf("step %q is not one of %v", cut(string(f.Step)), Steps())
	case f.After < 0 || f.After > 0 && at == atListen:
		return fmt.Errorf("cannot let %d pass", f.After)
	}
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
func (s *Sandbox) take(at stage, open func(Fault) bool) ActiveFault { return s.takeAt(at, "", open) }

// takeAt does the same for a request of one step.
func (s *Sandbox) takeAt(at stage, step Step, open func(Fault) bool) ActiveFault {
	for _, row := range faultTable {
		f := s.faults[row.name]
		if f == nil || row.stage != at || !open(row.name) || f.Step != "" && f.Step != step {
			continue
		}
		if f.After > 0 {
			f.After--
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
