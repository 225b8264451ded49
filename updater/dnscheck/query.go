// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater/message"
)

// maxAliases is how many aliases are followed by a query of their own.
const maxAliases = 4

// Client sends queries. Its zero value is ready to use; several goroutines may
// use it at once.
type Client struct {
	// Control is called for each socket to a server of the zone before anything
	// is sent, as in net.Dialer: the place to bind it to a device, so that the
	// query leaves by the line whose address is checked. Its error means that
	// this server cannot be reached. Queries to the system's resolver are not
	// bound.
	Control func(network, address string, c syscall.RawConn) error
	// ResolvConf lists the resolvers, which find the servers of the zone and
	// are asked when those cannot be reached. Empty means /etc/resolv.conf.
	ResolvConf string
	// LineConf lists the resolvers that the line announced. They are asked,
	// with Control, when those of ResolvConf do not know the zone, like a
	// router's own if its local network has the zone's name. Empty means
	// OpenWrt's file.
	LineConf string
	// Public says whether a server of a zone may have an address, and whether a
	// resolver may return it for the zone. Nil means any may.
	Public func(netip.Addr) bool
	// Port is where every server listens. Zero means 53; another port is for
	// tests.
	Port uint16

	pace pace
	left *atomic.Int32 // queries that may still be sent
}

// maxQuestions is how many queries one call sends, whatever the servers of a
// hostile zone answer. Four silent servers with four addresses each need fewer.
const maxQuestions = 100

const errTooMany = message.Message(message.TooManyQuestions)

// counted returns a Client that sends at most maxQuestions queries.
func (a Client) counted() Client {
	a.left = new(atomic.Int32)
	a.left.Store(maxQuestions)
	return a
}

// pace has the time until the next resolver is asked, and the time limits of:
// one query to one address of the zone, one query to the resolvers, all queries
// to the zone's servers, and everything.
type pace struct{ step, try, lookup, zone, total time.Duration }

// usualPace allows for a resolver that takes 2.5 seconds for each answer: the
// servers of the name, those of its parent, their addresses, and once more if
// these are silent.
var usualPace = pace{
	step:   time.Second,
	try:    1500 * time.Millisecond,
	lookup: 4 * time.Second,
	zone:   4 * time.Second,
	total:  12 * time.Second,
}

// types maps the families to record types.
var types = map[string]dnsmessage.Type{"ip4": dnsmessage.TypeA, "ip6": dnsmessage.TypeAAAA}

// Query asks what host holds in family "ip4" or "ip6". For a name that does not
// exist or has no address of the family it returns an Answer without addresses
// and no error: an update is due. It takes twelve seconds at most.
//
// The error begins with "cannot learn what HOST holds", has at most 300 bytes
// and wraps the causes, context.Canceled among them. Then nothing is known: the
// name may hold anything.
func (a Client) Query(ctx context.Context, host, family string) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, a.times().total)
	defer cancel()
	qtype, ok := types[family]
	if !ok {
		return Answer{}, failed(host, fmt.Errorf("%q is no address family", clip(family, 20)))
	}
	name, err := canonical(host)
	if err != nil {
		return Answer{}, failed(host, err)
	}
	answer, err := a.counted().query(ctx, question{name, qtype}, maxAliases)
	if err != nil {
		return Answer{}, failed(host, err)
	}
	return answer, nil
}

// query asks the zone's servers, else the system's resolver, and follows up to
// links aliases with queries of their own.
func (a Client) query(ctx context.Context, q question, links int) (Answer, error) {
	all := a.resolvers()
	found, err := a.queryZone(ctx, all[0], q)
	if len(all) > 1 && (errors.Is(err, errNoServers) || errors.Is(err, errNoHost)) {
		if more, lineErr := a.queryZone(ctx, all[1], q); lineErr == nil {
			found, err = more, nil
		}
	}
	authoritative := err == nil
	for _, from := range all {
		if err != nil {
			var none error
			if found, none = a.queryResolvers(ctx, from, q); none != nil {
				none = message.Join(err, none)
			}
			err = none
		}
	}
	if err != nil {
		return Answer{}, err
	}
	var servers []Server
	ttl := time.Duration(math.MaxInt64)
	followed := make(map[string]bool)
	for _, h := range found {
		ttl = min(ttl, time.Duration(h.ttl)*time.Second)
		if h.alias == "" {
			servers = append(servers, h.Server)
			continue
		}
		if followed[h.alias] {
			continue
		}
		followed[h.alias] = true
		target, err := a.queryAlias(ctx, question{h.alias, q.qtype}, links)
		if err != nil {
			return Answer{}, err
		}
		servers = append(servers, target.Servers...)
		ttl = min(ttl, target.TTL)
		authoritative = authoritative && target.Authoritative
	}
	answer := newAnswer(servers, authoritative)
	answer.TTL = ttl
	return answer, nil
}

// queryAlias asks what the target of an alias holds.
func (a Client) queryAlias(ctx context.Context, q question, links int) (Answer, error) {
	if links == 0 {
		return Answer{}, errLoop
	}
	// A name in a message may have any bytes; only a host name can be queried.
	if _, err := canonical(q.name); err != nil {
		return Answer{}, message.Because(message.New(message.OfAlias, strconv.Quote(clip(q.name, 80)), message.Of(err)), err)
	}
	return a.query(ctx, q, links-1)
}

// failed is the error of Query.
func failed(host string, cause error) error {
	if _, err := canonical(host); err != nil {
		host = strconv.Quote(clip(host, 100))
	}
	host = clip(host, 120)
	why, room := message.Of(cause), 300-len(message.New(message.CannotLearn, host, "").String())
	if text := why.String(); len(text) > room {
		why = message.Text(clip(text, room))
	}
	return message.Because(message.New(message.CannotLearn, host, why), cause)
}

func (a Client) times() pace        { return cmp.Or(a.pace, usualPace) }
func (a Client) port() uint16       { return cmp.Or(a.Port, 53) }
func (a Client) resolvConf() string { return cmp.Or(a.ResolvConf, "/etc/resolv.conf") }
