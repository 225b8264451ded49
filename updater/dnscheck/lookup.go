// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater/message"
)

const errNoHost = message.Message(message.NoHost)

// Lookup finds the addresses of a host in family "ip4" or "ip6" as a program of
// this machine would, from /etc/hosts and then from its resolvers, and if those
// do not know it, from the line's. It sends nothing that an old resolver cannot
// handle (EDNS), a silent resolver costs a second, and one family never waits
// for the other. Each name along the aliases takes four seconds at most. The
// error is a [net.DNSError].
func (a Client) Lookup(ctx context.Context, host, family string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip}, nil
	}
	name, err := canonical(host)
	if err != nil {
		return nil, &net.DNSError{UnwrapErr: err, Err: err.Error(), Name: host, IsNotFound: true}
	}
	// When it cannot dial, Go's resolver reads only the file.
	file := net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errSilent }}
	if found, err := file.LookupNetIP(ctx, family, strings.TrimSuffix(name, ".")); err == nil {
		for i := range found {
			found[i] = found[i].Unmap()
		}
		return found, nil
	}
	var found []netip.Addr
	a = a.counted()
	for _, from := range a.resolvers() {
		if found, err = a.addrs(ctx, from, question{name, types[family]}); err == nil {
			break
		}
	}
	if err != nil {
		err = &net.DNSError{UnwrapErr: err, Err: err.Error(), Name: host, IsTimeout: err == errSilent, IsNotFound: err == errNoHost}
	}
	return found, err
}

// addrs looks up the addresses of a host and follows its aliases.
func (a Client) addrs(ctx context.Context, from resolvers, q question) ([]netip.Addr, error) {
	for range maxAliases {
		r, errs := a.resolve(ctx, from, q, reply.doubt)
		if len(errs) > 0 || len(r.addrs) > 0 {
			return r.addrs, cause(errs)
		}
		if _, err := canonical(r.alias); err != nil {
			return nil, errNoHost
		}
		q.name = r.alias
	}
	return nil, errLoop
}

// resolve asks resolvers until one gives a good answer. The next one is asked
// a step later, or as soon as one has failed; the ones before may still answer.
// Without a good answer it returns the error of each, in their order.
func (a Client) resolve(ctx context.Context, from resolvers, q question, good func(reply) error) (reply, []error) {
	a.pace = a.times()
	a.pace.try = a.pace.lookup
	ctx, cancel := context.WithTimeout(ctx, a.pace.lookup)
	defer cancel()
	type result struct {
		reply
		server int
		err    error
	}
	results := make(chan result, rounds*len(from.addrs))
	errs := slices.Repeat([]error{errSilent}, len(from.addrs))
	next := time.NewTimer(0)
	defer next.Stop()
	start := int(from.first.Load())
	last := start + cap(results)
	for asked, ended := start, 0; ended < cap(results); {
		select {
		case <-next.C:
			server := asked % len(from.addrs)
			go func() {
				r, err := a.exchange(ctx, from.via, from.addrs[server], q, dnsmessage.Header{RecursionDesired: true})
				if err == nil {
					err = good(r)
				}
				results <- result{r, server, err}
			}()
			if asked++; asked < last {
				next.Reset(a.pace.step)
			}
		case r := <-results:
			if ended++; r.err == nil {
				from.first.Store(int32(r.server))
				return r.reply, nil
			}
			errs[r.server] = r.err
			if ctx.Err() != nil {
				return reply{}, errs
			}
			if asked < last {
				next.Reset(0)
			}
		}
	}
	return reply{}, errs
}

// cause picks the most informative error.
func cause(errs []error) error {
	for _, err := range errs {
		if err != errSilent {
			return err
		}
	}
	if len(errs) > 0 {
		return errSilent
	}
	return nil
}
