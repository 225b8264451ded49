// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// outcome is what happens to a request after it was judged.
type outcome struct {
	delay time.Duration
	fault ActiveFault
	form  ActiveFault // how the reply looks
	reply reply
}

// meet takes the faults that a request meets. The caller holds s.mu.
func (s *Sandbox) meet(step Step) outcome {
	return outcome{delay: s.takeDelay(step), fault: s.takeAt(atRequest, step, anyFault), form: s.takeAt(atForm, step, anyFault)}
}

// swallows are the faults under which a request is not carried out.
var swallows = map[Fault]bool{
	DropBeforeApply: true, ResetBeforeApply: true, HangBeforeApply: true, Status: true, Portal: true,
	Redirect: true, Endless: true, GarbageText: true, WAF: true, BlockedText: true, PasswordText: true,
	AnswerCode: true,
}

// mute are the faults under which no HTTP answer is given.
var mute = map[Fault]bool{
	DropBeforeApply: true, DropAfterApply: true, ResetBeforeApply: true, ResetAfterApply: true,
	HangBeforeApply: true, HangAfterApply: true, GarbageBytes: true,
}

func (s *Sandbox) takeDelay(step Step) time.Duration {
	f := s.takeAt(atDelay, step, anyFault)
	if f.Name == "" {
		return 0
	}
	// The argument was checked when the fault was set.
	d, _ := parseDelay(f.Arg)
	return d
}

// answer is the page that a request gets, by its fault or else by its verdict.
func (s *Sandbox) answer(f ActiveFault, r request, hr *http.Request, j judgement) reply {
	refusals := answers[orWords(s.cfg.Style)]
	if p, ok := s.faulty(f, hr, refusals[blocked], refusals[badLogin]); ok {
		return p
	}
	if r.method != http.MethodGet {
		return onlyGet()
	}
	return page(http.StatusOK, body(s.cfg.Style, j.verdict, j.want.IP))
}

// onlyGet answers another method.
func onlyGet() reply {
	p := page(http.StatusMethodNotAllowed, "<h1>Method Not Allowed</h1>\n")
	p.header.Set("Allow", "GET")
	return p
}

// faulty is the page of a fault that has one.
func (s *Sandbox) faulty(f ActiveFault, hr *http.Request, blockedText, passwordText string) (reply, bool) {
	switch f.Name {
	case Status, StatusApplied:
		// The argument was checked when the fault was set.
		p, _ := parseStatus(f.Arg, s.cfg.Now())
		return p, true
	case Redirect:
		return redirect(f.Arg, hr.URL.RawQuery), true
	case Portal:
		return page(http.StatusOK, portalPage), true
	case WAF:
		p := page(http.StatusForbidden, wafPage)
		p.header.Set("Server", "CloudfloorDNS.WAF")
		return p, true
	case BlockedText:
		return page(http.StatusOK, blockedText), true
	case PasswordText:
		return page(http.StatusOK, passwordText), true
	case AnswerCode:
		// As above.
		o, _ := parseCode(f.Arg)
		return o.reply(1), true
	case GarbageText:
		return page(http.StatusOK, "\x00\x7fxq~ \xff\xfe 7Zk@ %%s \x1b[2J zzyzx"), true
	case Endless:
		return page(http.StatusOK, strings.Repeat("please wait ... ", 256)), true
	}
	return reply{}, false
}

// orWords: a refusal on demand has to say something even if the style does not.
func orWords(style Style) Style {
	if style == Silent {
		return Words
	}
	return style
}

// redirect repeats the query, as servers do that move to another name: whoever
// follows it shows the password to the target.
func redirect(target, query string) reply {
	p := page(http.StatusFound, "<h1>Found</h1>\n")
	p.header.Set("Location", orElse(target, redirectPath)+"?"+query)
	return p
}

const portalPage = `<!DOCTYPE html>
<html><head><title>Welcome to our network</title></head>
<body><h1>Please log in to use the Internet</h1>
<form method="post" action="/login"><input name="user"><input name="password" type="password"></form>
</body></html>
`

const wafPage = `<html><head><title>CloudfloorDNS Web Application Firewall Error</title></head>
<body><h1>CloudfloorDNS Web Application Firewall Error</h1>
<p>Your request was stopped. Questions: www.cloudfloordns.com/contact</p></body></html>
`
