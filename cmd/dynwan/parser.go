// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/mtgsy"
)

// digest names some texts in 8 hex digits: enough to see a change, too short
// to find a password by.
func digest(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:4])
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// accountKeys are the keys of an [account.NAME] table and their rules.
var accountKeys = map[string]func(a *account, v value) error{
	"provider": func(a *account, v value) error { return v.word(&a.Provider, "mtgsy") },
	"device":   func(a *account, v value) error { return v.text(&a.Device, checkDevice) },
	"interface": func(a *account, v value) error {
		return v.text(&a.Interface, func(name string) error {
			if !validName(name) {
				return errors.New("must be the name of an interface of OpenWrt, such as wan")
			}
			return nil
		})
	},
	"hostname": func(a *account, v value) error { return v.text(&a.Hostname, mtgsy.CheckHostname) },

	"email":       func(a *account, v value) error { return v.text(&a.Email, mtgsy.CheckLogin) },
	"pass":        func(a *account, v value) error { return v.text(&a.Pass, mtgsy.CheckLogin) },
	"hb":          func(a *account, v value) error { return v.flag(&a.HB) },
	"stealth":     func(a *account, v value) error { a.Stealth = new(bool); return v.flag(a.Stealth) },
	"port":        func(a *account, v value) error { return v.number(&a.Port, mtgsy.CheckPort) },
	"offlineurl":  func(a *account, v value) error { return v.text(&a.OfflineURL, mtgsy.CheckOfflineURL) },
	"offlinetext": func(a *account, v value) error { return v.text(&a.OfflineText, mtgsy.CheckOfflineText) },
	"mx":          func(a *account, v value) error { return v.text(&a.MX, mtgsy.CheckMX) },

	"server": func(a *account, v value) error { return v.text(&a.Server, mtgsy.CheckServer) },
	"ip": func(a *account, v value) error {
		word := ""
		err := v.word(&word, "device", "server")
		a.ServerDetects = word == "server"
		return err
	},
	"bind":    func(a *account, v value) error { return v.flag(&a.Bind) },
	"settle":  func(a *account, v value) error { return v.span(&a.Settle, 0, time.Minute) },
	"min_gap": func(a *account, v value) error { return v.span(&a.MinGap, 0, 24*time.Hour) },
	"success": func(a *account, v value) error { return v.list(&a.Success, checkPattern) },
	"failure": func(a *account, v value) error { return v.list(&a.Failure, checkPattern) },
}

// checkDevice checks the name of a Linux device (dev_valid_name in the kernel).
func checkDevice(name string) error {
	if name == "" || len(name) > 15 || name == "." || name == ".." || strings.ContainsAny(name, "/:") ||
		strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return errors.New("must be the name of a device of at most 15 letters, such as pppoe-wan")
	}
	return nil
}

// checkPattern checks a text to look for in answers.
func checkPattern(text string) error {
	if strings.TrimSpace(text) == "" || len(text) > 120 || mtgsy.CheckOfflineText(text) != nil {
		return errors.New("must be texts of 1 to 120 bytes to look for in the answer")
	}
	return nil
}

// newAccount returns an account with the defaults.
func newAccount(name string) account {
	p := updater.DefaultPolicy()
	return account{
		Name: name, Server: mtgsy.DefaultServer, Bind: true,
		Settle: p.Settle, MinGap: p.MinGap,
	}
}

// within says whether a name is a domain or below it.
func within(name, domain string) bool {
	name, domain = strings.ToLower(name), strings.ToLower(domain)
	return name == domain || strings.HasSuffix(name, "."+domain)
}

// checkWhole returns the rules that concern more than one key: the key that
// breaks one, and the rule.
func (a *account) checkWhole(allow int) (key, rule string) {
	www := strings.HasPrefix(strings.ToLower(a.Hostname), "www.")
	official := mtgsy.Official(a.Server)
	switch {
	case a.Provider == "":
		return "provider", "is missing; mtgsy is the one there is"
	case a.Device == "" && a.Interface == "":
		return "device", "is missing; name the device that holds the address, such as pppoe-wan"
	case a.Email == "":
		return "email", "is missing; it is the account's name or one domain of it"
	case a.Pass == "":
		return "pass", "is missing"
	case a.Hostname == "" && strings.Contains(a.Email, "@"):
		return "hostname", "is missing; an account's name does not say which name to ask DNS for, " +
			"and clients must check whether an update is required before sending it"
	case a.Hostname == "":
		return "hostname", "is missing; email is no domain name that DNS could be asked for"
	case a.ServerDetects && !a.Bind:
		return "ip", "must be device while bind is false: the server would take the address of whatever line the request leaves by"
	case !strings.Contains(a.Email, "@") && mtgsy.CheckHostname(a.Email) == nil && !within(a.Hostname, a.Email):
		return "hostname", "must be " + a.Email + " or a name below it: email says which domain is updated"
	case www && (a.Port != 0 || a.HB):
		return "hostname", "must be the domain itself: with port or hb, www may answer with the provider's web server"
	case official && a.MinGap < updater.Minute10:
		return "min_gap", "must be at least 10m: the protocol page blocks accounts that update more often"
	case official && allow > 0:
		return "server", "must be another one while allow is set: reserved addresses are not for the provider"
	}
	return "", ""
}
