// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// argument says what a fault takes, so that a wrong one is an error at once.
type argument struct {
	doc   string
	check func(string) error
}

var (
	argNone = argument{"", func(a string) error {
		if a != "" {
			return errors.New("takes no argument")
		}
		return nil
	}}
	argScheme = argument{"http or https; default both", func(a string) error {
		if a != "" && a != "http" && a != "https" {
			return fmt.Errorf("argument %q is neither http nor https", a)
		}
		return nil
	}}
	argDuration = argument{"how long, such as 1500ms; default 5s", onlyError(parseDelay)}
	argAddress  = argument{"address, for questions about its family; default 192.0.2.66", onlyError(parseLie)}
	argURL      = argument{"where to; default /elsewhere/update.php here", onlyError(url.Parse)}
	argStart    = argument{"NotBefore, as 2026-01-02T15:04:05Z or as duration from now; default 24h", func(a string) error {
		_, err := parseStart(a, time.Time{})
		return err
	}}
	argStatus = argument{"code[;retry-after=SECONDS|date:SECONDS][;body=TEXT]; default 503", func(a string) error {
		_, err := parseStatus(a, time.Time{})
		return err
	}}
)

func onlyError[T any](parse func(string) (T, error)) func(string) error {
	return func(a string) error {
		_, err := parse(a)
		return err
	}
}

func parseDelay(arg string) (time.Duration, error) {
	d, err := time.ParseDuration(orElse(arg, "5s"))
	if err != nil || d < 0 {
		return 0, fmt.Errorf("argument %q is not a duration", arg)
	}
	return d, nil
}

func parseLie(arg string) (netip.Addr, error) {
	ip, err := netip.ParseAddr(orElse(arg, "192.0.2.66"))
	if err != nil {
		return netip.Addr{}, fmt.Errorf("argument %q is not an address", arg)
	}
	return ip, nil
}

// parseStart reads the first moment of a certificate.
func parseStart(arg string, now time.Time) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, arg); err == nil {
		return t, nil
	}
	d, err := time.ParseDuration(orElse(arg, "24h"))
	if err != nil {
		return time.Time{}, fmt.Errorf("argument %q is neither a time nor a duration", arg)
	}
	return now.Add(d), nil
}

// parseStatus reads code[;retry-after=...][;body=...]. The body is last, for
// it may hold semicolons itself.
func parseStatus(arg string, now time.Time) (reply, error) {
	head, body, _ := strings.Cut(orElse(arg, "503"), ";body=")
	code, retry, hasRetry := strings.Cut(head, ";retry-after=")
	status, err := strconv.Atoi(code)
	if err != nil || status < 200 || status > 599 {
		return reply{}, fmt.Errorf("argument %q does not start with a status from 200 to 599", arg)
	}
	r := page(status, orElse(body, http.StatusText(status)))
	if !hasRetry {
		return r, nil
	}
	seconds, asDate := strings.CutPrefix(retry, "date:")
	n, err := strconv.Atoi(seconds)
	if err != nil {
		return reply{}, fmt.Errorf("argument %q has no number of seconds in retry-after", arg)
	}
	if asDate {
		seconds = now.Add(time.Duration(n) * time.Second).UTC().Format(http.TimeFormat)
	}
	r.header.Set("Retry-After", seconds)
	return r, nil
}
