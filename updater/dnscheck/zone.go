// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater/message"
)

const (
	// maxServers is how many name servers of a zone are asked.
	maxServers = 4
	// maxPerFamily is how many IPv4 and how many IPv6 addresses of one server are tried.
	maxPerFamily = 2
	// rounds is how often each address of a server is tried.
	rounds = 2
)

const (
	// errLame marks an answer from a server that does not serve the name.
	errLame      = message.Message(message.Lame)
	errNoServers = message.Message(message.NoServersOfZone)
)

// result is the answer of one server. Its alias has yet to be followed.
type result struct {
	Server
	alias string
	ttl   uint32
}

// queryZone asks the servers of the zone that the name is in. Where the zone
// begins is not known: the name itself is tried first, then its parents, down
// to two labels; the servers of top-level domains are never asked. The search
// may pass the zone and reach a public suffix like co.uk: that is safe, because
// a server that only knows who serves the name gives a referral, which is not
// authoritative and does not count. If it says with authority that the name
// does not exist, nobody serves the name.
func (a Client) queryZone(ctx context.Context, from resolvers, q question) ([]result, error) {
	err := error(errNoServers)
	for zone := q.name; strings.Count(zone, ".") >= 2; _, zone, _ = strings.Cut(zone, ".") {
		names, lookupErr := a.nameServers(ctx, from, zone)
		if len(names) == 0 {
			if !errors.Is(err, errLame) {
				err = message.Because(message.New(message.NoServers, strings.TrimSuffix(zone, "."), message.Of(lookupErr)), errNoServers, lookupErr)
			}
			if errors.Is(lookupErr, errSilent) || ctx.Err() != nil {
				return nil, err
			}
			continue
		}
		found, askErr := a.queryServers(ctx, from, names, q)
		// Servers that do not serve the name belong to another zone, to which
		// the name is an alias: its own zone is further up.
		if !errors.Is(askErr, errLame) {
			return found, askErr
		}
		err = askErr
	}
	return nil, err
}

// nameServers looks up the server names of a zone.
func (a Client) nameServers(ctx context.Context, from resolvers, zone string) ([]string, error) {
	r, errs := a.resolve(ctx, from, question{zone, dnsmessage.TypeNS}, reply.doubt)
	var names []string
	for _, name := range r.servers {
		if _, err := canonical(name); err == nil && len(names) < maxServers {
			names = append(names, strings.TrimSuffix(name, "."))
		}
	}
	return names, cmp.Or(cause(errs), error(errNoHost))
}

// queryServers asks all servers at once. It returns the results, and an error
// only if there are none.
func (a Client) queryServers(ctx context.Context, from resolvers, names []string, q question) ([]result, error) {
	answers, errs := make([]result, len(names)), make([]error, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() { answers[i], errs[i] = a.queryServer(ctx, from, name, q) })
	}
	wg.Wait()
	var found []result
	for i, err := range errs {
		if err == nil {
			found = append(found, answers[i])
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	return nil, message.Join(errs...)
}

// queryServer asks one server at each of its addresses until one answers.
func (a Client) queryServer(ctx context.Context, from resolvers, name string, q question) (result, error) {
	addrs, err := a.addresses(ctx, from, name)
	ctx, cancel := context.WithTimeout(ctx, a.times().zone)
	defer cancel()
	via := net.Dialer{Control: a.Control}
	for range rounds {
		for _, addr := range addrs {
			if !a.public(addr) {
				err = cmp.Or(err, error(message.New(message.AtNoPublicAddress, addr)))
				continue
			}
			r, askErr := a.exchange(ctx, via, addr, q, dnsmessage.Header{})
			if askErr == nil {
				askErr = r.lame()
			}
			if askErr == nil {
				return result{Server{name, r.addrs}, r.alias, r.ttl}, nil
			}
			if errors.Is(askErr, errLame) {
				return result{}, at(name, askErr)
			}
			if err == nil {
				err = askErr
			}
			if ctx.Err() != nil {
				return result{}, at(name, err)
			}
		}
	}
	return result{}, at(name, err)
}

// at adds the server's name to an error.
func at(server string, err error) error {
	return message.Because(message.New(message.AtServer, server, message.Of(err)), err)
}

// lame says why an answer is not from a server of the zone, or nil.
func (r reply) lame() error {
	if err := r.doubt(); err != nil {
		return message.Because(message.New(message.LameBecause, message.Of(err)), errLame, err)
	}
	if !r.Authoritative {
		return errLame
	}
	return nil
}

// addresses looks up a name server's addresses of both families: either family
// may be unreachable, and a late one does not delay the other.
func (a Client) addresses(ctx context.Context, from resolvers, name string) ([]netip.Addr, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		addrs []netip.Addr
		err   error
	}
	results := make(chan result, 2)
	for _, qtype := range types {
		go func() {
			addrs, err := a.addrs(ctx, from, question{name + ".", qtype})
			results <- result{addrs[:min(len(addrs), maxPerFamily)], err}
		}()
	}
	var found []netip.Addr
	var late <-chan time.Time
	err := error(errNoHost)
	for range types {
		select {
		case r := <-results:
			found = append(found, r.addrs...)
			if len(found) > 0 {
				late = time.After(a.times().step / 4)
			}
			if err == errNoHost && r.err != nil {
				err = r.err
			}
		case <-late:
		}
	}
	if len(found) == 0 {
		return nil, message.Because(message.New(message.NoKnownAddress, message.Of(err)), err)
	}
	return found, nil
}
