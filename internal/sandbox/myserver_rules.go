// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"net/netip"
	"strconv"
)

// Rules of dnslogin3.asp alone.
const (
	// RuleTwoRecords: "Sending another add command before deleting the old
	// record will indicate to the server that you wish to set up a round robin".
	RuleTwoRecords Rule = "two-records"
	// RuleOrder: a client logs in before it changes anything.
	RuleOrder Rule = "order"
)

// Parameters. The first three are the page's.
const (
	paramFunction = "FXN"
	paramUser     = "Usr"
	paramPwd      = "Pwd"
	paramHost     = "SandboxHost"
	paramType     = "SandboxType"
	paramAddress  = "SandboxAddress"
	paramPort     = "SandboxPort"
)

// functions are the values of FXN. The first two are the page's.
var functions = map[string]Step{
	"GetIPAddress": StepAddress, "login": StepLogin,
	"SandboxDelete": StepDelete, "SandboxAdd": StepAdd, "SandboxRelay": StepRelay,
}

// stepParams are the parameters of each step beside FXN; all of them have to
// be there.
var stepParams = map[Step][]string{
	StepAddress: {paramUser},
	StepLogin:   {paramUser, paramPwd},
	StepDelete:  {paramUser, paramPwd, paramHost, paramType, paramAddress},
	StepAdd:     {paramUser, paramPwd, paramHost, paramType, paramAddress},
	StepRelay:   {paramUser, paramPwd, paramHost, paramPort},
}

const (
	textLoggedIn = "DNS LOGIN:SUCCESS"
	textBlocked  = "Error:Sandbox blocked the account"
)

// checkStepForm judges what can be told from the request alone.
func checkStepForm(r request) []Breach {
	var breaches []Breach
	if r.method != http.MethodGet {
		breaches = append(breaches, refusal(RuleMethod, "method %q", cut(r.method)))
	}
	breaches = append(breaches, checkDecoded(r.query)...)
	step, known := functions[r.query.last[paramFunction]]
	if !known {
		return append(breaches, refusal(RuleUnknown, "there is no command %q", cut(r.query.last[paramFunction])))
	}
	breaches = append(breaches, checkParams(r.query, append([]string{paramFunction}, stepParams[step]...))...)
	for _, name := range stepParams[step] {
		if r.query.last[name] == "" {
			breaches = append(breaches, refusal(RuleMalformed, "%s is missing", name))
			continue
		}
		breaches = append(breaches, checkStepValue(name, r.query.last[name])...)
	}
	return breaches
}

// checkStepValue judges one value.
func checkStepValue(name, value string) []Breach {
	switch name {
	case paramAddress:
		if ip, err := netip.ParseAddr(value); err != nil || !ip.Is4() {
			return []Breach{refusal(RuleIP, "%q is not a dotted IPv4 address", cut(value))}
		}
	case paramType:
		if value != "A" {
			return []Breach{refusal(RuleMalformed, "type %q holds no address", cut(value))}
		}
	case paramPort:
		if n, err := strconv.ParseUint(value, 10, 16); err != nil || n == 0 {
			return []Breach{refusal(RulePort, "%q is not a port from 1 to 65535", cut(value))}
		}
	}
	return nil
}

// checkOrder wants a login before a change.
func (c *stepCall) checkOrder() []Breach {
	if c.account.loggedIn {
		return nil
	}
	return []Breach{{Rule: RuleOrder, Text: "no login since the last add"}}
}
