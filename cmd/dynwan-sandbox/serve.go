// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"dynwan/internal/sandbox"
)

// serve runs the stand-in until ctx ends and prints each request as it comes.
func serve(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parseOptions(args, stderr)
	if err != nil {
		return err
	}
	cfg, err := o.config()
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	s, err := sandbox.New(cfg)
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	defer s.Close()
	s.SeeAs(o.sees)
	if o.caOut != "" {
		if err := os.WriteFile(o.caOut, s.CAPEM(), 0o644); err != nil {
			return fmt.Errorf("write the certificate of the authority: %w", err)
		}
	}
	at, err := s.Start(o.places())
	if err != nil {
		return err
	}
	fmt.Fprint(stdout, guide(o, at))
	for e := range s.Events(ctx) {
		fmt.Fprintln(stdout, line(e))
	}
	return nil
}

// guide says where everything is and how to use it.
func guide(o options, at sandbox.Places) string {
	var b strings.Builder
	fmt.Fprintf(&b, "web server    http://%s  http://%s  https://%s\n", at.HTTP, at.HTTPAlt, at.HTTPS)
	fmt.Fprintf(&b, "name servers  %s\n", strings.Join(at.Authority, "  "))
	fmt.Fprintf(&b, "resolver      %s\n", at.Resolver)
	fmt.Fprintf(&b, "control       http://%s\n", at.Control)
	fmt.Fprintf(&b, "account       %s, domains %s\n", o.email, o.domains)
	if o.caOut != "" {
		fmt.Fprintf(&b, "authority     %s\n", o.caOut)
	}
	switch o.provider {
	case "myserver":
		b.WriteString(stepGuide(o, at))
	case "dyndns2":
		b.WriteString(hostGuide(o, o.email, o.domains, at))
	default:
		b.WriteString(updateGuide(o, at))
	}
	if o.hosts != "" {
		b.WriteString(hostGuide(o, member, o.hosts, at))
	}
	if o.sees.IsValid() {
		fmt.Fprintf(&b, "  curl 'http://%s/dnslogin3.asp?FXN=GetIPAddress&Usr=%s'\n", at.HTTP, looker)
	}
	fmt.Fprintf(&b, "  curl http://%s/records\n  curl http://%s/ledger\n", at.Control, at.Control)
	fmt.Fprintf(&b, "  curl -X POST 'http://%s/fault?name=drop-after-apply&n=1'\n", at.Control)
	fmt.Fprintf(&b, "\"dynwan-sandbox faults\" lists what else can go wrong.\n\n")
	return b.String()
}

// lookAround introduces what follows the first request.
const lookAround = "look at the records and at the ledger, let the next answer get lost"

// hostGuide shows how a user of dyndns2 keeps the first of some hosts.
func hostGuide(o options, user, hosts string, at sandbox.Places) string {
	path := o.path
	if path == "" {
		path = "/nic/update"
	}
	return fmt.Sprintf("\nSend an update, %s:\n"+
		"  curl -G -A me/1.0 -u %s:PASSWORD -d hostname=%s -d myip=203.0.113.9 http://%s%s\n"+
		"  curl -X POST 'http://%s/fault?name=answer-code&n=1&arg=911'\n",
		lookAround, user, append(list(hosts), "HOST")[0], at.HTTP, path, at.Control)
}

// updateGuide shows how to use the update page.
func updateGuide(o options, at sandbox.Places) string {
	return fmt.Sprintf("\nSend an update, "+lookAround+":\n"+
		"  curl -G -A me/1.0 -d email=%s -d hb=0 -d ip=203.0.113.9 --data-urlencode pass=PASSWORD http://%s/dns/update.php\n",
		append(list(o.domains), o.email)[0], at.HTTP)
}

// stepGuide shows how to use dnslogin3.asp, and what a client's configuration
// needs: the wording of these commands is this stand-in's own.
func stepGuide(o options, at sandbox.Places) string {
	host := append(list(o.domains), "HOST")[0]
	var b strings.Builder
	fmt.Fprintf(&b, "\nLog in, add a record; what starts with Sandbox is this stand-in's word and not the provider's:\n")
	fmt.Fprintf(&b, "  curl -G -d FXN=login -d Usr=%s --data-urlencode Pwd=PASSWORD http://%s/dnslogin3.asp\n", o.email, at.HTTP)
	fmt.Fprintf(&b, "  curl -G -d FXN=SandboxAdd -d Usr=%s --data-urlencode Pwd=PASSWORD -d SandboxHost=%s -d SandboxType=A -d SandboxAddress=203.0.113.9 http://%s/dnslogin3.asp\n",
		o.email, host, at.HTTP)
	fmt.Fprintf(&b, "For a client:\n  delete_query = %q\n  add_query    = %q\n  relay_query  = %q\n  success      = [%q, %q, %q]\n",
		sandbox.DeleteQuery, sandbox.AddQuery, sandbox.RelayQuery, sandbox.TextDeleted, sandbox.TextAdded, sandbox.TextRelayed)
	fmt.Fprintf(&b, "Look at the records and at the ledger, let the next answer get lost (&step=add: only that of an add):\n")
	return b.String()
}

// line is one request in the log.
func line(e sandbox.Entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, "request %d: %s %s by %q from %s:", e.Number, e.Method, e.Path, e.UserAgent, e.Remote)
	if e.Step != "" {
		fmt.Fprintf(&b, " %s", e.Step)
	}
	switch {
	case e.Applied:
		fmt.Fprint(&b, " carried out")
	default:
		fmt.Fprint(&b, " not carried out")
	}
	fmt.Fprintf(&b, "; answer %d %q", e.Status, e.Answer)
	if e.Fault != "" {
		fmt.Fprintf(&b, "; fault %s", e.Fault)
	}
	for _, breach := range e.Breaches {
		fmt.Fprintf(&b, "; BREACH %s: %s", breach.Rule, breach.Text)
	}
	return b.String()
}
