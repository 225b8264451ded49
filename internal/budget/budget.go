// SPDX-License-Identifier: GPL-2.0-or-later

// Package budget holds what is measured to what was promised. The file budget
// at the top of the repository has one promise a line:
//
//	name<TAB>limit<TAB>unit<TAB># what it was before, and why it changed
//
//	b, err := budget.Read("budget")
//	err = b.Check("size.mipsle", 5_570_000)
//
// The one thing to know: a name that the file does not have is an error, so
// that a misspelt promise is never kept by chance.
package budget

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Limit is one promise: the largest value that is allowed.
type Limit struct {
	Name    string
	Value   float64
	Unit    string // "ms", "KiB", "bytes"; empty for a count
	History string // earlier limits and their reasons
}

// Budget is the promises by their names.
type Budget map[string]Limit

// ErrOver is in the error of a value above its limit.
var ErrOver = errors.New("over budget")

// Read reads a budget file. Lines that begin with # and empty lines are for
// people.
func Read(path string) (Budget, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the budget: %w", err)
	}
	b := Budget{}
	for i, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		l, err := parse(line)
		if err == nil && b.has(l.Name) {
			err = fmt.Errorf("%s is there already", l.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("cannot read the budget: %s:%d: %w", path, i+1, err)
		}
		b[l.Name] = l
	}
	return b, nil
}

func (b Budget) has(name string) bool {
	_, ok := b[name]
	return ok
}

// parse reads one line.
func parse(line string) (Limit, error) {
	fields := strings.SplitN(line, "\t", 4)
	if len(fields) != 4 || !strings.HasPrefix(fields[3], "#") {
		return Limit{}, fmt.Errorf("%q is not name, limit, unit and # history with a tab between", line)
	}
	value, err := strconv.ParseFloat(fields[1], 64)
	if err != nil || !(value >= 0) {
		return Limit{}, fmt.Errorf("the limit %q is not a number from 0 on", fields[1])
	}
	history := strings.TrimSpace(strings.TrimPrefix(fields[3], "#"))
	return Limit{Name: fields[0], Value: value, Unit: fields[2], History: history}, nil
}

// Check compares a measured value, in the unit of the limit, with its limit. A
// value above it is ErrOver; the limit itself is allowed.
func (b Budget) Check(name string, value float64) error {
	l, ok := b[name]
	if !ok {
		return fmt.Errorf("the budget has no %q; it has %s", name, strings.Join(slices.Sorted(maps.Keys(b)), ", "))
	}
	// Written so that a value that is no number is above every limit.
	if !(value <= l.Value) {
		return fmt.Errorf("%s: %s is %w: at most %s", name, amount(value, l.Unit), ErrOver, amount(l.Value, l.Unit))
	}
	return nil
}

// amount writes a number without an exponent, and its unit.
func amount(value float64, unit string) string {
	return strings.TrimSpace(strconv.FormatFloat(value, 'f', -1, 64) + " " + unit)
}
